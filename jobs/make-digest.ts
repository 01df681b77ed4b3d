/** Store → one digest: what the 24 hours before an instant hold. Shared by the digest job, `/digest` and the replay. */
import type { CampaignAction } from '../src/alert/alert.ts';
import { acknowledgement } from '../src/alert/plan.ts';
import { type Campaign, isAtLeast, type Level } from '../src/campaign/campaign.ts';
import { createDaySummary, type DaySummary } from '../src/measure/day-summary.ts';
import { languageOf } from '../src/measure/language.ts';
import { type Share, shareOf } from '../src/measure/share.ts';
import type { StanceModel } from '../src/measure/stance.ts';
import type { AttributedActivity, Digest } from '../src/message/digest-message.ts';
import type { TightenedLane } from '../src/message/learning-sections.ts';
import { gapLines, sourceLines } from '../src/message/source-lines.ts';
import { dayMs, type Post, type Span } from '../src/post/post.ts';
import type { Registry } from '../src/registry/registry.ts';
import type { SourceState, StoredGap } from '../src/store/store.ts';
import { type LearningDeps, learningOf } from './digest-learning.ts';

export interface DigestDeps {
  readonly readInOrder: (span: Span) => AsyncIterable<readonly Post[]>;
  readonly campaignsIn: (span: Span) => Promise<readonly Campaign[]>;
  readonly actionsOf: (ids: readonly string[]) => Promise<readonly CampaignAction[]>;
  readonly gapsIn: (span: Span) => Promise<readonly StoredGap[]>;
  readonly sourceStates: () => Promise<readonly SourceState[]>;
  readonly registry: Registry;
  /** Absent: nobody classifies. */
  readonly stance?: StanceModel | undefined;
  /** Summaries of earlier days, so that each day is read once. */
  readonly remembered: {
    get(key: string): Promise<string | undefined>;
    set(key: string, value: string): Promise<void>;
  };
  /** Lanes whose thresholds the nightly self-check tightened; absent while nothing checks. */
  readonly selfCheck?: (() => Promise<readonly TightenedLane[]>) | undefined;
  /** Absent where nobody judges: a replay. */
  readonly learning?: LearningDeps | undefined;
  readonly rulesVersion: string;
  readonly mark: string;
}

export interface DigestQuestion {
  readonly at: Date;
  readonly zone: string;
  readonly lateMs: number;
  readonly minLevel: Level;
}

/** Days before the digest's own that say what is usual. */
const usualDays = 14;
/** With fewer days of data nothing is called usual. */
const fewestDays = 3;
const weekMs = 7 * dayMs;

export async function makeDigest(question: DigestQuestion, deps: DigestDeps): Promise<Digest> {
  const { at, zone, lateMs, minLevel } = question;
  const span = { from: new Date(at.getTime() - dayMs), to: at };
  const summary = await summaryOf(span, deps);
  const campaigns = await deps.campaignsIn(span);
  const listed = campaigns.filter(({ level }) => isAtLeast(level, minLevel)).sort(byLevelThenSize);
  const actions = await deps.actionsOf(listed.map(({ id }) => id));
  const gaps = await deps.gapsIn(span);
  return {
    at,
    zone,
    lateMs,
    campaigns: listed,
    unacknowledged: listed.filter(
      ({ id, state, level }) =>
        state === 'open' &&
        isAtLeast(level, 'S2') &&
        acknowledgement(actions.filter(({ campaignId }) => campaignId === id)) === undefined,
    ),
    wideBursts: campaigns.filter(
      ({ level, kind, shape }) => level === 'S4' && kind === 'hashtag-campaign' && shape === 'wide',
    ),
    attributed: await attributedActivity(summary, span, deps),
    influence: summary.influence,
    influenceBefore: await influenceOn(new Date(span.to.getTime() - weekMs), deps),
    languages: summary.languages,
    stanceBy: deps.stance?.name,
    posts: summary.posts,
    platforms: summary.platforms,
    sources: linesOfSources(await deps.sourceStates(), gaps, at),
    gaps: gaps.length,
    selfCheck: await deps.selfCheck?.(),
    learning: deps.learning === undefined ? undefined : await learningOf(at, zone, deps.learning),
    registryVersion: deps.registry.version,
    rulesVersion: deps.rulesVersion,
    mark: deps.mark,
    sample: summary.platforms.includes('sample'),
  };
}

