/** What is assessed: a detection of this moment or a campaign that is looked at again. */
import type { Detection, KeyKind, Lane, Shape } from '../detector/detector.ts';
import { type Campaign, type CampaignKind, campaignKindOf } from './campaign.ts';

export interface Subject {
  readonly kind: CampaignKind;
  readonly platform: string;
  readonly keyKind: KeyKind;
  readonly key: string;
  readonly from: Date;
  readonly posts: number;
  readonly accounts: number;
  readonly shape: Shape;
  /** Absent: a form of detection that has none. */
  readonly lane?: Lane | undefined;
  readonly expectedFalsePerDay: number;
  readonly tags: readonly string[];
  readonly links: readonly string[];
  readonly accountIds: readonly string[];
  /** The detection's own sentence. */
  readonly reason: string;
}

export function subjectOfDetection(detection: Detection): Subject {
  return { ...detection, kind: campaignKindOf(detection.kind) };
}

/** What the posts about a subject or a campaign are found by. */
export function keyOf({
  platform,
  keyKind,
  key,
  tags,
  accountIds,
}: Pick<Subject, 'platform' | 'keyKind' | 'key' | 'tags' | 'accountIds'>): Pick<
  Subject,
  'platform' | 'keyKind' | 'key' | 'tags' | 'accountIds'
> {
  return { platform, keyKind, key, tags, accountIds };
}

export function subjectOfCampaign(campaign: Campaign): Subject {
  return { ...campaign, from: campaign.firstAt };
}
