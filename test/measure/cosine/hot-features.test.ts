import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosineEdges } from '../../../src/measure/cosine/cosine-edges.ts';
import { weighTfIdf } from '../../../src/measure/cosine/tf-idf.ts';
import { type Act, rowsOf } from './networks.ts';

const act = fc.tuple(
  fc.nat(14).map((n) => `a${n}`),
  // A few features are popular.
  fc.nat(40).map((n) => `f${Math.floor(Math.sqrt(n))}`),
);

function networkOf(acts: readonly Act[], mostPairs?: number) {
  const { accountIds, a, b, cosine, common, hot } = cosineEdges(weighTfIdf(rowsOf(acts)), { mostPairs });
  const edges = new Map(
    Array.from(a, (from, edge) => [
      `${accountIds[from]} ${accountIds[b[edge] ?? -1]}`,
      { cosine: cosine[edge] ?? Number.NaN, common: common[edge] },
    ]),
  );
  return { edges, hot };
}

describe('hot features', () => {
  it('change no edge that is given, and leave out none above the bound that is said', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 120 }), fc.integer({ min: 0, max: 200 }), (acts, mostPairs) => {
        const exact = networkOf(acts).edges;
        const { edges, hot } = networkOf(acts, mostPairs);

        for (const [accounts, { cosine, common }] of edges) {
          expect(common).toBe(exact.get(accounts)?.common);
          expect(cosine).toBeCloseTo(exact.get(accounts)?.cosine ?? Number.NaN, 10);
        }
        const missed = [...exact].filter(([accounts]) => !edges.has(accounts)).map(([, { cosine }]) => cosine);
        expect(Math.max(0, ...missed)).toBeLessThanOrEqual(hot.missedAtMost + 1e-9);
        expect(hot.features > 0 || missed.length === 0).toBe(true);
      }),
    );
  });

  it('are those of most accounts, and as popular ones are hot together', () => {
    const users = (feature: string, count: number) => Array.from({ length: count }, (_, n): Act => [`a${n}`, feature]);
    const acts = [...users('p', 10), ...users('q', 10), ...users('r', 4)];

    expect(networkOf(acts, 96).hot).toMatchObject({ features: 0, missedAtMost: 0, accountsLeftOut: 0 });
    expect(networkOf(acts, 95).hot).toMatchObject({
      features: 2,
      mostAccounts: 4,
      accountsLeftOut: 6,
      missedAtMost: 1,
    });
    expect(networkOf(acts, 95).edges.size).toBe(6);
    expect(networkOf(acts, 5).hot).toMatchObject({ features: 3, mostAccounts: 0, accountsLeftOut: 10 });
  });
});
