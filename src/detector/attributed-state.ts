/** A group of listed accounts as the store keeps it, and back. */
import { z } from 'zod';
import { groupLevel, groupSeason, type ListedGroup, type Subject } from './attributed-group.ts';
import { BucketsState, bucketsFrom, bucketsState } from './burst-bucket.ts';
import { EpisodeState, episodeFrom, episodeState } from './episode.ts';
import { levelFrom, levelNumbers } from './level.ts';

const Numbers = z.array(z.number());
const SubjectState = {
  buckets: BucketsState,
  episode: EpisodeState.optional(),
  quietSince: z.number().optional(),
};
const ListedGroupState = z.object({
  name: z.tuple([z.string(), z.string()]),
  hours: z.tuple([z.number(), z.number()]),
  level: Numbers,
  counted: Numbers,
  expected: Numbers,
  ...SubjectState,
  topics: z.array(z.tuple([z.string(), z.object({ uses: z.number(), ...SubjectState })])),
  uses: z.array(z.tuple([z.string(), z.number()])),
  /** All uses, hours, and both sums of the dispersion. */
  sums: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  surprises: Numbers,
  looks: z.array(z.tuple([z.number(), z.number()])),
});

export function listedGroupState(group: ListedGroup): z.infer<typeof ListedGroupState> {
  return {
    name: [group.platform, group.name],
    hours: [group.first, group.learnt],
    level: levelNumbers(group.level),
    counted: [...group.season.counted],
    expected: [...group.season.expected],
    ...subjectState(group),
    topics: [...group.topics].map(([name, topic]) => [name, { uses: topic.uses, ...subjectState(topic) }]),
    uses: [...group.uses],
    sums: [group.allUses, group.hours, group.dispersionN, group.dispersionQ],
    surprises: [...group.surprises],
    looks: [...group.looks],
  };
}

function subjectState({ buckets, episode, quietSince }: Subject): z.infer<z.ZodObject<typeof SubjectState>> {
  return {
    buckets: bucketsState(buckets),
    ...(episode === undefined ? {} : { episode: episodeState(episode) }),
    ...(Number.isFinite(quietSince) ? { quietSince } : {}),
  };
}

function subjectFrom({ buckets, episode, quietSince }: z.infer<z.ZodObject<typeof SubjectState>>): Subject {
  return {
    buckets: bucketsFrom(buckets),
    episode: episode === undefined ? undefined : episodeFrom(episode),
    quietSince: quietSince ?? Number.NEGATIVE_INFINITY,
  };
}

export function listedGroupFrom(state: unknown): ListedGroup {
  const saved = ListedGroupState.parse(state);
  const [platform, name] = saved.name;
  const [first, learnt] = saved.hours;
  const [allUses, hours, dispersionN, dispersionQ] = saved.sums;
  return {
    ...subjectFrom(saved),
    platform,
    name,
    first,
    learnt,
    level: levelFrom(saved.level, groupLevel),
    season: { settings: groupSeason, counted: saved.counted, expected: saved.expected },
    topics: new Map(saved.topics.map(([topic, { uses, ...rest }]) => [topic, { uses, ...subjectFrom(rest) }])),
    uses: new Map(saved.uses),
    allUses,
    hours,
    dispersionN,
    dispersionQ,
    surprises: saved.surprises,
    looks: new Map(saved.looks),
  };
}
