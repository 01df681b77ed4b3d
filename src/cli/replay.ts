/** Stored posts through every stage in simulated time: what would have fired. Nothing is sent, nothing is kept. */
import { gapsAround } from '../../jobs/detect.ts';
import { detectTick, type TickDeps } from '../../jobs/detect-tick.ts';
import type { DigestPlan } from '../../jobs/digest.ts';
import type { Campaign } from '../campaign/campaign.ts';
import { reopenMs } from '../campaign/track.ts';
import type { Detector } from '../detector/detector.ts';
import type { PlatformGap } from '../detector/unread-hours.ts';
import { dayMs, type Post, type Span } from '../post/post.ts';
import type { KeyQuestion } from '../store/store.ts';
import {
  createAlertLog,
  createBurstLog,
  createDigestLog,
  type DigestLogDeps,
  type ReplayAlert,
  type ReplayBurst,
  type ReplayDigest,
} from './replay-logs.ts';

export interface ReplayQuestion {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly tickMs: number;
  readonly platforms: readonly string[] | undefined;
  readonly digest: DigestPlan;
}

export interface ReplayDeps extends DigestLogDeps {
  readonly detectors: readonly Detector[];
  readonly around: TickDeps['around'];
  readonly historyOf?: TickDeps['historyOf'];
  readonly onProgress?: ((done: { readonly at: Date; readonly posts: number }) => void) | undefined;
}

export interface ReplayReport {
  readonly posts: number;
  readonly ticks: number;
  readonly bursts: readonly ReplayBurst[];
  readonly alerts: readonly ReplayAlert[];
  readonly digests: readonly ReplayDigest[];
}

const readBatch = 5_000;
const endOfTime = new Date('2100-01-01T00:00:00Z');

export async function replay(question: ReplayQuestion, deps: ReplayDeps): Promise<ReplayReport> {
  const world = createWorld(question, deps);
  const feed = createFeed(deps.posts.readInOrder(spanOf(question), question.platforms, readBatch));
  const first = await feed.peek();
  const start = question.from ?? first?.createdAt;
  if (start === undefined) return world.report();
  let fed = 0;
  let at = Math.floor(start.getTime() / question.tickMs) * question.tickMs;
  world.startAt(new Date(at));
  // One day past the last post, so that bursts close and the last digest comes out.
  let end = question.to?.getTime() ?? Number.POSITIVE_INFINITY;
  while (at < end) {
    at += question.tickMs;
    const posts = await feed.takeUntil(new Date(at));
    if (end === Number.POSITIVE_INFINITY && (await feed.peek()) === undefined) {
      end = (posts.at(-1)?.createdAt.getTime() ?? at) + dayMs + question.tickMs;
    }
    await world.tick(posts, new Date(at));
    fed += posts.length;
    deps.onProgress?.({ at: new Date(at), posts: fed });
  }
  return world.report();
}

function spanOf({ from, to }: ReplayQuestion): Partial<Span> {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** Posts in order of time, handed out up to an instant. */
function createFeed(batches: AsyncIterable<readonly Post[]>): {
  peek(): Promise<Post | undefined>;
  takeUntil(at: Date): Promise<readonly Post[]>;
} {
  const iterator = batches[Symbol.asyncIterator]();
  let batch: readonly Post[] = [];
  let next = 0;
  async function peek(): Promise<Post | undefined> {
    while (next >= batch.length) {
      const result = await iterator.next();
      if (result.done === true) return undefined;
      batch = result.value;
      next = 0;
    }
    return batch[next];
  }
  return {
    peek,
    async takeUntil(at) {
      const taken: Post[] = [];
      for (let post = await peek(); post !== undefined && post.createdAt < at; post = await peek()) {
        taken.push(post);
        next += 1;
      }
      return taken;
    },
  };
}

interface World {
  startAt(at: Date): void;
  tick(posts: readonly Post[], now: Date): Promise<void>;
  report(): ReplayReport;
}

/** What the live program keeps in the store, kept in memory for the length of the replay. */
function createWorld(question: ReplayQuestion, deps: ReplayDeps): World {
  const campaigns = new Map<string, Campaign>();
  /** Campaigns that a tick may continue; ended ones leave after a while. */
  const current = new Map<string, Campaign>();
  const bursts = createBurstLog();
  const alerts = createAlertLog();
  const digests = createDigestLog(question, deps, () => [...campaigns.values()]);
  let counted = { posts: 0, ticks: 0 };
  let previous: Date | undefined;
  const postsOf = (asked: KeyQuestion): Promise<readonly Post[]> => deps.posts.postsOf(asked);
  let gaps: readonly PlatformGap[] | undefined;

  return {
    startAt: (at) => digests.startAt(at),
    async tick(posts, now) {
      counted = { posts: counted.posts + posts.length, ticks: counted.ticks + 1 };
      gaps ??= await gapsAround(now, question.to ?? endOfTime, deps);
      const { assessed, campaigns: changed } = await detectTick(posts, [...current.values()], previous, now, {
        ...deps,
        postsOf,
        gaps,
      });
      for (const { detection, assessment } of assessed) bursts.note(detection, assessment.level);
      for (const campaign of changed) {
        campaigns.set(campaign.id, campaign);
        current.set(campaign.id, campaign);
      }
      if (changed.length > 0) alerts.note([...current.values()], now);
      for (const { id, endedAt } of current.values()) {
        if (endedAt !== undefined && now.getTime() - endedAt.getTime() > reopenMs) current.delete(id);
      }
      previous = now;
      await digests.note(now);
    },
    report: () => ({ ...counted, bursts: bursts.list(), alerts: alerts.list(), digests: digests.list() }),
  };
}
