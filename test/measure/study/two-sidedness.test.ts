import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  measureTwoSidedness,
  notTheCampaignWords,
  tooFewSidesWords,
} from '../../../src/measure/study/two-sidedness.ts';
import type { Stance } from '../../../src/measure/table/post-table.ts';
import type { Post } from '../../../src/post/post.ts';
import { aPost } from '../../builders.ts';
import { somePosts } from '../some-posts.ts';
import { draws, idsBehind, mixedRegistry, someRows, stanceDraws, tableWithStances } from './listed.ts';

function written(count: number, stance: Stance, given: Partial<Post> = {}) {
  return Array.from({ length: count }, () => [aPost(given), stance] as const);
}

describe('two-sidedness', () => {
  it('lists both sides and says that a burst on a campaign’s tag is not the campaign', () => {
    const table = tableWithStances(
      [
        ...written(30, 'positive', { accountId: 'a', lang: 'zh' }),
        ...written(60, 'negative', { lang: 'en' }),
        ...written(10, 'negative', { accountId: 'a', lang: 'zh' }),
        ...written(20, 'neutral', { lang: 'en' }),
        ...written(80, 'unclassified'),
        ...written(500, 'positive', { kind: 'repost' }),
      ],
      mixedRegistry,
    );

    const found = measureTwoSidedness(table, { minN: 30 });

    expect(found).toMatchObject({
      stanceBy: 'example 1 (lexicon)',
      registryVersion: '2026-03-01',
      supporting: {
        stance: 'positive',
        posts: { share: { n: 30, of: 120 } },
        accounts: { n: 1 },
        attributed: { share: { n: 30, of: 30 } },
        languages: [{ lang: 'zh', posts: 30 }],
      },
      critical: {
        stance: 'negative',
        posts: { share: { n: 70, of: 120 } },
        accounts: { n: 61 },
        attributed: { share: { n: 10, of: 70 } },
        languages: [
          { lang: 'en', posts: 60 },
          { lang: 'zh', posts: 10 },
        ],
      },
      neutral: { posts: { share: { n: 20, of: 120 } }, attributed: { share: { withheld: true } } },
      unclassified: { share: { n: 80, of: 200 } },
      accountsOnBoth: 1,
      criticalIsMinority: false,
      note: notTheCampaignWords,
    });
  });

  it('says nothing more when the critical side is the smaller one', () => {
    const table = tableWithStances([...written(60, 'positive'), ...written(20, 'negative')], mixedRegistry);

    expect(measureTwoSidedness(table)).toMatchObject({ criticalIsMinority: true, note: undefined });
    expect(measureTwoSidedness(table, { criticalStance: 'positive' })).toMatchObject({
      criticalIsMinority: false,
      critical: { stance: 'positive' },
      supporting: { stance: 'negative' },
      note: notTheCampaignWords,
    });
  });

  it('takes equal sides for no minority', () => {
    const table = tableWithStances([...written(50, 'positive'), ...written(50, 'negative')], mixedRegistry);

    expect(measureTwoSidedness(table).criticalIsMinority).toBe(false);
  });

  it('judges nothing of a few posts with a side', () => {
    const table = tableWithStances(
      [...written(20, 'positive'), ...written(29, 'negative'), ...written(900, 'unclassified')],
      mixedRegistry,
    );

    expect(measureTwoSidedness(table)).toMatchObject({ criticalIsMinority: undefined, note: tooFewSidesWords });
  });

  it('finds every written post on exactly one side', () => {
    fc.assert(
      fc.property(somePosts, stanceDraws, draws, (posts, given, draw) => {
        const pairs = posts.map((post, index) => [post, given[index] ?? 'unclassified'] as const);
        const table = tableWithStances(pairs, mixedRegistry);
        const rows = someRows(draw, table);
        const mine = pairs.filter(([post], index) => (rows?.includes(index) ?? true) && post.kind !== 'repost');

        const found = measureTwoSidedness(table, { rows, minN: 0 });

        const sides = [found.supporting.posts, found.critical.posts, found.neutral.posts, found.unclassified];
        expect(sides.flatMap(({ behind }) => idsBehind(table, behind().rows)).sort()).toEqual(
          mine.map(([post]) => `x:${post.id}`).sort(),
        );
        expect(sides.map(({ share }) => share.n)).toEqual(
          (['positive', 'negative', 'neutral', 'unclassified'] as const).map(
            (stance) => mine.filter(([, its]) => its === stance).length,
          ),
        );
        const writers = (stance: Stance) =>
          new Set(mine.filter(([, its]) => its === stance).map(([{ accountId }]) => accountId));
        expect(found.accountsOnBoth).toBe(
          [...writers('positive')].filter((account) => writers('negative').has(account)).length,
        );
      }),
      { numRuns: 60 },
    );
  });
});
