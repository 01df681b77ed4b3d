import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { createNearestHandles, editDistance } from '../../src/registry/nearest-handles.ts';
import { anEntry } from './an-entry.ts';

const nearest = createNearestHandles(['ExampleDaily', 'example_daily', 'GlobalExample', 'ExampleNews', 'exd']);

describe('nearestHandles', () => {
  it('offers the handle behind a typing error, the nearest first', () => {
    expect(nearest('@exampeldaily', 3)).toEqual(['ExampleDaily', 'example_daily']);
    expect(nearest('ExampleNewz', 1)).toEqual(['ExampleNews']);
  });

  it.each([
    ['Cyrillic letters', 'ЕхampleDaily'],
    ['full-width letters', 'ＥｘａｍｐｌｅＤａｉｌｙ'],
    ['zero-width signs', 'Example\u200bDaily\u2060'],
    ['accents', 'Exámplẽdaily'],
  ])('offers the handle that one with %s imitates', (_trick, handle) => {
    expect(nearest(handle, 1)).toEqual(['ExampleDaily']);
  });

  it('offers handles that begin with what was typed', () => {
    expect(nearest('global', 5)).toEqual(['GlobalExample']);
  });

  it('offers nothing for a handle unlike all of them', () => {
    expect(nearest('somebody_else', 5)).toEqual([]);
  });

  it('offers each handle once and no more than asked for', () => {
    const both = createNearestHandles(['exampledaily', 'ExampleDaily', 'exampledaily1', 'exampledaily2']);

    expect(both('exampledaily', 2)).toEqual(['ExampleDaily', 'exampledaily1']);
    expect(both('exampledaily', 0)).toEqual([]);
  });

  it('never offers a person without a public role, nor a withdrawn entry', () => {
    const registry = createRegistry({
      version: 'v',
      entries: [
        anEntry({ id: 'person', publicRole: false, accounts: [{ platform: 'x', handle: 'private_name' }] }),
        anEntry({ id: 'gone', status: 'withdrawn', accounts: [{ platform: 'x', handle: 'private_nams' }] }),
      ],
    });

    expect(registry.nearestHandles('private_name', 5)).toEqual([]);
  });
});

/** Wagner-Fischer with neighbours swapped, the whole table, without bound or tricks. */
function plainDistance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(
        table[i - 1]![j]! + 1,
        table[i]![j - 1]! + 1,
        table[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, table[i - 2]![j - 2]! + 1);
      table[i]![j] = cost;
    }
  }
  return table[a.length]![b.length]!;
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 9 });

it('counts edits like the whole table does, up to the bound', () => {
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, most) => {
      expect(editDistance(a, b, most)).toBe(Math.min(plainDistance(a, b), most + 1));
    }),
    { numRuns: 2000 },
  );
});

it('leaves out no handle within the bound', () => {
  const handle = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '_'), minLength: 8, maxLength: 11 });
  fc.assert(
    fc.property(fc.uniqueArray(handle, { maxLength: 30 }), handle, (handles, asked) => {
      const offered = createNearestHandles(handles)(asked, 100);

      expect(offered).toEqual(expect.arrayContaining(handles.filter((one) => plainDistance(one, asked) <= 2)));
    }),
  );
});
