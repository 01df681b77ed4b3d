/**
 * Detections → campaigns: one campaign that grows and ends, not three alerts on three days.
 *
 * Assessed detections and the campaigns known so far in; the campaigns that changed out.
 */
import { accountsKept, type Detection, type Lane } from '../detector/detector.ts';
import { dayMs } from '../post/post.ts';
import { linkPlatforms, withAlsoOn } from './also-on.ts';
import { type Assessment, type Campaign, campaignKindOf, isAtLeast } from './campaign.ts';
import { campaignId } from './campaign-id.ts';
import type { Families } from './families.ts';
import { findCampaign, kindOrder } from './find-campaign.ts';
import { growthNote, highestLevel } from './growth-note.ts';

export interface AssessedDetection {
  readonly detection: Detection;
  readonly assessment: Assessment;
}

/** A campaign that comes back within this time is the same campaign. */
export const reopenMs = 7 * dayMs;
/** An open campaign without news for this long has ended, even if its detector never said so. */
const forgottenMs = 2 * dayMs;

/** @param families tags that people declared to be one campaign */
export function trackCampaigns(
  assessed: readonly AssessedDetection[],
  current: readonly Campaign[],
  now: Date,
  families: Families = {},
): readonly Campaign[] {
  const known = new Map(current.map((campaign) => [campaign.id, campaign]));
  const changed = new Set<string>();
  const keep = (campaign: Campaign): void => {
    known.set(campaign.id, campaign);
    changed.add(campaign.id);
  };
  for (const { detection, assessment } of [...assessed].sort(byKindThenStart)) {
    const fresh = [...known.values()].filter(({ endedAt }) => endedAt === undefined || +now - +endedAt <= reopenMs);
    const continued = findCampaign(detection, fresh, families);
    keep(
      continued === undefined
        ? newCampaign(detection, assessment, known, now)
        : continueCampaign(continued, detection, assessment, now),
    );
  }
  for (const campaign of known.values()) {
    if (campaign.state === 'ended' || now.getTime() - campaign.lastAt.getTime() < forgottenMs) continue;
    keep({ ...campaign, state: 'ended', endedAt: now, version: campaign.version + 1 });
  }
  for (const campaign of linkPlatforms([...known.values()], families)) {
    keep(changed.has(campaign.id) ? campaign : { ...campaign, version: campaign.version + 1 });
  }
  return [...known.values()].filter(({ id }) => changed.has(id));
}

function byKindThenStart({ detection: a }: AssessedDetection, { detection: b }: AssessedDetection): number {
  return (
    kindOrder[a.keyKind] - kindOrder[b.keyKind] ||
    // The tag of a campaign before the tags that only some of its posts carry.
    b.posts - a.posts ||
    a.from.getTime() - b.from.getTime() ||
    (a.episode < b.episode ? -1 : a.episode > b.episode ? 1 : 0)
  );
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
    lane: detection.lane,
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
): Pick<Campaign, 'posts' | 'accounts' | 'shape' | 'reason' | 'usual' | 'expectedFalsePerDay' | 'notes'> {
  const { posts, accounts, shape, reason, usual, expectedFalsePerDay, notes } = detection;
  return { posts, accounts, shape, reason, usual, expectedFalsePerDay, notes };
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
  const names = takesName(detection, campaign);
  const leads = names || (detection.keyKind === campaign.keyKind && detection.key === campaign.key);
  const ended = !detection.open && detection.to >= campaign.lastAt;
  const { endedAt: _, ...rest } = campaign;
  const next: Campaign = {
    ...rest,
    ...(names ? { keyKind: detection.keyKind, key: detection.key } : {}),
    ...(leads ? { ...figuresOf(detection), lane: loudest(campaign.lane, detection.lane) } : {}),
    ...(leads && campaign.usual.observed > detection.usual.observed ? peakOf(campaign) : {}),
    posts: Math.max(campaign.posts, leads ? detection.posts : 0),
    accounts: Math.max(campaign.accounts, leads ? detection.accounts : 0),
    tags: union(campaign.tags, detection.tags),
    links: union(campaign.links, detection.links),
    state: ended ? 'ended' : detection.open ? 'open' : campaign.state,
    ...(ended ? { endedAt: now } : detection.open ? {} : { endedAt: campaign.endedAt }),
    firstAt: campaign.firstAt < detection.from ? campaign.firstAt : detection.from,
    lastAt: campaign.lastAt > detection.to ? campaign.lastAt : detection.to,
    level: highestLevel(campaign, assessment),
    assessment: leads ? keepTold(assessment, campaign) : withPart(campaign, detection, assessment),
    episodes: union(campaign.episodes, [detection.episode]),
    accountIds: union(campaign.accountIds, detection.accountIds).slice(0, accountsKept),
    version: campaign.version + 1,
  };
  const note = growthNote(campaign, next, now);
  return note === undefined ? next : { ...next, growth: [...campaign.growth, note] };
}

/** A family names the campaign of its tag, a group that of its account. Ids stay what they are. */
function takesName(detection: Detection, campaign: Campaign): boolean {
  return (
    (detection.keyKind === 'family' && campaign.keyKind === 'tag') ||
    (detection.keyKind === 'group' && campaign.keyKind === 'account')
  );
}

/** A slow drip that bursts is no drip any more; once it has burst it stays so. */
function loudest(before: Lane | undefined, next: Lane | undefined): Lane | undefined {
  return before === undefined || before === 'drip' ? (next ?? before) : before;
}

const partMark = 'a part of it, ';

/** The campaign's own evidence stays; a part that is stronger than the whole is named with its reason. */
function withPart(campaign: Campaign, { keyKind, key, accounts }: Detection, part: Assessment): Assessment {
  const { assessment } = campaign;
  if (!isAtLeast(part.level, 'S3') || isAtLeast(campaign.level, part.level)) return assessment;
  const reason = `${partMark}${nameOfPart({ keyKind, key })} of ${accounts} accounts, is ${part.level}: ${part.why[0] ?? ''}`;
  return { ...assessment, why: [reason, ...assessment.why] };
}

function nameOfPart({ keyKind, key }: Pick<Detection, 'keyKind' | 'key'>): string {
  switch (keyKind) {
    case 'network':
      return 'a network';
    case 'link':
      return 'one link';
    case 'host':
      return 'links of one site';
    case 'text':
      return 'one text';
    case 'account':
      return 'one listed account';
    case 'family':
      return `the tags of ${key}`;
    case 'group':
      return key;
    case 'tag':
      return `#${key}`;
  }
}

/** A new look at the whole keeps what was said of its parts, and of other platforms. */
export function keepTold(assessment: Assessment, { assessment: before, alsoOn }: Campaign): Assessment {
  const parts = before.why.filter((reason) => reason.startsWith(partMark));
  const whole = withAlsoOn(assessment, alsoOn);
  return parts.length === 0 ? whole : { ...whole, why: [...parts, ...whole.why] };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}
