/** What reading a file gives, and what can be said about how to read it. */
import type { AccountFact, Post } from '../../post/post.ts';
import type { Mapping } from './mapping.ts';

/** A row that could not be read. */
export interface Refusal {
  /** 1-based line of the file where the row starts. */
  readonly line: number;
  readonly reason: string;
}

export type FileItem =
  | { readonly post: Post; readonly line: number }
  | { readonly account: AccountFact; readonly line: number }
  | { readonly refused: Refusal };

export const fileFormats = [
  'csv-log',
  'io-archive',
  'ndjson',
  'twarc2',
  'twarc-csv',
  'crowdtangle',
  'mcl',
  '4cat-csv',
  '4cat-ndjson',
  'zeeschuimer',
  'meltwater',
  'brandwatch',
  'mapped',
] as const;
export type FileFormat = (typeof fileFormats)[number];

export interface CsvLogColumns {
  readonly object: string;
  readonly account: string;
  readonly time: string;
  readonly post?: string | undefined;
  readonly text?: string | undefined;
}

/** What is to be told of a file besides its posts; known when all of it was read. */
export interface FileNotes {
  /** Refused rows by reason; numbers and times in a reason are cut out, so that equal reasons are one. */
  readonly refusedBy: Readonly<Record<string, number>>;
  /** Columns that the format is not known to have. They are not read. */
  readonly unknownColumns: readonly string[];
  /** Other things worth knowing, and how often they were met. */
  readonly told: Readonly<Record<string, number>>;
}

export interface ImportOptions {
  /** Sniffed from the beginning of the file when absent. */
  readonly format?: FileFormat | undefined;
  readonly columns?: CsvLogColumns | undefined;
  /** What the object column holds; `tag` when absent. */
  readonly objectKind?: 'tag' | 'link' | 'repost' | undefined;
  readonly platform?: string | undefined;
  /** Prefix of the account id → platform: `fb_` → `facebook`. */
  readonly platformByPrefix?: Readonly<Record<string, string>> | undefined;
  /** `io-archive`: the file is a set of removed accounts, so their status is `suspended`. True when absent. */
  readonly takedown?: boolean | undefined;
  /** When the accounts were known to be removed; read from the file's name when absent and possible. */
  readonly takedownAt?: Date | undefined;
  /** IANA zone of times that name none, in formats whose times are local; UTC when absent. */
  readonly zone?: string | undefined;
  /** Order of `03/04/2026`; without it such a date is refused unless one of the numbers is above 12. */
  readonly dateOrder?: 'dmy' | 'mdy' | undefined;
  /** How to read a file of format `mapped`. */
  readonly mapping?: Mapping | undefined;
  /** Hears once, when the file has been read to its end. */
  readonly onNotes?: ((notes: FileNotes) => void) | undefined;
  /** Becomes `seenAt` of every post. A post more than a day later than this is refused. */
  readonly now: Date;
}
