/**
 * What leaves of one campaign, before any format decides how it is written: facts with denominators, cited
 * attributions, evidence as references. Un-attributed accounts are pseudonyms in it, so no format can name one.
 */
import type { CampaignKind, Level, Part } from '../campaign/campaign.ts';
import type { Verdict } from '../campaign/label.ts';
import type { KeyKind } from '../detector/detector.ts';
import type { Share } from '../measure/share.ts';
import type { PostKind } from '../post/post.ts';
import type { Confidence, Control, EntryKind, EntryStatus, RegistryEvidence } from '../registry/registry.ts';
import type { TechniqueSuggestion } from './suggest-techniques.ts';

export const exportFormats = ['stix', 'misp', 'csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportModel {
  /** First, so that it stands on the first line of whatever is written: `TLP:AMBER`. */
  readonly mark: string;
  /** Name and version of this shape. */
  readonly form: 'tocsin-campaign-1';
  /** Tells apart two installations that know a campaign of the same name; says nothing else about them. */
  readonly installation: string;
  /** When anything in it last changed: the same campaign gives the same file. */
  readonly modifiedAt: Date;
  readonly campaign: ExportCampaign;
  /** The four parts, always all of them and in this order. */
  readonly parts: readonly ExportPart[];
  readonly versions: ExportVersions;
  readonly organisations: readonly ExportOrganisation[];
  readonly accounts: ExportAccounts;
  readonly observables: ExportObservables;
  readonly evidence: ExportEvidenceList;
  readonly verdicts: readonly ExportVerdict[];
  readonly techniques: ExportTechniques;
  /** What is missing and what may not be concluded, one sentence each. */
  readonly limits: readonly string[];
}

export interface ExportCampaign {
  readonly id: string;
  /** `#tag`, a host and path that nobody follows by accident, a group. */
  readonly name: string;
  readonly kind: CampaignKind;
  readonly platform: string;
  readonly keyKind: KeyKind;
  readonly level: Level;
  readonly state: 'open' | 'ended';
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly openedAt: Date;
  readonly endedAt?: Date | undefined;
  readonly posts: number;
  readonly accounts: number;
  /** Usual, observed and chance, in one sentence. */
  readonly reason: string;
  readonly expectedFalsePerDay: number;
  /** Every account, post and link is invented. */
  readonly sample: boolean;
}

export interface ExportPart {
  readonly part: Part;
  readonly facts: readonly ExportFact[];
}

export interface ExportFact {
  readonly name: string;
  /** `false`: it was looked for and is not known. */
  readonly known: boolean;
  readonly sentence: string;
  readonly share?: Share | undefined;
  readonly value?: number | undefined;
  readonly source?: string | undefined;
}

interface ExportVersions {
  readonly rules: string;
  /** Registry that the facts were measured with. */
  readonly registry: string;
  /** Registry that accounts and organisations are named by. */
  readonly registryNow: string;
  readonly disarm: string;
}

/** A listed organisation, or person in public office, with accounts in the campaign. */
export interface ExportOrganisation {
  readonly id: string;
  readonly name: string;
  readonly kind: EntryKind;
  readonly state: string;
  readonly typology?: string | undefined;
  readonly control?: Control | undefined;
  readonly confidence: Confidence;
  readonly admiralty?: string | undefined;
  readonly status: EntryStatus;
  readonly accounts: number;
  readonly posts: number;
  readonly reposts: number;
  readonly firstAt: Date;
  readonly hosts: readonly string[];
  /** By whose finding: never empty. */
  readonly cited: readonly Omit<RegistryEvidence, 'quote'>[];
}

export interface ExportAccounts {
  /** Listed and named ones first, then pseudonyms by number of posts. */
  readonly list: readonly ExportAccount[];
  /** Accounts in the stored posts; `list` may hold fewer. */
  readonly of: number;
}

export interface ExportAccount {
  /** `listed`: in the registry with a public role. `named`: two persons decided so. */
  readonly as: 'listed' | 'named' | 'pseudonym';
  /** `@handle` or native id; `acct-7f3a2c94d1`. */
  readonly name: string;
  readonly platform: string;
  readonly handle?: string | undefined;
  readonly nativeId?: string | undefined;
  /** Id of the organisation it belongs to. */
  readonly organisation?: string | undefined;
  readonly posts: number;
  readonly reposts: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly decidedBy?: { readonly reason: string; readonly by: readonly string[]; readonly at: Date } | undefined;
}

export interface ExportObservables {
  readonly tags: readonly { readonly tag: string; readonly posts: number; readonly accounts: number }[];
  /** In normal form, without scheme. */
  readonly links: readonly { readonly link: string; readonly posts: number; readonly accounts: number }[];
  readonly hosts: readonly {
    readonly host: string;
    readonly posts: number;
    /** Id of the listed organisation behind it. */
    readonly organisation?: string | undefined;
  }[];
  /** Links to pages of accounts that are in no registry: counted, not given. */
  readonly linksWithheld: number;
}

export interface ExportEvidenceList {
  readonly items: readonly ExportEvidence[];
  /** Posts that could be evidence; `items` may hold fewer. */
  readonly of: number;
}

/** One post as a reference: its words stay here. */
export interface ExportEvidence {
  readonly platform: string;
  /** The platform's id; `post-…` where that id names an account that may not be named. */
  readonly post: string;
  /** Name of the account, as in `accounts`. */
  readonly account: string;
  readonly listed: boolean;
  readonly kind: PostKind;
  readonly at: Date;
  readonly retrievedAt: Date;
  readonly link?: string | undefined;
  readonly archiveUrl?: string | undefined;
  /** SHA-256 of the stored text, hex; absent where the text is not kept. */
  readonly contentHash?: string | undefined;
}

export interface ExportVerdict {
  readonly verdict: Verdict;
  /** Analysts leave under pseudonyms, too: `analyst-1c9e04`. */
  readonly by: string;
  readonly at: Date;
}

interface ExportTechniques {
  /** A person said so, with name and time. */
  readonly confirmed: readonly ExportTechnique[];
  /** What the facts hint at and nobody has decided; empty unless asked for. */
  readonly suggested: readonly TechniqueSuggestion[];
}

export interface ExportTechnique {
  /** With its framework and edition: `disarm:1.6:T0049.002`. */
  readonly technique: string;
  readonly name: string;
  readonly by: string;
  readonly at: Date;
  readonly reason?: string | undefined;
}
