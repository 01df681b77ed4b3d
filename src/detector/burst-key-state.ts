/** A key as it is stored: plain numbers and lists, since busy keys are stored at every tick. */
import { z } from 'zod';
import { type BurstKey, newBurstKey, newNewcomer } from './burst-key.ts';
import { type LevelTable, restoreSlot, slotNumbers } from './burst-levels.ts';
import { burstKinds } from './burst-objects.ts';
import { EpisodeState, episodeFrom, episodeState } from './episode.ts';

const Numbers = z.array(z.number());

const SavedKey = z.object({
  key: z.tuple([z.string(), z.enum(burstKinds), z.string()]),
  hours: z.tuple([z.number(), z.number(), z.number()]),
  known: z.literal(true).optional(),
  quietSince: z.number().optional(),
  levels: Numbers,
  counts: Numbers,
  slot: z.number(),
  newcomer: z.tuple([z.array(z.string()), Numbers]).optional(),
  asleep: z.tuple([z.number(), z.number()]).optional(),
  checked: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
  episode: EpisodeState.optional(),
  drip: EpisodeState.optional(),
});
export type SavedKey = z.infer<typeof SavedKey>;

export function savedKeyOf(state: unknown): SavedKey {
  return SavedKey.parse(state);
}

export function burstKeyState(levels: LevelTable, key: BurstKey): SavedKey {
  const { newcomer, episode, drip, asleep, checked } = key;
  return {
    key: [key.platform, key.kind, key.value],
    hours: [key.born, key.lastHour, key.learnt],
    ...(key.known ? { known: true } : {}),
    ...(Number.isFinite(key.quietSince) ? { quietSince: key.quietSince } : {}),
    levels: slotNumbers(levels, key.slot),
    counts: key.counts.slice(),
    slot: key.slot,
    ...(newcomer === undefined ? {} : { newcomer: [newcomer.accountIds.slice(), newcomer.since.slice()] }),
    ...(asleep === undefined ? {} : { asleep: [asleep[0], asleep[1]] }),
    ...(checked[0] === 0 && checked[3] === 0 ? {} : { checked: [checked[0], checked[1], checked[2], checked[3]] }),
    ...(episode === undefined ? {} : { episode: episodeState(episode) }),
    ...(drip === undefined ? {} : { drip: episodeState(drip) }),
  };
}

export function burstKeyFrom(levels: LevelTable, saved: SavedKey): BurstKey {
  const [platform, kind, value] = saved.key;
  const [born, lastHour, learnt] = saved.hours;
  restoreSlot(levels, saved.slot, saved.levels);
  const key = newBurstKey(platform, kind, value, saved.slot, { born, learnt, known: saved.known === true });
  key.lastHour = lastHour;
  key.quietSince = saved.quietSince ?? key.quietSince;
  key.counts.push(...saved.counts);
  key.newcomer = saved.newcomer === undefined ? undefined : newNewcomer(...saved.newcomer);
  key.asleep = saved.asleep;
  key.checked = saved.checked ?? key.checked;
  key.episode = saved.episode === undefined ? undefined : episodeFrom(saved.episode);
  key.drip = saved.drip === undefined ? undefined : episodeFrom(saved.drip);
  return key;
}
