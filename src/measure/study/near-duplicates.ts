/**
 * F8: how much of what was written is identical or near-identical text from several accounts.
 *
 * Many readers quote one headline, too: the measure says "near-identical text", and nothing of who copies whom.
 */

import type { Share } from '../share.ts';
import type { Behind, PostTable } from '../table/post-table.ts';
import { forRows, type Rows, select } from './rows.ts';
import { describeClusters, type TextCluster } from './text-clusters.ts';
import { nearTextGroups, type TextGroups, wordingGroups } from './text-groups.ts';
import { isCompared, usedTexts } from './used-texts.ts';
import { minN, shareOrWithheld, type Withheld } from './withheld.ts';

export interface NearDuplicateOptions {
  /** Rows to look at; all unless said. */
  readonly rows?: Rows;
  /** Fewer accounts with one text are two friends, not a pattern; 3 unless said (field study, F8). */
  readonly fewestAccounts?: number | undefined;
  /** Jaccard similarity of 5-grams from which on texts are near-identical, above 0; 0.8 unless said (field study, F8). */
  readonly similarity?: number | undefined;
  /** Clusters described; 20 unless said. */
  readonly top?: number | undefined;
  /** Smallest denominator that gives a share. */
  readonly minN?: number | undefined;
}

export interface NearDuplicates {
  /** Posts in clusters / posts with usable text. Originals and quotes only: replies are short and alike. */
  readonly share: Share | Withheld;
  /** The same with texts compared in their normal form only: "identical text". */
  readonly identical: Share | Withheld;
  readonly clusters: number;
  /** Most accounts first, then most posts. */
  readonly top: readonly TextCluster[];
  /** Different texts in normal form among the posts with usable text. */
  readonly texts: number;
  /** Originals and quotes whose text is too short to be compared. */
  readonly unusable: number;
  readonly fewestAccounts: number;
  readonly similarity: number;
  /** Texts that were not compared with every candidate, because too many looked alike: the share may be too low. */
  readonly capped: number;
  /** For measures over the same texts. */
  readonly groups: TextGroups;
  /** The posts of `share`. */
  readonly behind: () => Behind;
}

export function measureNearDuplicates(table: PostTable, options: NearDuplicateOptions = {}): NearDuplicates {
  const { rows, fewestAccounts = 3, similarity = 0.8, top = 20, minN: least = minN } = options;
  const used = usedTexts(table, rows);
  const groups = nearTextGroups(table, used.texts, similarity);
  const near = clusteredIn(table, groups, fewestAccounts, rows);
  const identical = clusteredIn(table, wordingGroups(table), fewestAccounts, rows);
  return {
    share: shareOrWithheld(near.posts, used.posts, least),
    identical: shareOrWithheld(identical.posts, used.posts, least),
    clusters: near.clusters.length,
    top: describeClusters(table, groups, bySize(near).slice(0, top), rows),
    texts: used.texts.length,
    unusable: used.unusable,
    fewestAccounts,
    similarity,
    capped: groups.capped,
    groups,
    behind: () => ({
      of: 'posts',
      rows: select(table, (row) => isCompared(table, row) && near.isCluster(groupOf(table, groups, row)), rows),
    }),
  };
}

interface Clustered {
  /** Groups with enough accounts, ascending. */
  readonly clusters: readonly number[];
  readonly posts: number;
  readonly postsOf: Uint32Array;
  readonly accountsOf: Uint32Array;
  isCluster(group: number): boolean;
}

function groupOf(table: PostTable, { groupOf: of }: TextGroups, row: number): number {
  return of[table.text[row] ?? -1] ?? -1;
}

function clusteredIn(table: PostTable, groups: TextGroups, fewestAccounts: number, rows: Rows): Clustered {
  const postsOf = new Uint32Array(groups.groups);
  forRows(table, rows, (row) => {
    const group = groupOf(table, groups, row);
    if (group >= 0 && isCompared(table, row)) postsOf[group] = (postsOf[group] ?? 0) + 1;
  });
  const accountsOf = countAccounts(table, groups, postsOf, fewestAccounts, rows);
  const clusters: number[] = [];
  let posts = 0;
  for (const [group, accounts] of accountsOf.entries()) {
    if (accounts < fewestAccounts) continue;
    clusters.push(group);
    posts += postsOf[group] ?? 0;
  }
  return { clusters, posts, postsOf, accountsOf, isCluster: (group) => (accountsOf[group] ?? 0) >= fewestAccounts };
}

/** Different accounts of each group; 0 for groups with fewer posts than accounts are asked for. */
function countAccounts(
  table: PostTable,
  groups: TextGroups,
  postsOf: Uint32Array,
  fewest: number,
  rows: Rows,
): Uint32Array {
  const counts = new Uint32Array(groups.groups);
  const isBig = (row: number): boolean => (postsOf[groupOf(table, groups, row)] ?? 0) >= Math.max(1, fewest);
  const kept = select(table, (row) => isCompared(table, row) && isBig(row), rows);
  // One number for group and account: sorted, what belongs together stands together.
  const accounts = table.accounts.size;
  const pairs = Float64Array.from(
    kept,
    (row) => groupOf(table, groups, row) * accounts + (table.account[row] ?? 0),
  ).sort();
  let before = -1;
  for (const pair of pairs) {
    if (pair === before) continue;
    before = pair;
    const group = Math.floor(pair / accounts);
    counts[group] = (counts[group] ?? 0) + 1;
  }
  return counts;
}

/** Groups in ascending order come in the order of their first text, which decides among equals. */
function bySize({ clusters, accountsOf, postsOf }: Clustered): readonly number[] {
  const of = (counts: Uint32Array, group: number): number => counts[group] ?? 0;
  return [...clusters].sort(
    (a, b) => of(accountsOf, b) - of(accountsOf, a) || of(postsOf, b) - of(postsOf, a) || a - b,
  );
}
