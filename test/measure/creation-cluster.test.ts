import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lnPoissonTail } from '../../src/measure/count-tail.ts';
import { measureCreationCluster } from '../../src/measure/creation-cluster.ts';
import { dayMs, type Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';

const now = new Date('2026-03-02T12:00:00Z');
const madeOn = (days: readonly number[]): readonly Post[] =>
  days.map((day, n) =>
    aPost({ accountId: `a${n}`, createdAt: now, accountCreatedAt: new Date(now.getTime() - day * dayMs) }),
  );
/** One account every ten days over ten years. */
const evenly = Array.from({ length: 365 }, (_, n) => 10 + n * 10);

describe('measureCreationCluster', () => {
  it('finds the week of accounts made for a purpose', () => {
    const { week, known } = measureCreationCluster(
      madeOn([...evenly, ...Array.from({ length: 12 }, (_, n) => 701 + n * 0.3)]),
    );

    expect(known).toMatchObject({ n: 377, of: 377 });
    expect(week?.accounts).toBe(13);
    expect(week?.expected).toBeLessThanOrEqual(1);
    expect(week?.lnTail).toBeLessThan(Math.log(1e-4));
  });

  it('takes a wave of newcomers that lasts for weeks for what it is', () => {
    // Two hundred within two months, most of them in the middle: the fullest week holds a fifth.
    const wave = Array.from({ length: 200 }, (_, n) => 700 + 12 * Math.tan((Math.PI * (n - 99.5)) / 260));
    const { week } = measureCreationCluster(madeOn([...evenly, ...wave]));

    expect(week?.lnTail ?? 0).toBeGreaterThan(Math.log(1e-2));
  });

  it('counts by the tail of a Poisson number, over as many weeks as accounts', () => {
    const days = [...Array.from({ length: 12 }, (_, n) => 30 + n * 25), 400, 401, 402];
    const { week } = measureCreationCluster(madeOn(days));
    const evenPerWeek = (15 * 7) / 402;

    expect(week?.accounts).toBe(3);
    expect(week?.expected).toBeCloseTo(evenPerWeek, 9);
    expect(week?.lnTail).toBeCloseTo(Math.min(0, Math.log(15) + lnPoissonTail(2, evenPerWeek)), 9);
  });

  it('says nothing of fewer than ten dates, nor of accounts without one', () => {
    const undated = [aPost({ accountId: 'u1' }), aPost({ accountId: 'u2' })];

    expect(measureCreationCluster(madeOn([1, 1, 1, 2, 2, 2, 3, 3, 3])).week).toBeUndefined();
    expect(measureCreationCluster([...madeOn(evenly), ...undated]).known).toMatchObject({ n: 365, of: 367 });
    expect(measureCreationCluster([])).toMatchObject({ known: { of: 0 }, week: undefined });
  });

  it('does not depend on the order of posts, nor on how many an account wrote', () => {
    const posts = madeOn([...evenly.slice(0, 20), 60, 60.5, 61, 61, 62, 63]);
    const expected = measureCreationCluster(posts);

    fc.assert(
      fc.property(
        fc.shuffledSubarray([...posts, ...posts.slice(0, 5)], { minLength: posts.length + 5 }),
        (shuffled) => {
          expect(measureCreationCluster(shuffled)).toEqual(expected);
        },
      ),
      { numRuns: 20 },
    );
  });
});
