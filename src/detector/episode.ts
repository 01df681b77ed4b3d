/**
 * An episode: one burst of one key from its opening to its closing, with hysteresis, so that a burst is told once and
 * again only when it has grown.
 */
import { z } from 'zod';
import {
  addToCrowd,
  type Bucket,
  CompanionState,
  type Companions,
  type Crowd,
  CrowdState,
  crowdFrom,
  crowdSize,
  crowdState,
  newCrowd,
} from './burst-bucket.ts';
import { accountsKept, type Detection } from './detector.ts';
import { effectiveAccounts, shapeOf } from './shape.ts';

/** What a test of one key in one hour found. */
export const Finding = z.object({
  /** ln P after Bonferroni over windows and series. */
  logP: z.number(),
  expectedFalsePerDay: z.number(),
  /** The strongest window. */
  hours: z.number(),
  low: z.number(),
  high: z.number(),
  observed: z.number(),
  unit: z.enum(['accounts', 'posts']),
  lane: z.enum(['level', 'new', 'drip', 'account', 'group']),
  /** Where the platform was busier than usual: so many times, and the expected false alerts had that not been asked. */
  busy: z.object({ ratio: z.number(), alone: z.number() }).optional(),
});
export type Finding = Readonly<z.infer<typeof Finding>>;

/** Changed in place while it is open. */
export interface Episode {
  readonly fromHour: number;
  from: number;
  to: number;
  posts: number;
  readonly crowd: Crowd;
  readonly companions: Companions;
  best: Finding;
  /** Last hour with posts in which a window was still unusual. */
  lastHot: number;
  reported: { posts: number; accounts: number; logP: number } | undefined;
  /** Whether a window of it held an hour whose counts are a lower bound. */
  lowerBound?: boolean | undefined;
}

/** What an hour of a key brings into an episode. */
export type EpisodeHour = Pick<Bucket, 'hour' | 'posts' | 'first' | 'last' | 'crowd' | 'companions'>;

/** Companions kept, so that a merged summary cannot grow without end. */
const companionsKept = 64;

/** A window whose chance is above 1 % is not unusual; while any is not, the episode goes on (design: hysteresis). */
export const logHot = Math.log(0.01);

/** Starts an episode with the hours since `fromHour`. */
export function openEpisode(
  fromHour: number,
  hour: number,
  buckets: readonly EpisodeHour[],
  finding: Finding,
): Episode {
  const episode: Episode = {
    fromHour,
    from: Number.POSITIVE_INFINITY,
    to: Number.NEGATIVE_INFINITY,
    posts: 0,
    crowd: newCrowd(),
    companions: new Map(),
    best: finding,
    lastHot: hour,
    reported: undefined,
  };
  for (const bucket of buckets) {
    if (bucket.hour < fromHour || bucket.hour > hour) continue;
    addBucket(episode, bucket);
  }
  return episode;
}

function addBucket(episode: Episode, bucket: EpisodeHour): void {
  episode.from = Math.min(episode.from, bucket.first);
  episode.to = Math.max(episode.to, bucket.last);
  episode.posts += bucket.posts;
  for (const [accountId, posts] of bucket.crowd.posts) addToCrowd(episode.crowd, accountId, posts);
  episode.crowd.more += bucket.crowd.more;
  for (const [object, count] of bucket.companions ?? []) {
    episode.companions.set(object, (episode.companions.get(object) ?? 0) + count);
  }
  keepMostFrequent(episode.companions);
}

/** Takes one post that came after the opening. */
export function addToEpisode(episode: Episode, accountId: string, time: number, companions: readonly string[]): void {
  episode.from = Math.min(episode.from, time);
  episode.to = Math.max(episode.to, time);
  episode.posts += 1;
  addToCrowd(episode.crowd, accountId);
  if (companions.length === 0) return;
  for (const object of companions) episode.companions.set(object, (episode.companions.get(object) ?? 0) + 1);
  if (episode.companions.size > companionsKept * 2) keepMostFrequent(episode.companions);
}

/** Halves a summary the Misra-Gries way: what is below the cut loses everything, the rest loses the cut. */
function keepMostFrequent(companions: Companions): void {
  if (companions.size <= companionsKept) return;
  const cut = [...companions.values()].sort((a, b) => b - a)[companionsKept] ?? 0;
  for (const [object, count] of companions) {
    if (count <= cut) companions.delete(object);
    else companions.set(object, count - cut);
  }
}

