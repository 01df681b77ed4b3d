/** The files of the field study, read in full. Counts are those of the study's own README. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AccountFact, dayMs, type Post } from '../../src/post/post.ts';
import type { ImportOptions } from '../../src/source/file/file-format.ts';
import { importFile } from '../../src/source/file/import-file.ts';

const field = join(process.env['TOCSIN_SHARED'] ?? resolve('..', 'shared'), 'data/field');
const now = new Date('2026-11-24T12:00:00Z');

async function importShared(file: string, options: Partial<ImportOptions> = {}) {
  const posts = new Map<string, Post>();
  const rows: Post[] = [];
  const accounts: AccountFact[] = [];
  const report = await importFile({
    path: join(field, file),
    options: { now, ...options },
    async keep(batch) {
      const before = posts.size;
      for (const post of batch) {
        rows.push(post);
        const key = `${post.platform}/${post.id}`;
        const known = posts.get(key);
        const tags = [...new Set([...(known?.tags ?? []), ...post.tags])];
        posts.set(key, { ...(known ?? post), tags });
      }
      return { added: posts.size - before, known: batch.length - (posts.size - before) };
    },
    keepAccounts: async (facts) => void accounts.push(...facts),
  });
  return { report, rows, accounts, posts: [...posts.values()] };
}

function usesOn(posts: readonly Post[], tag: string, day: string) {
  const from = Date.parse(day);
  const uses = posts.filter(
    ({ tags, createdAt }) => tags.includes(tag) && createdAt.getTime() >= from && createdAt.getTime() < from + dayMs,
  );
  return [uses.length, new Set(uses.map(({ accountId }) => accountId)).size];
}

const german = 'coortweet_german_elections_hashtags.csv';
describe.skipIf(!existsSync(join(field, german)))(`the German hashtag log (${german})`, () => {
  it('is 51,194 rows of 36,005 posts on two platforms', async () => {
    const { report, rows, posts } = await importShared(german, { platformByPrefix: { fb_: 'facebook', tw_: 'x' } });

    expect(report).toMatchObject({
      format: 'csv-log',
      rows: 51_194,
      posts: 51_194,
      added: 36_005,
      known: 15_189,
      refused: 0,
    });
    expect(new Set(rows.map(({ platform }) => platform))).toEqual(new Set(['facebook', 'x']));
    expect(rows.every(({ platform, accountId }) => accountId.startsWith(platform === 'x' ? 'tw_' : 'fb_'))).toBe(true);
    expect(new Set(rows.map(({ accountId }) => accountId)).size).toBe(13_918);
    expect(new Set(rows.flatMap(({ tags }) => tags)).size).toBe(17_989);
    expect(usesOn(posts, '37857', '2021-09-10')).toEqual([216, 216]);
    expect(usesOn(posts, '41019', '2021-09-20')).toEqual([28, 5]);
  });
});

const russian = 'coortweet_russian_coord_tweets.csv';
describe.skipIf(!existsSync(join(field, russian)))(`the co-repost log (${russian})`, () => {
  it('is 35,125 shares of 7,285 posts by 9,509 accounts', async () => {
    const { report, rows } = await importShared(russian, { objectKind: 'repost', platform: 'x' });

    expect(report).toMatchObject({ format: 'csv-log', rows: 35_125, posts: 35_125, refused: 0 });
    expect(rows.every(({ kind, platform }) => kind === 'repost' && platform === 'x')).toBe(true);
    expect(new Set(rows.map(({ parentId }) => parentId)).size).toBe(7285);
    expect(new Set(rows.map(({ accountId }) => accountId)).size).toBe(9509);
    expect(rows[0]?.createdAt.toISOString()).toBe('2021-01-17T07:56:33.000Z');
  });
});

const toolkit = 'qut_coordination_sample.csv';
describe.skipIf(!existsSync(join(field, toolkit)))(`the message log (${toolkit})`, () => {
  it('is a hundred posts with fractional seconds and lists of links', async () => {
    const { report, rows } = await importShared(toolkit);

    expect(report).toMatchObject({ rows: 100, added: 100, refused: 0 });
    expect(rows[0]).toMatchObject({ createdAt: new Date('2020-11-27T04:26:10.518Z'), links: ['example.com/2'] });
    expect(rows[1]).toMatchObject({ kind: 'repost', parentId: '1', links: ['example.com/4', 'example.com/6'] });
  });
});

const tweets = 'synthetic/CNXX_9999_tweets_csv_hashed_2021.csv';
describe.skipIf(!existsSync(join(field, tweets)))(`the synthetic takedown set (${tweets})`, () => {
  it('is fourteen posts with each quirk once', async () => {
    const { report, rows } = await importShared(tweets);
    const post = (id: string) => rows.find((row) => row.id === `90000000000000000${id}`);

    expect(report).toMatchObject({ format: 'io-archive', rows: 14, added: 14, refused: 0 });
    expect(rows.every(({ status }) => status === 'suspended')).toBe(true);
    expect(rows.map(({ kind }) => kind).filter((kind) => kind !== 'original')).toEqual(['quote', 'repost', 'reply']);
    expect(rows.every(({ parentId }) => parentId === undefined)).toBe(true);
    expect(post('43')?.tags).toEqual(['sampletag']);
    expect(post('50')?.tags).toEqual(['示例话题', 'sampletag']);
    expect(post('57')?.text).toBe(
      'Line one\n#SampleTag\nhttps://t.co/syn9 @avE+oudgNs3AQco2MVNNN13vj9Ld0F4ju2GnU0Go= https://t.co/syn10',
    );
    expect(post('78')?.kind).toBe('repost');
    expect(post('78')?.likes).toBeUndefined();
    expect(post('85')?.text).toBe('A reply with "quotes" doubled by the CSV writer');
    expect(post('92')).toMatchObject({
      handle: 'synthetic_outlet',
      followers: 250_000,
      likes: 900,
      reposts: 310,
      replies: 40,
    });
    expect(post('99')?.links).toEqual(['state-media.example/a/1.html']);
  });

  it.each(['synthetic/CNXX_9999_users_csv_hashed.csv', 'synthetic/2021_12_CNXX_9999_CNXX_9999_users.csv'])(
    'has thirteen accounts in %s',
    async (users) => {
      const { report, accounts } = await importShared(users);
      const dated = users.includes('2021_12') ? new Date('2022-01-01T00:00:00Z') : undefined;

      expect(report).toMatchObject({ format: 'io-archive', rows: 13, posts: 0, accounts: 13, refused: 0 });
      expect(accounts.find(({ accountId }) => accountId === '7700000001')).toEqual({
        platform: 'x',
        accountId: '7700000001',
        handle: 'synthetic_outlet',
        accountCreatedAt: new Date('2012-05-01T00:00:00Z'),
        followers: 250_000,
        status: 'suspended',
        statusCheckedAt: dated,
      });
      expect(accounts.filter(({ handle }) => handle === undefined)).toHaveLength(12);
    },
  );
});

const other = 'disarm/disarm-1.6-techniques.csv';
describe.skipIf(!existsSync(join(field, other)))(`a table that holds no posts (${other})`, () => {
  it('is refused with its name and its header', async () => {
    await expect(importShared(other)).rejects.toThrow(
      /disarm-1\.6-techniques\.csv has no format Tocsin knows.*Its first line: /,
    );
  });
});
