/** `tocsin coordinate FILE --method cosine`: the network of accounts that share alike. No store is needed. */
import { type CosineEdges, cosineEdges } from '../measure/cosine/cosine-edges.ts';
import { fastRepostRows } from '../measure/cosine/fast-repost.ts';
import type { FeatureRows } from '../measure/cosine/feature-rows.ts';
import { logSequenceRows } from '../measure/cosine/log-sequences.ts';
import { objectRows } from '../measure/cosine/object-rows.ts';
import { pickThreshold, type Threshold } from '../measure/cosine/pick-threshold.ts';
import { pruneNetwork } from '../measure/cosine/prune.ts';
import { quantileOf } from '../measure/cosine/quantile.ts';
import { summaryOf } from '../measure/cosine/summary.ts';
import { usualMinTags } from '../measure/cosine/tag-sequences.ts';
import { type TfIdfOptions, weighTfIdf } from '../measure/cosine/tf-idf.ts';
import { count, counted } from '../measure/words.ts';
import type { Refusal } from '../source/file/file-format.ts';
import type { ShareLayer } from '../source/file/share-columns.ts';
import { readShareTable, type ShareColumnNames, type ShareTable } from '../source/file/share-columns-file.ts';
import { dropsRepeats } from './coordinate-log.ts';
import { strongestLines, writeCosineEdges } from './cosine-edges-file.ts';
import { exitStatus, printJson, printLines, say, UsageError } from './output.ts';

export interface CoordinateCosineOptions {
  readonly file: string;
  /** Several object columns are stacked; sequences and fast reposts take one, and need the post. */
  readonly columns: ShareColumnNames;
  /** Rows of an account in the file; for `hashtag-sequence` its posts with a sequence. */
  readonly minActions: number;
  /** Without it: as for CooRTweet's form, dropped when the file has columns that are not looked at. */
  readonly repeats?: 'keep' | 'drop' | undefined;
  /** What two accounts are compared by. `fast-repost`: the object is the id of the post that is reposted. */
  readonly trace: 'object' | 'hashtag-sequence' | 'fast-repost';
  readonly fastSeconds: number;
  /** Best partners kept of each account; all when not given. */
  readonly top?: number | undefined;
  readonly json: boolean;
  /** CSV of the edges that pass. */
  readonly edges?: string | undefined;
  /** 0..100: edges at or above this percentile of the cosine pass; all when not given. */
  readonly percentile?: number | undefined;
}

const refusalsShown = 10;
/** The grid walks through the edges more than a hundred times. */
const mostEdgesToPick = 1_000_000;

export async function coordinateCosine(options: CoordinateCosineOptions): Promise<number> {
  const { file, minActions, percentile } = options;
  const table = await readShareTable(file, options.columns, createRefusals(file));
  if (table.refused > 0) say(`${file}: ${counted(table.refused, 'row')} refused`);
  const dropRepeats = dropsRepeats(table, options.repeats);
  const trace = traceOf(table, options, dropRepeats);
  const weighed = weighTfIdf(trace.rows, trace.weighing);
  const network = cosineEdges(weighed, { topPartners: options.top });
  const summary = summaryOf(network);
  const minCosine = percentile === undefined ? 0 : (quantileOf(network.cosine.slice().sort(), percentile / 100) ?? 0);
  const passing = pruneNetwork(network, { minCosine });
  const threshold = network.a.length > mostEdgesToPick ? undefined : pickThreshold(network);
  if (options.edges !== undefined) await writeCosineEdges(options.edges, network, passing);
  if (options.json) {
    const { isHot: _, ...hot } = network.hot;
    await printJson({
      ...summary,
      users: weighed.users,
      features: weighed.featureIds.length,
      rows: table.rows,
      trace: options.trace,
      minActions,
      dropRepeats: options.trace === 'object' && dropRepeats,
      topPartners: options.top ?? null,
      hot,
      passing: {
        percentile: percentile ?? null,
        minCosine,
        edges: passing.edges.length,
        nodes: passing.accounts.length,
      },
      threshold: threshold === undefined ? null : pickedThreshold(threshold),
    });
    return exitStatus.done;
  }
  await printLines([
    `${counted(table.rows, 'row')}; ${counted(weighed.users, 'account')} with at least ${count(minActions)} ${trace.counted}`,
    `${counted(summary.nodes, 'account')} and ${counted(summary.edges, 'edge')}; cosine on average ${shown(summary.mean)}, half of them up to ${shown(summary.q50)}, 95 % up to ${shown(summary.q95)}, 99.5 % up to ${shown(summary.q995)}`,
    ...(network.hot.features > 0 ? [hotLine(network)] : []),
    ...(percentile === undefined
      ? []
      : [
          `at or above percentile ${percentile} (cosine ${minCosine.toFixed(6)}): ${counted(passing.edges.length, 'edge')} between ${counted(passing.accounts.length, 'account')}`,
        ]),
    ...(threshold === undefined ? [] : [threshold.reason]),
    ...strongestLines(network, passing),
  ]);
  return exitStatus.done;
}