/** Takes what a later hour found: the strongest finding stays, and an unusual hour keeps the episode open. */
export function updateEpisode(
  episode: Episode,
  hour: number,
  logP: number,
  hot: boolean,
  finding: () => Finding,
): void {
  if (logP < episode.best.logP) episode.best = finding();
  if (hot) episode.lastHot = Math.max(episode.lastHot, hour);
}

/** Whether an episode is told: at its opening, and when posts or accounts are up by a tenth or ln P by a nat. */
export function isNews(episode: Episode): boolean {
  const told = episode.reported;
  if (told === undefined) return true;
  return (
    episode.posts >= told.posts * 1.1 ||
    crowdSize(episode.crowd) >= told.accounts * 1.1 ||
    Math.abs(episode.best.logP - told.logP) > 1
  );
}

/** The parts of a detection that the episode does not know. */
export interface EpisodeFrame {
  readonly kind: Detection['kind'];
  readonly platform: string;
  readonly keyKind: Detection['keyKind'];
  readonly key: string;
  readonly at: Date;
  readonly open: boolean;
  readonly tags: readonly string[];
  readonly links: readonly string[];
  readonly reason: string;
  readonly notes?: readonly string[] | undefined;
}

export function detectionOf(episode: Episode, frame: EpisodeFrame): Detection {
  const effective = effectiveAccounts(episode.crowd.posts.values());
  const { best } = episode;
  const { lane } = best;
  const name = [frame.kind, frame.platform, frame.keyKind, frame.key, hourName(episode.fromHour)];
  return {
    kind: frame.kind,
    platform: frame.platform,
    keyKind: frame.keyKind,
    key: frame.key,
    // A slow drip and a burst of one key may begin in the same hour.
    episode: (lane === 'drip' ? [...name, lane] : name).join(':'),
    at: frame.at,
    from: new Date(episode.from),
    to: new Date(episode.to),
    open: frame.open,
    posts: episode.posts,
    accounts: crowdSize(episode.crowd),
    effectiveAccounts: effective,
    shape: shapeOf(episode.posts, effective),
    usual: { hours: best.hours, low: best.low, high: best.high, observed: best.observed, unit: best.unit },
    logP: best.logP,
    expectedFalsePerDay: best.expectedFalsePerDay,
    tags: frame.tags,
    links: frame.links,
    accountIds: [...episode.crowd.posts.keys()].sort().slice(0, accountsKept),
    reason: frame.reason,
    lane,
    ...(frame.notes === undefined || frame.notes.length === 0 ? {} : { notes: frame.notes }),
  };
}

export function byEpisode(a: Detection, b: Detection): number {
  return a.episode < b.episode ? -1 : a.episode > b.episode ? 1 : 0;
}

/** Marks the episode as told as it stands. */
export function markTold(episode: Episode): void {
  episode.reported = { posts: episode.posts, accounts: crowdSize(episode.crowd), logP: episode.best.logP };
}

/** `2021-03-25T09` */
function hourName(hour: number): string {
  return new Date(hour * 3_600_000).toISOString().slice(0, 13);
}

export const EpisodeState = z.object({
  hours: z.tuple([z.number(), z.number()]),
  span: z.tuple([z.number(), z.number()]),
  posts: z.number(),
  crowd: CrowdState,
  companions: CompanionState,
  best: Finding,
  reported: z.tuple([z.number(), z.number(), z.number()]).optional(),
  lowerBound: z.literal(true).optional(),
});
export type EpisodeState = z.infer<typeof EpisodeState>;

export function episodeState(episode: Episode): EpisodeState {
  const { fromHour, lastHot, from, to, posts, crowd, companions, best, reported } = episode;
  return {
    hours: [fromHour, lastHot],
    span: [from, to],
    posts,
    crowd: crowdState(crowd),
    companions: [...companions],
    best,
    ...(reported === undefined ? {} : { reported: [reported.posts, reported.accounts, reported.logP] }),
    ...(episode.lowerBound === true ? { lowerBound: true } : {}),
  };
}

export function episodeFrom(state: EpisodeState): Episode {
  const [fromHour, lastHot] = state.hours;
  const [from, to] = state.span;
  const [posts, accounts, logP] = state.reported ?? [0, 0, 0];
  return {
    fromHour,
    lastHot,
    from,
    to,
    posts: state.posts,
    crowd: crowdFrom(state.crowd),
    companions: new Map(state.companions),
    best: state.best,
    reported: state.reported === undefined ? undefined : { posts, accounts, logP },
    lowerBound: state.lowerBound,
  };
}
