/** The synthetic archive of the field study: five wordings of one sentence that differ in link and tail, and one page linked by six. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { measureNearDuplicates } from '../../src/measure/study/near-duplicates.ts';
import { measureNoiseTails } from '../../src/measure/study/noise-tails.ts';
import { measureSameObjects } from '../../src/measure/study/same-objects.ts';
import { tableOf } from '../../src/measure/table/build-table.ts';
import type { Post } from '../../src/post/post.ts';
import { importFile } from '../../src/source/file/import-file.ts';
import { aRegistry } from '../measure/a-registry.ts';

const field = join(process.env['TOCSIN_SHARED'] ?? resolve('..', 'shared'), 'data/field');

async function archive() {
  const posts: Post[] = [];
  await importFile({
    path: join(field, 'synthetic/CNXX_9999_tweets_csv_hashed_2021.csv'),
    options: { now: new Date('2026-11-24T12:00:00Z') },
    async keep(batch) {
      posts.push(...batch);
      return { added: batch.length, known: 0 };
    },
    keepAccounts: async () => undefined,
  });
  return tableOf(posts, { registry: aRegistry({}, ['state-media.example']) });
}

describe.skipIf(!existsSync(field))('the synthetic archive', () => {
  it('has one sentence under five tails, which are too few to be called noise', async () => {
    const table = await archive();

    expect(measureNearDuplicates(table, { minN: 1 })).toMatchObject({
      share: { n: 5, of: 11 },
      identical: { n: 5, of: 11 },
      top: [{ posts: 5, accounts: 5, wordings: 1, characters: 36 }],
      unusable: 1,
    });
    expect(measureNoiseTails(table, { minN: 1, fewestTails: 5 })).toMatchObject({
      share: { n: 5, of: 11 },
      symbols: 1,
    });
    expect(measureNoiseTails(table, { minN: 1 }).share).toMatchObject({ n: 0, of: 11 });
  });

  it('has one page of a listed host that six accounts link to within a day', async () => {
    const registry = aRegistry({}, ['state-media.example']);

    expect(measureSameObjects(await archive(), { minN: 1, registry })).toMatchObject({
      share: { n: 6, of: 9 },
      shared: 1,
      top: [{ kind: 'link', accounts: 6, busiest: { accounts: 6 }, hostEntryId: 'xx-host' }],
    });
  });
});
