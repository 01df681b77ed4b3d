/** CooRTweet 2.1.3, number for number, on the two data sets it comes with. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { coortweetNetwork } from '../../src/measure/coortweet/network.ts';
import { countPairNetwork } from '../../src/measure/pair-network.ts';
import { estimateWindow } from '../../src/measure/pair-window.ts';
import { readShareTable, type ShareTable } from '../../src/source/file/share-columns-file.ts';

const folder = resolve(process.env['TOCSIN_SHARED'] ?? '../shared', 'data/coordination');
const russian = join(folder, 'coortweet-russian_coord_tweets.csv.gz');
const german = join(folder, 'coortweet-german_elections.csv.gz');

const Expected = z.array(
  z.object({
    data: z.enum(['russian', 'ger_urls']),
    tw: z.number(),
    mp: z.number(),
    loops_removed: z.string(),
    ew: z.number(),
    pairs: z.number(),
    accounts: z.number(),
    contents: z.number(),
    sum_td: z.number(),
    nodes: z.number(),
    edges: z.number(),
    maxw: z.number(),
    comps: z.number(),
    thr: z.number(),
    nodes_thr: z.number(),
    edges_thr: z.number(),
    comps_thr: z.number(),
    mean_sym: z.number(),
  }),
);

function expectedRows() {
  const file = join(folder, 'expected-coortweet.json');
  return existsSync(file) ? Expected.parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
}

describe.skipIf(!existsSync(russian))(`CooRTweet's results (${folder})`, () => {
  const tables = new Map<string, ShareTable>();

  beforeAll(async () => {
    tables.set('russian', await readShareTable(russian, {}));
    tables.set('ger_urls', await readShareTable(german, { objects: ['url_id'] }));
  });

  function networkOf(
    data: string,
    windowSeconds: number,
    minParticipation: number,
    keepLoops = false,
    edgeQuantile = 0.5,
  ) {
    const table = tables.get(data);
    // Rows of the German table repeat a post for each of its other objects.
    const dropRepeats = (table?.otherColumns ?? 0) > 0;
    return coortweetNetwork(table?.layers ?? [], {
      windowSeconds,
      minParticipation,
      keepLoops,
      edgeQuantile,
      dropRepeats,
    });
  }

  it.each(expectedRows())('are met: $data, $tw s, $mp, loops removed $loops_removed', (row) => {
    const network = networkOf(row.data, row.tw, row.mp, row.loops_removed === 'FALSE', row.ew);

    const edges = [...network.listEdges()];
    expect(network).toMatchObject({
      pairs: row.pairs,
      accounts: row.accounts,
      posts: row.contents,
      sumOfSeconds: row.sum_td,
      edges: row.edges,
      maxWeight: row.maxw,
      components: row.comps,
      quantile: row.thr,
      passing: { nodes: row.nodes_thr, edges: row.edges_thr, components: row.comps_thr },
    });
    const symmetries = edges.map(
      ({ olderPosts, newerPosts }) => Math.min(olderPosts, newerPosts) / Math.max(olderPosts, newerPosts),
    );
    expect(symmetries.reduce((sum, score) => sum + score, 0) / edges.length).toBeCloseTo(row.mean_sym, 6);
  });

  it('are met without its second filter: 60 s, 1', () => {
    expect(networkOf('russian', 60, 1)).toMatchObject({
      pairs: 6281,
      accounts: 3954,
      edges: 6206,
      maxWeight: 4,
      quantile: 1,
      passing: { edges: 63, nodes: 97 },
    });
  });

  it.each([10, 60])('are met edge by edge within %d s', (windowSeconds) => {
    const lines = gunzipSync(
      readFileSync(join(folder, `expected-coortweet-russian-edges-tw${windowSeconds}-mp2.csv.gz`)),
    )
      .toString()
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .map(([a, b, ...numbers]) => [a, b, ...numbers.map(Number)]);

    const edges = [...networkOf('russian', windowSeconds, 2).listEdges()];

    const found = new Map(
      edges.map(({ a, b, pairs, meanSeconds, olderPosts, newerPosts }) => [
        `${a} ${b}`,
        [a, b, pairs, meanSeconds, olderPosts, newerPosts],
      ]),
    );
    expect(found.size).toBe(lines.length);
    for (const [a, b, weight, meanSeconds, older, newer] of lines) {
      const edge = found.get(`${a} ${b}`);
      expect([edge?.[0], edge?.[1], edge?.[2], edge?.[4], edge?.[5]]).toEqual([a, b, weight, older, newer]);
      expect(edge?.[3]).toBeCloseTo(Number(meanSeconds), 6);
    }
  });

  it("are met in the package's own two assertions: one account is a loop and nothing else", () => {
    const account = '9fa51ef17278c01d13d313741eddfc0b';
    const has = (keepLoops: boolean) =>
      [...networkOf('russian', 10, 5, keepLoops).listEdges()].some(({ a, b }) => a === account || b === account);

    expect([has(false), has(true)]).toEqual([false, true]);
  });

  it('have as many rows as the German columns hold when repeated ones count once', async () => {
    const columns = ['url_id', 'domain_id', 'hashtag_id', 'phash_id'];
    const table = await readShareTable(german, { objects: columns });

    const unique = table.layers.map(({ objects, accounts, posts, times }) => {
      const rows = Array.from(objects, (object, row) => `${object} ${accounts[row]} ${posts[row]} ${times[row]}`);
      return new Set(rows).size;
    });

    expect(unique).toEqual([41_100, 63_529, 36_005, 16_934]);
  });

  it('are as near as CooRnet comes: the window of German Facebook links is a second', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'facebook-')), 'links.csv');
    const lines = gunzipSync(readFileSync(german)).toString().split('\n');
    await writeFile(file, lines.filter((line, n) => n === 0 || line.startsWith('fb_')).join('\n'));

    const [layer] = (await readShareTable(file, { objects: ['url_id'] })).layers;

    expect(layer === undefined ? undefined : estimateWindow(layer)).toMatchObject({ seconds: 1, medianSeconds: 0 });
  });
});

const qut = join(folder, 'qut-coretweet_test_input.csv');

describe.skipIf(!existsSync(qut))(`QUT's test of co-retweets (${qut})`, () => {
  let table: ShareTable | undefined;
  let copy: string | undefined;

  beforeAll(async () => {
    // An own copy: the given file is read by several tests at once.
    copy = await mkdtemp(join(tmpdir(), 'qut-'));
    await writeFile(join(copy, 'log.csv'), readFileSync(qut));
    const columns = { objects: ['repost_id'], account: 'user_id', time: 'timestamp', post: 'message_id' };
    table = await readShareTable(join(copy, 'log.csv'), columns);
  });

  afterAll(async () => {
    if (copy !== undefined) await rm(copy, { recursive: true });
  });

  /** Directed edges from u1 to u2 by distinct messages of u1; a node has one of at least the minimum. */
  function nodes(windowSeconds: number, minWeight: number, loops: boolean): number {
    const rules = { windowSeconds, minParticipation: 0, keepLoops: loops };
    const found = new Set<string>();
    for (const { a, b, aPosts, bPosts } of coortweetNetwork(table?.layers ?? [], rules).listEdges()) {
      if (Math.max(aPosts, bPosts) >= minWeight) found.add(a).add(b);
    }
    return found.size;
  }

  it.each([
    [1, 1, false, 2],
    [1, 1, true, 3],
    [1, 2, false, 0],
    [1, 2, true, 1],
    [60, 1, false, 6],
    [60, 1, true, 7],
  ])('within %d s, weight %d, loops %s: %d nodes', (windowSeconds, minWeight, loops, expected) => {
    expect(nodes(windowSeconds, minWeight, loops)).toBe(expected);
  });

  it('has the same edges without loops in the form of the product', () => {
    const [layer] = table?.layers ?? [];
    if (layer === undefined) throw new Error('no layer was read');

    const network = countPairNetwork(layer, { windowSeconds: 60, minWeight: 1, minRarity: 0, hotObjectCap: 100 });

    expect(network).toMatchObject({ accounts: 6, passing: { nodes: 6 } });
  });
});
