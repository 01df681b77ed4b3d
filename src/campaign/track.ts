/**
 * Detections → campaigns: one campaign that grows and ends, not three alerts on three days.
 *
 * Assessed detections and the campaigns known so far in; the campaigns that changed out.
 */

import type { Detection } from '../detector/detector.ts';
import { accountsKept } from '../detector/detector.ts';
import { dayMs, hourMs } from '../post/post.ts';
import { type Assessment, type Campaign, campaignKindOf, type GrowthNote, isAtLeast, type Level } from './campaign.ts';
import { campaignId } from './campaign-id.ts';

export interface AssessedDetection {
  readonly detection: Detection;
  readonly assessment: Assessment;
}

/** A campaign that comes back within this time is the same campaign. */
export const reopenMs = 7 * dayMs;
/** An open campaign without news for this long has ended, even if its detector never said so. */
const forgottenMs = 2 * dayMs;
/** A growth note is told when the accounts grew by this factor … */
const growthFactor = 1.5;
/** … and the last note is at least this old. */
const growthPauseMs = hourMs;
/** Two sets of accounts are one crowd when at least this share of the smaller one is in both. */
const sameCrowd = 0.5;

export function trackCampaigns(
  assessed: readonly AssessedDetection[],
  current: readonly Campaign[],
  now: Date,
): readonly Campaign[] {
  const known = new Map(current.map((campaign) => [campaign.id, campaign]));
  const changed = new Set<string>();
  for (const { detection, assessment } of [...assessed].sort(byKindThenStart)) {
    const continued = findCampaign(detection, [...known.values()], now);
    const campaign =
      continued === undefined
        ? newCampaign(detection, assessment, known, now)
        : continueCampaign(continued, detection, assessment, now);
    known.set(campaign.id, campaign);
    changed.add(campaign.id);
  }
  for (const campaign of known.values()) {
    if (campaign.state === 'ended' || now.getTime() - campaign.lastAt.getTime() < forgottenMs) continue;
    known.set(campaign.id, { ...campaign, state: 'ended', endedAt: now, version: campaign.version + 1 });
    changed.add(campaign.id);
  }
  return [...known.values()].filter(({ id }) => changed.has(id));
}

/** Tags name campaigns best, so they come first and links and networks join them. */
const kindOrder: Readonly<Record<Detection['keyKind'], number>> = {
  family: 0,
  tag: 1,
  group: 2,
  account: 3,
  link: 4,
  host: 5,
  text: 6,
  network: 7,
};

function byKindThenStart({ detection: a }: AssessedDetection, { detection: b }: AssessedDetection): number {
  return (
    kindOrder[a.keyKind] - kindOrder[b.keyKind] ||
    // The tag of a campaign before the tags that only some of its posts carry.
    b.posts - a.posts ||
    a.from.getTime() - b.from.getTime() ||
    (a.episode < b.episode ? -1 : a.episode > b.episode ? 1 : 0)
  );
}

function findCampaign(detection: Detection, campaigns: readonly Campaign[], now: Date): Campaign | undefined {
  const fresh = campaigns.filter(
    ({ platform, endedAt }) =>
      platform === detection.platform && (endedAt === undefined || now.getTime() - endedAt.getTime() <= reopenMs),
  );
  return (
    fresh.find(({ episodes }) => episodes.includes(detection.episode)) ??
    fresh.find(({ keyKind, key }) => keyKind === detection.keyKind && key === detection.key) ??
    fresh.find((campaign) => belongsTo(detection, campaign))
  );
}

/** A link that the campaign's posts carry, or a network of the campaign's accounts, at the same time. */
function belongsTo(detection: Detection, campaign: Campaign): boolean {
  if ((detection.kind === 'attributed-burst') !== (campaign.kind === 'attributed-burst')) return false;
  if (detection.from > campaign.lastAt || detection.to < campaign.firstAt) return false;
  if (detection.kind === 'attributed-burst') return sameStateAndTopic(detection, campaign);
  // A tag whose posts nearly all carry the campaign's tag, too, is a part of it.
  if (detection.keyKind === 'tag' && campaign.keyKind === 'tag') return detection.tags.includes(campaign.key);
  if (detection.keyKind === 'link' && campaign.keyKind === 'tag') {
    return detection.tags.includes(campaign.key) || campaign.links.includes(detection.key);
  }
  if (detection.keyKind === 'tag' && campaign.keyKind === 'link') {
    return detection.links.includes(campaign.key) || campaign.tags.includes(detection.key);
  }
  return overlap(detection.accountIds, campaign.accountIds) >= sameCrowd;
}

/** Diplomats and media of one state on one topic are one event (F6). A group's key begins with the state. */
function sameStateAndTopic(detection: Detection, campaign: Campaign): boolean {
  const stateOf = (key: string): string => key.split(' ', 1)[0] ?? key;
  const topics = [...detection.tags, ...detection.links];
  return (
    stateOf(detection.key) === stateOf(campaign.key) &&
    topics.some((topic) => campaign.tags.includes(topic) || campaign.links.includes(topic))
  );
}

