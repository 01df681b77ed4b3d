/**
 * A network over time: the same accounts found again are the same episode, told when it opens, grows and closes.
 *
 * Everything here is data; a network is replaced by its next version, never changed.
 */
import { z } from 'zod';
import { amountInWords, chanceInWords, hoursInWords, rangeInWords } from './chance.ts';
import type { Rarity } from './co-share-background.ts';
import { type CoShareGroup, levelsFrom } from './co-share-groups.ts';
import { accountsKept, type Detection } from './detector.ts';
import { effectiveAccounts, shapeOf } from './shape.ts';

/** JSON: it is stored as it is, but for the members beyond `accountsKept` and the times of posts. */
export const CoShareNetworkState = z.object({
  platform: z.string(),
  /** Smallest account id when the network was first told; it stays. */
  key: z.string(),
  episode: z.string(),
  /** Milliseconds: oldest post that took part, newest pair. */
  from: z.number(),
  to: z.number(),
  /** Every account that was ever in it, sorted; `beyond` counts those not kept. */
  members: z.array(z.string()),
  beyond: z.int(),
  accountsTold: z.int(),
  /** Posts that took part and have left the hours looked at, and the times (seconds) of those inside. */
  postsBefore: z.int(),
  postTimes: z.array(z.number()),
  posts: z.int(),
  effectiveAccounts: z.number(),
  usual: z.object({ low: z.number(), high: z.number(), observed: z.number(), weight: z.int() }),
  logP: z.number(),
  expectedFalsePerDay: z.number(),
  tags: z.array(z.string()),
  links: z.array(z.string()),
  /** Rules and findings that shaped the figures when it was seen last. */
  notes: z.array(z.string()).default([]),
});
export type CoShareNetworkState = Readonly<z.infer<typeof CoShareNetworkState>>;

/** Groups of one tick that belong to one network, and how unusual they are together. */
export interface Sighting {
  readonly groups: readonly CoShareGroup[];
  readonly rarity: Rarity;
  readonly expectedFalsePerDay: number;
  readonly minWeight: number;
  /** Seconds: what is older was not looked at. */
  readonly since: number;
  readonly notes: readonly string[];
}

export function openNetwork(platform: string, sighting: Sighting): CoShareNetworkState {
  const from = 1000 * Math.min(...sighting.groups.map((group) => group.firstAt));
  const key = membersOf(sighting)[0] ?? '';
  const empty: CoShareNetworkState = {
    platform,
    key,
    episode: ['co-share', platform, 'network', key, new Date(from).toISOString()].join(':'),
    from,
    to: from,
    members: [],
    beyond: 0,
    accountsTold: 0,
    postsBefore: 0,
    postTimes: [],
    posts: 0,
    effectiveAccounts: 0,
    usual: { low: 0, high: 0, observed: 0, weight: sighting.minWeight },
    logP: 0,
    expectedFalsePerDay: 0,
    tags: [],
    links: [],
    notes: [],
  };
  return growNetwork(empty, sighting);
}

/** The network after it was seen again. Its members add up; how unusual it is follows its strongest moment. */
export function growNetwork(network: CoShareNetworkState, sighting: Sighting): CoShareNetworkState {
  const { groups, rarity } = sighting;
  const posts = groups.flatMap((group) => group.posts);
  const postsBefore = network.postsBefore + network.postTimes.filter((seconds) => seconds <= sighting.since).length;
  const weight = levelsFrom(sighting.minWeight)[rarity.level] ?? sighting.minWeight;
  const observed = groups.flatMap((group) => group.weights).filter((pair) => pair >= weight).length;
  const isStronger = network.members.length === 0 || rarity.logP < network.logP;
  return {
    ...network,
    from: Math.min(network.from, ...groups.map((group) => 1000 * group.firstAt)),
    to: Math.max(network.to, ...groups.map((group) => 1000 * group.lastAt)),
    members: [...new Set([...network.members, ...membersOf(sighting)])].sort(),
    postsBefore,
    postTimes: posts.map((post) => post.seconds),
    posts: Math.max(network.posts, postsBefore + posts.length),
    effectiveAccounts: effectiveAccounts(countByAccount(posts).values()),
    ...(isStronger && {
      usual: { low: rarity.low, high: rarity.high, observed, weight },
      logP: rarity.logP,
      expectedFalsePerDay: sighting.expectedFalsePerDay,
    }),
    tags: distinct(groups.flatMap((group) => group.tags)),
    links: distinct(groups.flatMap((group) => group.links)),
    notes: [...sighting.notes],
  };
}

