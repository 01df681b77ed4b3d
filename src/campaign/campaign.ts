/** A campaign: bursts that belong together over time, with the evidence for and against. */
import type { DetectionKind, KeyKind, Lane, Shape } from '../detector/detector.ts';
import type { Share } from '../measure/share.ts';
import type { Concern } from './concern.ts';

/** S1 pages on-call, S2 is a channel message, S3 goes to the digest, S4 is kept for look-ups. */
export const levels = ['S1', 'S2', 'S3', 'S4'] as const;
export type Level = (typeof levels)[number];

export function isAtLeast(level: Level, floor: Level): boolean {
  return levels.indexOf(level) <= levels.indexOf(floor);
}

export type CampaignKind = 'hashtag-campaign' | 'attributed-burst' | 'co-share';

/** The four parts every alert shows, always in this order. */
export const parts = ['attributed', 'coordinated', 'gone', 'innocent'] as const;
export type Part = (typeof parts)[number];

/** Weights are capped per family, because indicators of a family depend on each other. */
export const families = ['content', 'timing', 'accounts', 'network', 'provenance', 'after', 'against'] as const;
export type Family = (typeof families)[number];

/** One measured fact with its weight. Unknown is not zero: it weighs nothing and is listed as not known. */
export interface Indicator {
  /** Stable name: `copy-share`, `attributed-accounts`, `news-match` … */
  readonly name: string;
  readonly part: Part;
  readonly family: Family;
  readonly known: boolean;
  readonly share?: Share | undefined;
  /** The plain number where the fact is no share. */
  readonly value?: number | undefined;
  /** What was weighed: the value, or the share drawn towards the reference where few were counted. */
  readonly measured?: number | undefined;
  /** Value from which on the indicator counts at all. */
  readonly reference?: number | undefined;
  /** Value at which the indicator counts as strong. */
  readonly strongAt?: number | undefined;
  /** How far `measured` has come from the reference to strong, 0..1; absent for facts that are told and not weighed. */
  readonly strength?: number | undefined;
  /** Log-likelihood ratio in nats that it adds to the score; 0 while unknown. */
  readonly weight: number;
  /** For people: number, denominator, what it is compared with. No forbidden word, no trailing stop. */
  readonly sentence: string;
  /** Where the fact comes from, with its date or version. */
  readonly source?: string | undefined;
}

/** What the evidence adds up to. */
export interface Assessment {
  readonly level: Level;
  /** 0..1, logistic of prior and capped weights. */
  readonly coordination: number;
  readonly prior: number;
  /** Share of such scores that people confirmed; absent until labels were fitted. */
  readonly calibrated?: number | undefined;
  /** What kind of activity it looks like, apart from how coordinated it is. */
  readonly concern?: Concern | undefined;
  /** Sum of weights per family after the cap, families at work only. */
  readonly families: Readonly<Record<string, number>>;
  readonly indicators: readonly Indicator[];
  /** Why this level, one sentence each, strongest first; also for staying low. */
  readonly why: readonly string[];
  readonly notKnown: readonly string[];
  readonly rulesVersion: string;
  readonly registryVersion: string;
}

/** What is said in the thread when a campaign grows, or when its level changes. */
export interface GrowthNote {
  readonly at: Date;
  readonly posts: number;
  readonly accounts: number;
  readonly coordination: number;
  /** The level as people know it from now on. */
  readonly level: Level;
  /** A later look gave a lower level than the one people know; the campaign's own stays the highest. */
  readonly fell?: true | undefined;
  /** Why the level changed. */
  readonly why?: string | undefined;
}

/** The same topic bursting elsewhere within hours: told as evidence, never multiplied into a chance. */
export interface AlsoOn {
  readonly campaignId: string;
  readonly platform: string;
  readonly since: Date;
}

export interface Campaign {
  /** Readable and stable: `stopxinjiangrumors-x-20210325`. */
  readonly id: string;
  readonly kind: CampaignKind;
  readonly platform: string;
  readonly keyKind: KeyKind;
  readonly key: string;
  readonly tags: readonly string[];
  readonly links: readonly string[];
  readonly state: 'open' | 'ended';
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly openedAt: Date;
  readonly endedAt?: Date | undefined;
  readonly posts: number;
  readonly accounts: number;
  readonly shape: Shape;
  /** What its activity was compared with; slow drip only while no other lane has found it. */
  readonly lane?: Lane | undefined;
  /** Written rules that shaped its figures, newest detection's. */
  readonly notes?: readonly string[] | undefined;
  readonly alsoOn?: readonly AlsoOn[] | undefined;
  /** Highest level so far; an alert never falls silently. */
  readonly level: Level;
  readonly assessment: Assessment;
  /** Detection's own sentence: usual, observed, chance. */
  readonly reason: string;
  readonly usual: {
    readonly hours: number;
    readonly low: number;
    readonly high: number;
    readonly observed: number;
    readonly unit: string;
  };
  readonly expectedFalsePerDay: number;
  readonly episodes: readonly string[];
  readonly accountIds: readonly string[];
  readonly growth: readonly GrowthNote[];
  /** Grows with every change; an alert edited to an older version is a mistake. */
  readonly version: number;
}

export function campaignKindOf(kind: DetectionKind): CampaignKind {
  return kind === 'hashtag-burst' ? 'hashtag-campaign' : kind;
}
