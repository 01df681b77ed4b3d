import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNames } from '../../../src/measure/table/names.ts';

describe('texts by number', () => {
  it('gives each distinct text one number, in the order of first mention', () => {
    const names = createNames();

    expect(['a', 'b', 'a', '', 'b', ''].map((text) => names.add(text))).toEqual([0, 1, 0, 2, 1, 2]);
    expect([names.size, names.at(0), names.at(2), names.find('b'), names.find('c')]).toEqual([3, 'a', '', 1, -1]);
    expect(names.size).toBe(3);
  });

  it('agrees with a map, whatever the texts are', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 300 }), (texts) => {
        const names = createNames();
        const map = new Map<string, number>();
        for (const text of texts) {
          if (!map.has(text)) map.set(text, map.size);
          expect(names.add(text)).toBe(map.get(text));
        }
        for (const [text, index] of map) expect([names.at(index), names.find(text)]).toEqual([text, index]);
      }),
    );
  });

  it('keeps what grows over several buffers, and texts longer than the first one', () => {
    const names = createNames();
    const texts = Array.from({ length: 40 }, (_, n) => `${n}-`.padEnd(600_000 + n, '字'));

    for (const text of texts) names.add(text);
    for (let n = 0; n < 50_000; n++) names.add(`k${n}`);

    expect(texts.every((text, n) => names.at(n) === text && names.find(text) === n)).toBe(true);
    expect([names.size, names.at(40 + 49_999), names.find('k123')]).toEqual([50_040, 'k49999', 163]);
  });

  it('refuses a number that was not given, and a text beyond a buffer', () => {
    const names = createNames();
    names.add('a');

    expect(() => names.at(1)).toThrow(RangeError);
    expect(() => names.at(-1)).toThrow(RangeError);
    expect(() => names.add('x'.repeat((1 << 24) + 1))).toThrow('too long');
    expect([names.size, names.add('b')]).toEqual([1, 1]);
  });
});
