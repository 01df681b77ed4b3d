/** Runs a simulated world through the product's own tick, in simulated time, and keeps what was told and when. */

import { detectTick, type TickDeps } from '../../jobs/detect-tick.ts';
import { dueStep, isCandidate } from '../../jobs/recheck.ts';
import { createHistory } from '../../src/app/history.ts';
import { createKnownHosts } from '../../src/app/known-hosts.ts';
import type { Assessment, Campaign, Level } from '../../src/campaign/campaign.ts';
import { isAtLeast } from '../../src/campaign/campaign.ts';
import { keyOf } from '../../src/campaign/subject.ts';
import { reopenMs } from '../../src/campaign/track.ts';
import type { Detection, Detector, Lane } from '../../src/detector/detector.ts';
import { gapMemoryMs } from '../../src/detector/detector.ts';
import { measureLanding } from '../../src/measure/landing.ts';
import { type Article, measureNews, squash } from '../../src/measure/news.ts';
import { normalText } from '../../src/post/normal-form.ts';
import { hourMs, minuteMs, type Post } from '../../src/post/post.ts';
import type { Simulation } from './simulation.ts';
import { createWorldStore, type WorldStore } from './world-store.ts';

export interface WatchOptions {
  readonly tickMs?: number | undefined;
  /** Runs after each simulated day, for the person who waits. */
  readonly onDay?: ((day: number) => void) | undefined;
  /** Campaigns from this level on are looked at again, as the re-check job does; S3 unless said. */
  readonly recheckFrom?: Level | undefined;
}

/** One campaign as it went. */
export interface Told {
  readonly campaign: Campaign;
  /** When a level was first reached; alerts go out at these moments. */
  readonly reached: Partial<Readonly<Record<Level, Date>>>;
  /** The assessment with which the highest level was reached. */
  readonly assessment: Assessment;
  readonly lanes: readonly Lane[];
  /** Accounts named by its detections, over its life. */
  readonly accountIds: readonly string[];
}

export interface Watched {
  readonly simulation: Simulation;
  readonly told: readonly Told[];
  /** The newest detection of each episode. */
  readonly detections: readonly Detection[];
  readonly ticks: number;
  readonly tickMs: number;
}

interface Watching {
  readonly campaigns: Map<string, Campaign>;
  readonly reached: Map<string, Partial<Record<Level, Date>>>;
  readonly best: Map<string, Assessment>;
  readonly lanes: Map<string, Set<Lane>>;
  readonly episodes: Map<string, Detection>;
  readonly rechecked: Map<string, number>;
}

export async function watchWorld(
  simulation: Simulation,
  detectors: readonly Detector[],
  context: TickDeps['context'],
  { tickMs = 10 * minuteMs, onDay, recheckFrom = 'S3' }: WatchOptions = {},
): Promise<Watched> {
  const store = createWorldStore();
  const fates = new Map(simulation.fates.map(({ postId, deletedAt }) => [postId, deletedAt]));
  const newsAt = createNews(simulation.news.map(articleOf));
  const watching: Watching = {
    campaigns: new Map(),
    reached: new Map(),
    best: new Map(),
    lanes: new Map(),
    episodes: new Map(),
    rechecked: new Map(),
  };
  // What was before the world began is looked up, never fed to a detector.
  store.add(simulation.history ?? []);
  const historyOf = createHistory({ postsOf: async (question) => store.postsOf(question) });
  const isKnownHost = createKnownHosts({
    posts: {
      postsOf: async (question) => store.postsOf(question),
      async *readInOrder({ to }, platforms) {
        const early = (post: Post): boolean =>
          platforms?.[0] === post.platform && post.createdAt < (to ?? post.createdAt);
        yield simulation.posts.filter(early).slice(0, 1);
      },
    },
  });
  let next = 0;
  let previous: Date | undefined;
  let ticks = 0;
  for (let at = simulation.from.getTime() + tickMs; at <= simulation.to.getTime(); at += tickMs) {
    const now = new Date(at);
    const first = next;
    while (next < simulation.posts.length && (simulation.posts[next]?.seenAt.getTime() ?? 0) <= at) next += 1;
    const posts = simulation.posts.slice(first, next);
    store.add(posts);
    recheck(watching, store, fates, { now, from: recheckFrom });
    const current = [...watching.campaigns.values()].filter(
      ({ endedAt }) => endedAt === undefined || at - endedAt.getTime() <= reopenMs,
    );
    const result = await detectTick(posts, current, previous, now, {
      detectors,
      registry: simulation.registry,
      context,
      postsOf: async (question) => store.postsOf(question),
      gaps: simulation.gaps.filter(({ from, to }) => from <= now && to.getTime() >= at - gapMemoryMs),
      around: async (subject, _now, about) => {
        const { host } = measureLanding(about);
        const isKnown = host === undefined ? undefined : await isKnownHost(subject.platform, host, subject.from);
        const knownHosts = host === undefined || isKnown === undefined ? undefined : new Map([[host, isKnown]]);
        return { ...surroundingsOf(simulation, newsAt, subject, now), knownHosts };
      },
      historyOf,
    });
    for (const { detection } of result.assessed) watching.episodes.set(detection.episode, detection);
    for (const campaign of result.campaigns) note(watching, campaign, now);
    previous = now;
    ticks += 1;
    if ((at - simulation.from.getTime()) % (24 * hourMs) === 0) {
      onDay?.((at - simulation.from.getTime()) / (24 * hourMs));
    }
  }
  return { simulation, told: toldOf(watching), detections: [...watching.episodes.values()], ticks, tickMs };
}

