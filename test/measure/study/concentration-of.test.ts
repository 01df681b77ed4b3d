import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureAmplifierConcentration, measureConcentration } from '../../../src/measure/concentration.ts';
import { measureConcentrations } from '../../../src/measure/study/concentration-of.ts';
import { somePosts } from '../some-posts.ts';
import { chosen, draws, manyPosts, someRows, tableIn } from './listed.ts';

describe('concentration of a study', () => {
  it('reads differently for many and for few', () => {
    const wide = measureConcentrations(tableIn(manyPosts(98, (index) => ({ accountId: `p${index % 97}` }))));
    const narrow = measureConcentrations(tableIn(manyPosts(390, (index) => ({ accountId: `p${index % 5}` }))));

    expect(wide.written).toMatchObject({ posts: 98, accounts: 97, singlePost: { share: { n: 96, of: 97 } } });
    expect(wide.written.effectiveAccounts).toBeGreaterThan(95);
    expect(narrow.written).toMatchObject({ posts: 390, accounts: 5, topFive: { share: { n: 390, of: 390 } } });
    expect(narrow.written.effectiveAccounts).toBeCloseTo(5, 10);
    // Five accounts are too few for a share of accounts.
    expect(narrow.written.singlePost.share).toEqual({ withheld: true, n: 0, of: 5, minN: 50 });
  });

  it('keeps the busiest amplifiers apart from the busiest authors, and names them by their number', () => {
    const table = tableIn([
      ...manyPosts(20, () => ({ accountId: 'author' })),
      ...manyPosts(300, (index) => ({ accountId: index < 150 ? `r${index}` : 'loud', kind: 'repost' })),
    ]);

    const { written, amplifying } = measureConcentrations(table, { minN: 1 });

    expect(written).toMatchObject({ posts: 20, accounts: 1 });
    // 151 amplifiers: one percent is two of them.
    expect(amplifying.topOnePercent.share).toMatchObject({ n: 151, of: 300 });
    expect(amplifying.topOnePercent.behind()).toEqual({ of: 'accounts', rows: Uint32Array.of(151, 1) });
  });

  it('agrees with the measure over posts, whichever rows are looked at', () => {
    fc.assert(
      fc.property(somePosts, draws, (posts, draw) => {
        const table = tableIn(posts);
        const rows = someRows(draw, table);
        const found = measureConcentrations(table, { rows, minN: 0 });
        for (const [mine, reference] of [
          [found.written, measureConcentration(chosen(posts, rows))],
          [found.amplifying, measureAmplifierConcentration(chosen(posts, rows))],
        ] as const) {
          expect(mine).toMatchObject({
            posts: reference.posts,
            accounts: reference.accounts,
            effectiveAccounts: reference.effectiveAccounts,
            gini: reference.gini,
            topFive: { share: reference.topFive },
            topOnePercent: { share: reference.topOnePercent },
            singlePost: { share: reference.singlePost },
          });
          expect(mine.singlePost.behind().rows).toHaveLength(reference.singlePost.n);
        }
      }),
      { numRuns: 60 },
    );
  });
});
