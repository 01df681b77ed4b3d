/** Pairs of posts in, edges out with all that is known of each, in order of both accounts; made while they are read. */
import { cutRanges, type PairRange } from './pair-ranges.ts';
import { createPairTable, type PairTable } from './pair-table.ts';
import { rankNames } from './rank-names.ts';
import type { Names } from './share-log.ts';

/** Older and newer side of a pair, by account and by post; `seconds` lie between them. */
export type VisitPair = (
  olderAccount: number,
  newerAccount: number,
  olderPost: number,
  newerPost: number,
  seconds: number,
) => void;

/** Pairs that can be gone through again, in the same order. */
export interface PairSource {
  /** Numbers of posts are below this, and not below 0. */
  readonly posts: number;
  forEach(visit: VisitPair): void;
}

export interface PairEdge {
  /** a <= b as strings; equal for a loop. */
  readonly a: string;
  readonly b: string;
  /** Numbers of both accounts, in the same order. */
  readonly numbers: readonly [a: number, b: number];
  readonly pairs: number;
  /** Mean seconds between the two posts of a pair. */
  readonly meanSeconds: number;
  /** Distinct posts that were the older, and the newer, of a pair: whose they are is not asked. */
  readonly olderPosts: number;
  readonly newerPosts: number;
  /** Distinct posts of each side. */
  readonly aPosts: number;
  readonly bPosts: number;
  /** Pairs in which the one or the other was strictly earlier; the rest were simultaneous. */
  readonly aLeads: number;
  readonly bLeads: number;
}

/** 4 M pairs at once are 150 MB at most. */
const mostPairs = 4_000_000;

export function* describeEdges(source: PairSource, accounts: Names): IterableIterator<PairEdge> {
  const { rank, order, names } = rankNames(accounts);
  const placeOf = (account: number): number => rank[account] ?? 0;
  const count = createCounter(source.posts);
  for (const range of rangesOf(source, accounts.length, placeOf, mostPairs)) {
    const found = pairsIn(source, range, placeOf);
    const { a, b } = found.table.ends();
    const edges = new Uint32Array(found.table.size)
      .map((_, edge) => edge)
      .sort((x, y) => (a[x] ?? 0) - (a[y] ?? 0) || (b[x] ?? 0) - (b[y] ?? 0));
    for (const edge of edges) {
      const [from, to] = [a[edge] ?? 0, b[edge] ?? 0];
      yield {
        a: names[from] ?? '',
        b: names[to] ?? '',
        numbers: [order[from] ?? 0, order[to] ?? 0],
        ...count(found, edge, from === to),
      };
    }
  }
}

/** @param placeOf the number by which the ends of an edge are compared */
export function rangesOf(
  source: PairSource,
  accounts: number,
  placeOf: (account: number) => number,
  most: number,
): readonly PairRange[] {
  const pairsOf = new Float64Array(accounts);
  source.forEach((older, newer) => {
    const smaller = Math.min(placeOf(older), placeOf(newer));
    pairsOf[smaller] = (pairsOf[smaller] ?? 0) + 1;
  });
  return cutRanges(pairsOf, most);
}

/** Pairs as columns, those of one edge together. */
interface PairsOfRange {
  readonly table: PairTable;
  /** First pair of each edge, and the end of the last. */
  readonly starts: Int32Array;
  readonly older: Int32Array;
  readonly newer: Int32Array;
  readonly seconds: Float64Array;
  readonly aIsOlder: Uint8Array;
}

function pairsIn(source: PairSource, range: PairRange, placeOf: (account: number) => number): PairsOfRange {
  const table = createPairTable();
  const edges = new Int32Array(range.pairs);
  const forRange = (visit: VisitPair): void =>
    source.forEach((olderAccount, newerAccount, older, newer, seconds) => {
      const a = placeOf(olderAccount);
      const b = placeOf(newerAccount);
      const smaller = Math.min(a, b);
      if (smaller >= range.from && smaller < range.to) visit(a, b, older, newer, seconds);
    });
  let size = 0;
  forRange((a, b) => {
    let edge = table.find(a, b);
    if (edge < 0) {
      edge = table.size;
      table.add(Math.min(a, b), Math.max(a, b));
    }
    edges[size++] = edge;
  });
  const starts = startsOf(edges, table.size);
  const next = starts.slice();
  const found = {
    older: new Int32Array(size),
    newer: new Int32Array(size),
    seconds: new Float64Array(size),
    aIsOlder: new Uint8Array(size),
  };
  let pair = 0;
  forRange((a, b, older, newer, seconds) => {
    const edge = edges[pair++] ?? 0;
    const at = next[edge] ?? 0;
    next[edge] = at + 1;
    found.older[at] = older;
    found.newer[at] = newer;
    found.seconds[at] = seconds;
    found.aIsOlder[at] = a <= b ? 1 : 0;
  });
  return { table, starts, ...found };
}

function startsOf(edges: Int32Array, count: number): Int32Array {
  const starts = new Int32Array(count + 1);
  for (const edge of edges) starts[edge + 1] = (starts[edge + 1] ?? 0) + 1;
  for (let edge = 0; edge < count; edge++) starts[edge + 1] = (starts[edge + 1] ?? 0) + (starts[edge] ?? 0);
  return starts;
}

type Counts = Omit<PairEdge, 'a' | 'b' | 'numbers'>;

/** Counts one edge after another: a mark on a post says that the edge at hand has met it already. */
function createCounter(posts: number): (found: PairsOfRange, edge: number, isLoop: boolean) => Counts {
  const [older, newer, ofA, ofB] = [createMarks(posts), createMarks(posts), createMarks(posts), createMarks(posts)];
  let mark = 0;
  return (found, edge, isLoop) => {
    mark++;
    const first = found.starts[edge] ?? 0;
    const end = found.starts[edge + 1] ?? 0;
    let seconds = 0;
    let aLeads = 0;
    let bLeads = 0;
    const distinct = { olderPosts: 0, newerPosts: 0, aPosts: 0, bPosts: 0 };
    for (let at = first; at < end; at++) {
      const before = found.older[at] ?? 0;
      const after = found.newer[at] ?? 0;
      const delta = found.seconds[at] ?? 0;
      const aIsOlder = found.aIsOlder[at] === 1;
      seconds += delta;
      distinct.olderPosts += older(before, mark);
      distinct.newerPosts += newer(after, mark);
      distinct.aPosts += ofA(aIsOlder ? before : after, mark);
      distinct.bPosts += ofB(aIsOlder ? after : before, mark);
      // Both posts of a loop are the account's.
      if (isLoop) {
        distinct.aPosts += ofA(after, mark);
        distinct.bPosts += ofB(before, mark);
      }
      if (delta > 0 && aIsOlder) aLeads++;
      else if (delta > 0) bLeads++;
    }
    return { pairs: end - first, meanSeconds: seconds / (end - first), ...distinct, aLeads, bLeads };
  };
}

/** Says 1 when an edge meets a post for the first time, else 0. */
function createMarks(posts: number): (post: number, mark: number) => number {
  const last = new Uint32Array(posts);
  return (post, mark) => {
    if (last[post] === mark) return 0;
    last[post] = mark;
    return 1;
  };
}
