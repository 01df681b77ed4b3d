import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CosineEdges, cosineEdges } from '../../../src/measure/cosine/cosine-edges.ts';
import { kthLargest } from '../../../src/measure/cosine/kth-largest.ts';
import { weighTfIdf } from '../../../src/measure/cosine/tf-idf.ts';
import { type Act, plainCosines, rowsOf } from './networks.ts';

const act = fc.tuple(
  fc.nat(11).map((n) => `a${n}`),
  fc.nat(9).map((n) => `f${n}`),
);
const manyActs = fc.array(act, { maxLength: 80 });
const term = fc.constantFrom('once', 'count', 'log');

function listOf({ accountIds, a, b, cosine, common }: CosineEdges) {
  return Array.from(a, (from, edge) => ({
    accounts: `${accountIds[from]} ${accountIds[b[edge] ?? -1]}`,
    cosine: cosine[edge] ?? Number.NaN,
    common: common[edge],
  })).sort((x, y) => (x.accounts < y.accounts ? -1 : 1));
}

function edgesOf(acts: readonly Act[], options = {}) {
  return listOf(cosineEdges(weighTfIdf(rowsOf(acts)), options));
}

describe('cosine network', () => {
  it('is what comparing every account with every other one gives', () => {
    const options = fc.record({
      minActions: fc.integer({ min: 1, max: 6 }),
      minValue: fc.integer({ min: 1, max: 3 }),
      term,
    });
    fc.assert(
      fc.property(manyActs, options, (acts, chosen) => {
        const found = listOf(cosineEdges(weighTfIdf(rowsOf(acts), chosen)));
        const plain = [...plainCosines(acts, chosen)].sort((x, y) => (x.accounts < y.accounts ? -1 : 1));

        expect(found.map(({ accounts, common }) => ({ accounts, common }))).toEqual(
          plain.map(({ accounts, common }) => ({ accounts, common })),
        );
        for (const [n, { cosine }] of plain.entries()) expect(found[n]?.cosine).toBeCloseTo(cosine, 10);
      }),
    );
  });

  it('does not depend on the order of the acts, not even in the last digit', () => {
    fc.assert(
      fc.property(
        manyActs.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
        fc.integer({ min: 0, max: 60 }),
        ([list, shuffled], topPartners, mostPairs) => {
          expect(edgesOf(shuffled, { topPartners, mostPairs })).toEqual(edgesOf(list, { topPartners, mostPairs }));
        },
      ),
    );
  });

  it('weighs by hand: two rare things in common count more than two popular ones', () => {
    const popular = ['a', 'b', 'c', 'd'].map((account): Act => [account, 'everywhere']);
    const rare: readonly Act[] = [
      ['a', 'rare'],
      ['b', 'rare'],
    ];

    const found = edgesOf([...popular, ...rare]);

    // idf of `everywhere` is ln(5/5) + 1 = 1, of `rare` ln(5/3) + 1.
    const idf = Math.log(5 / 3) + 1;
    expect(found.find(({ accounts }) => accounts === 'a b')?.cosine).toBeCloseTo(1, 12);
    expect(found.find(({ accounts }) => accounts === 'a c')?.cosine).toBeCloseTo(1 / Math.hypot(1, idf), 12);
    expect(found).toHaveLength(6);
  });

  it('leaves out what one account alone has, and accounts with nothing else', () => {
    const weighed = weighTfIdf(
      rowsOf([
        ['a', 'x'],
        ['b', 'x'],
        ['b', 'own'],
        ['c', 'alone'],
      ]),
    );

    expect(weighed).toMatchObject({ users: 3, accountIds: ['a', 'b'], featureIds: ['x'] });
  });

  it('counts repeated acts towards the minimum, and once in the row', () => {
    const acts: readonly Act[] = [
      ['a', 'x'],
      ['a', 'x'],
      ['a', 'x'],
      ['b', 'x'],
      ['b', 'y'],
      ['b', 'z'],
      ['c', 'x'],
      ['c', 'y'],
    ];
    const weighed = weighTfIdf(rowsOf(acts), { minActions: 3 });

    expect(weighed).toMatchObject({ users: 2, accountIds: ['a', 'b'], featureIds: ['x'] });
    expect([...weighed.rows.values]).toEqual([1, 1]);
  });

  it.each([
    [[]],
    [
      [
        ['a', 'x'],
        ['a', 'y'],
      ],
    ],
  ] satisfies readonly (readonly (readonly Act[])[])[])('has nothing to compare in %j', (acts) => {
    expect(edgesOf(acts)).toEqual([]);
    expect(weighTfIdf(rowsOf(acts)).accountIds).toEqual([]);
  });

  it('keeps ids as they are, whatever they hold', () => {
    const acts: readonly Act[] = [
      ['__proto__', 'constructor'],
      ['toString', 'constructor'],
      ['', 'constructor'],
    ];

    expect(cosineEdges(weighTfIdf(rowsOf(acts))).accountIds).toEqual(['', '__proto__', 'toString']);
  });
});

describe('best partners', () => {
  it('are the edges that are among the best of either account', () => {
    fc.assert(
      fc.property(manyActs, fc.integer({ min: 1, max: 5 }), (acts, topPartners) => {
        const all = edgesOf(acts);
        const isBest = (account: string, edge: string): boolean => {
          const numbers = new Map([...new Set(acts.map(([id]) => id))].sort().map((id, n) => [id, n]));
          const other = (accounts: string): string => accounts.split(' ').find((id) => id !== account) ?? '';
          return all
            .filter(({ accounts }) => accounts.split(' ').includes(account))
            .sort(
              (x, y) =>
                y.cosine - x.cosine || (numbers.get(other(x.accounts)) ?? 0) - (numbers.get(other(y.accounts)) ?? 0),
            )
            .slice(0, topPartners)
            .some(({ accounts }) => accounts === edge);
        };

        expect(edgesOf(acts, { topPartners })).toEqual(
          all.filter(({ accounts }) => accounts.split(' ').some((account) => isBest(account, accounts))),
        );
      }),
    );
  });

  it('are at most so many for each account that all others choose', () => {
    const acts = Array.from({ length: 200 }, (_, n): Act => [`a${n}`, 'x']);

    expect(edgesOf(acts, { topPartners: 3 }).length).toBeLessThanOrEqual(600);
  });
});

describe('the k-th largest', () => {
  it('is that of the sorted numbers', () => {
    const numbers = fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(1)), {
      minLength: 1,
      maxLength: 50,
    });
    fc.assert(
      fc.property(numbers, fc.nat(), (list, seed) => {
        const k = (seed % list.length) + 1;

        expect(kthLargest(Float64Array.from(list), k)).toBe(Float64Array.from(list).sort().at(-k));
      }),
    );
  });
});
