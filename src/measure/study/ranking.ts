/** Top(N): the written posts of each platform with the most interactions. Reposts are never ranked. */
import { interactionFormula, interactionsBy } from '../interactions.ts';
import type { PostTable } from '../table/post-table.ts';
import { forRows, isRepost, platformOf, type Rows } from './rows.ts';
import { createTopRows } from './top-rows.ts';

export interface RankingOptions {
  readonly rows?: Rows;
  /** N by platform, in the place of `topNs`. */
  readonly topN?: Readonly<Record<string, number>> | undefined;
  /** Made before from the same rows, so that two measures rank millions of posts once. */
  readonly rankings?: readonly Ranking[] | undefined;
}

/** After ASPI, Policy Brief 62/2022: the 400 most interactive posts of Facebook, 1,000 of X. */
const topNs: Readonly<Record<string, number>> = { facebook: 400, x: 1_000 };
/** N where nothing is said of a platform. */
const otherTopN = 1_000;

export interface Ranking {
  readonly platform: string;
  /** Name of the formula of interactions. */
  readonly formula: string;
  /** N asked for. */
  readonly topN: number;
  /** Most interactions first, then the earlier post, then by id; fewer than N when there are no more. */
  readonly top: Uint32Array;
  readonly written: number;
  /** Written posts with a counter. Those without cannot be ranked. */
  readonly ranked: number;
  readonly reposts: number;
}

/** One ranking for each platform with a post, by name. */
export function rankPosts(table: PostTable, { rows, topN = {} }: RankingOptions = {}): readonly Ranking[] {
  const interactions = interactionsIn(table);
  const isBefore = orderOf(table, interactions);
  const found = table.platforms.map((platform) => {
    const asked = ownOf(topN, platform) ?? ownOf(topNs, platform) ?? otherTopN;
    return { platform, topN: asked, top: createTopRows(asked, isBefore), written: 0, ranked: 0, reposts: 0 };
  });
  forRows(table, rows, (row) => {
    const on = found[platformOf(table, row)];
    if (on === undefined) return;
    if (isRepost(table, row)) {
      on.reposts += 1;
      return;
    }
    on.written += 1;
    if (interactions(row) < 0) return;
    on.ranked += 1;
    on.top.add(row);
  });
  return found
    .filter(({ written, reposts }) => written + reposts > 0)
    .map((on) => ({ ...on, formula: interactionFormula(on.platform).name, top: on.top.done() }))
    .sort((a, b) => (a.platform < b.platform ? -1 : 1));
}

/** A platform may be called `constructor`. */
function ownOf(numbers: Readonly<Record<string, number>>, name: string): number | undefined {
  return Object.hasOwn(numbers, name) ? numbers[name] : undefined;
}

/** Interactions of a row by the formula of its platform; -1 where the platform gave no counter. */
export function interactionsIn(table: PostTable): (row: number) => number {
  const formulas = table.platforms.map(interactionFormula);
  // One object for all rows: millions of them would keep the garbage collector busy.
  const counters = { likes: -1, reposts: -1, quotes: -1 };
  return (row) => {
    const formula = formulas[platformOf(table, row)];
    if (formula === undefined) return -1;
    counters.likes = table.likes[row] ?? -1;
    counters.reposts = table.reposts[row] ?? -1;
    counters.quotes = table.quotes[row] ?? -1;
    return interactionsBy(formula, counters);
  };
}

function orderOf(table: PostTable, interactions: (row: number) => number): (a: number, b: number) => boolean {
  return (a, b) => {
    const more = interactions(a) - interactions(b);
    if (more !== 0) return more > 0;
    const earlier = (table.at[a] ?? 0) - (table.at[b] ?? 0);
    if (earlier !== 0) return earlier < 0;
    return a !== b && table.id.at(a) < table.id.at(b);
  };
}
