/** All measurements, small enough for a coffee: `npm run bench`. Each file of this folder runs alone at any size. */
import { parseArgs } from 'node:util';
import { print } from './bench.ts';
import { benchBursts, printBursts } from './bursts.ts';
import { benchCoShare, printCoShare } from './co-share.ts';
import { benchCoShareTick, printCoShareTick } from './co-share-tick.ts';
import { benchCosine, printCosine } from './cosine.ts';
import { benchDetectTick, benchFullDetectTick, printDetectTick } from './detect-tick.ts';
import { benchImport, printImport } from './import.ts';
import { benchJetstream, printJetstream } from './jetstream.ts';
import { benchNearDuplicates, printNearDuplicates } from './near-duplicates.ts';
import { benchRegistry, printRegistry } from './registry.ts';
import { benchStudy, printStudy } from './study.ts';

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '100000' },
    events: { type: 'string', default: '20000' },
    entries: { type: 'string', default: '100000' },
    keys: { type: 'string', default: '100000' },
    only: { type: 'string' },
    full: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const results: Record<string, unknown> = {};

async function measure<Result>(
  name: string,
  work: () => Result | Promise<Result>,
  show: (result: Result) => void,
): Promise<void> {
  if (values.only !== undefined && values.only !== name) return;
  const result = await work();
  results[name] = result;
  if (!values.json) show(result);
}

await measure('import', () => benchImport(Number(values.posts)), printImport);
await measure('study', () => benchStudy(Number(values.posts)), printStudy);
await measure('jetstream', () => benchJetstream(Number(values.events)), printJetstream);
await measure('registry', () => benchRegistry(Number(values.entries)), printRegistry);
await measure('bursts', () => benchBursts(Number(values.keys), 24), printBursts);
await measure('co-share', () => benchCoShare(values.full), printCoShare);
await measure('co-share-tick', () => benchCoShareTick([10_000, 100_000]), printCoShareTick);
await measure('cosine', () => benchCosine(2_000, 20_000), printCosine);
await measure('near-duplicates', () => benchNearDuplicates(Number(values.posts)), printNearDuplicates);
await measure(
  'detect-tick',
  () => (values.full ? benchFullDetectTick() : benchDetectTick([50_000, 400_000])),
  printDetectTick,
);
if (values.json) print(JSON.stringify(results));