function createRefusals(file: string): (refusal: Refusal) => void {
  let told = 0;
  return ({ line, reason }) => {
    if (++told <= refusalsShown) say(`${file} line ${line}: ${reason}`);
  };
}

interface TraceOfLog {
  readonly rows: FeatureRows;
  readonly weighing: TfIdfOptions;
  /** What was counted: ends the sentence `12 accounts with at least 20`. */
  readonly counted: string;
}

function traceOf(
  table: ShareTable,
  { trace, minActions, fastSeconds }: CoordinateCosineOptions,
  dropRepeats: boolean,
): TraceOfLog {
  if (trace === 'object') {
    return {
      rows: objectRows(table.layers, dropRepeats),
      weighing: { minActions },
      counted: dropRepeats ? 'different rows' : 'rows',
    };
  }
  const [layer, ...others] = table.layers;
  if (layer === undefined || others.length > 0) throw new UsageError(`--trace ${trace} takes one object column`);
  if (table.columns.post === undefined) throw new UsageError(`--trace ${trace} needs the column of the post (--post)`);
  if (trace === 'hashtag-sequence') {
    const { rows, tooShort } = logSequenceRows(layer);
    const short = `${counted(tooShort, 'post')} with fewer than ${usualMinTags} tags`;
    return { rows, weighing: { minActions }, counted: `posts with a sequence of tags (${short})` };
  }
  const { rows, judged, withoutOriginal } = fastRepostRows(layer, originalsOf(layer), fastSeconds);
  const known = `${counted(judged, 'repost')} could be judged, of ${count(withoutOriginal)} the original is not in the file`;
  return {
    rows,
    weighing: { minActions, term: 'count', minValue: 2 },
    counted: `reposts within ${fastSeconds} s of the original (${known})`,
  };
}

/** By object, the first row of the post that has its id; -1 without one. */
function originalsOf(layer: ShareLayer): Int32Array {
  const firstRow = new Map<number, number>();
  for (const [row, post] of layer.posts.entries()) if (!firstRow.has(post)) firstRow.set(post, row);
  return layer.postsOfObjects().map((post) => (post < 0 ? -1 : (firstRow.get(post) ?? -1)));
}

function pickedThreshold(threshold: Threshold): Readonly<Record<string, number | string>> {
  const { kept, ...numbers } = threshold;
  return { ...numbers, edges: kept.edges.length, nodes: kept.accounts.length };
}

function hotLine({ hot }: CosineEdges): string {
  const { features, mostAccounts, accountsLeftOut, missedAtMost } = hot;
  return `${counted(features, 'object')} of more than ${count(mostAccounts)} accounts make no edge by themselves; pairs with nothing else in common are left out (cosine at most ${missedAtMost.toFixed(3)}), ${counted(accountsLeftOut, 'account')} with nothing else at all`;
}

function shown(value: number | null): string {
  return value === null ? '-' : value.toFixed(6);
}
