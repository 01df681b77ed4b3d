/**
 * What posts tell of their authors' habits, one table of account and feature a trace: what they repost, link to, tag in
 * which order, repost at once, and when they are active.
 */
import type { Post } from '../../post/post.ts';
import { minuteMs } from '../../post/post.ts';
import { authorOf, byTimeThenId } from '../post-groups.ts';
import { isFast } from './fast-repost.ts';
import { createFeatureRows, type FeatureRows } from './feature-rows.ts';
import { type Trace, traceNames } from './fuse.ts';
import { addSequences, type SequenceOptions } from './tag-sequences.ts';
import type { TfIdfOptions } from './tf-idf.ts';

export interface TraceOptions extends SequenceOptions {
  /**
   * `synchronised` is left out unless asked for: everyone who takes part in one burst is active in the same half hours,
   * so it joins a crowd as well as a crew.
   */
  readonly traces?: readonly Trace[] | undefined;
  /** Reposts, and posts with a link, that an account needs for these traces; 20 unless said (Luceri et al.). */
  readonly minActions?: number | undefined;
  /** A repost so many seconds after the original is fast; 10 unless said. */
  readonly fastSeconds?: number | undefined;
  /** Width of a bin of activity; 30 unless said (Pacheco et al.). */
  readonly binMinutes?: number | undefined;
}

export interface TraceRows {
  readonly trace: Trace;
  readonly rows: FeatureRows;
  readonly weighing: TfIdfOptions;
}

const usualTraces: readonly Trace[] = traceNames.filter((trace) => trace !== 'synchronised');

/** In the order of `traceNames`; the order of the posts does not matter. */
export function tracesOf(posts: readonly Post[], options: TraceOptions = {}): readonly TraceRows[] {
  const { traces = usualTraces, minActions = 20 } = options;
  return traceNames
    .filter((trace) => traces.includes(trace))
    .map((trace) => ({ trace, rows: rowsOf(trace, posts, options), weighing: weighingOf(trace, minActions) }));
}

/** Two reposts at once make a habit, two posts with the same sequence a template; eight posts are Pacheco's minimum. */
function weighingOf(trace: Trace, minActions: number): TfIdfOptions {
  switch (trace) {
    case 'co-repost':
    case 'co-link':
      return { minActions };
    case 'tag-sequence':
      return { minActions: 2 };
    case 'fast-repost':
      return { minActions: 2, term: 'count', minValue: 2 };
    case 'synchronised':
      return { minActions: 8, term: 'log' };
  }
}

function rowsOf(trace: Trace, posts: readonly Post[], options: TraceOptions): FeatureRows {
  const rows = createFeatureRows();
  switch (trace) {
    case 'co-repost':
      for (const post of posts) {
        if (post.kind !== 'repost' || post.parentId === undefined) continue;
        rows.add(authorOf(post), `repost:${post.platform}:${post.parentId}`);
      }
      break;
    case 'co-link':
      for (const post of posts) for (const link of post.links) rows.add(authorOf(post), `link:${link}`);
      break;
    case 'tag-sequence':
      addSequences([...posts].sort(byTimeThenId), options, rows);
      break;
    case 'fast-repost':
      addFastReposts(posts, options.fastSeconds ?? 10, rows);
      break;
    case 'synchronised':
      addActivity(posts, (options.binMinutes ?? 30) * minuteMs, rows);
      break;
  }
  return rows.build();
}

type Rows = ReturnType<typeof createFeatureRows>;

/** The feature is the author reposted. Originals that are not among the posts have no known time: nothing is said of them. */
function addFastReposts(posts: readonly Post[], seconds: number, rows: Rows): void {
  const originals = new Map<string, Post>();
  for (const post of posts) if (post.kind !== 'repost') originals.set(`${post.platform}:${post.id}`, post);
  for (const post of posts) {
    if (post.kind !== 'repost' || post.parentId === undefined) continue;
    const original = originals.get(`${post.platform}:${post.parentId}`);
    if (original === undefined || authorOf(original) === authorOf(post)) continue;
    const delay = (post.createdAt.getTime() - original.createdAt.getTime()) / 1000;
    if (isFast(delay, seconds)) rows.add(authorOf(post), `author:${authorOf(original)}`);
  }
}

/** Bins begin with the first post. */
function addActivity(posts: readonly Post[], binMs: number, rows: Rows): void {
  const first = posts.reduce(
    (earliest, post) => Math.min(earliest, post.createdAt.getTime()),
    Number.POSITIVE_INFINITY,
  );
  for (const post of posts) {
    const bin = Math.floor((post.createdAt.getTime() - first) / binMs);
    rows.add(authorOf(post), `time:${new Date(first + bin * binMs).toISOString()}`);
  }
}
