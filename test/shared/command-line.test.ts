/** The command line on real series, as a person runs it: import, replay, coordinate. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDataFolder, tocsin } from '../smoke/program.ts';

const field = join(process.env['TOCSIN_SHARED'] ?? resolve('..', 'shared'), 'data/field');
const german = join(field, 'coortweet_german_elections_hashtags.csv');
const russian = join(field, 'coortweet_russian_coord_tweets.csv');
const cotton = join(field, 'aggregates/xinjiangcotton_daily_2021.csv');
const archive = join(field, 'synthetic/CNXX_9999_tweets_csv_hashed_2021.csv');
const users = join(field, 'synthetic/CNXX_9999_users_csv_hashed.csv');

interface Burst {
  readonly from: string;
  readonly to: string;
  readonly key: string;
  readonly posts: number;
  readonly accounts: number;
  readonly shape: string;
  readonly level: string;
  readonly reason: string;
}

async function json(dataDir: string, args: readonly string[]) {
  const { status, stdout, stderr } = await tocsin(dataDir, args);
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

let dataDir: string;

beforeAll(async () => {
  dataDir = await aDataFolder();
});

afterAll(() => rm(dataDir, { recursive: true, force: true }));

describe.skipIf(!existsSync(german))(`tags of an election (${german})`, () => {
  it('flags the two narrow pushes and nothing else, and calls the wide ones what they are', async () => {
    const imported = await json(dataDir, ['import', german, '--platform', 'x', '--json']);
    const {
      posts,
      bursts,
      alerts,
    }: { posts: number; bursts: Burst[]; alerts: { campaign: string; tags: string[] }[] } = await json(dataDir, [
      'replay',
      '--json',
      '--tick',
      '30m',
    ]);
    const of = (key: string): Burst[] => bursts.filter((burst) => burst.key === key);

    expect(imported).toMatchObject({ rows: 51_194, added: 36_005, refused: 0 });
    expect(posts).toBe(36_005);
    expect(of('41019')).toMatchObject([{ shape: 'narrow', level: 'S3' }]);
    for (const key of ['37857', '41803', '49333']) {
      expect(of(key).length, key).toBeGreaterThan(0);
      for (const burst of of(key)) expect(burst).toMatchObject({ shape: 'wide', level: 'S4' });
    }
    // The three televised debates.
    expect(of('49333').map(({ from }) => from.slice(0, 10))).toEqual(['2021-08-29', '2021-09-12', '2021-09-19']);
    expect(of('37857')[0]?.from.slice(0, 10)).toBe('2021-09-10');
    expect(of('41803')[0]?.from.slice(0, 10)).toBe('2021-09-20');
    // A level that everything reaches flags nothing: in six weeks at most a handful is worth a line in the digest.
    const flagged = bursts.filter(({ level }) => level !== 'S4');
    const slow = flagged.filter(({ reason }) => reason.includes('in 4 days'));
    // 64660: 65 posts by 13 accounts on a tag that one account an hour uses at most.
    expect(flagged.filter((burst) => !slow.includes(burst)).map(({ key }) => key)).toEqual(['64660', '41019']);
    // Slow drips are never more than a line in the digest, less than one a week.
    expect(slow.length).toBeLessThanOrEqual(3);
    expect(new Set(slow.map(({ level }) => level))).toEqual(new Set(['S3']));
    expect(alerts.filter(({ tags }) => tags.some((tag) => ['37857', '41803', '49333'].includes(tag)))).toEqual([]);
    expect(alerts.some(({ tags }) => tags.includes('41019'))).toBe(true);
  });
});

describe.skipIf(!existsSync(russian))(`co-reposts (${russian})`, () => {
  it.each([
    [10, 1092, 1525, { 1: 1090, 2: 1, 3: 1 }],
    [60, 6206, 3954, { 1: 6174, 2: 29, 3: 2, 4: 1 }],
    [300, 30_010, 6254, { 1: 29_618, 2: 328, 3: 46, 4: 7, 5: 5, 6: 4, 7: 1, 8: 1 }],
  ])('within %d s: %d edges between %d accounts', async (window, edges, accounts, edgesByWeight) => {
    const columns = [
      '--object',
      'object_id',
      '--account',
      'account_id',
      '--time',
      'timestamp_share',
      '--post',
      'content_id',
    ];
    const network = await json(dataDir, ['coordinate', russian, ...columns, '--window', String(window), '--json']);

    expect(network).toMatchObject({ rows: 35_125, objects: 7285, edges, accounts });
    expect(network.edgesByWeight).toEqual(edgesByWeight);
  });

  it('runs through import and replay without a false alert of a channel', async () => {
    const folder = await aDataFolder();
    const imported = await json(folder, ['import', russian, '--platform', 'x', '--object-kind', 'repost', '--json']);
    const { posts, alerts }: { posts: number; alerts: { level: string }[] } = await json(folder, [
      'replay',
      '--json',
      '--tick',
      '6h',
    ]);

    // Forty post ids stand on two rows, each with another object; a post has one parent.
    expect(imported).toMatchObject({ rows: 35_125, added: 35_085, refused: 0 });
    expect(posts).toBe(35_085);
    expect(alerts.filter(({ level }) => level === 'S1' || level === 'S2')).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  });
});

describe.skipIf(!existsSync(cotton))(`a daily series (${cotton})`, () => {
  it('names 25 March 2021, as one burst that goes on', async () => {
    const { bursts }: { bursts: Burst[] } = await json(dataDir, ['replay', '--series', cotton, '--json']);

    expect(bursts).toMatchObject([{ from: '2021-03-25T00:00:00.000Z', level: 'S3', ongoing: true }]);
  });
});

describe.skipIf(!existsSync(archive))(`a takedown archive (${archive})`, () => {
  it('imports tweets and users, and nothing twice', async () => {
    const folder = await aDataFolder();
    const [tweets, facts] = await json(folder, ['import', archive, users, '--json']);
    const again = await json(folder, ['import', archive, '--json']);

    expect(tweets).toMatchObject({ format: 'io-archive', posts: 14, added: 14, refused: 0 });
    expect(facts).toMatchObject({ format: 'io-archive', posts: 0, accounts: 13, refused: 0 });
    expect(again).toMatchObject({ added: 0, known: 14 });
    await rm(folder, { recursive: true, force: true });
  });
});
