/**
 * Campaigns of one topic on several platforms point at each other. It is evidence for people and is told; two bursts of
 * one event are not independent, so no chances are multiplied and no weight is added (detection design 1.5).
 */
import { clock } from '../measure/words.ts';
import { hourMs } from '../post/post.ts';
import type { AlsoOn, Assessment, Campaign } from './campaign.ts';
import { type Families, isSameTopic } from './families.ts';
import { told } from './indicators/weigh.ts';

/** Bursts that lie at most so far apart are told together. */
const togetherMs = 6 * hourMs;

/** The campaigns whose pointers change by what is known now, each with the evidence in its assessment. */
export function linkPlatforms(campaigns: readonly Campaign[], families: Families): readonly Campaign[] {
  return campaigns.flatMap((campaign) => {
    if (!isShared(campaign)) return [];
    const others = campaigns.filter((other) => isElsewhere(campaign, other, families)).map(pointerTo);
    const known = new Map([...(campaign.alsoOn ?? []), ...others].map((one) => [one.campaignId, one]));
    const alsoOn = [...known.values()].sort(byTime);
    if (isSame(alsoOn, campaign.alsoOn ?? [])) return [];
    return [{ ...campaign, alsoOn, assessment: withAlsoOn(campaign.assessment, alsoOn) }];
  });
}

/** Put in place of what was said before. */
export function withAlsoOn(assessment: Assessment, alsoOn: readonly AlsoOn[] = []): Assessment {
  const indicators = assessment.indicators.filter(({ name }) => name !== 'also-on');
  if (alsoOn.length === 0) {
    return indicators.length === assessment.indicators.length ? assessment : { ...assessment, indicators };
  }
  const where = alsoOn.map(({ platform, since, campaignId }) => `${platform} since ${clock(since)} (${campaignId})`);
  const sentence = `the same topic bursts on ${where.join(', ')}`;
  const fact = told({ name: 'also-on', part: 'coordinated', family: 'network', value: alsoOn.length, sentence });
  return { ...assessment, indicators: [...indicators, fact] };
}

/** Accounts and groups of accounts belong to one platform. */
function isShared({ keyKind, kind }: Campaign): boolean {
  return kind !== 'attributed-burst' && keyKind !== 'network' && keyKind !== 'account' && keyKind !== 'group';
}

function isElsewhere(campaign: Campaign, other: Campaign, families: Families): boolean {
  if (campaign.platform === other.platform || !isShared(other)) return false;
  const apart = Math.max(
    campaign.firstAt.getTime() - other.lastAt.getTime(),
    other.firstAt.getTime() - campaign.lastAt.getTime(),
  );
  return apart <= togetherMs && isSameTopic(campaign, other, families);
}

function pointerTo({ id, platform, firstAt }: Campaign): AlsoOn {
  return { campaignId: id, platform, since: firstAt };
}

function byTime(a: AlsoOn, b: AlsoOn): number {
  return a.since.getTime() - b.since.getTime() || (a.campaignId < b.campaignId ? -1 : 1);
}

function isSame(a: readonly AlsoOn[], b: readonly AlsoOn[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
