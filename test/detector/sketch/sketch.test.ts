import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countDistinct,
  type DistinctCounter,
  distinctCount,
  mergeDistinct,
  newDistinctCounter,
} from '../../../src/detector/sketch/distinct.ts';
import { createFrequentKeys, type FrequentPart } from '../../../src/detector/sketch/frequent.ts';
import { createHasher, type Hasher } from '../../../src/detector/sketch/hash.ts';
import { createTailTable } from '../../../src/detector/sketch/tail-table.ts';
import { randomNumbers } from '../a-stream.ts';

const hasher = createHasher(7);

function counterOf(names: Iterable<string>): DistinctCounter {
  const counter = newDistinctCounter();
  for (const name of names) {
    hasher.of(name);
    countDistinct(counter, hasher);
  }
  return counter;
}

function nameHash(name: string): Hasher {
  hasher.of(name);
  return hasher;
}

function* names(count: number, prefix = 'account'): Generator<string> {
  for (let n = 0; n < count; n++) yield `${prefix}-${n}`;
}

describe('the hash', () => {
  it('gives a text the same halves each time, and other seeds others', () => {
    hasher.of('one text');
    const { high, low } = hasher;
    hasher.of('another');
    hasher.of('one text');
    expect([hasher.high, hasher.low]).toEqual([high, low]);
    const other = createHasher(8);
    other.of('one text');
    expect([other.high, other.low]).not.toEqual([high, low]);
  });

  it('has no collision of 64 bits among 200,000 short names, and spreads them evenly', () => {
    const seen = new Set<string>();
    const buckets = new Uint32Array(16);
    for (const name of names(200_000)) {
      hasher.of(name);
      seen.add(`${hasher.high}:${hasher.low}`);
      buckets[hasher.high >>> 28] = (buckets[hasher.high >>> 28] ?? 0) + 1;
    }
    expect(seen.size).toBe(200_000);
    // 12,500 each; five standard deviations are 540.
    for (const count of buckets) expect(Math.abs(count - 12_500)).toBeLessThan(540);
  });
});

describe('the distinct counter', () => {
  it.each([0, 1, 10, 100, 1_000, 2_600, 10_000, 300_000])('counts %d things within four standard errors', (count) => {
    const errors = ['a', 'b', 'c'].map((prefix) => distinctCount(counterOf(names(count, prefix))) - count);
    for (const error of errors) expect(Math.abs(error)).toBeLessThanOrEqual(Math.max(1, 4 * 0.0325 * count));
  });

  it('counts nothing twice, in whatever order', () => {
    const once = counterOf(names(500));
    const again = counterOf([...names(500), ...names(500)].reverse());
    expect(again).toEqual(once);
  });

  it('merges hours into what one counter of both would be', () => {
    const morning = counterOf(names(800));
    mergeDistinct(morning, counterOf([...names(300), ...names(900, 'other')]));
    expect(morning).toEqual(counterOf([...names(800), ...names(900, 'other')]));
  });
});

