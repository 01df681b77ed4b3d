/**
 * What a post and its author are, in the shape every later step reads.
 *
 * A post is one public item of one platform. A source makes it, nobody changes it afterwards.
 */

export const postKinds = ['original', 'reply', 'repost', 'quote'] as const;
export type PostKind = (typeof postKinds)[number];

/** What a platform says of an account; the reason is hardly ever given. */
export const accountStatuses = ['active', 'suspended', 'deleted', 'protected'] as const;
export type AccountStatus = (typeof accountStatuses)[number];

export interface Post {
  /** Lower-case name of the platform: `x`, `bluesky`, `facebook`, `sample` … */
  readonly platform: string;
  /** The platform's own id of the post; `(platform, id)` is unique. */
  readonly id: string;
  /** The platform's own id of the author; handles change hands, this does not. */
  readonly accountId: string;
  readonly handle?: string | undefined;
  readonly accountCreatedAt?: Date | undefined;
  /** Followers of the author when the post was read. Unknown is not zero. */
  readonly followers?: number | undefined;
  /** The platform's own time of the post, UTC, or the best there is; it decides the bucket. */
  readonly createdAt: Date;
  /** What the author's client claims, where the platform repeats it unchecked and it differs from `createdAt`. */
  readonly claimedAt?: Date | undefined;
  /** When Tocsin first read the post. */
  readonly seenAt: Date;
  readonly text: string;
  /** BCP 47, as the platform gives it. */
  readonly lang?: string | undefined;
  readonly kind: PostKind;
  /** Native id of the post that this one replies to, reposts or quotes. */
  readonly parentId?: string | undefined;
  /** Native id of the author of that post, where the platform gives it. */
  readonly parentAccountId?: string | undefined;
  /** Tags in normal form (`normalTag`), each once. */
  readonly tags: readonly string[];
  /** Links in normal form (`normalLink`), each once. */
  readonly links: readonly string[];
  /** The platform's ids of attached pictures and videos; the same id is the same upload. */
  readonly media?: readonly string[] | undefined;
  /** Number of edits this text has seen; the highest one is kept. Unknown counts as 0. */
  readonly edit?: number | undefined;
  readonly likes?: number | undefined;
  readonly reposts?: number | undefined;
  readonly replies?: number | undefined;
  readonly quotes?: number | undefined;
  /** Status of the author's account at `statusCheckedAt`. */
  readonly status?: AccountStatus | undefined;
  readonly statusCheckedAt?: Date | undefined;
  /** When the post was found deleted. */
  readonly deletedAt?: Date | undefined;
}

/** What is said of an account without a post of it, such as a row of a takedown archive's users file. */
export interface AccountFact {
  readonly platform: string;
  readonly accountId: string;
  readonly handle?: string | undefined;
  readonly accountCreatedAt?: Date | undefined;
  readonly followers?: number | undefined;
  readonly status?: AccountStatus | undefined;
  readonly statusCheckedAt?: Date | undefined;
}

/** Half-open span of time: `from` belongs to it, `to` does not. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
