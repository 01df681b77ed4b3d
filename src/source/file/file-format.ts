/** What reading a file gives, and what can be said about how to read it. */
import type { AccountFact, Post } from '../../post/post.ts';

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

export const fileFormats = ['csv-log', 'io-archive', 'ndjson'] as const;
export type FileFormat = (typeof fileFormats)[number];

export interface CsvLogColumns {
  readonly object: string;
  readonly account: string;
  readonly time: string;
  readonly post?: string | undefined;
  readonly text?: string | undefined;
}

export interface ImportOptions {
  /** Sniffed from the first line when absent. */
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
  /** Becomes `seenAt` of every post. A post more than a day later than this is refused. */
  readonly now: Date;
}