function byLevelThenSize(a: Campaign, b: Campaign): number {
  if (a.level !== b.level) return a.level < b.level ? -1 : 1;
  return b.accounts - a.accounts || (a.id < b.id ? -1 : 1);
}

async function summaryOf(span: Span, { readInOrder, registry, stance }: DigestDeps): Promise<DaySummary> {
  const summary = createDaySummary(registry);
  for await (const posts of readInOrder(span)) summary.add(posts, await stance?.classify(posts.map(wordsOf)));
  return summary.finish();
}

function wordsOf({ text, lang }: Post): { readonly text: string; readonly lang: string } {
  return { text, lang: languageOf(lang, text).lang };
}

/** Of the day that ends then, if it had posts with counters. */
async function influenceOn(to: Date, deps: DigestDeps): Promise<Share | undefined> {
  const day = await earlierDay({ from: new Date(to.getTime() - dayMs), to }, deps);
  return day.influence === undefined ? undefined : shareOf(day.influence.n, day.influence.of);
}

/** Today's attributed posts per group against the range of the days before. */
async function attributedActivity(
  today: DaySummary,
  { from }: Span,
  deps: DigestDeps,
): Promise<readonly AttributedActivity[]> {
  const earlier: Readonly<Record<string, number>>[] = [];
  for (let day = 1; day <= usualDays; day++) {
    const to = new Date(from.getTime() - (day - 1) * dayMs);
    const groups = await groupsOf({ from: new Date(to.getTime() - dayMs), to }, deps);
    if (groups !== undefined) earlier.push(groups);
  }
  const names = new Set([...Object.keys(today.groups), ...earlier.flatMap((groups) => Object.keys(groups))]);
  return [...names].sort().map((group) => {
    const posts = today.groups[group] ?? 0;
    if (earlier.length < fewestDays) return { group, posts };
    const counts = earlier.map((groups) => groups[group] ?? 0);
    return { group, posts, usual: { low: Math.min(...counts), high: Math.max(...counts), days: earlier.length } };
  });
}

/** Attributed posts per group on an earlier day; `undefined` for a day without any post. */
async function groupsOf(span: Span, deps: DigestDeps): Promise<Readonly<Record<string, number>> | undefined> {
  const { posts, groups } = await earlierDay(span, deps);
  return posts === 0 ? undefined : groups;
}

type EarlierDay = Pick<DaySummary, 'posts' | 'groups'> & {
  readonly influence?: { readonly n: number; readonly of: number } | undefined;
};

/** A day that was summed up once is not read again, as long as the registry is the same. */
async function earlierDay(span: Span, deps: DigestDeps): Promise<EarlierDay> {
  const key = `digest-day:${deps.registry.version}:${span.to.toISOString()}`;
  const known = await deps.remembered.get(key);
  if (known !== undefined) {
    const day: EarlierDay = JSON.parse(known);
    return day;
  }
  // Stances of earlier days are shown nowhere.
  const { posts, groups, influence } = await summaryOf(span, { ...deps, stance: undefined });
  const day = { posts, groups, influence: influence && { n: influence.n, of: influence.of } };
  await deps.remembered.set(key, JSON.stringify(day));
  return day;
}

/** Imports are no sources that go on. */
function linesOfSources(states: readonly SourceState[], gaps: readonly StoredGap[], now: Date): readonly string[] {
  const live = states.filter(({ sourceId }) => sourceId !== 'import' && !sourceId.startsWith('import:'));
  return [...sourceLines(live, now), ...gapLines(gaps, now)];
}
