/**
 * What a detector is and what it says: posts in, detections out, nothing read or stored.
 *
 * A detector keeps incremental state per key. The caller feeds each post once, asks at every tick, and stores the
 * entries that changed together with whatever it made of the detections.
 */
import type { Post } from '../post/post.ts';
import type { Registry } from '../registry/registry.ts';
import type { PlatformGap } from './unread-hours.ts';

export type DetectionKind = 'hashtag-burst' | 'attributed-burst' | 'co-share';
/** Narrow: few accounts make most of the posts. Wide: many accounts, few posts each. */
export type Shape = 'narrow' | 'wide';
/**
 * `family`: tags that are one campaign under several spellings; `host`: links of one site; `text`: one text in normal
 * form; `account`: one listed account; `group`: listed accounts of one state and kind; `network`: accounts that act alike.
 */
export const keyKinds = ['tag', 'family', 'link', 'host', 'text', 'account', 'group', 'network'] as const;
export type KeyKind = (typeof keyKinds)[number];
/**
 * What the activity was compared with: the key's own level (A), earlier new keys (B), its own level over four days
 * (drip: digest only), one listed account's own level (C), a listed group acting together (D), pairs by chance.
 */
export type Lane = 'level' | 'new' | 'drip' | 'account' | 'group' | 'pairs';

/** One episode of unusual activity of one key, as it stands at `at`; a later detection of the same episode replaces it. */
export interface Detection {
  readonly kind: DetectionKind;
  readonly platform: string;
  readonly keyKind: KeyKind;
  /**
   * The tag, link or host in normal form; the name of a family; `textKey` of a text; the native id of an account;
   * `CN state-media` for a group; the smallest account id of a network.
   */
  readonly key: string;
  /** Stable over the life of the episode: kind, platform, key and its start. */
  readonly episode: string;
  readonly at: Date;
  /** Extent of the episode so far; `to` is the last post's time. */
  readonly from: Date;
  readonly to: Date;
  /** False once the episode has closed; said exactly once. */
  readonly open: boolean;
  readonly posts: number;
  readonly accounts: number;
  /** 1 / Σ share², accounts weighted by their posts. */
  readonly effectiveAccounts: number;
  readonly shape: Shape;
  /** What the baseline expected in the strongest window, and what came. */
  readonly usual: {
    /** Length of the strongest window, hours. */
    readonly hours: number;
    readonly low: number;
    readonly high: number;
    readonly observed: number;
    readonly unit: 'accounts' | 'posts' | 'pairs';
  };
  /** ln P(Y ≥ y) under the baseline, Bonferroni over windows; -Infinity never. */
  readonly logP: number;
  /** Expected number of false alerts a day at this p: p × tests a day of the lane. */
  readonly expectedFalsePerDay: number;
  readonly tags: readonly string[];
  readonly links: readonly string[];
  /** Native account ids taking part, sorted; listed organisations for an attributed burst. Capped at `accountsKept`. */
  readonly accountIds: readonly string[];
  /** One sentence in plain numbers for a person: what was usual, what came, how rare that is. */
  readonly reason: string;
  readonly lane?: Lane | undefined;
  /**
   * Written rules that shaped these figures, a sentence each, for people: a hot object counted in part, counts that are a
   * lower bound, who posts first, a threshold tightened by the self-check.
   */
  readonly notes?: readonly string[] | undefined;
}

/** At most so many account ids travel in a detection; the counts are exact. */
export const accountsKept = 5000;

/** The longest that an hour waits until it teaches, with the longest window before it. */
export const gapMemoryMs = 5 * 24 * 3_600_000;

/** One key's state as the store keeps it; `state` is JSON. */
export interface StateEntry {
  readonly detector: string;
  readonly key: string;
  readonly state: unknown;
}

export interface Detector {
  readonly name: string;
  /**
   * Takes posts, each once, in any order within a tick; reposts and deleted posts included. Posts older than the
   * open buckets only count as late.
   */
  observe(posts: readonly Post[], registry: Registry): void;
  /**
   * What was not read, from `gapMemoryMs` before the next `detect` on; replaces what was said before. Nothing is tested
   * in a window that touches a gap, and a gap teaches nothing: a pause must not make what follows look like a burst.
   */
  cover(gaps: readonly PlatformGap[]): void;
  /** Detections that opened, changed or closed since the last call. `now` never goes back. */
  detect(now: Date): readonly Detection[];
  /** Entries changed since the last call; `null` state means the key is forgotten. */
  takeChanges(): readonly StateEntry[];
  /** Restores what `takeChanges` gave; called before the first `observe`. */
  restore(entries: readonly StateEntry[]): void;
  /** Posts this detector wants to see again after a restart, because it keeps no durable state for them. */
  readonly replayMs: number;
}
