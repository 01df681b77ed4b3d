/** The sketches of a full stream as the store keeps them: in parts, of which only changed ones are written. */
import { z } from 'zod';
import {
  type CandidateGroup,
  candidateEntry,
  candidateGroups,
  candidateHalfLife,
  candidatesEntry,
  firehoseEntry,
} from './burst-candidates.ts';
import type { BurstPlatform } from './burst-platform.ts';
import type { StateEntry } from './detector.ts';
import type { DistinctCounter } from './sketch/distinct.ts';
import { createFrequentKeys, type FrequentKeys } from './sketch/frequent.ts';
import { createTailTable } from './sketch/tail-table.ts';

const tailEntry = 'tail:';
export const sketchEntries: readonly string[] = [firehoseEntry, candidatesEntry, tailEntry];

const FirehoseState = z.object({
  keysAnHour: z.number(),
  hour: z.string(),
  days: z.array(z.string()),
  capacity: z.number(),
  starts: z.object({ tags: z.number(), links: z.number(), texts: z.number() }),
});
const PartState = z.object({ keys: z.array(z.string()), weights: z.array(z.number()), errors: z.array(z.number()) });
type PartState = z.infer<typeof PartState>;

/** @param hour the table of the tail is written at most once in each */
export function pushSketches(entries: StateEntry[], detector: string, platform: BurstPlatform, hour: number): void {
  const { name, firehose, tail } = platform;
  if (tail !== undefined && platform.tailStored !== hour) {
    platform.tailStored = hour;
    for (const { part, cells } of tail.takeChangedParts()) {
      entries.push({ detector, key: `${tailEntry}${part}:${name}`, state: cells });
    }
  }
  if (firehose === undefined) return;
  const starts = { tags: 0, links: 0, texts: 0 };
  for (const group of candidateGroups) {
    starts[group] = firehose.candidates[group].start;
    for (const { part, keys, weights, errors } of firehose.candidates[group].takeChangedParts()) {
      entries.push({ detector, key: candidateEntry(name, group, part), state: { keys, weights, errors } });
    }
  }
  const state: z.infer<typeof FirehoseState> = {
    keysAnHour: firehose.keysAnHour,
    hour: textOf(firehose.hour),
    days: firehose.days.map(textOf),
    capacity: firehose.candidates.tags.capacity,
    starts,
  };
  entries.push({ detector, key: firehoseEntry + name, state });
}

function textOf(counter: DistinctCounter): string {
  return Buffer.from(counter).toString('base64');
}

function counterOf(text: string): DistinctCounter {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}

export function restoreSketches(
  platforms: ReadonlyMap<string, BurstPlatform>,
  entries: readonly StateEntry[],
  hour: number,
): void {
  const parts = new Map<string, PartState>();
  for (const { key, state } of entries) {
    if (state === null) continue;
    if (key.startsWith(candidatesEntry)) parts.set(key, PartState.parse(state));
    else if (key.startsWith(tailEntry))
      restoreTail(platforms, key.slice(tailEntry.length), z.string().parse(state), hour);
  }
  for (const { key, state } of entries) {
    const platform = key.startsWith(firehoseEntry) ? platforms.get(key.slice(firehoseEntry.length)) : undefined;
    if (platform === undefined || state === null) continue;
    const saved = FirehoseState.parse(state);
    const keysOf = (group: CandidateGroup): FrequentKeys =>
      createFrequentKeys(saved.capacity, candidateHalfLife, {
        start: saved.starts[group],
        ...joined(platform.name, group, parts),
      });
    platform.firehose = {
      candidates: { tags: keysOf('tags'), links: keysOf('links'), texts: keysOf('texts') },
      keysAnHour: saved.keysAnHour,
      hour: counterOf(saved.hour),
      days: saved.days.map(counterOf),
    };
  }
}

function joined(platform: string, group: CandidateGroup, parts: ReadonlyMap<string, PartState>): PartState {
  const all: PartState = { keys: [], weights: [], errors: [] };
  for (let part = 0; ; part++) {
    const found = parts.get(candidateEntry(platform, group, part));
    if (found === undefined) return all;
    all.keys.push(...found.keys);
    all.weights.push(...found.weights);
    all.errors.push(...found.errors);
  }
}

function restoreTail(platforms: ReadonlyMap<string, BurstPlatform>, id: string, cells: string, hour: number): void {
  const at = id.indexOf(':');
  const platform = platforms.get(id.slice(at + 1));
  if (platform === undefined) return;
  platform.tail ??= createTailTable();
  platform.tailStored = hour;
  platform.tail.restorePart(Number(id.slice(0, at)), cells);
}
