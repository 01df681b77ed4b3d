/** Shares in, groups of accounts out that repeat each other more than once, and what else there is of the kind. */
import { componentsOf } from '../measure/components.ts';
import { type CoreRules, coreEdges } from '../measure/core-edges.ts';
import { countPairs, type PairCounts } from '../measure/pair-counts.ts';
import type { ShareLog } from '../measure/share-log.ts';
import { selectRows } from './co-share-shares.ts';

export interface GroupRules extends CoreRules {
  readonly windowSeconds: number;
  readonly minWeight: number;
  readonly minComponent: number;
  readonly hotObjectCap: number;
  readonly hotTagAccounts: number;
}

export interface CoShareGroup {
  /** Sorted. */
  readonly accounts: readonly string[];
  /** Number of distinct objects of each pair of accounts in it. */
  readonly weights: readonly number[];
  /** Independent pairs (accounts less connected parts) among those of at least each weight of `levelsFrom`. */
  readonly ranks: readonly number[];
  readonly firstAt: number;
  readonly lastAt: number;
  /** Posts that took part: who posted it, and when (seconds). */
  readonly posts: readonly { readonly account: string; readonly seconds: number }[];
  /** Carried by most accounts first, at most `objectsNamed`. */
  readonly tags: readonly string[];
  readonly links: readonly string[];
}

export interface CoShareFindings {
  readonly groups: readonly CoShareGroup[];
  /** Pairs outside the groups of at least each weight of `levelsFrom`. */
  readonly background: readonly number[];
  readonly postsSkipped: number;
}

/** Weights at which networks are compared with the background: the minimum, doubled four times. */
export function levelsFrom(minWeight: number): readonly number[] {
  return [1, 2, 4, 8, 16].map((factor) => minWeight * factor);
}

const objectsNamed = 5;

export function findGroups(log: ShareLog, rules: GroupRules): CoShareFindings {
  const isTag = Uint8Array.from(log.objectIds, (id) => (id.startsWith('tag:') ? 1 : 0));
  const isHot = hotTags(log, isTag, rules.hotTagAccounts);
  const shares = selectRows(log, (row) => isHot[log.objects[row] ?? 0] === 0);
  const { windowSeconds, minWeight, hotObjectCap } = rules;
  const counts = countPairs(shares, { windowSeconds, minWeight, minPosts: 2, hotObjectCap, supporting: isTag });
  const isKept = coreEdges(log.accountIds.length, counts, rules);
  const components = componentsOf(log.accountIds.length, counts.a, counts.b, (edge) => isKept[edge] === 1);
  const groups = components.filter((accounts) => accounts.length >= rules.minComponent);
  const groupOf = new Int32Array(log.accountIds.length).fill(-1);
  for (const [group, accounts] of groups.entries()) for (const account of accounts) groupOf[account] = group;
  const edges: number[][] = groups.map(() => []);
  const outside: number[] = [];
  for (let edge = 0; edge < counts.edges; edge++) {
    if (isKept[edge] === 0) continue;
    const group = edges[groupOf[counts.a[edge] ?? 0] ?? -1];
    if (group === undefined) outside.push(counts.weight[edge] ?? 0);
    else group.push(edge);
  }
  const acts = actsOf(log, groupOf, groups.length, postsPaired(shares, counts));
  const levels = levelsFrom(minWeight);
  return {
    groups: groups.map((accounts, group) => ({
      accounts: accounts.map((account) => log.accountIds[account] ?? '').sort(),
      ...describeEdges(counts, edges[group] ?? [], levels),
      ...describeActs(log, acts[group]),
    })),
    background: levels.map((level) => outside.filter((weight) => weight >= level).length),
    postsSkipped: counts.postsSkipped,
  };
}

/** A tag of many accounts is a topic: two accounts that use it within a minute have nothing in common but the topic. */
function hotTags(log: ShareLog, isTag: Uint8Array, hotTagAccounts: number): Uint8Array {
  const users = new Map<number, Set<number>>();
  const isHot = new Uint8Array(log.objectIds.length);
  for (let row = 0; row < log.objects.length; row++) {
    const object = log.objects[row] ?? 0;
    if (isTag[object] === 0 || isHot[object] === 1) continue;
    const accounts = users.get(object) ?? new Set();
    users.set(object, accounts.add(log.accounts[row] ?? 0));
    if (accounts.size > hotTagAccounts) isHot[object] = 1;
  }
  return isHot;
}

function postsPaired(shares: ShareLog, counts: PairCounts): ReadonlySet<number> {
  const posts = new Set<number>();
  for (let row = 0; row < shares.objects.length; row++) {
    if (counts.rowsPaired[row] === 1) posts.add(shares.posts[row] ?? 0);
  }
  return posts;
}

/** What the accounts of one group did in the posts that took part. */
interface Acts {
  readonly posts: Map<number, { readonly account: string; readonly seconds: number }>;
  /** Accounts that carried each object, hot tags included: they are no co-share, but say what it is about. */
  readonly users: Map<number, Set<number>>;
}

function actsOf(log: ShareLog, groupOf: Int32Array, groups: number, paired: ReadonlySet<number>): readonly Acts[] {
  const acts: Acts[] = Array.from({ length: groups }, () => ({ posts: new Map(), users: new Map() }));
  for (let row = 0; row < log.objects.length; row++) {
    const account = log.accounts[row] ?? 0;
    const group = acts[groupOf[account] ?? -1];
    const post = log.posts[row] ?? 0;
    if (group === undefined || !paired.has(post)) continue;
    group.posts.set(post, { account: log.accountIds[account] ?? '', seconds: log.times[row] ?? 0 });
    const object = log.objects[row] ?? 0;
    group.users.set(object, (group.users.get(object) ?? new Set()).add(account));
  }
  return acts;
}

function describeActs(log: ShareLog, acts: Acts | undefined): Pick<CoShareGroup, 'posts' | 'tags' | 'links'> {
  const users = [...(acts?.users ?? [])].map(([object, accounts]) => ({
    id: log.objectIds[object] ?? '',
    count: accounts.size,
  }));
  const mostCarried = (prefix: string): readonly string[] =>
    users
      .filter(({ id, count }) => id.startsWith(prefix) && count > 1)
      .sort((x, y) => y.count - x.count || (x.id < y.id ? -1 : 1))
      .slice(0, objectsNamed)
      .map(({ id }) => id.slice(prefix.length));
  return { posts: [...(acts?.posts.values() ?? [])], tags: mostCarried('tag:'), links: mostCarried('link:') };
}

function describeEdges(
  counts: PairCounts,
  edges: readonly number[],
  levels: readonly number[],
): Pick<CoShareGroup, 'weights' | 'ranks' | 'firstAt' | 'lastAt'> {
  return {
    weights: edges.map((edge) => counts.weight[edge] ?? 0),
    ranks: levels.map((level) => rankAt(counts, edges, level)),
    firstAt: edges.reduce((first, edge) => Math.min(first, counts.firstAt[edge] ?? 0), Number.POSITIVE_INFINITY),
    lastAt: edges.reduce((last, edge) => Math.max(last, counts.lastAt[edge] ?? 0), Number.NEGATIVE_INFINITY),
  };
}

function rankAt(counts: PairCounts, edges: readonly number[], level: number): number {
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
