/**
 * F1, influence share: whose posts are the most interactive ones, counted and weighted by interactions, for each platform.
 * "After ASPI": how ASPI itself defines interactive is not published.
 */
import type { Share } from '../share.ts';
import type { PostTable } from '../table/post-table.ts';
import { type AuthorClass, authorClasses, type ClassOptions, classesOf } from './classes.ts';
import { interactionsIn, type Ranking, type RankingOptions, rankPosts } from './ranking.ts';
import { forRows, isRepost, platformOf, postsBehind, select } from './rows.ts';
import type { TracedCount, TracedShare } from './traced.ts';
import { weightedShare } from './weighted-share.ts';
import { isWithheld, minN, shareOrWithheld, type Withheld } from './withheld.ts';

export interface InfluenceOptions extends RankingOptions, ClassOptions {
  readonly minN?: number | undefined;
}

interface InfluenceShare extends TracedShare {
  /** Interactions of these posts / interactions of all posts of Top(N); withheld together with the share of posts. */
  readonly weighted: Share | Withheld;
  /** Of these posts, those whose author's entry in the registry is disputed. */
  readonly disputed: number;
}

interface ClassInfluence extends InfluenceShare {
  readonly name: AuthorClass;
}

export interface PlatformInfluence extends Ranking {
  /** Fewer than N posts could be ranked: shares are of those. */
  readonly isShort: boolean;
  /** Written posts without counters: not ranked. */
  readonly unranked: TracedCount;
  /** Reposts of posts that are not in the set and could not be ranked; `posts` counts those posts, each once. */
  readonly parentsOutside: TracedCount & { readonly posts: number };
  /** Of the kinds that speak for a state, together. */
  readonly attributed: InfluenceShare;
  /** Each class with a post in Top(N), in the order of `authorClasses`. */
  readonly classes: readonly ClassInfluence[];
}

export interface Influence {
  readonly registryVersion: string;
  readonly platforms: readonly PlatformInfluence[];
}

export function measureInfluence(table: PostTable, options: InfluenceOptions = {}): Influence {
  const outside = parentsOutside(table, options);
  return {
    registryVersion: table.registryVersion,
    platforms: (options.rankings ?? rankPosts(table, options)).map((ranking) =>
      describeRanking(table, ranking, outside, options),
    ),
  };
}

function describeRanking(
  table: PostTable,
  ranking: Ranking,
  outside: (platform: number) => PlatformInfluence['parentsOutside'],
  options: InfluenceOptions,
): PlatformInfluence {
  const { top, topN, written, ranked } = ranking;
  const platform = table.platforms.indexOf(ranking.platform);
  const interactions = interactionsIn(table);
  const classes = classesOf(table, options);
  const weights = Float64Array.from(top, interactions);
  const isDisputed = (row: number): boolean => table.entries[table.entry[row] ?? -1]?.status === 'disputed';
  const shareBy = (fits: (row: number) => boolean): InfluenceShare => {
    const rows = top.filter(fits);
    const share = shareOrWithheld(rows.length, top.length, options.minN ?? minN);
    return {
      share,
      weighted: isWithheld(share) ? share : weightedShare(weights, (place) => fits(top[place] ?? 0)),
      disputed: rows.filter(isDisputed).length,
      behind: () => ({ of: 'posts', rows }),
    };
  };
  const present = new Set(Array.from(top, classes.of));
  const lacksCounters = (row: number): boolean =>
    platformOf(table, row) === platform && !isRepost(table, row) && interactions(row) < 0;
  return {
    ...ranking,
    isShort: top.length < topN,
    unranked: { n: written - ranked, behind: postsBehind(table, lacksCounters, options.rows) },
    parentsOutside: outside(platform),
    attributed: shareBy(classes.isState),
    classes: authorClasses.flatMap((name, index) =>
      present.has(index) ? [{ name, ...shareBy((row) => classes.of(row) === index) }] : [],
    ),
  };
}

/** The set is the selected rows: a post outside of them was not ranked, however often it was reposted. */
function parentsOutside(
  table: PostTable,
  { rows }: InfluenceOptions,
): (platform: number) => PlatformInfluence['parentsOutside'] {
  const inSet = new Uint8Array(table.rows);
  forRows(table, rows, (row) => {
    inSet[row] = 1;
  });
  const isOutside = (row: number): boolean =>
    isRepost(table, row) && (table.parentId[row] ?? -1) >= 0 && inSet[table.parent[row] ?? -1] !== 1;
  const outside = select(table, isOutside, rows);
  return (platform) => {
    const theirs = outside.filter((row) => platformOf(table, row) === platform);
    const posts = new Set<number>();
    for (const row of theirs) posts.add(table.parentId[row] ?? -1);
    return { n: theirs.length, posts: posts.size, behind: () => ({ of: 'posts', rows: theirs }) };
  };
}
