/**
 * What a study says before any form decides how it looks: a head, then sections of tables of cells, and pictures.
 * A number keeps what stands behind it, so that every form can lead to the rows.
 */
import type { Share } from '../measure/share.ts';
import type { Behind } from '../measure/table/post-table.ts';

export type Cell =
  /** Words of ours or of the data; every form makes them harmless. */
  | { readonly kind: 'text'; readonly text: string }
  /** A host or a link, shown so that nothing turns it into a live link. */
  | { readonly kind: 'link'; readonly text: string }
  | {
      readonly kind: 'number';
      readonly value: number;
      /** Digits after the point; 0 unless said. */
      readonly digits?: number | undefined;
      readonly behind?: (() => Behind) | undefined;
    }
  | { readonly kind: 'share'; readonly share: Share; readonly behind?: (() => Behind) | undefined }
  /** The set is too small for this number to be given. */
  | { readonly kind: 'withheld'; readonly of: number; readonly minN: number }
  /** Unknown is not zero. */
  | { readonly kind: 'unknown' };

export interface StudyTable {
  /** Unique in a report, fit for a file name: `influence-facebook`. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows that were left out of a long table; 0 unless said. */
  readonly more?: number | undefined;
}

export interface Bin {
  /** `2021-03`. */
  readonly label: string;
  /** One value a series; undefined inside a gap, which is no zero. */
  readonly values: readonly number[] | undefined;
  /** Platforms of which a part of the bin was not read: the values are too low. */
  readonly unread?: readonly string[] | undefined;
}

export interface NetworkNode {
  /** 0-based, largest community first. */
  readonly community: number;
  readonly listed: boolean;
}

export type Picture =
  | {
      readonly kind: 'timeline';
      readonly title: string;
      readonly series: readonly string[];
      readonly bins: readonly Bin[];
    }
  /** 7 × 24 counts, Monday first. */
  | { readonly kind: 'hours'; readonly title: string; readonly counts: readonly (readonly number[])[] }
  | {
      readonly kind: 'network';
      readonly title: string;
      readonly nodes: readonly NetworkNode[];
      readonly edges: readonly (readonly [a: number, b: number])[];
    };

export interface StudySection {
  /** Unique in a report: `influence`. */
  readonly id: string;
  readonly title: string;
  /** `F1`, `F2a, F2b`. */
  readonly measure: string;
  /** One sentence. */
  readonly definition: string;
  /** `N: facebook 400, x 1,000`. */
  readonly parameters: readonly string[];
  /** What the numbers must not be read as. */
  readonly guard: string;
  /** What was found, in words; what is unknown. */
  readonly notes: readonly string[];
  readonly tables: readonly StudyTable[];
  readonly pictures: readonly Picture[];
}

/** What was read: a file, or the store. */
export interface StudyInput {
  /** File name without folders, or `stored posts`. */
  readonly name: string;
  readonly format: string;
  readonly rows: number;
  readonly posts: number;
  /** Posts that the question selects. */
  readonly selected: number;
  /** Rows that describe an account instead of a post, as a users file of a takedown archive does. */
  readonly accountRows: number;
  /** Accounts that those rows describe. */
  readonly accountsDescribed: number;
  /** Accounts that wrote one of the posts. */
  readonly accountsWithPosts: number;
  readonly refused: number;
  readonly refusedBy: Readonly<Record<string, number>>;
  /** Other things worth knowing of the file, and how often they were met. */
  readonly told: Readonly<Record<string, number>>;
}

export interface StudyGap {
  /** undefined: it is not known which platform it hides. */
  readonly platform: string | undefined;
  /** Whether it hides all of the platform, or some of its posts. */
  readonly coverage: 'platform' | 'part';
  readonly from: Date;
  readonly to: Date;
  readonly why: string;
}

export interface StudyQuestion {
  /** '' for everything. */
  readonly query: string;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** undefined: all. */
  readonly platforms?: readonly string[] | undefined;
  /** N of the influence share by platform. */
  readonly top: Readonly<Record<string, number>>;
  /** Zones of the posting hours. */
  readonly zones: readonly string[];
  /** Shares of fewer than this are withheld. */
  readonly minN: number;
  /** Tag whose family and first use are looked at, in normal form. */
  readonly tag?: string | undefined;
  /** Tags that people declared to be of one subject with it. */
  readonly declaredTags?: readonly string[] | undefined;
  /** ISO 3166-1 alpha-2; undefined: all. */
  readonly states?: readonly string[] | undefined;
}

export interface StudyHead {
  readonly question: StudyQuestion;
  /** `TLP:AMBER`. */
  readonly mark: string;
  readonly inputs: readonly StudyInput[];
  readonly gaps: readonly StudyGap[];
  readonly registryVersion: string;
  /** What classified stances; undefined when nothing did. */
  readonly stanceBy: string | undefined;
  /** Given by the person who makes the study; without it the same input gives the same bytes. */
  readonly madeAt?: Date | undefined;
}

export interface StudyReport {
  readonly head: StudyHead;
  /** The first section: what was looked at, and what is unknown. */
  readonly overview: StudySection;
  readonly sections: readonly StudySection[];
  /** Sentences that hold for all of it. */
  readonly cautions: readonly string[];
}
