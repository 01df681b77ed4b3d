import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { measurePostingHours } from '../../src/measure/study/posting-hours.ts';
import { measureSpread } from '../../src/measure/study/spread.ts';
import { measureTags } from '../../src/measure/study/tag-table.ts';
import type { PostTable } from '../../src/measure/table/post-table.ts';
import { aPost } from '../builders.ts';
import { listed, tableIn } from '../measure/study/listed.ts';

const file = path.join(
  process.env['TOCSIN_SHARED'] ?? '../shared',
  'data/field/coortweet_german_elections_hashtags.csv',
);

/** Columns timestamp, account_id (`fb_` or `tw_`), post_id, hashtag_id; a post is repeated for each of its links. */
function tableOfFile(): PostTable {
  const rows = readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1);
  return tableIn(
    rows.map((row) => {
      const [time = '', accountId = '', id = '', tag = ''] = row.split(',');
      const createdAt = new Date(Number(time) * 1000);
      const platform = accountId.startsWith('fb_') ? 'facebook' : 'x';
      return aPost({ platform, id, accountId, createdAt, seenAt: createdAt, tags: [tag] });
    }),
    listed({}),
  );
}

// Expected numbers: counted from the file by a script of a few lines in another language.
describe.skipIf(!existsSync(file))(`study measures on tags of the German election of 2021 (${file})`, () => {
  it('knows how many tags were on both platforms, where first, and how much later on the other', () => {
    const found = measureSpread(tableOfFile(), 'tag');

    expect(found).toMatchObject({ shared: { share: { n: 1127, of: 17_989 } }, medianLagMs: 14_540_000 });
    expect(found.pairs).toMatchObject([
      { earlier: 'x', later: 'facebook', first: { n: 989, of: 1127 }, medianLagMs: 14_462_000 },
      { earlier: 'facebook', later: 'x', first: { n: 138, of: 1127 } },
    ]);
    expect(found.top.slice(0, 3).map(({ name, n, accounts }) => [name, n, accounts])).toEqual([
      ['37857', 478, 468],
      ['35196', 104, 86],
      ['10319', 102, 90],
    ]);
  });

  it('tells a tag of many from a tag of few', () => {
    expect(
      measureTags(tableOfFile())
        .top.slice(0, 5)
        .map(({ tag, n, accounts }) => [tag, n, accounts]),
    ).toEqual([
      ['37857', 478, 468],
      ['49333', 284, 261],
      ['2595', 165, 13],
      ['64660', 140, 13],
      ['41803', 139, 136],
    ]);
  });

  it('counts office hours in Berlin, summer time included', () => {
    const [berlin] = measurePostingHours(tableOfFile(), { zones: ['Europe/Berlin'] }).offices;

    expect(berlin?.share).toMatchObject({ n: 14_119, of: 36_005 });
  });
});
