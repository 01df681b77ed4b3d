/** Store → detectors → campaigns → store: observes what arrived since the last tick, step by step in the posts' own time. */
import type { AssessContext } from '../src/campaign/assess.ts';
import type { Campaign } from '../src/campaign/campaign.ts';
import { reopenMs } from '../src/campaign/track.ts';
import { type Detection, type Detector, gapMemoryMs } from '../src/detector/detector.ts';
import type { PlatformGap } from '../src/detector/unread-hours.ts';
import { dayMs, hourMs, type Post } from '../src/post/post.ts';
import type { Job, JobReport } from '../src/queue/queue.ts';
import type { Registry } from '../src/registry/registry.ts';
import type { DetectTick, KeyQuestion, Store } from '../src/store/store.ts';
import { detectTick, type TickDeps } from './detect-tick.ts';

export interface DetectDeps {
  readonly store: Pick<Store, 'posts' | 'detect' | 'campaigns'>;
  /** New detectors without state; made again when another process has gone on. */
  readonly createDetectors: () => readonly Detector[];
  readonly registry: () => Promise<Registry>;
  readonly context: () => Promise<AssessContext>;
  /** News and known events; see `TickDeps`. */
  readonly around: TickDeps['around'];
  readonly historyOf?: TickDeps['historyOf'];
  readonly now: () => Date;
}

/** So many posts are observed before the state is kept: bounds memory and what a crash repeats. */
const postsPerBatch = 20_000;
/** After downtime the detectors go through the missed time in steps of this length. */
const stepMs = hourMs;
/** Older posts belong to an import of history, not to what is going on; `tocsin replay` is for them. */
const oldestMs = 21 * dayMs;

/** A platform's clock may be ahead of ours by this much; what claims to be later is not believed. */
const aheadMs = 10 * 60_000;

interface Session {
  readonly detectors: readonly Detector[];
  mark: string;
  at: Date | undefined;
}

export function createDetect(deps: DetectDeps): Job {
  let session: Session | undefined;
  return {
    name: 'detect',
    run: async (_tick, signal) => {
      const total = { posts: 0, outside: 0, detections: 0, campaigns: 0 };
      session = await resume(session, deps);
      try {
        for (;;) {
          const arrived = await deps.store.posts.arrivedAfter(session.mark, postsPerBatch);
          const last = arrived.posts.length < postsPerBatch;
          const report = await advance(session, arrived.posts, arrived.mark, last, deps);
          for (const name of ['posts', 'outside', 'detections', 'campaigns'] as const) total[name] += report[name];
          if (last || signal.aborted) return total satisfies JobReport;
        }
      } catch (error) {
        // Half-observed detectors are not trusted again: the next run starts from what the store keeps.
        session = undefined;
        throw error;
      }
    },
  };
}

async function resume(
  session: Session | undefined,
  { store, createDetectors, registry }: DetectDeps,
): Promise<Session> {
  const progress = await store.detect.progress();
  if (
    session !== undefined &&
    session.mark === (progress?.mark ?? '') &&
    session.at?.getTime() === progress?.at.getTime()
  ) {
    return session;
  }
  const detectors = createDetectors();
  for (const detector of detectors) detector.restore(await store.detect.loadState(detector.name));
  if (progress === undefined) return { detectors, mark: '', at: undefined };
  const known = await registry();
  for (const detector of detectors) {
    if (detector.replayMs === 0) continue;
    // What is exactly `replayMs` old was forgotten before.
    const span = {
      from: new Date(progress.at.getTime() - detector.replayMs + 1),
      to: new Date(progress.at.getTime() + 1),
    };
    for await (const posts of store.posts.readInOrder(span, undefined, postsPerBatch)) detector.observe(posts, known);
    // What these posts show was reported before the restart.
    detector.detect(progress.at);
  }
  return { detectors, mark: progress.mark, at: progress.at };
}

