/** What a simulated world is: posts as they would be read, and the truth about them. */
import type { PlatformGap } from '../../src/detector/unread-hours.ts';
import type { Post } from '../../src/post/post.ts';
import type { Registry } from '../../src/registry/registry.ts';

/** Kinds of campaigns, section 3.4 of the detection design. */
export const campaignKinds = [
  'a-many-thin', // CNHU-like: many accounts, few posts each
  'b-few-busy', // CNCC-like: few accounts, many posts each
  'c-trend-alert', // volunteers with a text bank at an agreed hour, then a crowd
  'd-ephemeral', // texts deleted within a minute
  'e-hijack', // a known tag taken over
  'f-paraphrase', // no exact copies
  'g-slow-drip',
] as const;
export type SimulatedCampaign = (typeof campaignKinds)[number];

export const negativeKinds = [
  'breaking-news',
  'match',
  'fan-army',
  'giveaway',
  'petition',
  'migration-wave',
  'newsroom',
  'national-day',
  'outage',
] as const;
export type HardNegative = (typeof negativeKinds)[number];

/** Bursts of listed accounts: found by their own lanes, without a coordination score. */
export const attributedKinds = [
  'attributed-burst', // one listed account far above its usual, or many of a state at once
  'attributed-convergence', // several listed accounts of a state on one new topic
] as const;
export type AttributedEvent = (typeof attributedKinds)[number];

/** One injected event. */
export interface Truth {
  readonly id: string;
  readonly kind: SimulatedCampaign | HardNegative | AttributedEvent;
  readonly wanted: 'campaign' | 'innocent';
  readonly platform: string;
  readonly from: Date;
  readonly to: Date;
  /** In normal form. */
  readonly tags: readonly string[];
  readonly links: readonly string[];
  /** Accounts of the campaign itself, without the crowd it draws. */
  readonly accountIds: readonly string[];
  /** When the tenth of these accounts had posted. */
  readonly tenthAccountAt: Date | undefined;
  /**
   * Posts of the event, also those that nobody saw, / standard deviation of its tag's everyday use over the event's
   * length. A tag nobody used before counts as a deviation of one post; so does an event without a tag.
   */
  readonly size: number;
}

/** What a platform shows of a post later: read by the re-check. */
export interface LaterFate {
  readonly postId: string;
  readonly deletedAt: Date;
}

export interface Simulation {
  readonly seed: number;
  /** `development` or `test`, or the name of a held-out set. */
  readonly parameters: string;
  readonly from: Date;
  readonly to: Date;
  /** In the order of `seenAt`: a poll reads them together. */
  readonly posts: readonly Post[];
  readonly fates: readonly LaterFate[];
  readonly gaps: readonly PlatformGap[];
  readonly registry: Registry;
  readonly watchedTags: readonly string[];
  /** Terms in news feeds, as `measureNews` wants them, and known events, for the side that explains. */
  readonly news: readonly { readonly at: Date; readonly title: string; readonly host: string }[];
  readonly events: readonly {
    readonly name: string;
    readonly tags: readonly string[];
    readonly from: Date;
    readonly to: Date;
  }[];
  readonly truth: readonly Truth[];
  /**
   * Posts of some accounts from before `from`, oldest first, as a look-up would find them: what the measures of
   * long habits need. No detector is fed with them.
   */
  readonly history?: readonly Post[] | undefined;
}
