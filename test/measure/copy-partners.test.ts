import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureCopyPartners } from '../../src/measure/copy-partners.ts';
import type { Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';

/** One cluster per list of accounts. */
function clustersOf(users: readonly (readonly string[])[]): readonly (readonly Post[])[] {
  return users.map((accounts, text) =>
    accounts.map((accountId, n) => aPost({ id: `p${text}-${n}`, accountId, text: `text ${text}` })),
  );
}

describe('accounts with several copied texts in common', () => {
  it('are users of one bank, hours apart, not readers of one text', () => {
    const clusters = clustersOf([
      ['a', 'b', 'c'],
      ['b', 'a', 'd'],
      ['d', 'e', 'f'],
    ]);

    expect(measureCopyPartners(clusters)).toMatchObject({
      accounts: { n: 2, of: 6 },
      fewestTexts: 2,
    });
  });

  it('are none where one account repeats itself, or nothing is copied', () => {
    const clusters = clustersOf([
      ['a', 'a', 'b', 'c'],
      ['a', 'd', 'e'],
    ]);

    expect(measureCopyPartners(clusters).accounts).toMatchObject({ n: 0, of: 5 });
    expect(measureCopyPartners([]).accounts).toMatchObject({ n: 0, of: 0 });
  });

  it('are all users of two texts, also among thousands, and rare texts are compared first', () => {
    const crowd = Array.from({ length: 3000 }, (_, n) => `c${n}`);
    const many = Array.from({ length: 60 }, () => [...crowd.slice(0, 2), ...crowd.slice(2, 40)]);
    const clusters = clustersOf([...many, crowd, ['y', 'z', 'c0'], ['y', 'z', 'c1']]);

    expect(measureCopyPartners(clusters).accounts).toMatchObject({ n: 42, of: 3002 });
  });

  it('do not depend on the order of posts or clusters', () => {
    const someUsers = fc.array(
      fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 3, maxLength: 6 }),
      {
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(someUsers, (users) => {
        const clusters = clustersOf(users);
        const turned = clusters.map((cluster) => cluster.toReversed()).toReversed();

        expect(measureCopyPartners(turned)).toEqual(measureCopyPartners(clusters));
      }),
    );
  });
});
