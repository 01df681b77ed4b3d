import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPairEvents } from '../../src/detector/co-share-table.ts';

describe('the table of pair events', () => {
  it('holds what was added and not taken back, through growth and gaps', () => {
    const event = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 60 }), fc.nat(3), fc.nat(1000));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 3000, size: 'max' }), fc.infiniteStream(fc.nat(9)), (events, chance) => {
        const table = createPairEvents();
        const plain = new Map<string, { count: number; rarity: number; objects: Set<number> }>();
        const undo: [number, number, number][] = [];
        const left: [number, number][] = [];
        for (const [a, b, object, rarity] of events) {
          const known = plain.get(`${a} ${b}`) ?? { count: 0, rarity: 0, objects: new Set() };
          plain.set(`${a} ${b}`, known);
          known.count += 1;
          known.rarity += rarity;
          known.objects.add(object);
          expect(table.add(a, b, object, rarity)).toBe(known.count);
          undo.push([a, b, rarity]);
          if (chance.next().value > 5) {
            const [x, y, less] = undo.shift()!;
            const of = plain.get(`${x} ${y}`)!;
            of.count -= 1;
            of.rarity -= less;
            if (of.count === 0) plain.delete(`${x} ${y}`);
            left.push([table.remove(x, y, less), of.count]);
          }
        }

        expect(left.filter(([events, expected]) => events !== expected)).toEqual([]);
        const found: string[] = [];
        table.forEach((a, b, hasManyObjects, rarity) => {
          found.push(`${a} ${b}`);
          expect([rarity, hasManyObjects]).toEqual([
            plain.get(`${a} ${b}`)?.rarity,
            (plain.get(`${a} ${b}`)?.objects.size ?? 0) > 1,
          ]);
        });
        expect(found.sort()).toEqual([...plain.keys()].sort());
        expect(table.size).toBe(plain.size);
        for (const [a, b, rarity] of undo) table.remove(a, b, rarity);
        expect(table.size).toBe(0);
      }),
      { numRuns: 15 },
    );
  });

  it('refuses to take back what was never added', () => {
    expect(() => createPairEvents().remove(1, 2, 0)).toThrow(RangeError);
  });
});
