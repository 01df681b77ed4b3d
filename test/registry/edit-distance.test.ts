import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distancesTo, editDistance } from '../../src/registry/edit-distance.ts';
import { plainDistance } from './plain-distance.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 9 });
const anyWord = fc.oneof(
  word,
  fc.string({ unit: fc.constantFrom('a', 'b', 'é', '中', '\u{1f600}'), maxLength: 8 }),
  fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 28, maxLength: 36 }),
);

describe('editDistance', () => {
  it('counts edits like the whole table does, up to the bound', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, most) => {
        expect(editDistance(a, b, most)).toBe(Math.min(plainDistance(a, b), most + 1));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('distancesTo', () => {
  it.each([
    ['example', 'example', 0],
    ['example', 'exmaple', 1],
    ['example', 'exmple', 1],
    ['example', 'exaample', 1],
    ['ca', 'abc', 3], // swapped and then edited again would be two
    ['', 'abc', 3],
    ['abc', '', 3],
  ])('counts from %j to %j %i', (from, to, edits) => {
    expect(distancesTo(from)(to, 9)).toBe(edits);
  });

  it('counts like the whole table does, for short and long words of any letters', () => {
    fc.assert(
      fc.property(anyWord, anyWord, fc.integer({ min: 0, max: 4 }), (a, b, most) => {
        expect(distancesTo(a)(b, most)).toBe(Math.min(plainDistance(a, b), most + 1));
      }),
      { numRuns: 2000 },
    );
  });
});