function overlap(a: readonly string[], b: readonly string[]): number {
  const [small, large] = a.length <= b.length ? [a, b] : [b, a];
  if (small.length === 0) return 0;
  const members = new Set(large);
  let shared = 0;
  for (const id of small) if (members.has(id)) shared += 1;
  return shared / small.length;
}

function newCampaign(
  detection: Detection,
  assessment: Assessment,
  known: ReadonlyMap<string, Campaign>,
  now: Date,
): Campaign {
  return {
    ...figuresOf(detection),
    id: campaignId(detection, (id) => known.has(id)),
    kind: campaignKindOf(detection.kind),
    platform: detection.platform,
    keyKind: detection.keyKind,
    key: detection.key,
    tags: detection.tags,
    links: detection.links,
    state: detection.open ? 'open' : 'ended',
    endedAt: detection.open ? undefined : now,
    firstAt: detection.from,
    lastAt: detection.to,
    openedAt: now,
    level: assessment.level,
    assessment,
    episodes: [detection.episode],
    accountIds: detection.accountIds,
    growth: [],
    version: 1,
  };
}

/** What the newest detection says in numbers. */
function figuresOf(
  detection: Detection,
): Pick<Campaign, 'posts' | 'accounts' | 'shape' | 'reason' | 'usual' | 'expectedFalsePerDay'> {
  const { posts, accounts, shape, reason, usual, expectedFalsePerDay } = detection;
  return { posts, accounts, shape, reason, usual, expectedFalsePerDay };
}

/** A later, smaller burst does not change what the peak was. */
function peakOf({
  usual,
  reason,
  expectedFalsePerDay,
}: Campaign): Pick<Campaign, 'usual' | 'reason' | 'expectedFalsePerDay'> {
  return { usual, reason, expectedFalsePerDay };
}

function continueCampaign(campaign: Campaign, detection: Detection, assessment: Assessment, now: Date): Campaign {
  const leads = detection.keyKind === campaign.keyKind && detection.key === campaign.key;
  const level = isAtLeast(assessment.level, campaign.level) ? assessment.level : campaign.level;
  const lastAt = latest(campaign.lastAt, detection.to);
  const ended = !detection.open && detection.to >= campaign.lastAt;
  const { endedAt: _, ...rest } = campaign;
  const next: Campaign = {
    ...rest,
    ...(leads ? figuresOf(detection) : {}),
    ...(leads && campaign.usual.observed > detection.usual.observed ? peakOf(campaign) : {}),
    posts: Math.max(campaign.posts, leads ? detection.posts : 0),
    accounts: Math.max(campaign.accounts, leads ? detection.accounts : 0),
    tags: union(campaign.tags, detection.tags),
    links: union(campaign.links, detection.links),
    state: ended ? 'ended' : detection.open ? 'open' : campaign.state,
    ...(ended ? { endedAt: now } : detection.open ? {} : { endedAt: campaign.endedAt }),
    firstAt: campaign.firstAt < detection.from ? campaign.firstAt : detection.from,
    lastAt,
    level,
    assessment: leads ? withParts(assessment, campaign) : withPart(campaign, detection, assessment),
    episodes: union(campaign.episodes, [detection.episode]),
    accountIds: union(campaign.accountIds, detection.accountIds).slice(0, accountsKept),
    version: campaign.version + 1,
  };
  const note = growthNote(campaign, next, level, now);
  return note === undefined ? next : { ...next, growth: [...campaign.growth, note] };
}

const partMark = 'a part of it, ';

/** The campaign's own evidence stays; a part that is stronger than the whole is named with its reason. */
function withPart(campaign: Campaign, { keyKind, key, accounts }: Detection, part: Assessment): Assessment {
  const { assessment } = campaign;
  if (!isAtLeast(part.level, 'S3') || isAtLeast(campaign.level, part.level)) return assessment;
  const name = keyKind === 'network' ? 'a network' : keyKind === 'link' ? 'one link' : `#${key}`;
  const reason = `${partMark}${name} of ${accounts} accounts, is ${part.level}: ${part.why[0] ?? ''}`;
  return { ...assessment, why: [reason, ...assessment.why] };
}

/** A new look at the whole keeps what was said of its parts. */
export function withParts(assessment: Assessment, { assessment: before }: Campaign): Assessment {
  const parts = before.why.filter((reason) => reason.startsWith(partMark));
  return parts.length === 0 ? assessment : { ...assessment, why: [...parts, ...assessment.why] };
}

function growthNote(before: Campaign, after: Campaign, level: Level, now: Date): GrowthNote | undefined {
  const last = before.growth.at(-1);
  const told = { at: last?.at ?? before.openedAt, accounts: last?.accounts ?? before.accounts };
  const rose = level !== before.level;
  const grew = after.accounts >= told.accounts * growthFactor && now.getTime() - told.at.getTime() >= growthPauseMs;
  if (!rose && !grew) return undefined;
  const { posts, accounts, assessment } = after;
  return { at: now, posts, accounts, coordination: assessment.coordination, level };
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}
