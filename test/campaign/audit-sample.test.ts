import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditSample } from '../../src/campaign/audit-sample.ts';

const candidates = Array.from({ length: 40 }, (_, n) => ({ campaignId: `burst${n}-x-20260302` }));

describe('auditSample', () => {
  it('draws five, each with the chance it had', () => {
    const drawn = auditSample(candidates, '2026-W10');

    expect(new Set(drawn.map(({ campaignId }) => campaignId)).size).toBe(5);
    expect(drawn.map(({ probability }) => probability)).toEqual(Array(5).fill(5 / 40));
  });

  it('takes all when there are few, for certain', () => {
    expect(auditSample(candidates.slice(0, 3), '2026-W10').map(({ probability }) => probability)).toEqual([1, 1, 1]);
    expect(auditSample([], '2026-W10')).toEqual([]);
  });

  it('draws the same in the same week, whatever the order and however often one is named', () => {
    const expected = auditSample(candidates, '2026-W10');

    fc.assert(
      fc.property(fc.shuffledSubarray(candidates, { minLength: 40 }), (shuffled) => {
        expect(auditSample([...shuffled, ...shuffled.slice(0, 7)], '2026-W10')).toEqual(expected);
      }),
    );
  });

  it('draws others in another week, and everyone about as often', () => {
    const times = new Map<string, number>();
    for (let week = 0; week < 400; week++) {
      for (const { campaignId } of auditSample(candidates, `week ${week}`)) {
        times.set(campaignId, (times.get(campaignId) ?? 0) + 1);
      }
    }

    // 400 draws of 5 of 40: 50 each, give or take four standard deviations of 6.6.
    expect(times.size).toBe(40);
    expect(Math.min(...times.values())).toBeGreaterThan(23);
    expect(Math.max(...times.values())).toBeLessThan(77);
  });
});
