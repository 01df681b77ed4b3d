/** The written definition, step by step over plain rows: every two rows of an object are looked at. */
import type { ShareRow } from './layer.ts';

export interface PlainPair {
  readonly older: ShareRow;
  readonly newer: ShareRow;
  readonly seconds: number;
}

export interface PlainRules {
  readonly windowSeconds: number;
  readonly minParticipation: number;
  readonly keepLoops: boolean;
}

export function plainPairs(all: readonly ShareRow[], rules: PlainRules): readonly PlainPair[] {
  const accounts = [...new Set(all.map(({ account }) => account))];
  const rows = accounts
    .map((account) => all.filter((row) => row.account === account))
    .filter((own) => own.length >= rules.minParticipation)
    .flat();
  const pairs: PlainPair[] = [];
  for (const [n, first] of rows.entries()) {
    for (const second of rows.slice(n + 1)) {
      const seconds = Math.abs(first.seconds - second.seconds);
      if (first.object !== second.object || seconds > rules.windowSeconds) continue;
      if (!rules.keepLoops && isLoop(first, second)) continue;
      const [older, newer] = second.seconds < first.seconds ? [second, first] : [first, second];
      pairs.push({ older, newer, seconds });
    }
  }
  return rules.minParticipation < 1 ? pairs : plainlyActive(rows, pairs, rules.minParticipation);
}

function isLoop(one: ShareRow, other: ShareRow): boolean {
  return (
    one.object === one.post || one.object === other.post || one.post === other.post || one.account === other.account
  );
}

export function plainlyActive(
  rows: readonly ShareRow[],
  pairs: readonly PlainPair[],
  minParticipation: number,
): readonly PlainPair[] {
  const posts = new Set(pairs.flatMap(({ older, newer }) => [older.post, newer.post]));
  const paired = rows.filter(({ post }) => posts.has(post));
  const active = new Set(
    paired
      .filter(({ account }) => paired.filter((row) => row.account === account).length >= minParticipation)
      .map(({ post }) => post),
  );
  return pairs.filter(({ older, newer }) => active.has(older.post) || active.has(newer.post));
}

/** Per edge `a b`: pairs, seconds together, distinct older and newer posts, distinct posts of a and of b, who led. */
export function plainEdges(pairs: readonly PlainPair[]): ReadonlyMap<string, readonly number[]> {
  const byEdge = new Map<string, PlainPair[]>();
  for (const pair of pairs) {
    const key = [pair.older.account, pair.newer.account].sort().join(' ');
    byEdge.set(key, [...(byEdge.get(key) ?? []), pair]);
  }
  const edges = new Map<string, readonly number[]>();
  for (const [key, own] of byEdge) {
    const [a] = key.split(' ');
    const distinct = (pick: (pair: PlainPair) => string): number => new Set(own.map(pick)).size;
    edges.set(key, [
      own.length,
      own.reduce((sum, { seconds }) => sum + seconds, 0),
      distinct(({ older }) => older.post),
      distinct(({ newer }) => newer.post),
      distinct(({ older, newer }) => (older.account === a ? older.post : newer.post)),
      distinct(({ older, newer }) => (older.account === a ? newer.post : older.post)),
      own.filter(({ older, seconds }) => seconds > 0 && older.account === a).length,
      own.filter(({ older, seconds }) => seconds > 0 && older.account !== a).length,
    ]);
  }
  return edges;
}