describe('the frequent keys', () => {
  it('keep every key with more than its share of the stream, and never count too low', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 5, max: 40 }), (seed, capacity) => {
        const random = randomNumbers(seed);
        const kept = createFrequentKeys(capacity, 24);
        const exact = new Map<string, number>();
        let all = 0;
        for (let i = 0; i < 3_000; i++) {
          const hour = Math.floor(i / 100);
          const key = `k${Math.floor(300 ** random())}`;
          kept.use(key, hour);
          exact.set(key, (exact.get(key) ?? 0) + 2 ** ((hour - 29) / 24));
          all += 2 ** ((hour - 29) / 24);
        }
        expect(kept.size).toBe(capacity);
        for (const [key, weight] of exact) {
          expect(kept.has(key) || weight <= all / capacity).toBe(true);
          if (!kept.has(key)) continue;
          const { count, error } = kept.countOf(key, 29);
          expect(count).toBeGreaterThanOrEqual(weight - 1e-9);
          expect(count - error).toBeLessThanOrEqual(weight + 1e-9);
          expect(error).toBeLessThanOrEqual(all / capacity + 1e-9);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('names the key that gives way, and forgets what was long ago', () => {
    const kept = createFrequentKeys(2, 1);
    for (let i = 0; i < 1_000; i++) kept.use('old', 0);
    kept.use('new', 100);
    expect(kept.use('newer', 100)).toBe('old');
    expect(kept.has('new')).toBe(true);
  });

  it('goes on for years: weights are rescaled, order and counts stay', () => {
    const kept = createFrequentKeys(4, 1);
    kept.use('first', 0);
    for (let hour = 0; hour <= 500; hour++) kept.use('steady', hour);
    kept.use('last', 500);
    expect(kept.countOf('steady', 500).count).toBeCloseTo(2, 6);
    expect(kept.countOf('first', 500).count).toBeLessThan(1e-100);
    expect(kept.countOf('none', 500)).toEqual({ count: 0, error: 0 });
  });

  it('are the same after they were stored', () => {
    const kept = createFrequentKeys(3, 24);
    const use = (frequent: typeof kept): readonly (string | undefined)[] =>
      ['d', 'a', 'e', 'e', 'f'].map((key, i) => frequent.use(key, 3 + i));
    for (const key of ['a', 'b', 'a', 'c', 'b', 'a']) kept.use(key, 1);
    const restored = createFrequentKeys(3, 24, JSON.parse(JSON.stringify(kept.state())));
    expect(use(restored)).toEqual(use(kept));
    expect(restored.state()).toEqual(kept.state());
  });

  it('are stored in the parts that changed, and give way afterwards as they would have', () => {
    const random = randomNumbers(4);
    const uses = Array.from(
      { length: 4_000 },
      (_, i) => [`k${Math.floor(random() ** 2 * 900)}`, Math.floor(i / 100)] as const,
    );
    const kept = createFrequentKeys(200, 24);
    const parts = new Map<number, FrequentPart>();
    for (const [i, [key, hour]] of uses.slice(0, 2_000).entries()) {
      kept.use(key, hour);
      if (i % 37 === 0) for (const part of kept.takeChangedParts()) parts.set(part.part, part);
    }
    for (const part of kept.takeChangedParts()) parts.set(part.part, part);
    const saved = [...parts.values()].sort((a, b) => a.part - b.part);
    const restored = createFrequentKeys(200, 24, {
      start: kept.start,
      keys: saved.flatMap(({ keys }) => keys),
      weights: saved.flatMap(({ weights }) => weights),
      errors: saved.flatMap(({ errors }) => errors),
    });

    expect(restored.state()).toEqual(kept.state());
    expect(uses.slice(2_000).map(([key, hour]) => restored.use(key, hour))).toEqual(
      uses.slice(2_000).map(([key, hour]) => kept.use(key, hour)),
    );
  });
});

describe('the tail table', () => {
  it('never forgets that a key was seen, and reads no mean below what was written', () => {
    const table = createTailTable(2 ** 10);
    for (const [n, name] of [...names(400)].entries()) {
      hasher.of(name);
      table.see(hasher, 1_000 + n, n / 100);
    }
    for (const [n, name] of [...names(400)].entries()) {
      hasher.of(name);
      expect(table.lastSeen(hasher)).toBeGreaterThanOrEqual(1_000 + n);
      expect(table.mean(hasher)).toBeGreaterThanOrEqual(Math.fround(n / 100));
    }
  });

  it('takes few strangers for known ones while it is not full', () => {
    const table = createTailTable(2 ** 16);
    for (const name of names(5_000)) {
      hasher.of(name);
      table.see(hasher, 10, 1);
    }
    let mistaken = 0;
    for (const name of names(5_000, 'stranger')) {
      hasher.of(name);
      if (table.lastSeen(hasher) !== Number.NEGATIVE_INFINITY) mistaken += 1;
    }
    // (1 − e^(−4·5000/65536))⁴ = 0.5 %, that is 24 of 5,000.
    expect(mistaken).toBeLessThan(60);
  });

  it('wants a power of two', () => {
    expect(() => createTailTable(1_000)).toThrow('1000 cells');
  });

  it('is believed as far back as half of it reaches, and as long as it is told where it is nearly empty', () => {
    const table = createTailTable(2 ** 10);
    table.see(nameHash('one'), 900, 0);
    const nearlyEmpty = table.reachesBackTo(500);
    for (const hour of [1_000, 1_001]) for (let n = 0; n < 400; n++) table.see(nameHash(`${hour}-${n}`), hour, 0);

    const from = table.reachesBackTo(500);

    expect(nearlyEmpty).toBe(500);
    expect(from).toBe(1_002);
    let passed = 0;
    for (let n = 0; n < 1_000; n++) if (table.lastSeen(nameHash(`never-${n}`)) >= from) passed += 1;
    expect(passed).toBe(0);
  });

  it('overwrites what is older than its memory', () => {
    const table = createTailTable(2 ** 10);
    table.see(nameHash('key'), 1_000, 50);
    table.see(nameHash('key'), 1_001, 2);
    const before = table.mean(nameHash('key'));
    table.see(nameHash('key'), 1_001 + 90 * 24 + 1, 2);

    expect(before).toBe(50);
    expect(table.mean(nameHash('key'))).toBe(2);
  });

  it('is stored in the parts that changed', () => {
    const table = createTailTable(2 ** 16);
    table.see(nameHash('first'), 10, 0.5);
    const first = table.takeChangedParts();
    table.see(nameHash('second'), 11, 0.25);
    const second = table.takeChangedParts();

    const restored = createTailTable(2 ** 16);
    for (const { part, cells } of [...first, ...second]) restored.restorePart(part, cells);

    expect(first.length).toBeLessThanOrEqual(4);
    expect(table.takeChangedParts()).toEqual([]);
    for (const name of ['first', 'second', 'third']) {
      expect(restored.lastSeen(nameHash(name))).toBe(table.lastSeen(nameHash(name)));
      expect(restored.mean(nameHash(name))).toBe(table.mean(nameHash(name)));
    }
  });
});
