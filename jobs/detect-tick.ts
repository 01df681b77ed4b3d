/**
 * One tick of detection: new posts → detectors → evidence → campaigns. The detect job and the replay share it; only
 * where posts and campaigns come from differs.
 */
import { type AssessContext, assess } from '../src/campaign/assess.ts';
import type { Assessment, Campaign } from '../src/campaign/campaign.ts';
import { tagsOf } from '../src/campaign/families.ts';
import { growthNote, highestLevel, levelNote } from '../src/campaign/growth-note.ts';
import { keyOf, type Subject, subjectOfCampaign, subjectOfDetection } from '../src/campaign/subject.ts';
import type { Surroundings } from '../src/campaign/surroundings.ts';
import { type AssessedDetection, keepTold, trackCampaigns } from '../src/campaign/track.ts';
import type { Detector } from '../src/detector/detector.ts';
import type { PlatformGap } from '../src/detector/unread-hours.ts';
import type { History } from '../src/measure/history.ts';
import { hourMs, type Post } from '../src/post/post.ts';
import type { Registry } from '../src/registry/registry.ts';
import type { KeyQuestion } from '../src/store/store.ts';

export interface TickDeps {
  readonly detectors: readonly Detector[];
  readonly registry: Registry;
  readonly postsOf: (question: KeyQuestion) => Promise<readonly Post[]>;
  readonly context: AssessContext;
  /** What was not read, as far back as `gapMemoryMs` before the tick. */
  readonly gaps: readonly PlatformGap[];
  /** News, known events and known hosts about a subject and its posts, as known at an instant. */
  readonly around: (subject: Subject, now: Date, posts: readonly Post[]) => Promise<Surroundings>;
  /** What a subject's accounts did before it began; absent: nobody reads it. */
  readonly historyOf?: ((subject: Subject, now: Date) => Promise<History | undefined>) | undefined;
}

export interface TickResult {
  readonly assessed: readonly AssessedDetection[];
  /** Campaigns that changed. */
  readonly campaigns: readonly Campaign[];
}

export async function detectTick(
  posts: readonly Post[],
  current: readonly Campaign[],
  previous: Date | undefined,
  now: Date,
  deps: TickDeps,
): Promise<TickResult> {
  for (const detector of deps.detectors) {
    detector.observe(posts, deps.registry);
    detector.cover(deps.gaps);
  }
  const found: AssessedDetection[] = [];
  for (const detection of deps.detectors.flatMap((detector) => detector.detect(now))) {
    found.push({ detection, assessment: await assessSubject(subjectOfDetection(detection), now, deps) });
  }
  const tracked = await wholeCampaigns(trackCampaigns(found, current, now, deps.context.families), now, deps);
  const rescored = await rescore(merge(current, tracked), previous, now, deps);
  return { assessed: found, campaigns: merge(tracked, rescored) };
}

/**
 * A detection speaks of one episode and one key or group; a campaign that took in several is measured over all of it, so
 * that its figures and its evidence have one denominator.
 */
async function wholeCampaigns(campaigns: readonly Campaign[], now: Date, deps: TickDeps): Promise<readonly Campaign[]> {
  return Promise.all(
    campaigns.map(async (campaign) => {
      if (campaign.episodes.length < 2) return campaign;
      const subject = subjectOfCampaign(campaign);
      const posts = await postsAbout(subject, now, deps);
      const figures = figuresOver(posts, campaign);
      const assessment = keepTold(await assessed({ ...subject, ...figures }, posts, now, deps), campaign);
      const next = { ...campaign, ...figures, level: highestLevel(campaign, assessment), assessment };
      // A campaign of this very tick is told as it is; of an older one a rise is news.
      const note = campaign.version > 1 ? growthNote(campaign, next, now) : undefined;
      return note === undefined ? next : { ...next, growth: [...campaign.growth, note] };
    }),
  );
}

/** Stored posts may be cut at a limit, so figures never fall. */
function figuresOver(
  posts: readonly Post[],
  { posts: known, accounts }: Campaign,
): { posts: number; accounts: number } {
  const authors = new Set(posts.map(({ accountId }) => accountId)).size;
  return { posts: Math.max(known, posts.length), accounts: Math.max(accounts, authors) };
}

