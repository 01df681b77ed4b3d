/**
 * A set of posts as columns: what every measure of a study reads. One row is one post, each once, in the order in which
 * they were added; reposts are rows too, and are folded into their parent by each measure.
 *
 * 6.8 M posts fit into some gigabytes: numbers in typed arrays, texts by number (`NameList`).
 */
import type { RegistryEntry } from '../../registry/registry.ts';
import type { NameList } from './names.ts';

/** Where the language of a post comes from. */
export const languageSources = ['none', 'platform', 'script', 'text'] as const;
export type LanguageSource = (typeof languageSources)[number];

/** Towards the question of a lexicon; `unclassified` is always shown beside the others. */
export const stances = ['unclassified', 'positive', 'neutral', 'negative'] as const;
export type Stance = (typeof stances)[number];

/** Several values a row: those of row r are `values[from[r]] … values[from[r + 1] - 1]`, each once. */
export interface ListColumn {
  /** rows + 1 numbers. */
  readonly from: Uint32Array;
  readonly values: Uint32Array;
  readonly names: NameList;
}

/** Authors of rows, and authors of parents who may have no row: participants are counted over rows, never by `size`. */
export interface AccountColumns {
  readonly size: number;
  /** Index into `PostTable.platforms`. */
  readonly platform: Uint16Array;
  /** `platform:native id`. */
  readonly key: NameList;
  /** The latest handle seen (of posts seen at one moment, that of the latest), without `@`; '' where none is known. */
  readonly handle: (account: number) => string;
  /** Epoch ms; NaN where unknown. */
  readonly createdAt: Float64Array;
  /** As seen last (of posts seen at one moment, that of the latest); -1 where unknown: unknown is not zero. */
  readonly followers: Int32Array;
  /** 0 unknown, else 1 + index into `accountStatuses`: what was found last. */
  readonly status: Uint8Array;
  /** Epoch ms of that look; NaN where unknown. */
  readonly statusAt: Float64Array;
  /** 0 in none that was read, else 1 + index into `PostTable.takedowns`: the set of removed accounts it was first met in. */
  readonly takedown: Uint16Array;
}

export interface PostTable {
  readonly rows: number;
  readonly registryVersion: string;
  /** `platform:native id` of each row. */
  readonly id: NameList;
  /** The platform's time, epoch ms. */
  readonly at: Float64Array;
  readonly account: Uint32Array;
  /** Index into `postKinds`. */
  readonly kind: Uint8Array;
  /** Index into `langs`. */
  readonly lang: Uint16Array;
  /** Index into `languageSources`. */
  readonly langFrom: Uint8Array;
  /** Index into `stances`. */
  readonly stance: Uint8Array;
  /** Counters as read last; -1 where the platform gave none. On a repost they are the parent's: never add them. */
  readonly likes: Int32Array;
  readonly reposts: Int32Array;
  readonly replies: Int32Array;
  readonly quotes: Int32Array;
  /** Row of the post that this one replies to, reposts or quotes; -1 when it has none or it is not in the set. */
  readonly parent: Int32Array;
  /** Number of the parent's id, in the set or not, the same for all posts with that parent; -1 without one. */
  readonly parentId: Int32Array;
  /** Account of the parent, in the set or not; -1 where unknown. */
  readonly parentAccount: Int32Array;
  /** Index into `texts`; -1 when the text is too short to be compared (`normalText`). */
  readonly text: Int32Array;
  /** Index into `tails`; -1 without a noise tail (`noiseTail`). */
  readonly tail: Int32Array;
  /** 1 when the post was found deleted. */
  readonly deleted: Uint8Array;
  /** Index into `entries` as of the post's own time; -1 when its author is in no registry ("unattributed"). */
  readonly entry: Int32Array;
  readonly tags: ListColumn;
  readonly links: ListColumn;
  readonly media: ListColumn;
  readonly accounts: AccountColumns;
  readonly platforms: readonly string[];
  /** Sets of removed accounts that were read, by file name. */
  readonly takedowns: readonly string[];
  /** BCP 47; `und` is among them where needed. */
  readonly langs: readonly string[];
  readonly texts: NameList;
  readonly tails: NameList;
  readonly entries: readonly RegistryEntry[];
  /** What classified the stances: `xinjiang-policy 1 (lexicon)`; undefined when nothing did. */
  readonly stanceBy: string | undefined;
}

/** Which rows or accounts stand behind a number, so that a reader can be shown them. */
export type Behind =
  | { readonly of: 'posts'; readonly rows: Uint32Array }
  | { readonly of: 'accounts'; readonly rows: Uint32Array };
