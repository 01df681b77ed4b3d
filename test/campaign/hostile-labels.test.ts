import { describe, expect, it } from 'vitest';
import { auditSample } from '../../src/campaign/audit-sample.ts';
import { calibratedAt } from '../../src/campaign/calibrate.ts';
import { reliabilityOf } from '../../src/campaign/calibrate-reliability.ts';
import { fitRules, type RulesFit, rulesInForce } from '../../src/campaign/fit-rules.ts';
import { weigh } from '../../src/campaign/indicators/weigh.ts';
import { type Label, type LabelEvidence, settleLabels } from '../../src/campaign/label.ts';
import { ledgerOf } from '../../src/campaign/ledger.ts';
import type { Rules } from '../../src/campaign/rules.ts';
import { startRules } from '../../src/campaign/start-rules.ts';
import { aLabel, labelsOf, seeded } from './labels.ts';

const at = new Date('2026-11-30T06:00:00Z');

function fitted(labels: readonly Label[], present: Rules = startRules): RulesFit {
  return fitRules(labels, { start: startRules, present, week: '2026-W49', at });
}

function expectSoundRules({ prior, weights, calibration }: Rules): void {
  expect(prior).toBeGreaterThan(0);
  expect(prior).toBeLessThanOrEqual(startRules.prior + 1e-12);
  for (const [name, weight] of Object.entries(weights)) {
    expect(weight, name).toSatisfy(Number.isFinite);
    expect(weight * (startRules.weights[name] ?? 0), name).toBeGreaterThanOrEqual(0);
  }
  if (calibration === undefined) return;
  for (let logOdds = -15; logOdds <= 15; logOdds += 0.5) {
    const here = calibratedAt(calibration, logOdds);
    expect(here).toBeGreaterThan(0);
    expect(here).toBeLessThan(1);
    expect(here).toBeLessThanOrEqual(calibratedAt(calibration, logOdds + 0.5) + 1e-12);
  }
}

function expectSound(fit: RulesFit): void {
  expectSoundRules(fit.rules);
  expect(fit.reason).not.toMatch(/NaN|undefined|Infinity/);
  expect(JSON.parse(JSON.stringify(fit.rules))).toEqual(fit.rules);
}

const confirmed = labelsOf({ prior: 0.3, weights: startRules.weights }, { count: 120, weeks: 6, seed: 4 });

describe('labels that say nothing usable', () => {
  it.each([
    ['none', []],
    ['one', [aLabel()]],
    [
      'one campaign judged by a thousand people',
      Array.from({ length: 1_000 }, (_, i) => aLabel({ by: `slack:U${i}` })),
    ],
    ['only campaigns', confirmed.map((label) => ({ ...label, verdict: 'campaign' as const }))],
    ['only organic ones', confirmed.map((label) => ({ ...label, verdict: 'organic' as const }))],
    ['nobody who can say', confirmed.map((label) => ({ ...label, verdict: 'cannot-say' as const }))],
    ['bursts of listed accounts', confirmed.map((label) => ({ ...label, kind: 'attributed-burst' as const }))],
  ])('leave the rules as they are: %s', (_, labels) => {
    const fit = fitted(labels);

    expect(fit.adopted).toBe(false);
    expect(fit.rules).toBe(startRules);
    expectSound(fit);
    expect(JSON.stringify(reliabilityOf(settleLabels(labels)))).not.toContain('null'); // NaN as JSON writes it
  });

  it('contradict each other one by one: no verdict counts', () => {
    const labels = confirmed.flatMap((label) => [
      { ...label, by: 'slack:U1', verdict: 'campaign' as const },
      { ...label, by: 'slack:U2', verdict: 'organic' as const },
    ]);

    expect(fitted(labels)).toMatchObject({ adopted: false, labels: 0, confirmed: 0 });
  });

  it('come of a person who changes the verdict a thousand times: the last one counts', () => {
    const labels = Array.from({ length: 1_000 }, (_, i) =>
      aLabel({ at: new Date(at.getTime() + i), verdict: i % 2 === 0 ? 'campaign' : 'organic' }),
    );

    expect(settleLabels(labels)).toMatchObject([{ outcome: 'other', people: 1 }]);
  });

  it('say the opposite of the evidence: weights go to nothing at most and never turn', () => {
    const inverted = confirmed.map((label) => ({
      ...label,
      verdict: label.verdict === 'campaign' ? ('organic' as const) : ('campaign' as const),
    }));

    expectSound(fitted(inverted));
  });

  it('are coin tosses: the rules stay', () => {
    const random = seeded(9);
    const tossed = confirmed.map((label) => ({
      ...label,
      verdict: random() < 0.5 ? ('campaign' as const) : ('organic' as const),
    }));

    expectSound(fitted(tossed));
  });

  it('all have the same evidence', () => {
    const same = confirmed.map((label) => ({ ...label, evidence: confirmed[0]?.evidence ?? [] }));

    expectSound(fitted(same));
  });
});

