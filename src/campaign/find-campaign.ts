/** A detection and the campaigns known so far → the one it continues, if any: by its episode, its key, its topic. */
import type { Detection, KeyKind } from '../detector/detector.ts';
import { hostOf } from '../post/normal-form.ts';
import type { Campaign } from './campaign.ts';
import { type Families, isSameTopic, tagsOf } from './families.ts';

/** Two sets of accounts are one crowd when at least this share of the smaller one is in both. */
const sameCrowd = 0.5;

/** Families and tags name campaigns best, so they come first and the others join them. */
export const kindOrder: Readonly<Record<KeyKind, number>> = {
  family: 0,
  tag: 1,
  group: 2,
  account: 3,
  link: 4,
  host: 5,
  text: 6,
  network: 7,
};

/** @param fresh campaigns that are going on or may still be taken up again, in any order */
export function findCampaign(
  detection: Detection,
  fresh: readonly Campaign[],
  families: Families,
): Campaign | undefined {
  const here = fresh.filter(({ platform }) => platform === detection.platform).sort(byRank);
  return (
    here.find(({ episodes }) => episodes.includes(detection.episode)) ??
    here.find(({ keyKind, key }) => keyKind === detection.keyKind && key === detection.key) ??
    here.find((campaign) => isSameKind(detection, campaign) && isSameTopic(detection, campaign, families)) ??
    // The tag in common says more than a link or accounts in common.
    here.find((campaign) => meets(detection, campaign) && bearsTag(detection, campaign, families)) ??
    here.find((campaign) => meets(detection, campaign) && belongsTo(detection, campaign, families))
  );
}

/** The order in which campaigns were read must not matter. */
function byRank(a: Campaign, b: Campaign): number {
  return kindOrder[a.keyKind] - kindOrder[b.keyKind] || b.posts - a.posts || (a.id < b.id ? -1 : 1);
}

/** Bursts of attributed accounts never mix with others. */
function isSameKind(detection: Detection, campaign: Campaign): boolean {
  return (detection.kind === 'attributed-burst') === (campaign.kind === 'attributed-burst');
}

/** Going on at the same time. */
function meets(detection: Detection, campaign: Campaign): boolean {
  return isSameKind(detection, campaign) && detection.from <= campaign.lastAt && detection.to >= campaign.firstAt;
}

/** What is nearly always posted with a campaign's tag is a part of it. */
function bearsTag({ kind, keyKind, tags }: Detection, campaign: Campaign, families: Families): boolean {
  if (kind === 'attributed-burst' || keyKind === 'network' || !isTag(campaign)) return false;
  const theirs = tagsOf(campaign, families);
  return tags.some((tag) => theirs.includes(tag));
}

function belongsTo(detection: Detection, campaign: Campaign, families: Families): boolean {
  if (detection.kind === 'attributed-burst')
    return (
      isSameActors(detection, campaign) && (sharesTopic(detection, campaign) || isPartOfVolume(detection, campaign))
    );
  if (isTag(campaign)) return joinsTag(detection, campaign);
  if (isTag(detection)) return takesInTag(detection, campaign, families);
  return carries(detection, campaign) || carries(campaign, detection) || isSameCrowd(detection, campaign);
}

function isTag({ keyKind }: Pick<Campaign, 'keyKind'>): boolean {
  return keyKind === 'tag' || keyKind === 'family';
}

/** By a link that its posts carry; a network or a text also by its accounts, a place that everybody links to not. */
function joinsTag(detection: Detection, campaign: Campaign): boolean {
  if (isTag(detection)) return false;
  if (carries(campaign, detection)) return true;
  return (detection.keyKind === 'network' || detection.keyKind === 'text') && isSameCrowd(detection, campaign);
}

/** The tag of a link, host, text or network that was found before it. */
function takesInTag(detection: Detection, campaign: Campaign, families: Families): boolean {
  if (campaign.keyKind === 'network') return isSameCrowd(detection, campaign);
  const theirs = tagsOf(detection, families);
  if (carries(detection, campaign) || campaign.tags.some((tag) => theirs.includes(tag))) return true;
  return campaign.keyKind === 'text' && isSameCrowd(detection, campaign);
}

type Carrier = Pick<Campaign, 'links'>;
type Carried = Pick<Campaign, 'keyKind' | 'key'>;

/** Its posts carry the other's link, or a link to the other's host. */
function carries({ links }: Carrier, { keyKind, key }: Carried): boolean {
  if (keyKind === 'link') return links.includes(key);
  return keyKind === 'host' && links.some((link) => hostOf(link) === key);
}

/** Diplomats and media of one state (F6), or an account and a group it belongs to. A group's key begins with the state. */
function isSameActors(detection: Detection, campaign: Campaign): boolean {
  if (detection.keyKind === 'account' || campaign.keyKind === 'account') {
    return detection.accountIds.some((id) => campaign.accountIds.includes(id));
  }
  const stateOf = (key: string): string => key.split(' ', 1)[0] ?? key;
  return stateOf(detection.key) === stateOf(campaign.key);
}

/** A listed account that posts more than usual while its group does: neither has a topic. */
function isPartOfVolume(detection: Detection, campaign: Campaign): boolean {
  const oneOfGroup = (detection.keyKind === 'account') !== (campaign.keyKind === 'account');
  return oneOfGroup && [detection, campaign].every(({ tags, links }) => tags.length === 0 && links.length === 0);
}

function sharesTopic(detection: Detection, campaign: Campaign): boolean {
  const topics = [...detection.tags, ...detection.links];
  return topics.some((topic) => campaign.tags.includes(topic) || campaign.links.includes(topic));
}

function isSameCrowd({ accountIds: a }: Detection, { accountIds: b }: Campaign): boolean {
  const [small, large] = a.length <= b.length ? [a, b] : [b, a];
  if (small.length === 0) return false;
  const members = new Set(large);
  return small.filter((id) => members.has(id)).length / small.length >= sameCrowd;
}
