/**
 * Near-identical texts among many short posts: all that is measured of copies, against looking for equal texts only and
 * against comparing every pair. Processor time of one process; only the ratios of one run say something.
 *
 *     npx tsx bench/near-duplicates.ts [--posts 1000000] [--json]
 */
import { parseArgs } from 'node:util';
import { print, printTable, runChild } from './bench.ts';

export interface NearDuplicateBench {
  readonly posts: number;
  /** Seconds of processor time. Goal: at most 60 for 1 M posts. */
  readonly copies: number;
  /** Equal texts in normal form only. */
  readonly equal: number;
  /** Every pair of `pairPosts` posts, and what all pairs would take at that pace. */
  readonly pairPosts: number;
  readonly pairs: number;
  readonly allPairs: number;
  /** Goal: at most 2048 for 1 M posts. With the posts themselves, `postsMb`. */
  readonly peakMb: number;
  readonly postsMb: number;
  readonly planted: Found;
  readonly plantedByEqual: Found;
  /** Texts that were not compared with every candidate. */
  readonly capped: number;
}

export interface Found {
  /** Posts of planted clusters that were found together / posts of planted clusters. */
  readonly recall: number;
  /** Posts that belong to their cluster / posts in clusters. */
  readonly precision: number;
}

export async function benchNearDuplicates(posts: number): Promise<NearDuplicateBench> {
  return await runChild<NearDuplicateBench>('near-duplicates-child.ts', [String(posts)]);
}

export function printNearDuplicates(bench: NearDuplicateBench): void {
  const { posts, copies, equal, pairs, pairPosts, allPairs, planted, plantedByEqual } = bench;
  const found = ({ recall, precision }: Found) => [recall.toFixed(4), precision.toFixed(4)];
  print(`Near-identical texts among ${posts} short posts, 40 % of them in planted clusters with edits`);
  printTable([
    ['', 'CPU seconds', 'ratio', 'recall', 'precision'],
    ['equal texts only', equal.toFixed(1), '1.00', ...found(plantedByEqual)],
    ['the measure of copies', copies.toFixed(1), (copies / equal).toFixed(2), ...found(planted)],
    [`every pair of ${pairPosts}`, pairs.toFixed(1), '', '', ''],
    ['every pair, at that pace', allPairs.toFixed(0), (allPairs / equal).toFixed(0), '', ''],
  ]);
  print(`peak ${bench.peakMb} MB, of which the posts ${bench.postsMb} MB; ${bench.capped} texts not compared with all`);
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { posts: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false } },
  });
  const bench = await benchNearDuplicates(Number(values.posts));
  if (values.json) print(JSON.stringify(bench));
  else printNearDuplicates(bench);
}
