/** The groups of a list of posts counted at once, as plainly as possible: what the streaming count must always equal. */
import { type CoShareGroup, type GroupRules, levelsFrom } from '../../src/detector/co-share-groups.ts';
import { componentsOf } from '../../src/measure/components.ts';
import { coreEdges } from '../../src/measure/core-edges.ts';
import { countPairs } from '../../src/measure/pair-counts.ts';
import { createShareLog, type ShareLog } from '../../src/measure/share-log.ts';
import { sharedObjectsOf } from '../../src/measure/shared-objects.ts';
import type { Post } from '../../src/post/post.ts';

export interface MadePost {
  readonly post: Post;
  readonly seconds: number;
}

export interface BatchRules extends GroupRules {
  readonly hotTagAccounts: number;
}

export interface BatchFindings {
  readonly groups: readonly Omit<CoShareGroup, 'leader' | 'tags' | 'links'>[];
  readonly background: readonly number[];
  readonly skipped: { readonly rows: number; readonly objects: number };
  readonly topics: number;
}

export function batchGroups(made: readonly MadePost[], rules: BatchRules): BatchFindings {
  const topics = topicsOf(made, rules.hotTagAccounts);
  const log = logOf(made, topics);
  const supporting = Uint8Array.from(log.objectIds, (id) => (id.startsWith('tag:') ? 1 : 0));
  const counts = countPairs(log, { ...rules, minPosts: 2, supporting });
  const isKept = coreEdges(log.accountIds.length, counts, rules);
  const components = componentsOf(log.accountIds.length, counts.a, counts.b, (edge) => isKept[edge] === 1);
  const groups = components.filter((accounts) => accounts.length >= rules.minComponent);
  const edges = [...isKept.keys()].filter((edge) => isKept[edge] === 1);
  const inGroup = (accounts: readonly number[]): readonly number[] =>
    edges.filter((edge) => accounts.includes(counts.a[edge]!));
  const outside = edges.filter((edge) => !groups.some((accounts) => accounts.includes(counts.a[edge]!)));
  const weightOf = (edge: number): number => counts.weight[edge]!;
  const found = groups.map((accounts) => {
    const own = inGroup(accounts);
    return {
      accounts: accounts.map((account) => log.accountIds[account]!).sort(),
      weights: own.map(weightOf).sort((x, y) => y - x),
      rarity: Math.round(own.reduce((sum, edge) => sum + counts.rarity[edge]!, 0) * 1e6) / 1e6,
      ranks: levelsFrom(rules.minWeight).map((level) => {
        const heavy = own.filter((edge) => weightOf(edge) >= level);
        const [a, b] = [counts.a, counts.b].map((ends) => Int32Array.from(heavy, (edge) => ends[edge]!));
        const parts = componentsOf(log.accountIds.length, a!, b!);
        return parts.flat().length - parts.length;
      }),
      firstAt: Math.min(...own.map((edge) => counts.firstAt[edge]!)),
      lastAt: Math.max(...own.map((edge) => counts.lastAt[edge]!)),
      posts: postsOf(log, rules, new Set(own.map((edge) => `${counts.a[edge]} ${counts.b[edge]}`))),
    };
  });
  return {
    groups: found.sort((x, y) => y.rarity - x.rarity || (x.accounts[0]! < y.accounts[0]! ? -1 : 1)),
    background: levelsFrom(rules.minWeight).map((level) => outside.filter((edge) => weightOf(edge) >= level).length),
    skipped: skippedOf(log, rules),
    topics: topics.size,
  };
}

function logOf(made: readonly MadePost[], without: ReadonlySet<string>): ShareLog {
  const log = createShareLog();
  for (const { post, seconds } of made) {
    for (const { id } of sharedObjectsOf(post)) if (!without.has(id)) log.add(id, post.accountId, seconds, post.id);
  }
  return log.build();
}

function topicsOf(made: readonly MadePost[], hotTagAccounts: number): ReadonlySet<string> {
  const users = new Map<string, Set<string>>();
  for (const { post } of made) {
    for (const { kind, id } of sharedObjectsOf(post)) {
      if (kind === 'tag') users.set(id, (users.get(id) ?? new Set()).add(post.accountId));
    }
  }
  return new Set([...users].filter(([, accounts]) => accounts.size > hotTagAccounts).map(([id]) => id));
}

function precedingOf(log: ShareLog, rules: BatchRules, row: number): number {
  const time = log.times[row]!;
  return [...log.times.keys()].filter(
    (other) =>
      other !== row &&
      log.objects[other] === log.objects[row] &&
      log.times[other]! <= time &&
      time - log.times[other]! <= rules.windowSeconds,
  ).length;
}

function skippedOf(log: ShareLog, rules: BatchRules): BatchFindings['skipped'] {
  const rows = [...log.times.keys()].filter((row) => precedingOf(log, rules, row) > rules.hotObjectCap);
  return { rows: rows.length, objects: new Set(rows.map((row) => log.objects[row])).size };
}

function postsOf(log: ShareLog, rules: BatchRules, edges: ReadonlySet<string>): CoShareGroup['posts'] {
  const posts = new Map<number, { readonly account: string; readonly seconds: number }>();
  for (const newer of log.times.keys()) {
    if (precedingOf(log, rules, newer) > rules.hotObjectCap) continue;
    for (const older of log.times.keys()) {
      const seconds = log.times[newer]! - log.times[older]!;
      const [a, b] = [log.accounts[older]!, log.accounts[newer]!].sort((x, y) => x - y);
      if (older === newer || log.objects[older] !== log.objects[newer] || !edges.has(`${a} ${b}`)) continue;
      if (seconds < 0 || seconds > rules.windowSeconds) continue;
      for (const row of [older, newer]) {
        posts.set(log.posts[row]!, { account: log.accountIds[log.accounts[row]!]!, seconds: log.times[row]! });
      }
    }
  }
  return [...posts.values()].sort((x, y) => x.seconds - y.seconds || (x.account < y.account ? -1 : 1));
}
