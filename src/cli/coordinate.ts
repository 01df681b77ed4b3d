/** `tocsin coordinate FILE`: the co-share network of a log of object, account and time. No store is needed. */
import { coShareNetwork, createShareLog } from '../detector/co-share.ts';
import { count, counted } from '../measure/words.ts';
import { readShares, type ShareColumns } from '../source/file/read-shares.ts';
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
  if (refused > 0) say(`${file}: ${counted(refused, 'row')} refused`);
  const network = coShareNetwork(log.build(), { windowSeconds, minWeight });
  const { rows, accounts, objects, edges, maxWeight, edgesByWeight } = network;
  if (json) {
    await printJson({ rows, accounts, objects, edges, maxWeight, edgesByWeight });
    return exitStatus.done;
  }
  const strongest = [...network.listEdges()].slice(0, edgesShown);
  await printLines([
    `${counted(rows, 'row')}, ${counted(objects, 'object')}; within ${windowSeconds} s: ${counted(edges, 'edge')} between ${counted(accounts, 'account')}, heaviest ${count(maxWeight)}`,
    ...Object.entries(edgesByWeight).map(([weight, n]) => `  weight ${weight}: ${counted(n, 'edge')}`),
    ...(strongest.length > 0 ? ['Heaviest edges (distinct objects; weight by rarity):'] : []),
    ...strongest.map(({ a, b, weight, rarity }) => `  ${a} – ${b}: ${weight} (${rarity.toFixed(2)})`),
  ]);
  return exitStatus.done;
}
