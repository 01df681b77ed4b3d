import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureCreationGroups } from '../../src/measure/creation-groups.ts';
import { createSeeded } from '../../src/measure/seeded.ts';
import { dayMs, type Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';

const now = new Date('2026-03-02T12:00:00Z');
const madeOn = (days: readonly number[]): readonly Post[] =>
  days.map((day, n) =>
    aPost({ accountId: `a${n}`, createdAt: now, accountCreatedAt: new Date(now.getTime() - day * dayMs) }),
  );
const zOf = (days: readonly number[]): number => measureCreationGroups(madeOn(days)).groups?.z ?? Number.NaN;

/** Ages in days, spread over six years. */
function evenCrowd(accounts: number, seed: number): readonly number[] {
  const random = createSeeded(seed);
  return Array.from({ length: accounts }, () => 70 + random() * 2_200);
}

/** Groups over two years, each made within two days. */
function plantedGroups(groups: number, perGroup: number, seed: number): readonly number[] {
  const random = createSeeded(seed);
  return Array.from({ length: groups }, () => 90 + random() * 600).flatMap((first) =>
    Array.from({ length: perGroup }, () => first + random() * 2),
  );
}

/** Newcomers of a wave long ago, normally spread (twelve uniform numbers have a variance of one). */
function oldWave(accounts: number, sdDays: number, seed: number): readonly number[] {
  const random = createSeeded(seed);
  const normal = (): number => Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, -6);
  return Array.from({ length: accounts }, () => 700 + sdDays * normal());
}

describe('measureCreationGroups', () => {
  it('finds many small groups, none of which is rare by itself', () => {
    const days = [...evenCrowd(60, 1), ...plantedGroups(20, 4, 2)];
    const { known, groups } = measureCreationGroups(madeOn(days));

    expect(known).toMatchObject({ n: 140, of: 140 });
    expect(groups?.z).toBeGreaterThan(6);
    expect(groups?.accounts.of).toBe(140);
    expect(groups?.accounts.n ?? 0).toBeGreaterThanOrEqual(80);
    expect(groups?.expectedAccounts).toBeLessThan(groups?.accounts.n ?? 0);
    expect(groups?.pairs).toBeGreaterThanOrEqual(20 * 6);
  });

  it('finds nothing among accounts that were made one by one, whatever their number', () => {
    for (const accounts of [20, 100, 600]) {
      const zs = Array.from({ length: 20 }, (_, seed) => zOf(evenCrowd(accounts, seed + 1)));

      expect(zs.filter((z) => Math.abs(z) < 3).length).toBeGreaterThanOrEqual(17);
      expect(Math.max(...zs)).toBeLessThan(6);
    }
  });

  it('leaves newcomers out: those of a wave that has just come were all created within days', () => {
    const random = createSeeded(3);
    const wave = Array.from({ length: 200 }, () => random() ** 2 * 5);

    expect(measureCreationGroups(madeOn(wave))).toMatchObject({ known: { n: 200, of: 200 }, groups: undefined });
    expect(zOf([...wave, ...evenCrowd(50, 4)])).toBeLessThan(3);
    expect(measureCreationGroups(madeOn([...wave, ...evenCrowd(50, 4)])).groups?.accounts.of).toBe(50);
  });

  it('takes no wave of newcomers of long ago, which lasted for weeks, for groups', () => {
    for (const seed of [1, 2, 3]) {
      expect(zOf([...evenCrowd(150, seed), ...oldWave(60, 14, seed)])).toBeLessThan(6);
    }
  });

  it('says nothing of fewer than ten dates, nor of accounts without one', () => {
    const undated = [aPost({ accountId: 'u1' }), aPost({ accountId: 'u2' })];

    expect(measureCreationGroups(madeOn([100, 100, 100, 200, 200, 200, 300, 300, 300])).groups).toBeUndefined();
    expect(measureCreationGroups([...madeOn(evenCrowd(30, 1)), ...undated]).known).toMatchObject({ n: 30, of: 32 });
    expect(measureCreationGroups([])).toMatchObject({ known: { of: 0 }, groups: undefined });
  });

  it('looks at two thousand accounts of a larger crowd, evenly by date', () => {
    const { known, groups } = measureCreationGroups(madeOn(evenCrowd(2_500, 5)));

    expect(known).toMatchObject({ n: 2_500, of: 2_500 });
    expect(groups?.accounts.of).toBe(2_000);
    expect(Math.abs(groups?.z ?? 9)).toBeLessThan(3);
  });

  it('depends neither on the order of posts, nor on names, nor on how many an account wrote', () => {
    const posts = madeOn([...evenCrowd(20, 6), ...plantedGroups(4, 3, 7)]);
    const expected = measureCreationGroups(posts);
    const renamed = (post: Post): Post => ({ ...post, accountId: `z${post.accountId.split('').reverse().join('')}` });

    fc.assert(
      fc.property(
        fc.shuffledSubarray([...posts, ...posts.slice(0, 5)], { minLength: posts.length + 5 }),
        (shuffled) => {
          expect(measureCreationGroups(shuffled)).toEqual(expected);
          expect(measureCreationGroups(shuffled.map(renamed))).toEqual(expected);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('never leaves its bounds, whatever the dates are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 40 }), (days) => {
        const { groups } = measureCreationGroups(madeOn(days));
        if (groups === undefined) return;
        expect(groups.accounts.n).toBeLessThanOrEqual(groups.accounts.of);
        expect(groups.expectedAccounts).toBeGreaterThanOrEqual(0);
        expect(groups.expectedAccounts).toBeLessThanOrEqual(groups.accounts.of);
        expect(Number.isFinite(groups.z)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
