/** The change of a class's volume from one span to the next, on accounts with a written post in both. */
import type { Span } from '../../post/post.ts';
import { createColumn, floats } from '../table/column.ts';
import type { PostTable } from '../table/post-table.ts';
import type { Bins } from './bins.ts';
import { forRows, isRepost, type Rows } from './rows.ts';

export type VolumeChange =
  | {
      readonly compared: true;
      /** Accounts with a written post in both spans. */
      readonly accounts: number;
      readonly before: number;
      readonly after: number;
      /** after / before; undefined when no account is in both. */
      readonly ratio: number | undefined;
      /** Accounts of one span only, and their posts: left out. */
      readonly accountsLeftOut: number;
      readonly postsLeftOut: number;
    }
  | { readonly compared: false; readonly why: 'first span' | 'a span is not whole' };

export interface ChangeQuestion {
  readonly rows: Rows;
  readonly bins: Bins;
  readonly groups: number;
  /** Group of the author, 0 … groups - 1; -1 for those left out. */
  readonly groupOf: (row: number) => number;
  readonly span: Span | undefined;
  /** Whether everything of the bin was asked for and could be collected. */
  readonly isWhole: (bin: number) => boolean;
}

/** Answers for each group and bin, against the bin before it. */
export function compareBins(table: PostTable, question: ChangeQuestion): (group: number, bin: number) => VolumeChange {
  const { bins, groups, isWhole } = question;
  const sums = sumPairs(sortedKeys(table, question), bins.size, groups);
  return (group, bin) => {
    if (bin === 0) return { compared: false, why: 'first span' };
    if (!isWhole(bin - 1) || !isWhole(bin)) return { compared: false, why: 'a span is not whole' };
    const cell = group * bins.size + bin;
    const at = (counts: Float64Array, index: number): number => counts[index] ?? 0;
    const accounts = at(sums.accountsInBoth, cell);
    const before = at(sums.before, cell);
    const after = at(sums.after, cell);
    return {
      compared: true,
      accounts,
      before,
      after,
      ratio: accounts === 0 ? undefined : after / before,
      accountsLeftOut: at(sums.accounts, cell - 1) + at(sums.accounts, cell) - 2 * accounts,
      postsLeftOut: at(sums.posts, cell - 1) + at(sums.posts, cell) - before - after,
    };
  };
}

/** (account * groups + group) * bins + bin of each written post, ascending: at most 2^53 for any set that fits in memory. */
function sortedKeys(table: PostTable, { rows, bins, groups, groupOf, span }: ChangeQuestion): Float64Array {
  const from = span?.from.getTime() ?? Number.NEGATIVE_INFINITY;
  const to = span?.to.getTime() ?? Number.POSITIVE_INFINITY;
  const keys = createColumn(floats);
  forRows(table, rows, (row) => {
    const at = table.at[row] ?? 0;
    const group = groupOf(row);
    if (group < 0 || isRepost(table, row) || at < from || at >= to) return;
    keys.push(((table.account[row] ?? 0) * groups + group) * bins.size + bins.of(at));
  });
  return keys.done().sort();
}

function sumPairs(keys: Float64Array, bins: number, groups: number) {
  const size = bins * groups;
  const sums = {
    accounts: new Float64Array(size),
    posts: new Float64Array(size),
    /** By the later bin of two. */
    accountsInBoth: new Float64Array(size),
    before: new Float64Array(size),
    after: new Float64Array(size),
  };
  const add = (counts: Float64Array, cell: number, n: number): void => {
    counts[cell] = (counts[cell] ?? 0) + n;
  };
  let last = Number.NaN;
  let lastPosts = 0;
  for (let start = 0; start < keys.length; ) {
    const key = keys[start] ?? 0;
    let end = start + 1;
    while (keys[end] === key) end += 1;
    const posts = end - start;
    const cell = key % size;
    add(sums.accounts, cell, 1);
    add(sums.posts, cell, posts);
    // Only within one account and group: the first bin of the next one follows no bin of this one.
    if (cell % bins > 0 && key - 1 === last) {
      add(sums.accountsInBoth, cell, 1);
      add(sums.before, cell, lastPosts);
      add(sums.after, cell, posts);
    }
    last = key;
    lastPosts = posts;
    start = end;
  }
  return sums;
}
