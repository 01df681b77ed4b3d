/** The sample mode: what `npm start` shows when nothing is configured. Everything in it is invented. */

import { normalTag } from '../post/normal-form.ts';
import { hourMs } from '../post/post.ts';
import { mergeEntries } from '../registry/merge.ts';
import type { RegistrySnapshot } from '../registry/registry.ts';
import { sampleRegistry } from '../source/sample/registry.ts';
import { createSampleSource } from '../source/sample/sample-source.ts';
import { sampleSpan } from '../source/sample/span.ts';
import { campaignTag, summitTag } from '../source/sample/story.ts';
import type { Source } from '../source/source.ts';
import type { Store } from '../store/store.ts';
import { type SampleClock, sampleClock } from './clock.ts';

export interface SampleSettings {
  /** Real milliseconds per sample hour. */
  readonly hourMs: number;
  readonly seed: string;
}

export interface Sample {
  readonly source: Source;
  readonly clock: SampleClock;
  /** Sample time of a tick. */
  readonly stepMs: number;
  /** Shortest real time of a tick. */
  readonly tickMs: number;
  readonly start: Date;
  readonly end: Date;
  /** Tags that count as watched in the sample. */
  readonly watchedTags: readonly string[];
}

/** Half an hour a tick shows how a campaign is noticed while it grows. */
const stepMs = hourMs / 2;

export async function openSample(store: Store, settings: SampleSettings): Promise<Sample> {
  const source = createSampleSource({ seed: settings.seed });
  await keepSampleRegistry(store);
  const { start, end } = sampleSpan;
  const reached = readCursor(await store.posts.cursorOf(source.id));
  const from = reached === undefined || reached < start ? start : reached;
  return {
    source,
    clock: sampleClock(from, end),
    stepMs,
    tickMs: (settings.hourMs * stepMs) / hourMs,
    start,
    end,
    watchedTags: [campaignTag, summitTag].map(normalTag),
  };
}

async function keepSampleRegistry(store: Store): Promise<void> {
  const merged = ({ entries }: RegistrySnapshot) => mergeEntries(entries, sampleRegistry()).entries;
  if (merged(await store.registry.snapshot()).length === 0) return;
  const edition = { source: 'sample (invented)', by: 'tocsin', at: new Date(), added: 0, changed: 0, refused: 0 };
  await store.registry.keepEdition(edition, merged);
}

/** The sample source's cursor is the last instant it has given posts for. */
function readCursor(cursor: unknown): Date | undefined {
  if (typeof cursor !== 'string') return undefined;
  const date = new Date(cursor);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
