/** Where posts come from: the contract of every live source, and of every look-up of what was read before. */
import type { AccountFact, Post } from '../post/post.ts';

/** A span in which a source was not read, or not fully. Gaps are data: nothing is compared across them. */
export interface Gap {
  readonly from: Date;
  readonly to: Date;
  /** One short phrase for a person: `servers keep 36 h only`. */
  readonly reason: string;
}

export interface PostRef {
  readonly platform: string;
  readonly id: string;
}

/** An item as the platform gave it, kept for some days: mistakes of a mapping are found late. */
export interface RawItem extends PostRef {
  readonly payload: unknown;
}

/** How many posts a platform counted for a key, without giving them. */
export interface CountBucket {
  /** `news` for counts of news articles. */
  readonly platform: string;
  /** A tag in normal form, or a query as configured. */
  readonly key: string;
  readonly at: Date;
  readonly seconds: number;
  readonly posts: number;
  /** Mean tone of the articles, -100 to 100; GDELT only. */
  readonly tone?: number | undefined;
}

export interface Page {
  /** Absent: what was read is not worth keeping, or lies in a file. */
  readonly raw?: readonly RawItem[] | undefined;
  readonly posts: readonly Post[];
  /** Posts found deleted. */
  readonly deletes: readonly PostRef[];
  readonly gaps: readonly Gap[];
  /** Facts about accounts that came without a post: renamed, suspended, followers. */
  readonly accounts?: readonly AccountFact[] | undefined;
  readonly counts?: readonly CountBucket[] | undefined;
  /** Where to read on. Kept in one transaction with the posts; after a crash the page is read again. */
  readonly cursor: unknown;
  /** Everything before this instant is believed read. Apart from the cursor, and never after the start of the run. */
  readonly watermark?: Date | undefined;
  /** Nothing more to read now. Absent: the source goes on. */
  readonly done?: boolean | undefined;
  /** What this page cost, as counted before the call; for `/status`. */
  readonly cost?: Cost | undefined;
}

/** What a call is charged with: `usd`, `searches`, `units`, `requests` … */
export interface Cost {
  readonly unit: string;
  readonly amount: number;
}

/** One purse: several sources of one credential share it. */
export interface BudgetPlan {
  /** Names the purse in the store: `x`, `youtube`. */
  readonly key: string;
  readonly limits: readonly BudgetLimit[];
}

interface BudgetLimit {
  readonly unit: string;
  readonly day?: number | undefined;
  readonly month?: number | undefined;
  /** Where the vendor's day begins: `UTC`, `America/Los_Angeles`. */
  readonly zone: string;
}

export interface Budget {
  /** Counts before the call. Throws a `SourceError` of kind `budget` with `until` when the purse does not hold it. */
  take(cost: Cost): Promise<void>;
  /** What was counted and not used. */
  giveBack(cost: Cost): Promise<void>;
  /** What may still be spent now; Infinity without a limit. */
  left(unit: string): Promise<number>;
}

/** What somebody asked to be read. */
export interface Watched {
  /** Normal forms. */
  readonly tags: readonly string[];
  readonly hosts: readonly string[];
  /** Listed accounts of the source's platform. */
  readonly accounts: readonly WatchedAccount[];
}

export interface WatchedAccount {
  readonly handle?: string | undefined;
  readonly nativeId?: string | undefined;
}

export interface PollContext {
  /** The start of this run. */
  readonly now: Date;
  /** The time now; a stream runs for days. */
  readonly clock: () => Date;
  readonly signal: AbortSignal;
  readonly budget: Budget;
  readonly watched: Watched;
}

export interface Source {
  /** Stable: names the cursor in the store. `x:search`, `bluesky:jetstream`, `feed:HOST/PATH`. */
  readonly id: string;
  readonly platform: string;
  /** Minutes between polls; 0 for a stream, whose `poll` goes on until the signal. */
  readonly everyMinutes: number;
  /**
   * What a gap of this source hides. `platform`: all of the platform's tags and links; `part`: some accounts only, such
   * as one feed or one channel.
   */
  readonly coverage: 'platform' | 'part';
  /** Whether reading on after a pause brings what was missed, so that a pause leaves no gap by itself. */
  readonly catchesUp: boolean;
  readonly budget?: BudgetPlan | undefined;
  /**
   * Reads on from a cursor that an earlier page gave (`undefined` at first). Throws a `SourceError` for what can go
   * wrong; pages given before stay kept.
   */
  poll(cursor: unknown, context: PollContext): AsyncIterable<Page>;
}

/** Looks up what is known already: still there, and who wrote it. */
export interface Checker {
  readonly platform: string;
  readonly budget?: BudgetPlan | undefined;
  /** Pages carry `deletes` for posts that are gone and `accounts` for accounts; what cannot be told is left out. */
  lookUp(question: CheckQuestion, context: PollContext): AsyncIterable<Page>;
}

export interface CheckQuestion {
  /** Native ids. */
  readonly posts: readonly string[];
  readonly accounts: readonly string[];
}

/** For the operator's log; never a token, never a post's text. */
export interface SourceLog {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
}
