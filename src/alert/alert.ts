/** Steps towards people: decided here with a reason, carried out by the notify job. */
import type { Campaign, Level } from '../campaign/campaign.ts';
import type { Verdict } from '../campaign/label.ts';

/** Where alerts of a level or higher go. Levels below `minLevel` wait for the digest. */
export interface Route {
  /** `slack:C012AB3CD`, `discord:1234`, `console:alerts`. */
  readonly target: string;
  readonly minLevel: Level;
  readonly platforms?: readonly string[] | undefined;
  readonly kinds?: readonly Campaign['kind'][] | undefined;
}

/** What was said of a campaign at one target: the newest delivery of the parent message. */
export interface SentAlert {
  readonly campaignId: string;
  readonly target: string;
  /** Campaign version, people's actions included, that the message shows. */
  readonly version: number;
  readonly level: Level;
  readonly accounts: number;
  readonly at: Date;
  /** Growth notes already told in the thread. */
  readonly growthTold: number;
  /** The chat refused it for good; a person has to mend that, and `/status` counts it. */
  readonly undeliverable?: boolean | undefined;
}

export type ActionKind = 'ack' | 'unack' | 'snooze' | 'verdict' | 'breakout';

/** Levels of the Breakout Scale (Nimmo, Brookings 2020). */
export const breakoutLevels = [1, 2, 3, 4, 5, 6] as const;
export type BreakoutLevel = (typeof breakoutLevels)[number];

/** What a person did about a campaign. */
export interface CampaignAction {
  readonly campaignId: string;
  readonly kind: ActionKind;
  readonly by: string;
  readonly at: Date;
  readonly until?: Date | undefined;
  readonly verdict?: Verdict | undefined;
  /** How far it came, with the reason in words. */
  readonly breakout?: BreakoutLevel | undefined;
  readonly reason?: string | undefined;
}

export type Step =
  | {
      readonly do: 'post';
      readonly campaign: Campaign;
      readonly target: string;
      readonly why: 'new';
      /** Above 0: so many alerts of level S1 beyond what a day should bring; a person is asked to raise the threshold. */
      readonly beyondBudget?: number | undefined;
    }
  | {
      readonly do: 'edit';
      readonly campaign: Campaign;
      readonly target: string;
      readonly why: 'grew' | 'ended' | 'action' | 'level-rose';
    }
  | {
      readonly do: 'reply';
      readonly campaign: Campaign;
      readonly target: string;
      readonly why: 'grew' | 'level-rose' | 'level-fell' | 'ended';
      readonly note: number;
    }
  | {
      readonly do: 'nothing';
      readonly campaign: Campaign;
      readonly target: string;
      readonly why:
        | 'unchanged'
        | 'below-level'
        | 'other-route'
        | 'snoozed'
        | 'channel-cap'
        | 'long-over'
        | 'undeliverable';
    };
