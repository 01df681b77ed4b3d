import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureBatches } from '../../src/measure/batches.ts';
import { createSeeded } from '../../src/measure/seeded.ts';
import { hourMs, minuteMs, type Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';

const start = Date.parse('2026-03-02T08:00:00Z');
const post = (account: number, atMs: number, given: Partial<Post> = {}): Post =>
  aPost({ accountId: `a${account}`, id: `p${account}-${atMs}`, createdAt: new Date(start + atMs), ...given });

/** Accounts that post once, at any time of the hours. */
function oneByOne(accounts: number, hours: number, seed: number): readonly Post[] {
  const random = createSeeded(seed);
  return Array.from({ length: accounts }, (_, n) => post(n, random() * hours * hourMs));
}

/** Groups of eight that post within three minutes, then nobody for a while. */
function inBatches(batches: number, hours: number, seed: number): readonly Post[] {
  const random = createSeeded(seed);
  return Array.from({ length: batches }, () => random() * hours * hourMs).flatMap((first, batch) =>
    Array.from({ length: 8 }, (_, n) => post(batch * 8 + n, first + random() * 3 * minuteMs)),
  );
}

describe('measureBatches', () => {
  it('finds accounts that are worked through one after the other', () => {
    const batches = measureBatches(inBatches(8, 9, 1));

    expect(batches?.accounts).toMatchObject({ n: 64, of: 64 });
    expect(batches?.expectedAccounts).toBeLessThan(32);
    expect(batches?.z).toBeGreaterThan(7);
  });

  it('finds none among accounts that post one by one', () => {
    const zs = Array.from({ length: 20 }, (_, seed) => measureBatches(oneByOne(80, 9, seed + 1))?.z ?? Number.NaN);

    expect(zs.filter((z) => Math.abs(z) < 3).length).toBeGreaterThanOrEqual(18);
    expect(Math.max(...zs)).toBeLessThan(5);
  });

  it('says nothing of a crowd so dense that everybody is near somebody anyway', () => {
    const random = createSeeded(4);
    // Three goals of a match: everybody within minutes.
    const goals = [0.3, 0.9, 1.5].flatMap((hour, goal) =>
      Array.from({ length: 200 }, (_, n) => post(goal * 200 + n, hour * hourMs + random() * 10 * minuteMs)),
    );

    expect(measureBatches([...oneByOne(900, 2, 5), ...goals])?.z).toBeLessThan(3.5);
  });

  it('counts what accounts wrote themselves: reposts come in waves by nature', () => {
    const reposts = inBatches(8, 9, 1).map((each) => ({ ...each, kind: 'repost' as const }));

    expect(measureBatches(reposts)).toBeUndefined();
    expect(measureBatches(oneByOne(9, 1, 1))).toBeUndefined();
  });

  it('is the same for any order of the posts and any names of the accounts', () => {
    const posts = [...inBatches(4, 6, 2), ...oneByOne(30, 6, 3).map((each) => ({ ...each, accountId: `x${each.id}` }))];
    const measured = measureBatches(posts);

    fc.assert(
      fc.property(fc.shuffledSubarray([...posts], { minLength: posts.length }), (shuffled) => {
        expect(measureBatches(shuffled)).toEqual(measured);
      }),
      { numRuns: 20 },
    );
    const renamed = measureBatches(posts.map((each) => ({ ...each, accountId: `other-${each.accountId}` })));
    expect(renamed?.accounts).toEqual(measured?.accounts);
  });

  it('takes no account for two that posts twice', () => {
    const twice = inBatches(8, 9, 1).flatMap((each) => [each, { ...each, id: `${each.id}-again` }]);

    expect(measureBatches(twice)?.accounts).toMatchObject({ n: 64, of: 64 });
  });
});
