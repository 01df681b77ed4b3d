import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burstWeights, kleinbergGaps, kleinbergStates } from '../../src/detector/kleinberg.ts';

const counts = [1, 0, 2, 1, 9, 12, 8, 1, 0, 2, 1, 3];
const totals = [50, 40, 60, 55, 60, 70, 58, 50, 45, 52, 49, 51];

/** The cost of a whole path, written out; the binomial coefficient is left out as it is in every path. */
function costOf(path: readonly number[], r: readonly number[], d: readonly number[], s: number, gamma: number): number {
  const base = r.reduce((a, b) => a + b, 0) / d.reduce((a, b) => a + b, 0);
  let cost = 0;
  let before = 0;
  for (const [t, state] of path.entries()) {
    const rate = base * s ** state;
    if (rate >= 1) return Number.POSITIVE_INFINITY;
    cost -= r[t]! * Math.log(rate) + (d[t]! - r[t]!) * Math.log(1 - rate);
    if (state > before) cost += gamma * (state - before) * Math.log(r.length);
    before = state;
  }
  return cost;
}

function* paths(length: number, states: number): Generator<readonly number[]> {
  for (let code = 0; code < states ** length; code++) {
    yield Array.from({ length }, (_, t) => Math.floor(code / states ** t) % states);
  }
}

describe('the states of a burst', () => {
  it('draw a burst of three buckets from its first to its last', () => {
    const states = kleinbergStates(counts, totals);

    expect([...states]).toEqual([0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0]);
    expect(burstWeights(counts, totals, states)).toEqual([
      { from: 4, to: 7, weight: expect.closeTo(9.131401669813137, 9) },
    ]);
  });

  it('are the cheapest of all paths', () => {
    const bucket = fc
      .integer({ min: 1, max: 40 })
      .chain((total) => fc.tuple(fc.integer({ min: 0, max: total }), fc.constant(total)));
    fc.assert(
      fc.property(
        fc.array(bucket, { minLength: 2, maxLength: 6 }),
        fc.constantFrom(2, 3),
        fc.constantFrom(1.5, 2, 3),
        fc.constantFrom(0.5, 1, 2),
        (buckets, states, s, gamma) => {
          const r = buckets.map(([count]) => count);
          const d = buckets.map(([, total]) => total);
          const all = r.reduce((a, b) => a + b, 0);
          fc.pre(all > 0 && all < d.reduce((a, b) => a + b, 0));
          const found = costOf([...kleinbergStates(r, d, { s, gamma, states })], r, d, s, gamma);
          const least = Math.min(...[...paths(r.length, states)].map((path) => costOf(path, r, d, s, gamma)));
          expect(found).toBeCloseTo(least, 9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are everyday where nothing or everything is of the kind', () => {
    expect([...kleinbergStates([0, 0, 0], [5, 5, 5])]).toEqual([0, 0, 0]);
    expect([...kleinbergStates([5, 5], [5, 5])]).toEqual([0, 0]);
    expect(kleinbergStates([], [])).toHaveLength(0);
  });

  it('refuse counts that cannot be', () => {
    expect(() => kleinbergStates([2], [1])).toThrow('bucket 0 counts 2 of 1');
    expect(() => kleinbergStates([1, 2], [3])).toThrow(RangeError);
  });
});

describe('the states of gaps', () => {
  it('rise where events crowd and fall when they stop', () => {
    const gaps = [10, 12, 8, 9, 1, 1, 0.5, 1, 0.5, 2, 11, 9, 10, 13];

    expect([...kleinbergGaps(gaps)]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
  });

  it('refuse two events at one time, by their place', () => {
    expect(() => kleinbergGaps([3, 0, 2])).toThrow('gap 1 is 0');
    expect(kleinbergGaps([])).toHaveLength(0);
  });
});
