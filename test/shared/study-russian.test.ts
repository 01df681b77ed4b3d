import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeStudy } from '../../src/app/study.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';

const shared = resolve(process.env['TOCSIN_SHARED'] ?? '../shared');
const russian = resolve(shared, 'data/field/coortweet_russian_coord_tweets.csv');

describe.skipIf(!existsSync(russian))(`a study of the Russian retweets (${russian})`, () => {
  it('finds the edges that CooRTweet finds, at each window', async () => {
    const { report } = await makeStudy({
      question: { query: '', top: {}, zones: [], minN: 50 },
      input: {
        paths: [russian],
        options: {
          now: new Date(),
          platform: 'x',
          objectKind: 'repost',
          columns: { object: 'object_id', account: 'account_id', time: 'timestamp_share', post: 'content_id' },
        },
      },
      registry: createRegistry({ version: 'none', entries: [] }),
      secret: 'a secret of the tests',
      mark: 'TLP:AMBER',
    });
    const network = report.sections.find(({ id }) => id === 'network')?.tables[0];
    const numbers = network?.rows.map((row) => row.map((cell) => (cell.kind === 'number' ? cell.value : undefined)));

    // Window, accounts, edges of weight 2 and more, heaviest edge: counts of the field study's README.
    expect(numbers?.map((row) => [row[0], row[2], row[3]])).toEqual([
      [10, 2, 3],
      [60, 32, 4],
      [300, 392, 8],
    ]);
  });
});