describe('labels with numbers that are none', () => {
  const broken: readonly [string, (evidence: LabelEvidence) => LabelEvidence][] = [
    ['a strength of NaN', (one) => ({ ...one, strength: Number.NaN })],
    ['a strength without end', (one) => ({ ...one, strength: Number.POSITIVE_INFINITY })],
    ['a strength below nothing', (one) => ({ ...one, strength: -1e308 })],
    ['a measure of NaN', (one) => ({ ...one, measured: Number.NaN })],
    ['an unknown name', (one) => ({ ...one, name: '__proto__' })],
    ['a name of every object', (one) => ({ ...one, name: 'constructor' })],
  ];

  it.each(broken)('are fitted without harm: %s', (_, spoil) => {
    const labels = confirmed.map((label, i) =>
      i % 10 === 0 ? { ...label, evidence: label.evidence.map(spoil) } : label,
    );

    expectSound(fitted(labels));
  });

  it.each([
    ['a chance of 0', { probability: 0 }],
    ['a chance of NaN', { probability: Number.NaN }],
    ['a prediction of NaN', { predicted: Number.NaN }],
    ['a prediction above 1', { predicted: 7 }],
    ['a time that is none', { openedAt: new Date(Number.NaN) }],
  ])('are fitted without harm: %s', (_, spoilt) => {
    const labels = confirmed.map((label, i) =>
      i % 10 === 0 ? { ...label, selection: 'audit' as const, ...spoilt } : label,
    );

    expectSound(fitted(labels));
  });
});

describe('measures that are no number', () => {
  it('are not known: they weigh nothing, and no label learns from them', () => {
    const indicator = weigh(
      { name: 'copy-share', part: 'coordinated', family: 'content', measured: Number.NaN, sentence: 'copies' },
      startRules,
    );

    expect(indicator).toMatchObject({ known: false, weight: 0 });
    expect(ledgerOf({ prior: 0.02, indicators: [indicator] }).score).toBeCloseTo(0.02);
  });

  it.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1e308, 1e308])(
    '%d stays within the whole weight',
    (measured) => {
      const fact = {
        name: 'copy-share',
        part: 'coordinated',
        family: 'content',
        measured,
        sentence: 'copies',
      } as const;

      const { weight } = weigh(fact, startRules);

      expect(weight).toBeGreaterThanOrEqual(0);
      expect(weight).toBeLessThanOrEqual(startRules.weights['copy-share'] ?? 0);
    },
  );
});

describe('very many labels', () => {
  it('ten thousand of five years give rules that are near those they were made with, whatever their order', () => {
    const truth = { prior: startRules.prior, weights: { ...startRules.weights, synchrony: 0.2 } };
    const labels = labelsOf(truth, { count: 10_000, weeks: 8, seed: 5 });

    const fit = fitted(labels);

    expectSound(fit);
    expect(fit.adopted).toBe(true);
    expect(fit.rules.weights['synchrony']).toBeLessThan(startRules.weights['synchrony'] ?? 0);
    expect(fitted(labels.toReversed()).rules.weights).toEqual(fit.rules.weights);
  });
});

describe('what comes of fits and draws', () => {
  it('is not taken from rules of another program', () => {
    const foreign = { ...startRules, version: 'v0+2026-W48', weights: { 'copy-share': Number.NaN } };

    expect(rulesInForce(startRules, { rules: foreign })).toBe(startRules);
  });

  it('draws nothing of nobody and everybody of few', () => {
    expect(auditSample([], '2026-W49')).toEqual([]);
    expect(auditSample([{ campaignId: '' }, { campaignId: '' }], '2026-W49')).toEqual([
      { campaignId: '', probability: 1 },
    ]);
  });
});
