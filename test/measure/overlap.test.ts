import { describe, expect, it } from 'vitest';
import { measureOverlap } from '../../src/measure/overlap.ts';
import { aPost } from '../builders.ts';

const posts = ['a', 'b', 'b', 'c', 'd'].map((accountId) => aPost({ accountId }));

describe('overlap with confirmed campaigns', () => {
  it('counts accounts of the burst in each campaign, and once in all', () => {
    const found = measureOverlap(posts, [
      { campaignId: 'one', accountIds: ['a', 'z'] },
      { campaignId: 'two', accountIds: ['a', 'b'] },
      { campaignId: 'three', accountIds: ['y'] },
    ]);

    expect(found.accounts).toMatchObject({ n: 2, of: 4 });
    expect(found.campaigns.map(({ campaignId, accounts }) => [campaignId, accounts.n])).toEqual([
      ['two', 2],
      ['one', 1],
    ]);
    expect(found).toMatchObject({ compared: 3, lnTail: undefined });
  });

  it('does not take the same id on another platform for the same account', () => {
    expect(measureOverlap(posts, [{ campaignId: 'one', platform: 'bluesky', accountIds: ['a'] }]).accounts.n).toBe(0);
    expect(measureOverlap(posts, [{ campaignId: 'one', platform: 'x', accountIds: ['a'] }]).accounts.n).toBe(1);
  });

  it('says how rare that is, by a rate or by a population', () => {
    const confirmed = [{ campaignId: 'one', platform: 'x', accountIds: ['a', 'b'] }];

    // Two of four at 1 in 10: 6 · 0.01 · 0.81 + 4 · 0.001 · 0.9 + 0.0001.
    expect(Math.exp(measureOverlap(posts, confirmed, { rate: 0.1 }).lnTail ?? 0)).toBeCloseTo(0.0523, 10);
    // Both marked of ten among four drawn: 8 over 2, of 10 over 4.
    expect(Math.exp(measureOverlap(posts, confirmed, { population: 10 }).lnTail ?? 0)).toBeCloseTo(28 / 210, 10);
  });

  it('has no tail below a population that is smaller than what was seen', () => {
    const confirmed = [{ campaignId: 'one', accountIds: ['a', 'b', 'c', 'd'] }];

    expect(measureOverlap(posts, confirmed, { population: 2 }).lnTail).toBe(0);
  });

  it('knows nothing without a confirmed campaign', () => {
    expect(measureOverlap(posts, [], { rate: 0.1 })).toMatchObject({ compared: 0, lnTail: undefined, campaigns: [] });
  });
});
