import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { HashtagBurstSettings } from '../../src/detector/burst-settings.ts';
import type { Detection } from '../../src/detector/detector.ts';
import { createHashtagBurstDetector } from '../../src/detector/hashtag-burst.ts';
import { dayMs, hourMs, minuteMs, type Post } from '../../src/post/post.ts';
import { latest, run } from '../detector/a-stream.ts';

const folder = path.join(process.env['TOCSIN_SHARED'] ?? '../shared', 'data/field');
const german = path.join(folder, 'coortweet_german_elections_hashtags.csv');
const russian = path.join(folder, 'coortweet_russian_coord_tweets.csv');

function rowsOf(file: string): readonly (readonly string[])[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));
}

/** The file has a row for each link of a post; a post counts once. */
function germanPosts(platformOf: (accountId: string) => string): readonly Post[] {
  const posts = new Map<string, Post>();
  for (const [time = '', accountId = '', id = '', tag = ''] of rowsOf(german)) {
    const createdAt = new Date(Number(time) * 1000);
    const platform = platformOf(accountId);
    posts.set(id, {
      platform,
      id,
      accountId,
      createdAt,
      seenAt: createdAt,
      text: '',
      kind: 'original',
      tags: [tag],
      links: [],
    });
  }
  return [...posts.values()];
}

function episodesOf(posts: readonly Post[], tickMs: number): readonly Detection[] {
  const times = posts.map(({ createdAt }) => createdAt.getTime());
  const fromMs = Math.floor(Math.min(...times) / hourMs) * hourMs;
  const detector = createHashtagBurstDetector(HashtagBurstSettings.parse({ openAt: 1, minPosts: 20 }));
  return latest(run(detector, { posts, tickMs, fromMs, toMs: Math.max(...times) + 4 * dayMs }));
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

function firstDays(episodes: readonly Detection[], key: string, shape: string): readonly string[] {
  return episodes.filter((each) => each.key === key && each.shape === shape).map(({ from }) => dayOf(from));
}

describe.skipIf(!existsSync(german))(`tags of the German elections (${german})`, () => {
  it.each([
    ['one platform, ticks of an hour', () => 'x', hourMs],
    ['one platform, ticks of five minutes', () => 'x', 5 * minuteMs],
    [
      'two platforms, ticks of an hour',
      (accountId: string) => (accountId.startsWith('fb_') ? 'facebook' : 'x'),
      hourMs,
    ],
  ] as const)('have the known bursts and few others: %s', (_, platformOf, tickMs) => {
    const episodes = episodesOf(germanPosts(platformOf), tickMs);

    const narrow = firstDays(episodes, '41019', 'narrow');
    expect(narrow).toHaveLength(1);
    expect(['2021-09-20', '2021-09-21', '2021-09-22']).toContain(narrow[0]);
    expect(firstDays(episodes, '37857', 'wide')).toContain('2021-09-10');
    expect(firstDays(episodes, '41803', 'wide')).toContain('2021-09-20');
    expect(firstDays(episodes, '49333', 'wide')).toEqual(['2021-08-29', '2021-09-12', '2021-09-19']);
    expect(episodes.every(({ open }) => !open)).toBe(true);
    expect(episodes.length).toBeLessThanOrEqual(42);
  });

  it('give exact counts of a burst', () => {
    const [burst] = episodesOf(
      germanPosts(() => 'x').filter(({ createdAt }) => dayOf(createdAt) < '2021-09-16'),
      hourMs,
    ).filter(({ key }) => key === '37857');

    const own = germanPosts(() => 'x').filter(
      ({ tags, createdAt }) => tags.includes('37857') && createdAt >= burst!.from && createdAt <= burst!.to,
    );
    expect(burst!.posts).toBe(own.length);
    expect(burst!.accounts).toBe(new Set(own.map(({ accountId }) => accountId)).size);
    expect(burst!.accountIds).toEqual([...new Set(own.map(({ accountId }) => accountId))].sort());
  });
});

describe.skipIf(!existsSync(russian))(`reposts without tags (${russian})`, () => {
  it('are no tag bursts', () => {
    const posts = rowsOf(russian).map(([object = '', accountId = '', id = '', time = '']): Post => {
      const createdAt = new Date(Number(time) * 1000);
      return {
        platform: 'x',
        id,
        accountId,
        createdAt,
        seenAt: createdAt,
        text: '',
        kind: 'repost',
        parentId: object,
        tags: [],
        links: [],
      };
    });

    expect(posts.length).toBeGreaterThan(35_000);
    expect(episodesOf(posts, 6 * hourMs)).toEqual([]);
  });
});
