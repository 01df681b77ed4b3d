/**
 * The sample stream: an invented platform with ordinary days, a campaign, a burst of institutions, an organic event and
 * a narrow push. The same seed gives the same posts, however it is polled.
 */
import { dayMs, hourMs } from '../../post/post.ts';
import { writeNdjson } from '../file/ndjson.ts';
import type { Page, Source } from '../source.ts';
import { type Cast, createCast } from './cast.ts';
import { everydayPosts } from './everyday.ts';
import { type Sighting, sighting } from './scene.ts';
import { sampleDays, sampleSpan } from './span.ts';
import { storySightings } from './story.ts';

export interface SampleDeps {
  readonly seed: string;
  /** Days after `sampleSpan.start`; the story takes five. */
  readonly days?: number | undefined;
}

/** Large enough to be quick, small enough for one transaction. */
const postsPerPage = 2000;

export function createSampleSource(deps: SampleDeps): Source {
  const stream = createStream(deps);
  return {
    id: 'sample',
    platform: 'sample',
    everyMinutes: 1,
    coverage: 'platform',
    catchesUp: true,
    async *poll(cursor, { now, signal }) {
      const fromMs = cursorMs(cursor);
      const toMs = Math.min(now.getTime(), stream.endMs);
      if (toMs <= fromMs) return;
      let batch: Sighting[] = [];
      for (let hour = Math.floor((fromMs + 1) / hourMs); hour * hourMs <= toMs; hour += 1) {
        signal.throwIfAborted();
        for (const seen of stream.hour(hour)) if (seen.atMs > fromMs && seen.atMs <= toMs) batch.push(seen);
        // A page ends with an hour, so that nothing is left between two cursors.
        const readMs = Math.min((hour + 1) * hourMs - 1, toMs);
        if (batch.length < postsPerPage && readMs < toMs) continue;
        yield pageOf(batch, new Date(readMs));
        batch = [];
      }
    },
  };
}

/** The whole stream, or what of it became visible after `after`, as lines of Tocsin's NDJSON, each with its break. */
export function* sampleLines(deps: SampleDeps, after?: Date): Generator<string> {
  const stream = createStream(deps);
  const fromMs = after === undefined ? cursorMs(undefined) : after.getTime();
  for (let hour = Math.floor((fromMs + 1) / hourMs); hour * hourMs <= stream.endMs; hour += 1) {
    for (const { atMs, post } of stream.hour(hour)) {
      if (atMs > fromMs && atMs <= stream.endMs) yield `${writeNdjson(post)}\n`;
    }
  }
}

/** Time of the last instant that was read; the history's beginning is read by whoever has no cursor yet. */
function cursorMs(cursor: unknown): number {
  const ms = typeof cursor === 'string' ? Date.parse(cursor) : Number.NaN;
  return Number.isNaN(ms) ? sampleSpan.historyFrom.getTime() - 1 : ms;
}

function pageOf(batch: readonly Sighting[], readTo: Date): Page {
  const kept = batch.filter(({ deleted }) => deleted !== true);
  const gone = batch.filter(({ deleted }) => deleted === true);
  return {
    posts: kept.map(({ post }) => post),
    deletes: gone.map(({ post: { platform, id } }) => ({ platform, id })),
    gaps: [],
    cursor: readTo.toISOString(),
    watermark: readTo,
  };
}

interface Stream {
  readonly endMs: number;
  /** Sightings of an hour since 1970, by time and id. */
  hour(hour: number): readonly Sighting[];
}

function createStream({ seed, days = sampleDays }: SampleDeps): Stream {
  const cast: Cast = createCast(seed);
  const story = new Map<number, Sighting[]>();
  for (const seen of storySightings(seed, cast)) {
    const hour = Math.floor(seen.atMs / hourMs);
    const sameHour = story.get(hour);
    if (sameHour === undefined) story.set(hour, [seen]);
    else sameHour.push(seen);
  }
  return {
    endMs: sampleSpan.start.getTime() + days * dayMs,
    hour: (hour) => [...everydayPosts(seed, cast, hour).map(sighting), ...(story.get(hour) ?? [])].sort(bySight),
  };
}

function bySight(a: Sighting, b: Sighting): number {
  return a.atMs - b.atMs || (a.post.id < b.post.id ? -1 : a.post.id > b.post.id ? 1 : 0);
}
