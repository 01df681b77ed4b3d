/**
 * What a reader with polls gets to see of what was written: late, capped, not while a platform is out, and nothing that
 * was gone before the next poll. Chances hang on a post's id, so that one post more changes nothing for the others.
 */

import type { PlatformGap } from '../../../src/detector/unread-hours.ts';
import { hourMs, minuteMs, type Post } from '../../../src/post/post.ts';
import type { LaterFate } from '../simulation.ts';
import type { Draft } from './draft.ts';
import type { SimulationParameters } from './parameters.ts';
import { createRandom, hashUnit } from './random.ts';

export interface Outage {
  readonly platform: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Observed {
  /** In the order of `seenAt`, posts of one poll by their own time. */
  readonly posts: readonly Post[];
  readonly fates: readonly LaterFate[];
  readonly gaps: readonly PlatformGap[];
}

interface Sighting {
  readonly draft: Draft;
  readonly seenMs: number;
  readonly deletedMs: number | undefined;
}

export function observe(
  drafts: readonly Draft[],
  labelled: readonly Outage[],
  parameters: SimulationParameters,
  seed: number,
): Observed {
  const { pollMinutes, cap, catchUpPolls } = parameters.observation;
  const fromMs = parameters.from.getTime();
  const untilMs = fromMs + parameters.days * 24 * hourMs;
  const platforms = [...new Set(parameters.groups.map(({ platform }) => platform))];
  const outages = [...labelled, ...smallOutages(platforms, parameters, seed)];
  const posts: Post[] = [];
  const fates: LaterFate[] = [];
  const gaps: PlatformGap[] = [];
  for (const platform of platforms) {
    const out = outages.filter((outage) => outage.platform === platform);
    const polls = pollTimes(fromMs, untilMs, pollMinutes * minuteMs, out);
    const read = readAtPolls(drafts, platform, polls, parameters, seed);
    polls.forEach((pollMs, index) => {
      const before = polls[index - 1] ?? fromMs;
      const isCatchUp = pollMs - before > 1.5 * pollMinutes * minuteMs;
      const most = isCatchUp ? Math.round(cap * catchUpPolls) : cap;
      const page = (read[index] ?? []).sort(
        (a, b) => a.draft.atMs - b.draft.atMs || (a.draft.id < b.draft.id ? -1 : 1),
      );
      const kept = page.length > most ? page.slice(page.length - most) : page;
      const oldest = kept[0];
      // Whoever was given a full page knows that older posts are missing.
      if (kept.length < page.length && oldest !== undefined) {
        const to = Math.max(before + 1000, oldest.draft.atMs);
        gaps.push({ platform, from: new Date(before), to: new Date(to), coverage: 'platform' });
      }
      for (const { draft, seenMs, deletedMs } of kept) {
        posts.push(postOf(draft, seenMs));
        if (deletedMs !== undefined) fates.push({ postId: draft.id, deletedAt: new Date(deletedMs) });
      }
    });
  }
  posts.sort(bySight);
  fates.sort((a, b) => a.deletedAt.getTime() - b.deletedAt.getTime() || (a.postId < b.postId ? -1 : 1));
  return { posts, fates, gaps };
}

function bySight(a: Post, b: Post): number {
  return (
    a.seenAt.getTime() - b.seenAt.getTime() ||
    a.createdAt.getTime() - b.createdAt.getTime() ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

function smallOutages(platforms: readonly string[], parameters: SimulationParameters, seed: number): readonly Outage[] {
  const { outages, outageMinutes } = parameters.observation;
  const random = createRandom(seed, 'outages');
  return Array.from({ length: outages }, () => {
    const fromMs = parameters.from.getTime() + random.next() * parameters.days * 24 * hourMs;
    return { platform: random.pick(platforms), fromMs, toMs: fromMs + random.between(...outageMinutes) * minuteMs };
  });
}

/** The last poll comes right after the end, so that the last posts are seen. */
function pollTimes(fromMs: number, untilMs: number, everyMs: number, outages: readonly Outage[]): readonly number[] {
  const times: number[] = [];
  for (let at = fromMs + everyMs; at <= untilMs + everyMs; at += everyMs) {
    if (!outages.some((out) => at >= out.fromMs && at < out.toMs)) times.push(at);
  }
  return times;
}

/** The pages of a poll are read within so many seconds. */
const readingSeconds = 20;

/** By poll: the posts that are shown by then, were not before, and are still there. */
function readAtPolls(
  drafts: readonly Draft[],
  platform: string,
  polls: readonly number[],
  parameters: SimulationParameters,
  seed: number,
): Sighting[][] {
  const pages: Sighting[][] = polls.map(() => []);
  for (const draft of drafts) {
    if (draft.account.platform !== platform) continue;
    const index = firstAtLeast(polls, draft.atMs + shownAfter(draft.id, parameters, seed));
    const pollMs = polls[index];
    if (pollMs === undefined) continue;
    const deletedMs = draft.deletedMs ?? ordinaryDeletion(draft, parameters, seed);
    const seenMs = pollMs + Math.floor(hashUnit(seed, `page/${draft.id}`) * readingSeconds) * 1000;
    if (deletedMs !== undefined && deletedMs <= seenMs) continue;
    pages[index]?.push({ draft, seenMs, deletedMs });
  }
  return pages;
}

function firstAtLeast(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function shownAfter(id: string, { observation }: SimulationParameters, seed: number): number {
  const { shownAfterSeconds, lateShare, lateMinutes } = observation;
  const isLate = hashUnit(seed, `late/${id}`) < lateShare;
  const [median, sd] = isLate ? lateMinutes : shownAfterSeconds;
  // The sum of three uniform numbers, centred and scaled, is normal enough for a delay.
  const z = 2 * (hashUnit(seed, `a/${id}`) + hashUnit(seed, `b/${id}`) + hashUnit(seed, `c/${id}`)) - 3;
  return median * Math.exp(sd * z) * (isLate ? minuteMs : 1000);
}

function ordinaryDeletion(
  { id, atMs }: Draft,
  { observation }: SimulationParameters,
  seed: number,
): number | undefined {
  if (hashUnit(seed, `gone/${id}`) >= observation.deletedShare) return undefined;
  const u = hashUnit(seed, `when/${id}`);
  // Exponential with this median, whole seconds.
  return atMs + 1000 * Math.ceil((-Math.log(1 - u) / Math.LN2) * observation.deletedMedianHours * 3600);
}

export function postOf(draft: Draft, seenMs: number): Post {
  const { id, account, atMs, text, lang, kind, parent, tags, links, media, likes } = draft;
  return {
    platform: account.platform,
    id,
    accountId: account.id,
    handle: account.handle,
    accountCreatedAt: account.createdAt,
    followers: account.followers,
    createdAt: new Date(atMs),
    seenAt: new Date(seenMs),
    text,
    lang,
    kind,
    parentId: parent?.id,
    parentAccountId: parent?.account.id,
    tags,
    links,
    media,
    likes,
    // Posts that are liked are also answered and repeated, by fewer people.
    reposts: likes === undefined ? undefined : Math.floor(likes * 0.2),
    replies: likes === undefined ? undefined : Math.floor(likes * 0.1),
  };
}
