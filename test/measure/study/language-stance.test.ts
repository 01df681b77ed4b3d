import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageOf } from '../../../src/measure/language.ts';
import { measureLanguageStance } from '../../../src/measure/study/language-stance.ts';
import { isWithheld } from '../../../src/measure/study/withheld.ts';
import { type Stance, stances } from '../../../src/measure/table/post-table.ts';
import { aPost } from '../../builders.ts';
import { somePosts } from '../some-posts.ts';
import { idsBehind, mixedRegistry, stanceDraws, tableWithStances } from './listed.ts';

function written(count: number, lang: string | undefined, stance: Stance) {
  return Array.from({ length: count }, () => [aPost({ lang }), stance] as const);
}

describe('languages and stances', () => {
  it('gives each language of thirty posts a row, `und` its own, and folds the others', () => {
    const table = tableWithStances(
      [
        ...written(30, 'en', 'negative'),
        ...written(10, 'en', 'positive'),
        ...written(30, 'zh', 'positive'),
        ...written(29, 'fr', 'neutral'),
        ...written(2, 'de', 'positive'),
        ...written(3, undefined, 'unclassified'),
        ...Array.from({ length: 50 }, () => [aPost({ lang: 'fr', kind: 'repost' }), 'neutral'] as const),
      ],
      mixedRegistry,
    );

    const found = measureLanguageStance(table);

    expect(found).toMatchObject({ stanceBy: 'example 1 (lexicon)', minRow: 30, posts: 104 });
    expect(found.rows.map(({ lang, posts }) => [lang, posts.n])).toEqual([
      ['en', 40],
      ['zh', 30],
      ['und', 3],
      ['other (2 languages)', 31],
    ]);
    expect(found.rows[0]?.stances).toMatchObject({
      positive: { share: { n: 10, of: 40 } },
      neutral: { share: { n: 0, of: 40 } },
      negative: { share: { n: 30, of: 40 } },
      unclassified: { share: { n: 0, of: 40 } },
    });
    expect(found.rows[2]?.stances.unclassified.share).toEqual({ withheld: true, n: 3, of: 3, minN: 30 });
    expect(found.rows.map(({ from }) => [from.platform, from.none])).toEqual([
      [40, 0],
      [30, 0],
      [0, 3],
      [31, 0],
    ]);
  });

  it('says "1 language" of one', () => {
    const table = tableWithStances(written(2, 'fr', 'neutral'), mixedRegistry);

    expect(measureLanguageStance(table).rows.map(({ lang }) => lang)).toEqual(['other (1 language)']);
  });

  it('says what a reference over posts says, with the posts behind every cell', () => {
    fc.assert(
      fc.property(somePosts, stanceDraws, fc.integer({ min: 1, max: 6 }), (posts, given, minRow) => {
        const rows = posts.map((post, index) => [post, given[index] ?? 'unclassified'] as const);
        const table = tableWithStances(rows, mixedRegistry);
        const mine = rows.filter(([post]) => post.kind !== 'repost');
        const idsOf = (lang: string, stance: Stance): readonly string[] =>
          mine
            .filter(([post, its]) => languageOf(post.lang, post.text).lang === lang && its === stance)
            .map(([post]) => `x:${post.id}`);

        const found = measureLanguageStance(table, { minRow });

        for (const { lang, stances: cells, posts: inRow } of found.rows.filter(
          (row) => !row.lang.startsWith('other'),
        )) {
          for (const stance of stances) {
            expect(idsBehind(table, cells[stance].behind().rows)).toEqual(idsOf(lang, stance));
            expect(cells[stance].share).toMatchObject({ n: idsOf(lang, stance).length, of: inRow.n });
            expect(isWithheld(cells[stance].share)).toBe(inRow.n < minRow);
          }
        }
        expect(found.rows.reduce((sum, { posts: inRow }) => sum + inRow.n, 0)).toBe(mine.length);
        expect(found.total.posts.behind().rows).toHaveLength(mine.length);
      }),
      { numRuns: 60 },
    );
  });
});
