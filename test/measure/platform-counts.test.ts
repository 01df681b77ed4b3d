import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { totalOf } from '../../src/measure/platform-counts.ts';

const at = (minute: number): Date => new Date(Date.parse('2026-03-02T10:00:00Z') + minute * 60_000);

describe('totalOf', () => {
  it('counts each minute once, by the shortest bucket over it', () => {
    const hour = { at: at(0), seconds: 3600, posts: 60 };
    const minutes = Array.from({ length: 30 }, (_, n) => ({ at: at(n), seconds: 60, posts: 3 }));

    expect(totalOf([hour])).toBe(60);
    expect(totalOf([hour, ...minutes])).toBe(90 + 30);
    expect(totalOf([{ at: at(0), seconds: 86_400, posts: 1440 }, hour, ...minutes])).toBe(90 + 30 + 1380);
  });

  it('is the sum where nothing overlaps, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 50 }), (posts) => {
        const buckets = posts.map((n, index) => ({ at: at(index * 15), seconds: 900, posts: n }));
        const sum = posts.reduce((total, n) => total + n, 0);
        expect(totalOf(buckets)).toBe(sum);
        expect(totalOf(buckets.toReversed())).toBe(sum);
      }),
    );
  });
});
