/**
 * F16, first half: how many reposts of attributed posts came within a minute of the post, beside the same share of all
 * other reposts.
 */
import { type Share, shareOf } from '../share.ts';
import type { Behind, PostTable } from '../table/post-table.ts';
import { attributedReposts, type RepostOptions } from './attributed-reposts.ts';
import type { ClassOptions } from './classes.ts';
import type { TracedCount, TracedShare } from './traced.ts';
import { shareOrWithheld, minN as usualMinN } from './withheld.ts';

/** Reposts of posts of states that were not asked for are in none of the numbers. */
export interface RapidOptions extends RepostOptions, ClassOptions {
  readonly minN?: number | undefined;
  /** A repost this long after the post is still rapid; a minute when not given. */
  readonly withinMs?: number | undefined;
}

export interface RapidReposts {
  readonly withinMs: number;
  /** Reposts within the time / reposts of attributed posts whose time is known. */
  readonly rapid: TracedShare;
  /** The same of posts that are not attributed to a state. */
  readonly elsewhere: TracedShare;
  /** Reposts of attributed posts whose time is known / all reposts of attributed posts. */
  readonly timeKnown: Share;
  /** Earlier than the post itself, by the platform's own times: in none of the shares. */
  readonly impossible: TracedCount;
  /** Reposts of posts whose author is not known: in none of the numbers above. */
  readonly unknownAuthor: number;
  /** Reposts of one's own posts, which are left out. */
  readonly own: number;
}

export function measureRapidReposts(table: PostTable, options: RapidOptions = {}): RapidReposts {
  const { withinMs = 60_000, minN = usualMinN } = options;
  const { rows, state, states, own, unknown } = attributedReposts(table, options);
  const isAsked = states.map((name) => options.states?.includes(name) ?? true);
  const delayOf = (index: number): number => {
    const row = rows[index] ?? 0;
    return (table.at[row] ?? 0) - (table.at[table.parent[row] ?? -1] ?? Number.NaN);
  };
  const isAttributed = (index: number): boolean => isAsked[state[index] ?? -1] === true;
  const isElsewhere = (index: number): boolean => (state[index] ?? -1) < 0;
  const isRapid = (delay: number): boolean => delay >= 0 && delay <= withinMs;
  const counts = { all: 0, known: 0, impossible: 0, rapid: 0, others: 0, rapidOthers: 0 };
  for (let index = 0; index < rows.length; index++) {
    const delay = delayOf(index);
    if (isAttributed(index)) {
      counts.all++;
      if (!Number.isNaN(delay)) counts.known++;
      if (delay < 0) counts.impossible++;
      if (isRapid(delay)) counts.rapid++;
    } else if (isElsewhere(index) && delay >= 0) {
      counts.others++;
      if (isRapid(delay)) counts.rapidOthers++;
    }
  }
  const behind =
    (fits: (index: number) => boolean): (() => Behind) =>
    () => ({ of: 'posts', rows: rows.filter((_, index) => fits(index)) });
  return {
    withinMs,
    rapid: {
      share: shareOrWithheld(counts.rapid, counts.known - counts.impossible, minN),
      behind: behind((index) => isAttributed(index) && isRapid(delayOf(index))),
    },
    elsewhere: {
      share: shareOrWithheld(counts.rapidOthers, counts.others, minN),
      behind: behind((index) => isElsewhere(index) && isRapid(delayOf(index))),
    },
    timeKnown: shareOf(counts.known, counts.all),
    impossible: {
      n: counts.impossible,
      behind: behind((index) => isAttributed(index) && delayOf(index) < 0),
    },
    unknownAuthor: unknown,
    own,
  };
}
