import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { coShareNetwork, createShareLog, type ShareLog } from '../../src/detector/co-share.ts';
import { CoShareSettings, createCoShareDetector } from '../../src/detector/co-share-detector.ts';
import { hourMs, type Post } from '../../src/post/post.ts';
import type { Registry } from '../../src/registry/registry.ts';

const shared = resolve(process.env['TOCSIN_SHARED'] ?? '../shared');
const russian = resolve(shared, 'data/field/coortweet_russian_coord_tweets.csv');
const qut = resolve(shared, 'data/coordination/qut-coretweet_test_input.csv');

function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').trim().split('\n').slice(1);
}

/** Columns object_id, account_id, content_id, timestamp_share. */
function russianRows(): readonly (readonly [object: string, account: string, post: string, seconds: number])[] {
  return linesOf(russian).map((line) => {
    const [object = '', account = '', post = '', seconds = ''] = line.split(',');
    return [object, account, post, Number(seconds)];
  });
}

function russianLog(): ShareLog {
  const log = createShareLog();
  for (const [object, account, post, seconds] of russianRows()) log.add(object, account, seconds, post);
  return log.build();
}

describe.skipIf(!existsSync(russian))(`co-share network of the Russian retweets (${russian})`, () => {
  // Rows "Russian | 60 s, 1" and QUT co-retweet of the coordination study; counts of the field study's README.
  it.each([
    { windowSeconds: 10, edges: 1092, accounts: 1525, two: 2, three: 1, five: 0, largest: 3 },
    { windowSeconds: 60, edges: 6206, accounts: 3954, two: 32, three: 3, five: 0, largest: 4 },
    { windowSeconds: 300, edges: 30_010, accounts: 6254, two: 392, three: 64, five: 11, largest: 8 },
  ])('has $edges edges and $accounts accounts at $windowSeconds s', (row) => {
    const network = coShareNetwork(russianLog(), { windowSeconds: row.windowSeconds, minWeight: 1 });

    const atLeast = (weight: number) =>
      Object.entries(network.edgesByWeight).reduce((sum, [of, count]) => sum + (Number(of) >= weight ? count : 0), 0);
    expect(network).toMatchObject({ rows: 35_125, objects: 7285, edges: row.edges, accounts: row.accounts });
    expect([atLeast(2), atLeast(3), atLeast(5), network.maxWeight]).toEqual([
      row.two,
      row.three,
      row.five,
      row.largest,
    ]);
  });

  it('is made of as many pairs of retweets as CooRTweet counts without its participation filter', () => {
    expect(coShareNetwork(russianLog(), { windowSeconds: 60, minWeight: 1 }).pairs).toBe(6281);
  });

  it('has the same heavy edges when only those are asked for', () => {
    const heavy = coShareNetwork(russianLog(), { windowSeconds: 60, minWeight: 2 });

    expect(heavy.edgesByWeight).toEqual({ 2: 29, 3: 2, 4: 1 });
    expect([...heavy.listEdges()].map(({ weight }) => weight)).toEqual([4, 3, 3, ...Array(29).fill(2)]);
  });

  it('is hardly worth an alert: the detector tells at most a network a month', () => {
    const posts: Post[] = russianRows().map(([object, account, post, seconds]) => ({
      platform: 'x',
      id: post,
      accountId: account,
      createdAt: new Date(seconds * 1000),
      seenAt: new Date(seconds * 1000),
      text: '',
      kind: 'repost',
      parentId: object,
      tags: [],
      links: [],
    }));
    posts.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
    const detector = createCoShareDetector(CoShareSettings.parse({}));
    const episodes = new Set<string>();

    let next = 0;
    for (let at = (posts[0]?.createdAt.getTime() ?? 0) + 6 * hourMs; next < posts.length; at += 6 * hourMs) {
      const first = next;
      while ((posts[next]?.createdAt.getTime() ?? Number.POSITIVE_INFINITY) <= at) next++;
      detector.observe(posts.slice(first, next), noRegistry);
      for (const { episode } of detector.detect(new Date(at))) episodes.add(episode);
    }

    expect(episodes.size).toBeLessThanOrEqual(7);
  });
});

describe.skipIf(!existsSync(qut))(`co-share network of the QUT toolkit's test messages (${qut})`, () => {
  it.each([
    { windowSeconds: 1, minWeight: 1, accounts: 2 },
    { windowSeconds: 1, minWeight: 2, accounts: 0 },
    { windowSeconds: 60, minWeight: 1, accounts: 6 },
  ])('joins $accounts accounts at $windowSeconds s and weight $minWeight', ({ windowSeconds, minWeight, accounts }) => {
    const log = createShareLog();
    for (const line of linesOf(qut)) {
      const [post = '', account = '', , repost = '', , , seconds = ''] = line.split(',');
      log.add(repost, account, Number(seconds), post);
    }

    expect(coShareNetwork(log.build(), { windowSeconds, minWeight }).accounts).toBe(accounts);
  });
});

const noRegistry: Registry = {
  version: 'none',
  entries: [],
  findAccount: () => undefined,
  findHost: () => undefined,
  nearestHandles: () => [],
  nearestHosts: () => [],
};
