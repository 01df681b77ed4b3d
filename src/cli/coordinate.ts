/** `tocsin coordinate FILE`: the co-share network of a log of object, account and time. No store is needed. */
import { coShareNetwork, createShareLog } from '../detector/co-share.ts';
import { readShares, type ShareColumns } from '../source/read-shares.ts';
import { exitStatus, printJson, printLines, say } from './output.ts';

export interface CoordinateOptions {
  readonly file: string;
  readonly columns: ShareColumns;
  readonly windowSeconds: number;
  readonly minWeight: number;
  readonly json: boolean;
}

const edgesShown = 20;
const refusalsShown = 10;

export async function coordinate({
  file,
  columns,
  windowSeconds,
  minWeight,
  json,
}: CoordinateOptions): Promise<number> {
  const log = createShareLog();
  let refused = 0;
  for await (const batch of readShares(file, columns)) {
    for (const item of batch) {
      if (!('reason' in item)) log.add(item.object, item.account, item.seconds, item.post);
      else if (++refused <= refusalsShown) say(`${file} line ${item.line}: ${item.reason}`);
    }
  }
  if (refused > 0) say(`${file}: ${refused} rows refused`);
  const network = coShareNetwork(log.build(), { windowSeconds, minWeight });
  const { rows, accounts, objects, edges, maxWeight, edgesByWeight } = network;
  if (json) {
    await printJson({ rows, accounts, objects, edges, maxWeight, edgesByWeight });
    return exitStatus.done;
  }
  const strongest = [...network.listEdges()].slice(0, edgesShown);
  await printLines([
    `${rows} rows, ${objects} objects; within ${windowSeconds} s: ${edges} edges between ${accounts} accounts, heaviest ${maxWeight}`,
    ...Object.entries(edgesByWeight).map(([weight, count]) => `  weight ${weight}: ${count} edges`),
    ...(strongest.length > 0 ? ['Heaviest edges (distinct objects; weight by rarity):'] : []),
    ...strongest.map(({ a, b, weight, rarity }) => `  ${a} – ${b}: ${weight} (${rarity.toFixed(2)})`),
  ]);
  return exitStatus.done;
}