async function assessSubject(subject: Subject, now: Date, deps: TickDeps): Promise<Assessment> {
  return assessed(subject, await postsAbout(subject, now, deps), now, deps);
}

async function assessed(
  subject: Subject,
  posts: readonly Post[],
  now: Date,
  deps: Omit<TickDeps, 'detectors' | 'gaps'>,
): Promise<Assessment> {
  const around = await deps.around(subject, now, posts);
  const history = (await deps.historyOf?.(subject, now)) ?? deps.context.history;
  return assess(subject, posts, deps.registry, { ...deps.context, around, history }, now);
}

async function postsAbout(
  subject: Subject,
  now: Date,
  deps: Pick<TickDeps, 'postsOf' | 'context'>,
): Promise<readonly Post[]> {
  // `to` is exclusive, and a post of this very instant belongs to the tick.
  const span = { from: subject.from, to: new Date(now.getTime() + 1) };
  const { families } = deps.context;
  // Of a family the declared tags are looked for, not those that its posts carry beside them.
  const tags = subject.keyKind === 'family' ? tagsOf(subject, families) : subject.tags;
  return onTopic(subject, await deps.postsOf({ ...keyOf(subject), tags, ...span }));
}

/** Posts of a group or an account count only where they are about the topic of its burst. */
function onTopic({ keyKind, tags, links }: Subject, posts: readonly Post[]): readonly Post[] {
  // A burst of volume has no topic: all posts count.
  const ofAccounts = keyKind === 'group' || keyKind === 'account';
  if (!ofAccounts || (tags.length === 0 && links.length === 0)) return posts;
  return posts.filter(
    (post) => post.tags.some((tag) => tags.includes(tag)) || post.links.some((link) => links.includes(link)),
  );
}

/** Evidence matures: what was a weak claim at first is looked at again 1 h, 6 h and 24 h later, then daily for a week. */
const rescoreHours = [1, 6, 24, 48, 72, 96, 120, 144, 168];

async function rescore(
  campaigns: readonly Campaign[],
  previous: Date | undefined,
  now: Date,
  deps: TickDeps,
): Promise<readonly Campaign[]> {
  const changed: Campaign[] = [];
  for (const campaign of campaigns) {
    if (!isRescoreDue(campaign, previous, now)) continue;
    const again = await reassess(campaign, now, deps);
    if (again !== undefined) changed.push(again);
  }
  return changed;
}

/**
 * The campaign as its posts show it now; `undefined` when nothing about it has changed. Its level never falls, but that
 * the newest look gives a lower one is noted for people, once.
 */
export async function reassess(
  campaign: Campaign,
  now: Date,
  deps: Omit<TickDeps, 'detectors' | 'gaps'>,
): Promise<Campaign | undefined> {
  const subject = subjectOfCampaign(campaign);
  const about = await postsAbout(subject, now, deps);
  const figures = figuresOver(about, campaign);
  const assessment = keepTold(await assessed({ ...subject, ...figures }, about, now, deps), campaign);
  const next = { ...campaign, ...figures, assessment, level: highestLevel(campaign, assessment) };
  const note = levelNote(campaign, next, now);
  if (note === undefined && sameEvidence(campaign.assessment, assessment)) return undefined;
  return {
    ...next,
    growth: note === undefined ? campaign.growth : [...campaign.growth, note],
    version: campaign.version + 1,
  };
}

function isRescoreDue({ openedAt }: Campaign, previous: Date | undefined, now: Date): boolean {
  if (previous === undefined) return false;
  return rescoreHours.some((hours) => {
    const due = openedAt.getTime() + hours * hourMs;
    return due > previous.getTime() && due <= now.getTime();
  });
}

function sameEvidence(a: Assessment, b: Assessment): boolean {
  return JSON.stringify(a.indicators) === JSON.stringify(b.indicators);
}

/** The newer list wins by id. */
function merge(older: readonly Campaign[], newer: readonly Campaign[]): readonly Campaign[] {
  return [...new Map([...older, ...newer].map((campaign) => [campaign.id, campaign])).values()];
}
