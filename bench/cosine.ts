/**
 * The TF-IDF cosine network, sparse, against every account with every other one in a dense table in the same run; and
 * at a size where the dense table would not fit (8 bytes × n²: 80 GB for 100,000 accounts).
 *
 *     npx tsx bench/cosine.ts [--accounts 4000] [--many 100000] [--json]
 */
import { parseArgs } from 'node:util';
import { print, printTable, runChild } from './bench.ts';

export interface CosineBench {
  readonly accounts: number;
  readonly dense: Made;
  readonly sparse: Made;
  /** Processor time of the dense one / of the sparse one. */
  readonly ratio: number;
  readonly many: number;
  /** The 100 best partners of each account. */
  readonly manySparse: Made;
}

interface Made {
  readonly edges: number;
  readonly sum: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly hot?: { readonly features: number; readonly mostAccounts: number; readonly missedAtMost: number };
}

const actsEach = 30;
const topPartners = 100;

export async function benchCosine(accounts: number, many: number): Promise<CosineBench> {
  const run = (...args: readonly (string | number)[]): Promise<Made> => runChild('cosine-child.ts', args.map(String));
  const dense = await run('dense', accounts, actsEach);
  const sparse = await run('sparse', accounts, actsEach);
  if (dense.edges !== sparse.edges || Math.abs(dense.sum - sparse.sum) > 1e-6 * dense.sum)
    throw new Error(`dense has ${dense.edges} edges, sparse ${sparse.edges}`);
  const manySparse = await run('sparse', many, actsEach, topPartners);
  return { accounts, dense, sparse, ratio: dense.cpuSeconds / sparse.cpuSeconds, many, manySparse };
}

export function printCosine({ accounts, dense, sparse, ratio, many, manySparse }: CosineBench): void {
  print(`Cosine network, ${actsEach} acts an account`);
  const row = (name: string, of: number, { edges, cpuSeconds, peakMb }: Made): readonly string[] => [
    name,
    String(of),
    String(edges),
    cpuSeconds.toFixed(2),
    String(peakMb),
  ];
  printTable([
    ['', 'accounts', 'edges', 'CPU s', 'peak MB'],
    row('every pair, dense table', accounts, dense),
    row('sparse, all edges', accounts, sparse),
    row(`sparse, best ${topPartners} partners`, many, manySparse),
  ]);
  print(`dense takes ${ratio.toFixed(0)} times the processor time`);
  const { hot } = manySparse;
  if (hot !== undefined && hot.features > 0)
    print(
      `${hot.features} features of more than ${hot.mostAccounts} accounts are hot; missed pairs have at most ${hot.missedAtMost.toFixed(3)}`,
    );
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      accounts: { type: 'string', default: '4000' },
      many: { type: 'string', default: '100000' },
      json: { type: 'boolean', default: false },
    },
  });
  const bench = await benchCosine(Number(values.accounts), Number(values.many));
  if (values.json) print(JSON.stringify(bench));
  else printCosine(bench);
}
