/**
 * Finds networks of accounts that share the same links, reposts and texts within seconds of each other, again and again.
 *
 * Posts in, detections out. The pairs of the last hours are kept up to date and are always what a count of all shares
 * would give, so nothing depends on the order in which posts came; only the networks told and the background are stored.
 */
import { z } from 'zod';
import { estimateWindow } from '../measure/pair-window.ts';
import { hourMs, type Post } from '../post/post.ts';
import { CoShareBackground, emptyBackground, learnBackground, rarityOf } from './co-share-background.ts';
import { type CoShareFindings, type CoShareGroup, findGroups } from './co-share-groups.ts';
import {
  CoShareNetworkState,
  continuedBy,
  detectionOf,
  growNetwork,
  hasChanged,
  isNewsworthy,
  markTold,
  openNetwork,
  type Sighting,
  storedForm,
} from './co-share-network.ts';
import { noteOfWindow, notesOfGroups, notesOfLook } from './co-share-notes.ts';
import { createRecentShares, logOfAll, type RecentShares } from './co-share-shares.ts';
import type { Detection, Detector, StateEntry } from './detector.ts';
import { byEpisode } from './episode.ts';
import { hasTime } from './has-time.ts';

export const CoShareSettings = z.object({
  /** Two posts at most so many seconds apart, inclusive, are a co-share. */
  windowSeconds: z.number().positive().default(60),
  /** Distinct objects that two accounts must have shared, in at least two posts on each side. */
  minWeight: z.int().min(1).default(2),
  /** Accounts that a network must have. */
  minComponent: z.int().min(3).default(5),
  /**
   * Sum over an account's co-shares of 1 / (posts of the object in the window): what popularity does not explain. Two
   * objects repeated by the network alone give each account 2 or more, two reposts of a post repeated by thirty 0.1.
   */
  minRarity: z.number().min(0).default(1),
  /** The same as a part of all its co-shares: who repeats everybody meets somebody twice. */
  minRarityShare: z.number().min(0).max(1).default(0.25),
  /** Partners that an account of a network must have in it. */
  minPartners: z.int().min(1).default(2),
  /** Co-shares older than this no longer count. */
  keepHours: z.number().positive().default(24),
  /** Hours without a new pair after which a network closes. */
  closeAfterHours: z.number().positive().default(24),
  /** A post of an object with more posts than this in the window looks for no partner. */
  hotObjectCap: z.int().min(1).default(200),
  /** A tag of more accounts than this in the hours kept is a topic and no shared object. */
  hotTagAccounts: z.int().min(1).default(50),
  /** A network is told when chance alone would bring so many like it a day, or fewer. */
  openAt: z.number().positive().default(5),
  /** Shares kept for each platform; beyond twice as many the oldest are forgotten early, and that is said. */
  maxShares: z.int().min(1000).default(1_000_000),
});
export type CoShareSettings = z.infer<typeof CoShareSettings>;

const name = 'co-share';
const backgroundEntry = 'background:';
/** Windows of `keepHours` overlap from tick to tick; four of them are taken as independent looks. */
const looksPerPeriod = 4;
/** A tick that reaches further back is taken in steps, so that a network of the past is seen in its own hours. */
const stepsPerPeriod = 4;
/** Pairs of posts kept for each platform; with more of them, every tick counts all shares. 256 MB at worst. */
const mostPairs = 4_000_000;
/** A first tick begins at most so many hours before now. */
const firstTickHours = 60 * 24;

interface Platform {
  readonly shares: RecentShares;
  background: CoShareBackground;
  networks: readonly CoShareNetworkState[];
}

interface World {
  readonly settings: CoShareSettings;
  readonly platforms: Map<string, Platform>;
  /** Keys of entries that the store has out of date. */
  readonly dirty: Set<string>;
  pending: Post[];
  clockMs: number | undefined;
}

export function createCoShareDetector(settings: CoShareSettings): Detector {
  const world: World = { settings, platforms: new Map(), dirty: new Set(), pending: [], clockMs: undefined };
  return {
    name,
    replayMs: settings.keepHours * hourMs,
    observe: (posts) => {
      for (const post of posts) if (hasTime(post)) world.pending.push(post);
    },
    // Accounts are compared within seconds, not with what was before: a gap hides some of it and makes none.
    cover: () => undefined,
    detect: (now) => detectNetworks(world, now),
    takeChanges: () => takeChanges(world),
    restore: (entries) => restore(world, entries),
  };
}

function detectNetworks(world: World, now: Date): readonly Detection[] {
  const nowMs = now.getTime();
  // A fixed order, whatever the order of arrival. A time after `now` is a wrong clock: the post counts as made now.
  const posts = world.pending
    .map((post) => ({ post, timeMs: Math.min(post.createdAt.getTime(), nowMs) }))
    .sort((a, b) => a.timeMs - b.timeMs || (a.post.id < b.post.id ? -1 : a.post.id > b.post.id ? 1 : 0));
  world.pending = [];
  const stepMs = (world.settings.keepHours * hourMs) / stepsPerPeriod;
  world.clockMs ??= Math.max(posts[0]?.timeMs ?? nowMs, nowMs - firstTickHours * hourMs);
  const told: Detection[] = [];
  let taken = 0;
  while (taken < posts.length || world.clockMs < nowMs) {
    // Without posts in between, nothing can be found in between.
    const nextMs = posts[taken]?.timeMs ?? nowMs;
    world.clockMs = Math.min(nowMs, Math.max(world.clockMs, nextMs) + stepMs);
    for (let next = posts[taken]; next !== undefined && next.timeMs <= world.clockMs; next = posts[++taken]) {
      platformOf(world, next.post.platform).shares.add(next.post, next.timeMs / 1000);
    }
    for (const platform of [...world.platforms.keys()].sort())
      told.push(...lookAt(world, platform, world.clockMs, now));
  }
  // Networks come back from the store in another order than they were found in.
  return told.sort(byEpisode);
}

