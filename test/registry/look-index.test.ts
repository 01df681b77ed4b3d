import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLookIndex } from '../../src/registry/look-index.ts';
import { plainDistance } from './plain-distance.ts';

const look = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '_', 'é'), maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 }).map((start) => `${start}.example`),
);

it('finds exactly the nearest names that the whole table finds, in the same order', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(look, { maxLength: 60 }),
      look,
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 1, max: 8 }),
      (looks, asked, most, count) => {
        const words = looks.map((one) => ({ look: one, name: `n-${one}` }));

        const found = createLookIndex(words).within(asked, most, count);

        const all = words
          .map(({ name, look: one }) => ({ name, edits: plainDistance(one, asked) }))
          .filter(({ edits }) => edits <= most)
          .sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1));
        expect(found).toEqual(all.slice(0, count));
      },
    ),
    { numRuns: 1000 },
  );
});

it('finds the names that begin so, in the order of their looks', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(look, { maxLength: 40 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 3 }),
      fc.integer({ min: 1, max: 5 }),
      (looks, start, count) => {
        const index = createLookIndex(looks.map((one) => ({ look: one, name: `n-${one}` })));

        const begin = looks.filter((one) => one.startsWith(start)).sort();
        expect(index.beginningWith(start, count)).toEqual(begin.slice(0, count).map((one) => `n-${one}`));
      },
    ),
  );
});
