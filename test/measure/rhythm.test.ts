import { describe, expect, it } from 'vitest';
import { measureRhythm } from '../../src/measure/rhythm.ts';
import { measureSteepness } from '../../src/measure/steepness.ts';
import type { Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';

const start = Date.UTC(2026, 2, 2, 8);
const at = (seconds: number): Date => new Date(start + seconds * 1000);

function postsAt(seconds: readonly number[], accountId?: string): readonly Post[] {
  return seconds.map((second) => aPost({ createdAt: at(second), ...(accountId === undefined ? {} : { accountId }) }));
}

describe('machine rhythm', () => {
  it('has the entropy of the seconds that posts fall on', () => {
    // Half of 120 posts on second 7, a quarter each on 20 and 21: 1.5 bits.
    const posts = postsAt([...Array(120).keys()].map((n) => 60 * n + (n % 2 === 0 ? 7 : n % 4 === 1 ? 20 : 21)));

    expect(measureRhythm(posts).seconds?.entropy).toBeCloseTo(1.5, 12);
    expect(measureRhythm(posts).seconds?.byChance).toBeCloseTo(Math.log2(60) - 59 / (240 * Math.LN2), 12);
    expect(measureRhythm(posts.slice(1)).seconds).toBeUndefined();
  });

  it('has the entropy of all seconds for posts on all', () => {
    expect(measureRhythm(postsAt([...Array(120).keys()])).seconds?.entropy).toBeCloseTo(Math.log2(60), 12);
  });

  it('does not take a source without seconds for a clock', () => {
    expect(measureRhythm(postsAt([...Array(200).keys()].map((n) => 60 * n))).seconds).toBeUndefined();
  });

  it('tells a clock from bursts, account by account', () => {
    const clock = postsAt([0, 600, 1200, 1800, 2400, 3000], 'clock');
    // Gaps 1, 1, 1, 1, 4096: mean 820, standard deviation 1638.
    const bursts = postsAt([0, 1, 2, 3, 4, 4100], 'bursts');
    const few = postsAt([0, 600, 1200, 1800, 2400], 'few');
    const moment = postsAt([5, 5, 5, 5, 5, 5], 'moment');

    expect(measureRhythm([...clock, ...bursts, ...few, ...moment])).toMatchObject({
      regular: { n: 1, of: 2 },
      accountsUnknown: 2,
    });
    expect(measureRhythm(clock)).toMatchObject({ burstiness: -1, gapEntropy: 0 });
    expect(measureRhythm(bursts).burstiness).toBeCloseTo((1638 - 820) / (1638 + 820), 12);
    // Four gaps of one size, one of another.
    expect(measureRhythm(bursts).gapEntropy).toBeCloseTo(0.8 * Math.log2(1 / 0.8) + 0.2 * Math.log2(5), 12);
  });
});

describe('the start', () => {
  it('compares the accounts of the first ten minutes with those of the first two hours', () => {
    const posts = [
      ...postsAt([0, 599], 'a'),
      ...postsAt([599]),
      ...postsAt([600]),
      ...postsAt([7199]),
      ...postsAt([7200]),
    ];

    expect(measureSteepness(posts).accounts).toMatchObject({ n: 2, of: 4 });
    expect(measureSteepness(posts).from).toEqual(at(0));
  });

  it('begins where the burst is said to begin', () => {
    const posts = postsAt([0, 10_000, 10_001, 12_000]);

    expect(measureSteepness(posts, { from: at(10_000) }).accounts).toMatchObject({ n: 2, of: 3 });
  });
});