/** Told when new, and again when a tenth of the accounts told has come. */
export function isNewsworthy(network: CoShareNetworkState): boolean {
  return accountsOf(network) >= Math.max(1, network.accountsTold * 1.1);
}

/** Whether the store should have the later one. */
export function hasChanged(before: CoShareNetworkState | undefined, after: CoShareNetworkState): boolean {
  return (
    before === undefined ||
    after.to !== before.to ||
    after.posts !== before.posts ||
    after.postsBefore !== before.postsBefore ||
    after.members.length !== before.members.length ||
    after.logP !== before.logP
  );
}

export function markTold(network: CoShareNetworkState): CoShareNetworkState {
  return { ...network, accountsTold: accountsOf(network) };
}

/** What the store keeps. Times of posts come back with the posts that are read again. */
export function storedForm(network: CoShareNetworkState): CoShareNetworkState {
  const members = network.members.slice(0, accountsKept);
  const beyond = network.beyond + network.members.length - members.length;
  return { ...network, members, beyond, postTimes: [] };
}

export interface Telling {
  readonly at: Date;
  readonly open: boolean;
  readonly windowSeconds: number;
  readonly keepHours: number;
  /** Holds for the hours looked at, and not for the network alone. */
  readonly note: string;
}

export function detectionOf(network: CoShareNetworkState, telling: Telling): Detection {
  const { low, high, observed } = network.usual;
  return {
    kind: 'co-share',
    platform: network.platform,
    keyKind: 'network',
    key: network.key,
    episode: network.episode,
    at: telling.at,
    from: new Date(network.from),
    to: new Date(network.to),
    open: telling.open,
    posts: network.posts,
    accounts: accountsOf(network),
    effectiveAccounts: network.effectiveAccounts,
    shape: shapeOf(network.posts, network.effectiveAccounts),
    usual: { hours: telling.keepHours, low, high, observed, unit: 'pairs' },
    logP: network.logP,
    expectedFalsePerDay: network.expectedFalsePerDay,
    tags: network.tags,
    links: network.links,
    accountIds: network.members.slice(0, accountsKept),
    reason: reasonOf(network, telling),
    lane: 'pairs',
    notes: [telling.note, ...network.notes],
  };
}

/**
 * `usually 0-1 pairs of accounts in 24 h with 2 or more objects in common within 60 s, this network 45 (12 accounts,
 * 80 posts); by chance once in 11 years`
 */
function reasonOf(network: CoShareNetworkState, { windowSeconds, keepHours }: Telling): string {
  const { low, high, observed, weight } = network.usual;
  const usual = rangeInWords(low, high, 'pairs').replace(/pairs?$/, (word) => `${word} of accounts`);
  const size = `${amountInWords(accountsOf(network), 'accounts')}, ${amountInWords(network.posts, 'posts')}`;
  return (
    `usually ${usual} in ${hoursInWords(keepHours)} with ${weight} or more objects in common within ${windowSeconds} s, ` +
    `this network ${amountInWords(observed, 'pairs')} (${size}); ${chanceInWords(network.expectedFalsePerDay)}`
  );
}

/**
 * Which network each group continues: the one with which it shares at least half of the smaller of the two, most
 * accounts in common first, then the older. Several groups may continue one network.
 */
export function continuedBy(
  group: CoShareGroup,
  networks: readonly CoShareNetworkState[],
): CoShareNetworkState | undefined {
  const accounts = new Set(group.accounts);
  const shared = networks.map((network) => ({
    network,
    common: network.members.filter((member) => accounts.has(member)).length,
  }));
  return shared
    .filter(({ network, common }) => common * 2 >= Math.min(network.members.length, accounts.size))
    .sort((x, y) => y.common - x.common || x.network.from - y.network.from || (x.network.key < y.network.key ? -1 : 1))
    .map(({ network }) => network)[0];
}

function accountsOf(network: CoShareNetworkState): number {
  return network.members.length + network.beyond;
}

function membersOf({ groups }: Sighting): readonly string[] {
  return groups.flatMap((group) => group.accounts).sort();
}

function countByAccount(posts: CoShareGroup['posts']): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { account } of posts) counts.set(account, (counts.get(account) ?? 0) + 1);
  return counts;
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].slice(0, 5);
}
