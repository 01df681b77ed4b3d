/** `tocsin coordinate FILE`: the co-share network of a log of object, account and time. No store is needed. */
import { describeEdges, type PairEdge } from '../measure/pair-edges.ts';
import { countPairNetwork, type PairNetwork } from '../measure/pair-network.ts';
import { shareOf } from '../measure/share.ts';
import type { Names } from '../measure/share-log.ts';
import { stackShares } from '../measure/stacked-shares.ts';
import { count, counted, shareText } from '../measure/words.ts';
import type { ShareColumnNames } from '../source/file/share-columns-file.ts';
import { type EdgeLine, writeEdges } from './coordinate-edges.ts';
import { findWindow, type GivenWindow, readLog, windowLine } from './coordinate-log.ts';
import { exitStatus, printJson, printLines } from './output.ts';

export interface CoordinatePairsOptions {
  readonly file: string;
  readonly columns: ShareColumnNames;
  readonly window: GivenWindow;
  /** Distinct objects of an edge. */
  readonly minWeight: number;
  /** Rarity from which an edge passes. */
  readonly minRarity: number;
  readonly hotObjectCap: number;
  /** CSV of the edges that pass. */
  readonly edges?: string | undefined;
  readonly json: boolean;
}

const edgesShown = 20;

export async function coordinatePairs(options: CoordinatePairsOptions): Promise<number> {
  const { file, minWeight, minRarity, hotObjectCap, json } = options;
  // Figures alone need no posts; their edges do.
  const table = await readLog(file, { ...options.columns, skipPosts: json && options.edges === undefined });
  const log = stackShares(table.layers);
  const window = findWindow(options.window, log);
  const network = countPairNetwork(log, { windowSeconds: window.seconds, minWeight, minRarity, hotObjectCap });
  const ranked = rankPassing(network);
  if (options.edges !== undefined) await writeEdges(options.edges, describeRanked(network, ranked, log.accountIds));
  const weights = [...network.weights].sort(([x], [y]) => x - y);
  const maxWeight = weights.at(-1)?.[0] ?? 0;
  const { pairs, edges, accounts, components, hot } = network;
  const passing = {
    edges: network.passing.edges,
    nodes: network.passing.nodes,
    components: network.passing.components,
  };
  const objects = log.objectIds.length;
  if (json) {
    await printJson({
      rows: table.rows,
      accounts,
      objects,
      edges,
      maxWeight,
      edgesByWeight: Object.fromEntries(weights),
      pairs,
      components,
      minRarity,
      passing,
      hot: { cap: hotObjectCap, ...hot },
      window,
      refused: table.refused,
      columns: table.columns,
    });
    return exitStatus.done;
  }
  const strongest = describeRanked(network, ranked.subarray(0, edgesShown), log.accountIds);
  await printLines([
    `${counted(table.rows, 'row')}, ${counted(objects, 'object')}; ${counted(edges, 'edge')} between ${counted(accounts, 'account')} in ${counted(components, 'component')}, heaviest ${count(maxWeight)}`,
    windowLine(window),
    ...weights.map(([weight, n]) => `  weight ${weight}: ${counted(n, 'edge')}`),
    ...(hot.posts > 0 ? [hotLine(hot, hotObjectCap)] : []),
    `rarity of ${minRarity} and more: ${counted(passing.edges, 'edge')} between ${counted(passing.nodes, 'account')} in ${counted(passing.components, 'component')}`,
    ...(passing.edges > 0 ? ['Strongest by rarity:', ...strongest.map((line) => `  ${edgeText(line)}`)] : []),
  ]);
  return exitStatus.done;
}

function hotLine({ objects, posts }: PairNetwork['hot'], cap: number): string {
  return `${counted(posts, 'post')} of ${counted(objects, 'object')} looked for no partner, because more than ${count(cap)} posts of the object lay in the window before: each co-share left out counts less than 1/${count(cap)} in rarity, and weights are lower bounds`;
}

/** Edges that pass, by rarity, then weight. */
function rankPassing({ passing }: PairNetwork): Uint32Array {
  const { rarity, weight, a, b } = passing;
  return new Uint32Array(passing.edges)
    .map((_, edge) => edge)
    .sort(
      (x, y) =>
        (rarity[y] ?? 0) - (rarity[x] ?? 0) ||
        (weight[y] ?? 0) - (weight[x] ?? 0) ||
        (a[x] ?? 0) - (a[y] ?? 0) ||
        (b[x] ?? 0) - (b[y] ?? 0),
    );
}

/** @returns the edges in the order given */
function describeRanked(network: PairNetwork, edges: Uint32Array, accounts: Names): readonly EdgeLine[] {
  const { a, b, weight, rarity } = network.passing;
  const wanted = new Set(edges);
  const known = new Map<string, PairEdge>();
  for (const edge of describeEdges(
    network.pairsOf((place) => wanted.has(place)),
    accounts,
  )) {
    known.set(keyOf(...edge.numbers), edge);
  }
  return Array.from(edges, (place) => known.get(keyOf(a[place] ?? 0, b[place] ?? 0))).flatMap((edge, n) => {
    const place = edges[n] ?? 0;
    return edge === undefined ? [] : [{ edge, weight: weight[place] ?? 0, rarity: rarity[place] ?? 0, passes: true }];
  });
}

function keyOf(one: number, other: number): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

function edgeText({ edge, weight, rarity = 0 }: EdgeLine): string {
  const { a, b, aLeads, bLeads, pairs } = edge;
  const [leader, leads] = aLeads >= bLeads ? [a, aLeads] : [b, bLeads];
  return `${a} – ${b}: rarity ${rarity.toFixed(2)}, ${counted(weight, 'object')}, ${counted(edge.aPosts, 'post')} against ${count(edge.bPosts)}; ${leader} first in ${shareText(shareOf(leads, pairs))}`;
}
