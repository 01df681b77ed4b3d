/** Numbers of a study together with what stands behind them, which is collected only when a reader asks for it. */
import type { Share } from '../share.ts';
import type { Behind } from '../table/post-table.ts';
import type { Withheld } from './withheld.ts';

/** A share; `behind` are the posts or accounts of its numerator. */
export interface TracedShare {
  readonly share: Share | Withheld;
  readonly behind: () => Behind;
}

/** A count, and what was counted. */
export interface TracedCount {
  readonly n: number;
  readonly behind: () => Behind;
}
