/** Recent shares in, groups of accounts out that repeat each other more than once, and what else there is of the kind. */
import { componentsOf } from '../measure/components.ts';
import { forEachPair } from '../measure/pair-slide.ts';
import type { Share } from '../measure/share.ts';
import { type CoreShares, coreShares, type EdgeRules } from './co-share-edges.ts';
import { leadersOf } from './co-share-leader.ts';
import type { RecentShares } from './co-share-shares.ts';

export interface GroupRules extends EdgeRules {
  readonly minComponent: number;
}

export interface CoShareGroup {
  /** Sorted. */
  readonly accounts: readonly string[];
  /** Number of distinct objects of each pair of accounts in it. */
  readonly weights: readonly number[];
  /** Sum over co-shares of 1 / (posts of the object in the window before): Newman's weight, to a millionth. */
  readonly rarity: number;
  /** Independent pairs (accounts less connected parts) among those of at least each weight of `levelsFrom`. */
  readonly ranks: readonly number[];
  readonly firstAt: number;
  readonly lastAt: number;
  /** Posts that repeat or are repeated by another account of the group: who posted it, and when (seconds). */
  readonly posts: readonly { readonly account: string; readonly seconds: number }[];
  /** Carried by most accounts first, at most `objectsNamed`. */
  readonly tags: readonly string[];
  readonly links: readonly string[];
  /** Occasions in which one account was strictly first among those in which it took part; see `leadersOf`. */
  readonly leader?: Share | undefined;
}

export interface CoShareFindings {
  /** Highest rarity first: raw counts follow the popularity of what was shared. */
  readonly groups: readonly CoShareGroup[];
  /** Pairs outside the groups of at least each weight of `levelsFrom`. */
  readonly background: readonly number[];
}

/** Weights at which networks are compared with the background: the minimum, doubled four times. */
export function levelsFrom(minWeight: number): readonly number[] {
  return [1, 2, 4, 8, 16].map((factor) => minWeight * factor);
}

const objectsNamed = 5;

export function findGroups(recent: RecentShares, rules: GroupRules): CoShareFindings {
  const core = coreShares(recent, rules);
  const components = componentsOf(recent.accounts.length, core.a, core.b);
  const members = components.filter((accounts) => accounts.length >= rules.minComponent);
  const groupOf = new Int32Array(recent.accounts.length).fill(-1);
  for (const [group, accounts] of members.entries()) for (const account of accounts) groupOf[account] = group;
  const edges: number[][] = members.map(() => []);
  const outside: number[] = [];
  for (let edge = 0; edge < core.edges; edge++) {
    const group = edges[groupOf[core.a[edge] ?? 0] ?? -1];
    if (group === undefined) outside.push(core.weight[edge] ?? 0);
    else group.push(edge);
  }
  const isPaired = pairedPositions(core, rules, groupOf);
  const acts = actsOf(recent, members, postsAt(recent, core, isPaired));
  const leaders = leadersOf(core.shares, rules.windowSeconds, isPaired, groupOf);
  const levels = levelsFrom(rules.minWeight);
  const groups = members.map((accounts, group) => ({
    accounts: accounts.map((account) => recent.accounts.at(account) ?? '').sort(),
    ...describeEdges(core, edges[group] ?? [], levels),
    ...describeActs(recent, acts[group]),
    leader: leaders.get(group),
  }));
  return {
    groups: groups.sort((x, y) => y.rarity - x.rarity || ((x.accounts[0] ?? '') < (y.accounts[0] ?? '') ? -1 : 1)),
    background: levels.map((level) => outside.filter((weight) => weight >= level).length),
  };
}

/** One byte a position of `core.shares`: 1 when it is a co-share inside a group. */
function pairedPositions({ shares, table }: CoreShares, rules: GroupRules, groupOf: Int32Array): Uint8Array {
  const isPaired = new Uint8Array(shares.rows.length);
  const { accounts } = shares;
  forEachPair(shares, rules.windowSeconds, rules.hotObjectCap, (older, newer) => {
    if (isPaired[older] === 1 && isPaired[newer] === 1) return;
    if ((groupOf[accounts[newer] ?? 0] ?? -1) < 0 || table.find(accounts[older] ?? 0, accounts[newer] ?? 0) < 0) return;
    isPaired[older] = 1;
    isPaired[newer] = 1;
  });
  return isPaired;
}