/** An article with its title in the form that copied texts are compared in. */
interface Titled extends Article {
  readonly title: string | undefined;
}

function articleOf({ at, host, title }: Simulation['news'][number]): Titled {
  return { at, host, squashed: squash(title), links: [], title: normalText(title) };
}

/** What had appeared by an instant; subjects of one tick ask for the same. */
function createNews(articles: readonly Titled[]): (now: Date) => { known: readonly Article[]; titles: Set<string> } {
  let last = { at: Number.NaN, known: articles, titles: new Set<string>() };
  return (now) => {
    if (last.at !== now.getTime()) {
      const known = articles.filter(({ at }) => at <= now);
      last = { at: now.getTime(), known, titles: new Set(known.flatMap(({ title }) => title ?? [])) };
    }
    return last;
  };
}

function surroundingsOf(
  { events, news }: Simulation,
  newsAt: ReturnType<typeof createNews>,
  subject: Parameters<TickDeps['around']>[0],
  now: Date,
): Awaited<ReturnType<TickDeps['around']>> {
  const around = events
    .filter(({ from, to }) => from.getTime() - hourMs <= subject.from.getTime() && subject.from <= to)
    .map((event) => ({ ...event, source: 'calendar of the world' }));
  if (news.length === 0) return { events: around };
  const { known, titles } = newsAt(now);
  return {
    events: around,
    news: measureNews(known, { tags: subject.tags, links: subject.links, at: subject.from }),
    titles,
  };
}

/** What the re-check job would have found by now; of a burst without evidence all posts instead of a sample. */
function recheck(
  watching: Watching,
  store: WorldStore,
  fates: ReadonlyMap<string, Date>,
  { now, from }: { readonly now: Date; readonly from: Level },
): void {
  for (const campaign of watching.campaigns.values()) {
    if (!isAtLeast(campaign.level, from) && !isCandidate(campaign, now, from)) continue;
    const due = dueStep(campaign, now, from) ?? 0;
    if (due <= (watching.rechecked.get(campaign.id) ?? 0)) continue;
    watching.rechecked.set(campaign.id, due);
    const span = { from: campaign.firstAt, to: new Date(now.getTime() + 1) };
    for (const post of store.postsOf({ ...keyOf(campaign), ...span })) store.replace(asChecked(post, fates, now));
  }
}

function asChecked(post: Post, fates: ReadonlyMap<string, Date>, now: Date): Post {
  const deletedAt = fates.get(post.id);
  const checked = { ...post, status: post.status ?? ('active' as const), statusCheckedAt: now };
  return deletedAt === undefined || deletedAt > now ? checked : { ...checked, deletedAt: now };
}

function note(watching: Watching, campaign: Campaign, now: Date): void {
  const before = watching.campaigns.get(campaign.id);
  watching.campaigns.set(campaign.id, campaign);
  const reached = watching.reached.get(campaign.id) ?? {};
  watching.reached.set(campaign.id, reached);
  for (const level of ['S4', 'S3', 'S2', 'S1'] as const) {
    if (isAtLeast(campaign.level, level)) reached[level] ??= now;
  }
  if (before === undefined || before.level !== campaign.level) watching.best.set(campaign.id, campaign.assessment);
  const lanes = watching.lanes.get(campaign.id) ?? new Set();
  watching.lanes.set(campaign.id, lanes);
  for (const episode of campaign.episodes) {
    const lane = watching.episodes.get(episode)?.lane;
    if (lane !== undefined) lanes.add(lane);
  }
}

function toldOf({ campaigns, reached, best, lanes }: Watching): readonly Told[] {
  return [...campaigns.values()].map((campaign) => ({
    campaign,
    reached: reached.get(campaign.id) ?? {},
    assessment: best.get(campaign.id) ?? campaign.assessment,
    lanes: [...(lanes.get(campaign.id) ?? [])],
    accountIds: campaign.accountIds,
  }));
}
