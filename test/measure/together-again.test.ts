import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeeded } from '../../src/measure/seeded.ts';
import { measureTogetherAgain } from '../../src/measure/together-again.ts';
import type { Post, PostKind } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';

const start = Date.UTC(2026, 2, 2, 6);
const minute = 60;
const hour = 3_600;

function wrote(account: string, second: number, kind: PostKind = 'original'): Post {
  return aPost({ accountId: account, createdAt: new Date(start + Math.floor(second) * 1000), kind });
}

/** So many accounts with two posts each, at any time of some hours. */
function crowd(accounts: number, hours: number, seed: number, name = 'c'): readonly Post[] {
  const random = createSeeded(seed);
  return Array.from({ length: accounts }, (_, n) => `${name}${n}`).flatMap((account) =>
    [1, 2].map(() => wrote(account, random() * hours * hour)),
  );
}

/** Batches of accounts, each worked through in four minutes, twice. */
function batches(count: number, size: number, hours: number, seed: number): readonly Post[] {
  const random = createSeeded(seed);
  return Array.from({ length: count }, (_, batch) => batch).flatMap((batch) =>
    [1, 2].flatMap(() => {
      const from = random() * hours * hour;
      return Array.from({ length: size }, (_, n) => wrote(`b${batch}x${n}`, from + random() * 4 * minute));
    }),
  );
}

/** Shouts within minutes of each goal, by any of those who watch. */
function match(accounts: number, posts: number, seed: number): readonly Post[] {
  const random = createSeeded(seed);
  const goals = [12, 31, 55, 83].map((at) => at * minute);
  return Array.from({ length: posts }, () => {
    const goal = goals[Math.floor(random() * goals.length)] ?? 0;
    const second = random() < 0.55 ? goal - Math.log(1 - random()) * 4 * minute : random() * 2 * hour;
    return wrote(`m${Math.floor(accounts * random() ** 1.5)}`, second);
  });
}

describe('measureTogetherAgain', () => {
  it('finds accounts that are worked through together, among others', () => {
    const again = measureTogetherAgain([...batches(5, 6, 8, 1), ...crowd(40, 8, 2)]);

    expect(again?.z).toBeGreaterThan(6);
    expect(again?.accounts.of).toBe(70);
    expect(again?.accounts.n ?? 0).toBeGreaterThanOrEqual(20);
    expect(again?.pairs).toBeGreaterThan(again?.expectedPairs ?? 0);
  });

  it('finds nothing among people who post when they like, in quiet crowds and in busy ones', () => {
    for (const accounts of [20, 80, 200]) {
      const zs = Array.from({ length: 20 }, (_, seed) => measureTogetherAgain(crowd(accounts, 6, seed + 1))?.z ?? 9);

      expect(zs.filter((z) => Math.abs(z) < 3).length).toBeGreaterThanOrEqual(17);
      expect(Math.max(...zs)).toBeLessThan(6);
    }
  });

  it('takes no match for it: a goal brings everybody together', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      expect(measureTogetherAgain(match(60, 180, seed))?.z).toBeLessThan(4);
    }
  });

  it('counts one long conversation once', () => {
    // Ten accounts write two posts each within ten minutes, and never again.
    const posts = Array.from({ length: 10 }, (_, n) => [wrote(`a${n}`, n * 10), wrote(`a${n}`, 300 + n * 10)]).flat();

    expect(measureTogetherAgain(posts)).toMatchObject({ accounts: { n: 0, of: 10 }, pairs: 0 });
  });

  it('needs another post on both sides', () => {
    // a0 is near each of the others once.
    const posts = Array.from({ length: 10 }, (_, n) => [
      wrote('a0', n * hour),
      wrote(`a${n + 1}`, n * hour + 60),
      wrote(`a${n + 1}`, n * hour + 30 * minute),
    ]).flat();

    expect(measureTogetherAgain(posts)?.pairs).toBe(0);
  });

  it('leaves out reposts, and accounts that wrote once', () => {
    const own = batches(2, 6, 8, 3);
    const reposts = own.map((post) => ({
      ...post,
      id: `r${post.id}`,
      accountId: `r${post.accountId}`,
      kind: 'repost' as const,
    }));
    const once = Array.from({ length: 30 }, (_, n) => wrote(`once${n}`, n * 600));

    expect(measureTogetherAgain([...own, ...reposts, ...once])).toEqual(measureTogetherAgain(own));
    expect(measureTogetherAgain(reposts)).toBeUndefined();
    expect(measureTogetherAgain(once)).toBeUndefined();
  });

  it('says nothing of fewer than eight accounts, nor of a crowd in which everybody is near everybody', () => {
    expect(measureTogetherAgain(batches(1, 7, 8, 4))).toBeUndefined();
    expect(measureTogetherAgain(batches(1, 8, 8, 4))).toBeDefined();
    expect(measureTogetherAgain([])).toBeUndefined();
    expect(measureTogetherAgain(crowd(1_200, 0.5, 5))).toBeUndefined();
  });

  it('looks at the first three thousand posts', () => {
    const first = crowd(1_500, 96, 8, 'f');
    const later = batches(20, 8, 8, 9).map((post) => ({
      ...post,
      createdAt: new Date(post.createdAt.getTime() + 97 * hour * 1000),
    }));

    expect(measureTogetherAgain([...later, ...first])).toEqual(measureTogetherAgain(first));
    expect(measureTogetherAgain(first)).toBeDefined();
  });

  it('depends neither on the order of posts nor on names', () => {
    const posts = [...batches(3, 5, 8, 6), ...crowd(12, 8, 7)];
    const expected = measureTogetherAgain(posts);
    const renamed = (post: Post): Post => ({ ...post, accountId: `z${post.accountId.split('').reverse().join('')}` });

    fc.assert(
      fc.property(fc.shuffledSubarray([...posts], { minLength: posts.length }), (shuffled) => {
        expect(measureTogetherAgain(shuffled)).toEqual(expected);
        expect(measureTogetherAgain(shuffled.map(renamed))).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });
});