async function advance(
  session: Session,
  arrived: readonly Post[],
  mark: string,
  last: boolean,
  deps: DetectDeps,
): Promise<{ posts: number; outside: number; detections: number; campaigns: number }> {
  const { store } = deps;
  // Time begins with the first post: a file of some days may be the first thing that comes.
  if (session.at === undefined && arrived.length === 0) return { posts: 0, outside: 0, detections: 0, campaigns: 0 };
  const now = deps.now();
  const oldest = now.getTime() - oldestMs;
  const newest = now.getTime() + aheadMs;
  const posts = arrived.filter(({ createdAt }) => createdAt.getTime() >= oldest && createdAt.getTime() <= newest);
  const context = await deps.context();
  const gaps = await gapsAround(session.at ?? posts[0]?.createdAt ?? now, now, store);
  const tick = {
    detectors: session.detectors,
    registry: await deps.registry(),
    postsOf: (question: KeyQuestion) => store.posts.postsOf(question),
    context,
    gaps,
    around: deps.around,
    historyOf: deps.historyOf,
  };
  const known = new Map((await store.campaigns.current(new Date(now.getTime() - reopenMs))).map((c) => [c.id, c]));
  const changed = new Map<string, Campaign>();
  const detections: Detection[] = [];
  let at = session.at;
  for (const step of stepsThrough(posts, at, isCaughtUp(posts, last, now) ? now : undefined)) {
    const result = await detectTick(step.posts, [...known.values()], at, step.at, tick);
    for (const campaign of result.campaigns) {
      known.set(campaign.id, campaign);
      changed.set(campaign.id, campaign);
    }
    detections.push(...result.assessed.map(({ detection }) => detection));
    at = step.at;
  }
  const kept: DetectTick = {
    at: at ?? now,
    mark,
    changes: session.detectors.flatMap((detector) => detector.takeChanges()),
    detections,
    campaigns: [...changed.values()],
  };
  await store.detect.keepTick(kept);
  session.mark = mark;
  session.at = kept.at;
  return {
    posts: posts.length,
    outside: arrived.length - posts.length,
    detections: detections.length,
    campaigns: changed.size,
  };
}

/** Gaps that a tick from `from` to `to` has to know of; those of files belong to no platform and hide nothing. */
export async function gapsAround(
  from: Date,
  to: Date,
  { posts }: Pick<Store, 'posts'>,
): Promise<readonly PlatformGap[]> {
  const found = await posts.gapsIn({ from: new Date(from.getTime() - gapMemoryMs), to });
  return found.flatMap(({ platform, ...gap }) => (platform === undefined ? [] : [{ ...gap, platform }]));
}

/**
 * Whether time may go on to `now`: nothing waits, and what came is recent or nothing came. A file of some days is stored
 * page by page; had its first page moved time to now, the rest would be too late to be looked at.
 */
export function isCaughtUp(posts: readonly Post[], last: boolean, now: Date): boolean {
  if (!last || posts.length === 0) return last;
  return posts.some(({ createdAt }) => now.getTime() - createdAt.getTime() <= stepMs);
}

interface TimeStep {
  readonly at: Date;
  readonly posts: readonly Post[];
}

/**
 * Cuts posts into steps of their own time. Posts before `from` (late ones) go with the first step; the last step ends
 * at `now`, or at the newest post when more posts may come.
 */
export function stepsThrough(
  posts: readonly Post[],
  from: Date | undefined,
  now: Date | undefined,
): readonly TimeStep[] {
  const sorted = [...posts].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const newest = sorted.at(-1)?.createdAt;
  // Detectors never go back in time, whatever the clock does.
  const end = later(now ?? newest, from);
  const first = from ?? sorted[0]?.createdAt ?? end;
  if (end === undefined || first === undefined) return [];
  const steps: TimeStep[] = [];
  let next = 0;
  for (let at = Math.floor(first.getTime() / stepMs) * stepMs + stepMs; ; at += stepMs) {
    const stepEnd = Math.min(at, end.getTime());
    const start = next;
    const last = stepEnd === end.getTime();
    while (next < sorted.length && (last || (sorted[next]?.createdAt.getTime() ?? 0) <= stepEnd)) next += 1;
    if (next > start || last) steps.push({ at: new Date(stepEnd), posts: sorted.slice(start, next) });
    if (last) return steps;
  }
}

function later(a: Date | undefined, b: Date | undefined): Date | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}