function postsAt({ window }: RecentShares, { shares }: CoreShares, isPaired: Uint8Array): ReadonlySet<number> {
  const posts = new Set<number>();
  for (const [at, row] of shares.rows.entries()) if (isPaired[at] === 1) posts.add(window.rows.posts[row] ?? 0);
  return posts;
}

/** What the accounts of one group did in the posts that took part. */
interface Acts {
  readonly posts: Map<number, { readonly account: string; readonly seconds: number }>;
  /** Accounts that carried each object, hot tags included: they are no co-share, but say what it is about. */
  readonly users: Map<number, Set<number>>;
}

function actsOf(
  recent: RecentShares,
  members: readonly (readonly number[])[],
  paired: ReadonlySet<number>,
): readonly Acts[] {
  const acts: Acts[] = members.map(() => ({ posts: new Map(), users: new Map() }));
  const { rows } = recent.window;
  for (const [group, accounts] of members.entries()) {
    for (const account of accounts) {
      rows.forAccount(account, (row) => {
        const post = rows.posts[row] ?? 0;
        if (paired.has(post)) addAct(acts[group], recent, row);
      });
    }
  }
  return acts;
}

function addAct(acts: Acts | undefined, { window: { rows }, accounts }: RecentShares, row: number): void {
  const account = rows.accounts[row] ?? 0;
  const object = rows.objects[row] ?? 0;
  acts?.posts.set(rows.posts[row] ?? 0, { account: accounts.at(account) ?? '', seconds: rows.times[row] ?? 0 });
  acts?.users.set(object, (acts.users.get(object) ?? new Set()).add(account));
}

function describeActs(recent: RecentShares, acts: Acts | undefined): Pick<CoShareGroup, 'posts' | 'tags' | 'links'> {
  const users = [...(acts?.users ?? [])].map(([object, accounts]) => ({
    id: recent.objects.at(object) ?? '',
    count: accounts.size,
  }));
  const mostCarried = (prefix: string): readonly string[] =>
    users
      .filter(({ id, count }) => id.startsWith(prefix) && count > 1)
      .sort((x, y) => y.count - x.count || (x.id < y.id ? -1 : 1))
      .slice(0, objectsNamed)
      .map(({ id }) => id.slice(prefix.length));
  const posts = [...(acts?.posts.values() ?? [])];
  posts.sort((x, y) => x.seconds - y.seconds || (x.account < y.account ? -1 : 1));
  return { posts, tags: mostCarried('tag:'), links: mostCarried('link:') };
}

function describeEdges(
  counts: CoreShares,
  edges: readonly number[],
  levels: readonly number[],
): Pick<CoShareGroup, 'weights' | 'rarity' | 'ranks' | 'firstAt' | 'lastAt'> {
  return {
    weights: edges.map((edge) => counts.weight[edge] ?? 0).sort((x, y) => y - x),
    rarity: Math.round(edges.reduce((sum, edge) => sum + (counts.rarity[edge] ?? 0), 0) * 1e6) / 1e6,
    ranks: levels.map((level) => rankAt(counts, edges, level)),
    firstAt: edges.reduce((first, edge) => Math.min(first, counts.firstAt[edge] ?? 0), Number.POSITIVE_INFINITY),
    lastAt: edges.reduce((last, edge) => Math.max(last, counts.lastAt[edge] ?? 0), Number.NEGATIVE_INFINITY),
  };
}

function rankAt(counts: CoreShares, edges: readonly number[], level: number): number {
  const heavy = edges.filter((edge) => (counts.weight[edge] ?? 0) >= level);
  const numbers = new Map<number, number>();
  const numberOf = (account: number): number => {
    if (!numbers.has(account)) numbers.set(account, numbers.size);
    return numbers.get(account) ?? 0;
  };
  const a = Int32Array.from(heavy, (edge) => numberOf(counts.a[edge] ?? 0));
  const b = Int32Array.from(heavy, (edge) => numberOf(counts.b[edge] ?? 0));
  return numbers.size - componentsOf(numbers.size, a, b).length;
}
