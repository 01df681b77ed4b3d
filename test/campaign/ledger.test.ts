import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Family, families, type Indicator } from '../../src/campaign/campaign.ts';
import { familyCap, ledgerOf, logistic, logOddsOf } from '../../src/campaign/ledger.ts';
import { anIndicator } from '../builders.ts';

const prior = 0.02;
const of = (family: Family, weight: number, name = `${family} ${weight}`): Indicator =>
  anIndicator({ family, weight, name });
const scoreOf = (indicators: readonly Indicator[], start = prior): number =>
  ledgerOf({ prior: start, indicators }).score;

const anEvidence = fc.array(
  fc.record({
    family: fc.constantFrom(...families),
    weight: fc.double({ min: -3, max: 3, noNaN: true }),
    known: fc.boolean(),
    name: fc.string({ minLength: 1, maxLength: 6 }),
  }),
  { maxLength: 40 },
);
const aPrior = fc.double({ min: 0.001, max: 0.6, noNaN: true });
const toIndicators = (evidence: readonly Partial<Indicator>[]): readonly Indicator[] => evidence.map(anIndicator);

describe('ledgerOf', () => {
  it('adds capped families to the log-odds of the prior', () => {
    const ledger = ledgerOf({
      prior,
      indicators: [of('content', 1.6), of('content', 1.2), of('timing', 1), of('against', -0.7)],
    });

    expect(ledger.prior).toBeCloseTo(Math.log(0.02 / 0.98), 12);
    expect(ledger.families.map(({ family, raw, capped }) => [family, Number(raw.toFixed(6)), capped])).toEqual([
      ['content', 2.8, familyCap],
      ['timing', 1, 1],
      ['against', -0.7, -0.7],
    ]);
    expect(ledger.families[0]?.terms.map(({ weight }) => weight)).toEqual([1.6, 1.2]);
    expect(ledger.limited).toBe(0);
    expect(ledger.score).toBeCloseTo(logistic(Math.log(0.02 / 0.98) + 2.5 + 1 - 0.7), 12);
  });

  it('leaves out what is unknown, and families that say nothing', () => {
    const indicators = [anIndicator({ family: 'timing', weight: 1, known: false }), of('accounts', 0)];

    expect(ledgerOf({ prior, indicators })).toMatchObject({ families: [], limited: 0 });
    expect(scoreOf(indicators)).toBeCloseTo(prior, 12);
  });

  it('counts no more than three families at the cap: from 2 % to 97 %', () => {
    const all = families.filter((family) => family !== 'against').map((family) => of(family, 9));
    const ledger = ledgerOf({ prior, indicators: all });

    expect(ledger.score).toBeCloseTo(logistic(logOddsOf(prior) + 7.5), 12);
    expect(ledger.score).toBeCloseTo(0.974, 3);
    expect(ledger.limited).toBeCloseTo(7.5 - 6 * familyCap, 12);
  });

  it('cuts nothing of what speaks against', () => {
    expect(scoreOf([of('against', -9)])).toBeCloseTo(logistic(logOddsOf(prior) - familyCap), 12);
  });

  it('sums to the score exactly, whatever the evidence', () => {
    fc.assert(
      fc.property(anEvidence, aPrior, (evidence, start) => {
        const ledger = ledgerOf({ prior: start, indicators: toIndicators(evidence) });
        const sum = ledger.families.reduce((total, { capped }) => total + capped, ledger.prior) + ledger.limited;

        expect(ledger.logOdds).toBe(sum);
        expect(ledger.score).toBe(logistic(sum));
        for (const { terms, raw, capped } of ledger.families) {
          expect(raw).toBeCloseTo(
            terms.reduce((total, { weight }) => total + weight, 0),
            9,
          );
          expect(Math.abs(capped)).toBeLessThanOrEqual(familyCap);
        }
      }),
    );
  });

  it('never lets one family alone go beyond 20 %, whatever it holds and whatever the prior up to that', () => {
    fc.assert(
      fc.property(
        anEvidence,
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        fc.constantFrom(...families),
        (evidence, start, family) => {
          const alone = evidence.map((one) => ({ ...one, family }));

          expect(scoreOf(toIndicators(alone), start)).toBeLessThanOrEqual(0.2 + 1e-9);
        },
      ),
    );
  });

  it('does not jump when a second family begins to whisper', () => {
    const loud = of('content', 9);

    expect(scoreOf([loud, of('timing', 1e-9)], 0.15)).toBeCloseTo(scoreOf([loud], 0.15), 6);
    expect(scoreOf([loud], 0.15)).toBeCloseTo(0.2, 9);
  });

  it('rises with every term for and falls with every term against', () => {
    fc.assert(
      fc.property(anEvidence, aPrior, fc.constantFrom(...families), (evidence, start, family) => {
        const before = toIndicators(evidence);
        const up = [...before, of(family, 0.5, 'more')];
        const down = [...before, of(family, -0.5, 'less')];

        expect(scoreOf(up, start)).toBeGreaterThanOrEqual(scoreOf(before, start) - 1e-12);
        expect(scoreOf(down, start)).toBeLessThanOrEqual(scoreOf(before, start) + 1e-12);
      }),
    );
  });
});
