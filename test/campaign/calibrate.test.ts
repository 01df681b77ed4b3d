import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate, calibratedAt, type Scored } from '../../src/campaign/calibrate.ts';
import { reliabilityOf } from '../../src/campaign/calibrate-reliability.ts';
import { settleLabels } from '../../src/campaign/label.ts';
import { logistic } from '../../src/campaign/ledger.ts';
import { aLabel, seeded } from './labels.ts';

const times = (count: number, logOdds: number, isCampaign: boolean, weight = 1): readonly Scored[] =>
  Array.from({ length: count }, () => ({ logOdds, isCampaign, weight }));

describe('calibrate', () => {
  it('draws one curve through few labels', () => {
    const random = seeded(5);
    const scored = Array.from({ length: 199 }, () => {
      const logOdds = random() * 8 - 4;
      return { logOdds, isCampaign: random() < logistic(0.5 * logOdds - 1), weight: 1 };
    });

    const calibration = calibrate(scored);

    expect(calibration.method).toBe('platt');
    for (const logOdds of [-3, 0, 3]) {
      expect(Math.abs(calibratedAt(calibration, logOdds) - logistic(0.5 * logOdds - 1))).toBeLessThan(0.12);
    }
  });

  it('smooths two points as Lin, Lin and Weng say: one more of each side', () => {
    const calibration = calibrate([...times(8, 2, true), ...times(8, -2, false)]);

    expect(calibratedAt(calibration, 2)).toBeCloseTo(9 / 10, 6);
    expect(calibratedAt(calibration, -2)).toBeCloseTo(1 / 10, 6);
  });

  it('pools what falls, from 200 labels on', () => {
    const calibration = calibrate([
      ...times(50, -3, false),
      ...times(40, -1, true),
      ...times(60, 1, false),
      ...times(50, 3, true),
    ]);
    const { points, method } = calibration;
    const yes = 91 / 92;
    const no = 1 / 112;

    expect(method).toBe('isotonic');
    expect(points.map(({ logOdds }) => logOdds)).toEqual([-3, -1, 1, 3]);
    const pooled = (40 * yes + 60 * no) / 100;
    [no, pooled, pooled, yes].forEach((p, i) => expect(points[i]?.probability).toBeCloseTo(p, 12));
    expect(calibratedAt(calibration, 0)).toBeCloseTo(pooled, 12);
    expect(calibratedAt(calibration, 2)).toBeCloseTo((pooled + yes) / 2, 12);
    expect(calibratedAt(calibration, 99)).toBeCloseTo(yes, 12);
    expect(calibratedAt(calibration, -99)).toBeCloseTo(no, 12);
  });

  it('weighs a label by what it stands for', () => {
    const calibration = calibrate([...times(100, 0, true, 3), ...times(100, 0, false, 1)]);

    expect(calibration.points).toHaveLength(1);
    expect(calibratedAt(calibration, 5)).toBeCloseTo((300 * (101 / 102) + 100 * (1 / 102)) / 400, 12);
  });

  it('never falls, never leaves 0 to 1, whatever was said', () => {
    const scored = fc.record({
      logOdds: fc.double({ min: -11, max: 11, noNaN: true }),
      isCampaign: fc.boolean(),
      weight: fc.double({ min: 0.01, max: 60, noNaN: true }),
    });

    fc.assert(
      fc.property(fc.array(scored, { minLength: 1, maxLength: 260 }), (given) => {
        const calibration = calibrate(given);
        const values = Array.from({ length: 97 }, (_, i) => calibratedAt(calibration, i / 4 - 12));

        for (const [i, value] of values.entries()) {
          expect(value).toBeGreaterThan(0);
          expect(value).toBeLessThan(1);
          expect(value).toBeGreaterThanOrEqual((values[i - 1] ?? 0) - 1e-12);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('reliabilityOf', () => {
  const judged = (campaignId: string, predicted: number, verdict: 'campaign' | 'organic', probability = 1) =>
    aLabel({ campaignId, predicted, verdict, probability, selection: probability < 1 ? 'audit' : 'sent' });

  it('compares what was predicted with what was confirmed, bin by bin', () => {
    const { bins, labels, cannotSay } = reliabilityOf(
      settleLabels([
        judged('a', 0.05, 'organic'),
        judged('b', 0.15, 'campaign'),
        judged('c', 0.2, 'organic'),
        judged('d', 1, 'campaign'),
        judged('e', 0.8, 'campaign'),
        aLabel({ campaignId: 'f', verdict: 'cannot-say' }),
      ]),
    );

    expect([labels, cannotSay]).toEqual([5, 1]);
    expect(bins.map(({ predicted, confirmed }) => [predicted, confirmed.n, confirmed.of])).toEqual([
      [0.1, 1, 2],
      [0.2, 0, 1],
      [undefined, 0, 0],
      [undefined, 0, 0],
      [0.9, 2, 2],
    ]);
  });

  it('sets its errors beside those of the base rate, over all bursts', () => {
    const { score, baseRateOnly, audited } = reliabilityOf(
      settleLabels([judged('a', 0.8, 'campaign'), judged('b', 0.1, 'organic', 0.25)]),
    );

    // The drawn one stands for four: base rate 1 / 5.
    expect(score?.brier).toBeCloseTo((0.04 + 4 * 0.01) / 5, 12);
    expect(score?.logLoss).toBeCloseTo((-Math.log(0.8) - 4 * Math.log(0.9)) / 5, 12);
    expect(baseRateOnly?.brier).toBeCloseTo((0.64 + 4 * 0.04) / 5, 12);
    expect([audited.n, audited.of]).toEqual([0, 1]);
  });

  it('says nothing without labels, and stays finite when a sure prediction was wrong', () => {
    expect(reliabilityOf([])).toMatchObject({ labels: 0, score: undefined, baseRateOnly: undefined });
    expect(reliabilityOf(settleLabels([judged('a', 1, 'organic')])).score?.logLoss).toBeCloseTo(-Math.log(1e-6), 6);
  });
});
