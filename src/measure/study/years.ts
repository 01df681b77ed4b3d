/** Rows by the year of their post, UTC. */

import { type Share, shareOf } from '../share.ts';
import type { PostTable } from '../table/post-table.ts';
import type { TracedCount } from './traced.ts';

export interface YearOfPosts extends TracedCount {
  readonly year: number;
  /** Posts of the year / all of these posts. */
  readonly share: Share;
}

export function yearsOf(table: PostTable, rows: Uint32Array): readonly YearOfPosts[] {
  const counts = new Map<number, number>();
  const yearOf = createYearOf();
  for (const row of rows) {
    const year = yearOf(table.at[row] ?? 0);
    counts.set(year, (counts.get(year) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([year, n]) => ({
      year,
      n,
      share: shareOf(n, rows.length),
      behind: () => ({ of: 'posts', rows: rows.filter((row) => yearOf(table.at[row] ?? 0) === year).sort() }),
    }));
}

/** Most posts are of the year of the one before them, so that a date is seldom made. */
function createYearOf(): (at: number) => number {
  let from = 0;
  let to = 0;
  let year = 0;
  return (at) => {
    if (at >= from && at < to) return year;
    year = new Date(at).getUTCFullYear();
    from = Date.UTC(year, 0);
    to = Date.UTC(year + 1, 0);
    return year;
  };
}
