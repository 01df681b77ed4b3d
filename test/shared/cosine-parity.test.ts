/** `tocsin coordinate --method cosine` on the Russian reposts, against what the published code gives (scikit-learn). */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CoordinateCosineOptions, coordinateCosine } from '../../src/cli/coordinate-cosine.ts';

const folder = join(process.env['TOCSIN_SHARED'] ?? resolve('..', 'shared'), 'data/coordination');
const russian = join(folder, 'coortweet-russian_coord_tweets.csv.gz');
const peers = join(folder, 'expected-other-peers.json');

/** What the command prints to standard output. */
async function printed(options: Partial<CoordinateCosineOptions>): Promise<string> {
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk, ...rest) => {
    text += String(chunk);
    for (const done of rest) if (typeof done === 'function') done();
    return true;
  });
  const columns = { objects: ['object_id'], account: 'account_id', post: 'content_id', time: 'timestamp_share' };
  const usual = { file: russian, columns, minActions: 20, trace: 'object', fastSeconds: 10, json: true } as const;
  expect(await coordinateCosine({ ...usual, ...options })).toBe(0);
  write.mockRestore();
  return text;
}

afterEach(() => vi.restoreAllMocks());

describe.skipIf(!existsSync(peers))(`cosine network of the Russian reposts (${russian})`, () => {
  it('is that of the published code to 6 digits', async () => {
    const [expected] = JSON.parse(readFileSync(peers, 'utf8')).tfidf_cosine_cosharing;

    const { nodes, edges, users, mean, q50, q95, q995, edgesAtQ995, hot } = JSON.parse(await printed({}));

    const { min_actions: _, edges_ge_q995, ...numbers } = expected;
    expect({ nodes, edges, users, mean, q50, q95, q995 }).toEqual(numbers);
    expect(edgesAtQ995).toBe(edges_ge_q995);
    expect(hot).toMatchObject({ features: 0, missedAtMost: 0 });
  });

  it('has 4,279 accounts of 4,417 that share twice', async () => {
    expect(JSON.parse(await printed({ minActions: 2 }))).toMatchObject({ users: 4417, nodes: 4279 });
  });

  it('writes the edges that pass, strongest first', async () => {
    const out = await mkdtemp(join(tmpdir(), 'tocsin-cosine-'));
    try {
      const { passing } = JSON.parse(await printed({ percentile: 99.5, edges: join(out, 'edges.csv') }));
      const [header, ...lines] = readFileSync(join(out, 'edges.csv'), 'utf8').trim().split('\r\n');
      const cosines = lines.map((line) => Number(line.split(',')[2]));

      expect(header).toBe('account_a,account_b,cosine,common');
      expect(lines).toHaveLength(132);
      expect(passing).toMatchObject({ percentile: 99.5, edges: 132 });
      expect(cosines).toEqual([...cosines].sort((x, y) => y - x));
      expect(cosines.at(-1)).toBeGreaterThanOrEqual(passing.minCosine);
    } finally {
      await rm(out, { recursive: true, force: true });
    }
  });

  it('says in sentences what it found and where it would cut', async () => {
    const text = await printed({ json: false });

    expect(text).toContain('35,125 rows; 288 accounts with at least 20 rows\n285 accounts and 26,316 edges;');
    expect(text).toMatch(
      /cut at similarity percentile \d\d \(cosine 0\.\d{3} or more\) and centrality percentile \d\d: /,
    );
  });
});
