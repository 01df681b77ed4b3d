/** What is kept of a platform whose keys cannot all be kept, and under which names the store has it. */
import { type DistinctCounter, newDistinctCounter } from './sketch/distinct.ts';
import { createFrequentKeys, type FrequentKeys, keysPerPart } from './sketch/frequent.ts';

export interface FirehoseBounds {
  /** Active keys of a platform beyond which only candidates are kept. */
  readonly firehoseKeys: number;
  /** Candidates of each group of kinds. */
  readonly candidates: number;
}

export const candidateGroups = ['tags', 'links', 'texts'] as const;
export type CandidateGroup = (typeof candidateGroups)[number];

/** Changed in place. */
export interface Firehose {
  readonly candidates: Readonly<Record<CandidateGroup, FrequentKeys>>;
  /** Keys of the last whole hour, about. */
  keysAnHour: number;
  /** Different keys of this hour, and of the last days, the newest first. */
  hour: DistinctCounter;
  days: DistinctCounter[];
}

/** A use counts half after a day. */
export const candidateHalfLife = 24;

export function newFirehose(capacity: number): Firehose {
  const keys = (): FrequentKeys => createFrequentKeys(capacity, candidateHalfLife);
  return {
    candidates: { tags: keys(), links: keys(), texts: keys() },
    keysAnHour: 0,
    hour: newDistinctCounter(),
    days: [newDistinctCounter()],
  };
}

/** Names of rows of the store. */
export const firehoseEntry = 'firehose:';
export const candidatesEntry = 'candidates:';

/** Of a group with so many keys. */
export function candidateEntries(platform: string, group: CandidateGroup, keys: number): readonly string[] {
  return Array.from({ length: Math.ceil(keys / keysPerPart) }, (_, part) => candidateEntry(platform, group, part));
}

export function candidateEntry(platform: string, group: CandidateGroup, part: number): string {
  return `${candidatesEntry}${group}:${part}:${platform}`;
}
