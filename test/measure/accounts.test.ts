import { describe, expect, it } from 'vitest';
import { measureAmplifierConcentration, measureConcentration } from '../../src/measure/concentration.ts';
import { measureCrowd } from '../../src/measure/crowd.ts';
import { measureGone } from '../../src/measure/gone.ts';
import { measureThin } from '../../src/measure/thin.ts';
import type { Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';

function at(hour: number): Date {
  return new Date(Date.UTC(2026, 2, 2, hour));
}

function postsBy(accountId: string, count: number, given: Partial<Post> = {}): readonly Post[] {
  return [...Array(count).keys()].map(() => aPost({ accountId, ...given }));
}

describe('thin accounts', () => {
  it('takes the latest number of followers of each account, and unknown for unknown', () => {
    const posts = [
      aPost({ accountId: 'a', followers: 0, createdAt: at(1) }),
      aPost({ accountId: 'a', followers: 12, createdAt: at(2) }),
      aPost({ accountId: 'a', createdAt: at(3) }),
      aPost({ accountId: 'b', followers: 0 }),
      aPost({ accountId: 'c', followers: 4 }),
      aPost({ accountId: 'd' }),
      aPost({ accountId: 'e', followers: 9 }),
      aPost({ accountId: 'f', followers: 10 }),
    ];

    expect(measureThin(posts)).toMatchObject({
      noFollowers: { n: 1, of: 5 },
      underFive: { n: 2, of: 5 },
      underTen: { n: 3, of: 5 },
      followersUnknown: 1,
    });
  });

  it('counts written posts that nobody liked or reposted, where counters are known', () => {
    const posts = [
      aPost({ likes: 0, reposts: 0 }),
      aPost({ likes: 0, reposts: 1 }),
      aPost({ likes: 0 }),
      aPost(),
      aPost({ kind: 'repost', likes: 0, reposts: 0 }),
    ];

    expect(measureThin(posts)).toMatchObject({ withoutInteraction: { n: 2, of: 3 }, countersUnknown: 1 });
  });
});

describe('what is gone', () => {
  it('counts each account by its newest check and posts found deleted', () => {
    const posts = [
      aPost({ accountId: 'a', status: 'active', statusCheckedAt: at(1) }),
      aPost({ accountId: 'a', status: 'suspended', statusCheckedAt: at(9), deletedAt: at(9) }),
      aPost({ accountId: 'b', status: 'active', statusCheckedAt: at(5) }),
      aPost({ accountId: 'c', status: 'protected', statusCheckedAt: at(5) }),
      aPost({ accountId: 'd' }),
    ];

    expect(measureGone(posts)).toEqual({
      suspended: expect.objectContaining({ n: 1, of: 3 }),
      removed: expect.objectContaining({ n: 0, of: 3 }),
      closed: expect.objectContaining({ n: 1, of: 3 }),
      accountsUnchecked: 1,
      deleted: expect.objectContaining({ n: 1, of: 5 }),
      erased: expect.objectContaining({ n: 1, of: 4 }),
      erasedHours: 3,
      checkedAt: at(9),
    });
  });

  it('counts as erased what was found deleted within three hours, of what was looked at', () => {
    const posts = [
      aPost({ id: 'p1', createdAt: at(1), deletedAt: at(4) }),
      aPost({ id: 'p2', createdAt: at(1), deletedAt: at(5) }),
      aPost({ id: 'p3', createdAt: at(1), status: 'active', statusCheckedAt: at(5) }),
      aPost({ id: 'p4', createdAt: at(1) }),
    ];

    expect(measureGone(posts).erased).toMatchObject({ n: 1, of: 3 });
  });

  it('knows nothing while nothing was checked', () => {
    expect(measureGone([aPost(), aPost()])).toMatchObject({
      suspended: { n: 0, of: 0 },
      accountsUnchecked: 2,
      deleted: undefined,
      erased: undefined,
      checkedAt: undefined,
    });
  });
});

describe('concentration', () => {
  it('tells few busy authors from many', () => {
    const narrow = measureConcentration(
      [1, 2, 3, 4, 5].flatMap((account) => postsBy(`a${account}`, account === 5 ? 7 : 8)),
    );
    const wide = measureConcentration([...Array(98).keys()].flatMap((account) => postsBy(`a${account % 97}`, 1)));

    expect(narrow).toMatchObject({ posts: 39, accounts: 5, topFive: { n: 39 }, singlePost: { n: 0, of: 5 } });
    expect(narrow.effectiveAccounts).toBeCloseTo(39 ** 2 / (4 * 64 + 49));
    expect(wide.effectiveAccounts).toBeGreaterThan(95);
    expect(wide).toMatchObject({
      topOnePercent: { n: 2, of: 98 },
      topFivePercent: { n: 6, of: 98 },
      singlePost: { n: 96, of: 97 },
    });
  });

  it('has a Gini of 0 among equals and near 1 when one writes everything', () => {
    const equal = measureConcentration([...Array(20).keys()].flatMap((account) => postsBy(`a${account}`, 3)));
    const unequal = measureConcentration([
      ...postsBy('loud', 1000),
      ...[...Array(99).keys()].flatMap((account) => postsBy(`a${account}`, 1)),
    ]);

    expect(equal.gini).toBe(0);
    // Σ (n + 1 - 2 i) count_i / (n Σ count), by hand: 99 · (1000 - 1) / (100 · 1099).
    expect(unequal.gini).toBeCloseTo((99 * 999) / (100 * 1099), 12);
  });

  it('keeps writing and reposting apart', () => {
    const posts = [...postsBy('a', 2), ...postsBy('b', 5, { kind: 'repost' })];

    expect(measureConcentration(posts)).toMatchObject({ posts: 2, accounts: 1 });
    expect(measureAmplifierConcentration(posts)).toMatchObject({ posts: 5, accounts: 1 });
  });
});

describe('the crowd', () => {
  it('knows ages, reposts and where the links lead', () => {
    const years = (count: number) => new Date(at(0).getTime() - count * 365.25 * 86_400_000);
    const posts = [
      aPost({
        accountId: 'a',
        createdAt: at(0),
        accountCreatedAt: years(1),
        links: ['example.com/a', 'example.com/b'],
      }),
      aPost({ accountId: 'b', createdAt: at(0), accountCreatedAt: years(4), links: ['example.org/a'] }),
      aPost({
        accountId: 'c',
        createdAt: at(0),
        accountCreatedAt: years(10),
        kind: 'repost',
        links: ['example.net/a'],
      }),
      aPost({ accountId: 'd', createdAt: at(0) }),
    ];

    const found = measureCrowd(posts);

    expect(found).toMatchObject({
      accounts: 4,
      olderThanThreeYears: { n: 2, of: 3 },
      agesUnknown: 1,
      reposts: { n: 1, of: 4 },
      linkHosts: 2,
    });
    expect(found.medianAgeDays).toBeCloseTo(4 * 365.25);
  });

  it('does not know ages that the platform does not give', () => {
    expect(measureCrowd([aPost()])).toMatchObject({
      medianAgeDays: undefined,
      olderThanThreeYears: { of: 0 },
      agesUnknown: 1,
    });
  });
});
