import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceOf } from '../../src/store/nearest-tags.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '新', '😀'), maxLength: 8 });

describe('the distance of two tags', () => {
  it.each([
    ['', '', 0],
    ['vote', 'vote', 0],
    ['vote', 'votes', 1],
    ['vote', 'ote', 1],
    ['vote', 'vate', 1],
    ['vote', 'voet', 1],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
    ['新疆', '新强', 1],
    ['😀a', 'a', 1],
  ])('of "%s" and "%s" is %i', (a, b, expected) => {
    expect(distanceOf(a, b)).toBe(expected);
  });

  it('is the same both ways, zero only for the same, one for one slip, and never more than writing it anew', () => {
    fc.assert(
      fc.property(word, word, fc.nat(), (a, b, n) => {
        const letters = Array.from(b);
        const shorter = letters.toSpliced(n % Math.max(1, letters.length), 1).join('');

        expect(distanceOf(a, b)).toBe(distanceOf(b, a));
        expect(distanceOf(a, b) === 0).toBe(a === b);
        expect(distanceOf(b, shorter)).toBe(letters.length === 0 ? 0 : 1);
        const lengths = [Array.from(a).length, letters.length];
        expect(distanceOf(a, b)).toBeGreaterThanOrEqual(Math.max(...lengths) - Math.min(...lengths));
        expect(distanceOf(a, b)).toBeLessThanOrEqual(Math.max(...lengths));
      }),
    );
  });
});
