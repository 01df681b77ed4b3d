/**
 * Co-share networks of invented logs with planted groups, reading included: in the product's form, exactly as CooRTweet
 * counts, and by a join over plain objects on the log that such a join can finish.
 *
 *     npx tsx bench/co-share.ts [--full] [--json]
 *
 * `--full` adds a log of ten million rows. Processor time begins when the program has been loaded.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { print, printTable, runChild } from './bench.ts';
import { type ShareLogRecipe, writeShareLog } from './share-log-file.ts';

interface Took {
  readonly edges: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

export interface CoShareRun {
  readonly name: string;
  readonly rows: number;
  readonly product: Took;
  /** Accounts of edges that pass against the planted ones, at the usual threshold. Goal: 0.98. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly compat?: Took | undefined;
  readonly naive?: Took | undefined;
}

export interface CoShareBench {
  readonly runs: readonly CoShareRun[];
  /** Processor time of the naive join / that of the others, on the largest log that it is tried on. */
  readonly naiveRatio: { readonly product: number; readonly compat: number } | undefined;
  /** Processor microseconds a row at the same density, smallest log first. */
  readonly growth: readonly { readonly rows: number; readonly microseconds: number }[];
}

interface Planned {
  readonly name: string;
  readonly recipe: ShareLogRecipe;
  readonly ways: readonly ('compat' | 'naive')[];
  /** Accounts and objects grow with the rows. */
  readonly isGrowth: boolean;
}

const seed = 20_210_701;

function planned(
  name: string,
  numbers: readonly [number, number, number, number],
  more: Omit<Planned, 'name' | 'recipe'>,
): Planned {
  const [rows, accounts, objects, exponent] = numbers;
  return { name, recipe: { rows, accounts, objects, exponent, seed }, ...more };
}

const usual: readonly Planned[] = [
  planned('0.1 M', [100_000, 10_000, 20_000, 0.6], { ways: [], isGrowth: true }),
  planned('0.1 M, more accounts', [100_000, 20_000, 20_000, 0.6], { ways: ['compat', 'naive'], isGrowth: false }),
  planned('1 M', [1_000_000, 100_000, 200_000, 0.6], { ways: ['compat', 'naive'], isGrowth: true }),
  planned('1 M, one hot object', [1_000_000, 100_000, 50_000, 0.85], { ways: [], isGrowth: false }),
];
const large = planned('10 M', [10_000_000, 1_000_000, 2_000_000, 0.6], { ways: [], isGrowth: true });

export async function benchCoShare(full: boolean): Promise<CoShareBench> {
  const plans = full ? [...usual, large] : usual;
  const runs: CoShareRun[] = [];
  for (const plan of plans) runs.push(await runPlan(plan));
  const compared = runs.findLast(({ naive }) => naive !== undefined);
  const naive = compared?.naive?.cpuSeconds ?? 0;
  return {
    runs,
    naiveRatio:
      compared?.compat === undefined
        ? undefined
        : { product: naive / compared.product.cpuSeconds, compat: naive / compared.compat.cpuSeconds },
    growth: runs
      .filter((_, n) => plans[n]?.isGrowth === true)
      .map(({ rows, product }) => ({ rows, microseconds: (product.cpuSeconds / rows) * 1e6 })),
  };
}

async function runPlan({ name, recipe, ways }: Planned): Promise<CoShareRun> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-bench-'));
  try {
    const file = path.join(folder, 'shares.csv');
    const planted = new Set(await writeShareLog(file, recipe));
    const { found, ...product } = await runChild<Took & { readonly found: readonly string[] }>('co-share-child.ts', [
      'product',
      file,
    ]);
    const right = found.filter((account) => planted.has(account)).length;
    const precision = right / Math.max(found.length, 1);
    const recall = right / planted.size;
    const took: { compat?: Took; naive?: Took } = {};
    for (const way of ways) {
      const { edges, cpuSeconds, peakMb } = await runChild<Took>('co-share-child.ts', [way, file]);
      took[way] = { edges, cpuSeconds, peakMb };
    }
    if (took.naive !== undefined && took.naive.edges !== product.edges)
      throw new Error(`${name}: ${product.edges} edges, the plain join has ${took.naive.edges}`);
    const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    return { name, rows: recipe.rows, product, precision, recall, f1, ...took };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function printCoShare({ runs, naiveRatio, growth }: CoShareBench): void {
  print('Co-share networks, window 60 s, reading included');
  printTable([
    ['rows', 'CPU s', 'peak MB', 'edges', 'precision', 'recall', 'F1', 'CooRTweet CPU s', 'MB', 'plain CPU s', 'MB'],
    ...runs.map(({ name, product, precision, recall, f1, compat, naive }) => [
      name,
      product.cpuSeconds.toFixed(2),
      String(product.peakMb),
      String(product.edges),
      ...[precision, recall, f1].map((value) => value.toFixed(3)),
      ...[compat, naive].flatMap((took) => [took?.cpuSeconds.toFixed(2) ?? '', String(took?.peakMb ?? '')]),
    ]),
  ]);
  if (naiveRatio !== undefined) {
    print(
      `The join over plain objects takes ${naiveRatio.product.toFixed(1)} times the processor time of the product's form and ${naiveRatio.compat.toFixed(1)} times that of CooRTweet's, on the same log.`,
    );
  }
  const perRow = growth.map(({ rows, microseconds }) => `${microseconds.toFixed(2)} µs at ${rows / 1e6} M`);
  print(`A row takes ${perRow.join(', ')}.`);
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { full: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  const bench = await benchCoShare(values.full);
  if (values.json) print(JSON.stringify(bench));
  else printCoShare(bench);
}
