/** Edges → a CSV file, batch by batch: a network may have more of them than fit into memory as text. */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { UserError } from '../chat/command.ts';
import { type CsvCell, csvText } from '../export/csv.ts';
import type { PairEdge } from '../measure/pair-edges.ts';
import { shareOf } from '../measure/share.ts';

/** One edge as it is written. */
export interface EdgeLine {
  readonly edge: PairEdge;
  readonly weight: number;
  /** Nothing in the network of the reference, which knows none. */
  readonly rarity?: number | undefined;
  readonly passes: boolean;
}

/** The first six as in the edge lists of CooRTweet's networks. */
const columns = [
  'a',
  'b',
  'weight',
  'avg_time_delta',
  'n_older_content',
  'n_newer_content',
  'edge_symmetry_score',
  'a_contents',
  'b_contents',
  'symmetry',
  'pairs',
  'rarity',
  'a_first',
  'b_first',
  'a_first_share',
  'a_first_low',
  'a_first_high',
  'passes',
] as const;

const batchSize = 5_000;

export async function writeEdges(path: string, lines: Iterable<EdgeLine>): Promise<void> {
  const file = createWriteStream(path);
  try {
    file.write(csvText(columns, []));
    let batch: (readonly CsvCell[])[] = [];
    for (const line of lines) {
      batch.push(cellsOf(line));
      if (batch.length < batchSize) continue;
      if (!file.write(rowsText(batch))) await drained(file);
      batch = [];
    }
    file.end(rowsText(batch));
    await finished(file);
  } catch (cause) {
    throw new UserError(`${path} cannot be written: does its folder exist, and may this user write there?`, { cause });
  } finally {
    file.destroy();
  }
}

/** Rows without the line of columns. */
function rowsText(rows: readonly (readonly CsvCell[])[]): string {
  return csvText([], rows).slice('\r\n'.length);
}

function drained(file: ReturnType<typeof createWriteStream>): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      file.off('error', failed);
      resolve();
    };
    const failed = (error: Error): void => {
      file.off('drain', done);
      reject(error);
    };
    file.once('drain', done);
    file.once('error', failed);
  });
}

function cellsOf({ edge, weight, rarity, passes }: EdgeLine): readonly CsvCell[] {
  const first = shareOf(edge.aLeads, edge.pairs);
  return [
    edge.a,
    edge.b,
    weight,
    edge.meanSeconds,
    edge.olderPosts,
    edge.newerPosts,
    symmetryOf(edge.olderPosts, edge.newerPosts),
    edge.aPosts,
    edge.bPosts,
    symmetryOf(edge.aPosts, edge.bPosts),
    edge.pairs,
    rarity,
    edge.aLeads,
    edge.bLeads,
    first.value,
    first.low,
    first.high,
    passes ? 1 : 0,
  ];
}

/** Smaller / larger: 1 when both sides gave as many posts. */
function symmetryOf(one: number, other: number): number {
  return Math.min(one, other) / Math.max(one, other);
}
