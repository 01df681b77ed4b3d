import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { createNearestHandles } from '../../src/registry/nearest-handles.ts';
import { anEntry } from './an-entry.ts';
import { plainDistance } from './plain-distance.ts';

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

  it('offers each of them once when one is near and begins so', () => {
    const three = createNearestHandles(['exam', 'exams', 'examples', 'example_b', 'example_a']);

    expect(three('exam', 5)).toEqual(['exam', 'exams', 'example_a', 'example_b', 'examples']);
    expect(three('exam', 3)).toEqual(['exam', 'exams', 'example_a']);
  });

  it('answers at once whatever is asked', () => {
    expect(nearest('x'.repeat(1_000_000), 3)).toEqual([]);
    expect(nearest('@', 3)).toEqual([]);
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

it('leaves out no handle within the bound', () => {
  const handle = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '_'), minLength: 8, maxLength: 11 });
  fc.assert(
    fc.property(fc.uniqueArray(handle, { maxLength: 30 }), handle, (handles, asked) => {
      const offered = createNearestHandles(handles)(asked, 100);

      expect(offered).toEqual(expect.arrayContaining(handles.filter((one) => plainDistance(one, asked) <= 2)));
    }),
  );
});
