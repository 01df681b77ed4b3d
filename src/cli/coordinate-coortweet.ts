/** `tocsin coordinate FILE --compat coortweet`: the network that CooRTweet makes of the log, number for number. */
import { type CoortweetFigures, type CoortweetNetwork, coortweetNetwork } from '../measure/coortweet/network.ts';
import { stackShares } from '../measure/stacked-shares.ts';
import { count, counted } from '../measure/words.ts';
import type { ShareColumnNames } from '../source/file/share-columns-file.ts';
import { type EdgeLine, writeEdges } from './coordinate-edges.ts';
import { dropsRepeats, findWindow, type GivenWindow, readLog, windowLine } from './coordinate-log.ts';
import { exitStatus, printJson, printLines } from './output.ts';

export interface CoordinateCoortweetOptions {
  readonly file: string;
  readonly columns: ShareColumnNames;
  readonly window: GivenWindow;
  readonly minParticipation: number;
  readonly keepLoops: boolean;
  readonly edgeQuantile: number;
  readonly fastWindowSeconds?: number | undefined;
  /** Without it: dropped when the file has columns that are not looked at. */
  readonly repeats?: 'keep' | 'drop' | undefined;
  /** CSV of all edges. */
  readonly edges?: string | undefined;
  readonly json: boolean;
}

export async function coordinateCoortweet(options: CoordinateCoortweetOptions): Promise<number> {
  const { file, minParticipation, keepLoops, edgeQuantile, fastWindowSeconds } = options;
  const table = await readLog(file, options.columns);
  const window = findWindow(options.window, stackShares(table.layers));
  const dropRepeats = dropsRepeats(table, options.repeats);
  const rules = { minParticipation, keepLoops, edgeQuantile, dropRepeats };
  const network = coortweetNetwork(table.layers, { ...rules, windowSeconds: window.seconds, fastWindowSeconds });
  if (options.edges !== undefined) await writeEdges(options.edges, edgeLines(network));
  if (options.json) {
    await printJson({
      ...figuresOf(network),
      rows: table.rows,
      refused: table.refused,
      columns: table.columns,
      window,
      ...rules,
      fast:
        network.fast === undefined ? null : { ...figuresOf(network.fast), windowSeconds: network.fast.windowSeconds },
    });
    return exitStatus.done;
  }
  await printLines([
    `${counted(table.rows, 'row')}, as CooRTweet counts them${dropRepeats ? '; rows alike in object, account, post and time count once' : ''}`,
    windowLine(window),
    figuresLine(network, edgeQuantile),
    ...(network.fast === undefined
      ? []
      : [`within ${network.fast.windowSeconds} s: ${figuresLine(network.fast, edgeQuantile)}`]),
  ]);
  return exitStatus.done;
}

function figuresOf(figures: CoortweetFigures): CoortweetFigures {
  const { pairs, accounts, edges, maxWeight, components, quantile, passing, posts, sumOfSeconds } = figures;
  return { pairs, accounts, edges, maxWeight, components, quantile, passing, posts, sumOfSeconds };
}

function figuresLine(figures: CoortweetFigures, edgeQuantile: number): string {
  const { pairs, edges, accounts, components, quantile, passing } = figures;
  if (quantile === null) return 'no pair of posts, so no network';
  return `${counted(pairs, 'pair')} of posts, ${counted(edges, 'edge')} between ${counted(accounts, 'account')} in ${counted(components, 'component')}, heaviest ${count(figures.maxWeight)}; heavier than ${quantile} (quantile ${edgeQuantile}): ${counted(passing.edges, 'edge')} between ${counted(passing.nodes, 'account')} in ${counted(passing.components, 'component')}`;
}

function* edgeLines(network: CoortweetNetwork): IterableIterator<EdgeLine> {
  const quantile = network.quantile ?? 0;
  for (const edge of network.listEdges()) yield { edge, weight: edge.pairs, passes: edge.pairs > quantile };
}
