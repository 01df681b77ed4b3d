import { describe, expect, it } from 'vitest';
import { burstWeights, kleinbergGaps, kleinbergStates } from '../../src/detector/kleinberg.ts';
import { effectiveAccounts } from '../../src/detector/shape.ts';
import { concentrationOfCounts } from '../../src/measure/concentration.ts';
import { measureHours } from '../../src/measure/hours.ts';
import { hourMs } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';
import { difference, isPresent, jsonOf, surveillance } from './surveillance-files.ts';

interface Counts {
  readonly counts: readonly number[];
  readonly gini: number;
  readonly top5share: number;
  readonly effectiveAccounts: number;
}

interface References {
  readonly kleinberg_batched: {
    readonly r: readonly number[];
    readonly d: readonly number[];
    readonly s: number;
    readonly gamma: number;
    readonly states: readonly number[];
    readonly burstWeights: readonly number[];
  };
  readonly kleinberg_batched_3states: { readonly states: readonly number[] };
  readonly kleinberg_gaps: {
    readonly gaps: readonly number[];
    readonly s: number;
    readonly gamma: number;
    readonly states: readonly number[];
  };
  readonly concentration: Readonly<Record<string, Counts>>;
  readonly hours: {
    readonly officeUTC: readonly number[];
    readonly people: readonly number[];
    readonly jsdBits: number;
  };
}

/**
 * The file also holds BOCPD, Page-Hinkley, the score of SigniTrend, LORD++, the normalised entropy and Rayleigh's test:
 * nothing of Tocsin computes these.
 */
describe.skipIf(!isPresent)(`independent references (${surveillance}/small_references.json)`, () => {
  const given = isPresent ? (jsonOf('small_references.json') as References) : undefined;

  it("has Kleinberg's states of two and three levels, and the weight of the burst", () => {
    const { r, d, s, gamma, states, burstWeights: weights } = given!.kleinberg_batched;

    const two = kleinbergStates(r, d, { s, gamma, states: 2 });

    expect([...two]).toEqual(states);
    expect([...kleinbergStates(r, d, { s, gamma, states: 3 })]).toEqual(given!.kleinberg_batched_3states.states);
    const ours = burstWeights(r, d, two, { s }).map(({ weight }) => weight);
    expect(ours).toHaveLength(weights.length);
    ours.forEach((weight, i) => expect(difference(weight, weights[i]!)).toBeLessThan(1e-9));
  });

  it("has Kleinberg's states of gaps", () => {
    const { gaps, s, gamma, states } = given!.kleinberg_gaps;

    expect([...kleinbergGaps(gaps, { s, gamma })]).toEqual(states);
  });

  it('has the concentration of a flat, a skewed and a Zipf crowd', () => {
    for (const { counts, gini, top5share, effectiveAccounts: effective } of Object.values(given!.concentration)) {
      const ours = concentrationOfCounts(Float64Array.from(counts));

      expect(ours.gini).toBeCloseTo(gini, 12);
      expect(ours.topFive.value).toBeCloseTo(top5share, 12);
      expect(ours.effectiveAccounts).toBeCloseTo(effective, 9);
      expect(effectiveAccounts(counts)).toBeCloseTo(effective, 9);
    }
  });

  it('has the distance of an office and a crowd by hours of the day', () => {
    const { officeUTC, people, jsdBits } = given!.hours;
    const posts = officeUTC.flatMap((count, hour) =>
      Array.from({ length: count }, (_, i) =>
        aPost({ id: `${hour}-${i}`, createdAt: new Date(Date.UTC(2026, 2, 2) + hour * hourMs + i) }),
      ),
    );

    expect(measureHours(posts, people).distance).toBeCloseTo(jsdBits, 9);
  });
});