function platformOf(world: World, platform: string): Platform {
  const known = world.platforms.get(platform);
  if (known !== undefined) return known;
  const shares = createRecentShares({ ...world.settings, mostPairs });
  const made: Platform = { shares, background: emptyBackground, networks: [] };
  world.platforms.set(platform, made);
  return made;
}

function lookAt(world: World, name: string, clockMs: number, at: Date): readonly Detection[] {
  const platform = platformOf(world, name);
  const since = clockMs / 1000 - world.settings.keepHours * 3600;
  platform.shares.advance(since);
  const findings = findGroups(platform.shares, world.settings);
  const networks = track(world, name, platform, findings, since);
  const note = windowNote(world, platform);
  const told: Detection[] = [];
  platform.networks = networks.flatMap((network) => {
    const open = clockMs - network.to < world.settings.closeAfterHours * hourMs;
    const isNews = !open || isNewsworthy(network);
    if (isNews) told.push(detectionOf(network, { ...world.settings, at, open, note: note() }));
    const before = platform.networks.find(({ episode }) => episode === network.episode);
    if (isNews || hasChanged(before, network)) world.dirty.add(network.episode);
    if (!open) return [];
    return [isNews ? markTold(network) : network];
  });
  learn(world, name, platform, findings, platform.shares.window.rows.used, clockMs);
  return told;
}

/** The estimate reads all shares, so it is made only when something is told. */
function windowNote({ settings }: World, { shares }: Platform): () => string {
  let note: string | undefined;
  return () => {
    note ??= noteOfWindow(settings.windowSeconds, estimateWindow(logOfAll(shares)));
    return note;
  };
}

/** The networks after this look: those seen again have grown, the unusual groups that are new have been opened. */
function track(
  world: World,
  name: string,
  platform: Platform,
  findings: CoShareFindings,
  since: number,
): readonly CoShareNetworkState[] {
  const seen = new Map<CoShareNetworkState, CoShareGroup[]>();
  const opened: CoShareNetworkState[] = [];
  for (const group of findings.groups) {
    const network = continuedBy(group, platform.networks);
    if (network !== undefined) seen.set(network, [...(seen.get(network) ?? []), group]);
    else {
      const sighting = sightingOf(world, platform, findings, [group], since);
      if (sighting.expectedFalsePerDay <= world.settings.openAt) opened.push(openNetwork(name, sighting));
    }
  }
  const known = platform.networks.map((network) => {
    const groups = seen.get(network);
    return groups === undefined ? network : growNetwork(network, sightingOf(world, platform, findings, groups, since));
  });
  return [...known, ...opened];
}

function sightingOf(
  world: World,
  platform: Platform,
  findings: CoShareFindings,
  groups: readonly CoShareGroup[],
  since: number,
): Sighting {
  const { keepHours, minWeight } = world.settings;
  const ranks = findings.background.map((_, level) =>
    groups.reduce((sum, group) => sum + (group.ranks[level] ?? 0), 0),
  );
  const rarity = rarityOf(platform.background, findings.background, ranks);
  const looksPerDay = (looksPerPeriod * 24 * world.platforms.size) / keepHours;
  const expectedFalsePerDay = Math.exp(rarity.logP) * looksPerDay;
  const notes = [...notesOfGroups(groups, world.settings), ...notesOfLook(platform.shares, world.settings)];
  return { groups, rarity, expectedFalsePerDay, minWeight, since, notes };
}

function learn(
  world: World,
  name: string,
  platform: Platform,
  findings: CoShareFindings,
  shares: number,
  clockMs: number,
): void {
  // Hours without a single share are an outage, not a quiet time, and teach nothing.
  if (shares === 0) return;
  const period = Math.floor(clockMs / (world.settings.keepHours * hourMs));
  const learned = learnBackground(platform.background, period, findings.background);
  if (learned === platform.background) return;
  platform.background = learned;
  world.dirty.add(backgroundEntry + name);
}

function takeChanges(world: World): readonly StateEntry[] {
  const current = new Map<string, unknown>();
  for (const [platform, { background, networks }] of world.platforms) {
    current.set(backgroundEntry + platform, background);
    for (const network of networks) current.set(network.episode, storedForm(network));
  }
  const changes = [...world.dirty].sort().map((key) => ({ detector: name, key, state: current.get(key) ?? null }));
  world.dirty.clear();
  return changes;
}

function restore(world: World, entries: readonly StateEntry[]): void {
  for (const { detector, key, state } of entries) {
    if (detector !== name || state === null) continue;
    if (key.startsWith(backgroundEntry)) {
      platformOf(world, key.slice(backgroundEntry.length)).background = CoShareBackground.parse(state);
    } else {
      const network = CoShareNetworkState.parse(state);
      const platform = platformOf(world, network.platform);
      platform.networks = [...platform.networks, network];
    }
  }
}
