import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelOf, settleLabels, verdicts } from '../../src/campaign/label.ts';
import { aCampaign, anAssessment, anIndicator } from '../builders.ts';
import { aLabel } from './labels.ts';

const ana = { by: 'slack:U1', byName: 'Ana', at: new Date('2026-03-02T12:00:00Z'), verdict: 'campaign' } as const;

describe('labelOf', () => {
  it('keeps what was known and how strong it was, before any weight', () => {
    const indicators = [
      anIndicator({ name: 'copy-share', strength: 0.7, measured: 0.26, weight: 1.12 }),
      anIndicator({ name: 'news-match', family: 'against', strength: 0, measured: 0, weight: 0 }),
      anIndicator({ name: 'synchrony', family: 'timing', known: false, strength: undefined, weight: 0 }),
      anIndicator({ name: 'attributed-top', family: 'provenance', strength: undefined, weight: 0 }),
    ];

    const label = labelOf(aCampaign({ version: 7, assessment: anAssessment({ indicators, coordination: 0.62 }) }), ana);

    expect(label).toMatchObject({ campaignId: 'example-x-20260302', version: 7, predicted: 0.62, rulesVersion: 'v1' });
    expect(label.evidence).toEqual([
      { name: 'copy-share', family: 'content', strength: 0.7, measured: 0.26 },
      { name: 'news-match', family: 'against', strength: 0, measured: 0 },
    ]);
    expect([label.selection, label.probability]).toEqual(['sent', 1]);
  });

  it('leaves out what was gone later, which is a verdict of its own', () => {
    const indicators = [
      anIndicator({ name: 'suspended-accounts', part: 'gone', family: 'after', strength: 1, weight: 0.8 }),
      anIndicator({ name: 'deleted-posts', part: 'gone', family: 'after', strength: 1, weight: 1.5 }),
    ];

    expect(labelOf(aCampaign({ assessment: anAssessment({ indicators }) }), ana).evidence).toEqual([]);
  });

  it('remembers the calibrated chance where there was one, and the chance of being drawn', () => {
    const campaign = aCampaign({ assessment: anAssessment({ coordination: 0.9, calibrated: 0.4 }) });

    expect(labelOf(campaign, { ...ana, auditProbability: 0.05 })).toMatchObject({
      predicted: 0.4,
      selection: 'audit',
      probability: 0.05,
    });
  });
});

describe('settleLabels', () => {
  const by = (user: string, verdict: (typeof verdicts)[number], minute = 0) =>
    aLabel({ by: user, verdict, at: new Date(Date.UTC(2026, 2, 2, 12, minute)) });
  const outcome = (...labels: Parameters<typeof settleLabels>[0]): string | undefined =>
    settleLabels(labels)[0]?.outcome;

  it('counts the last verdict of each person', () => {
    expect(outcome(by('a', 'campaign', 1), by('a', 'organic', 2))).toBe('other');
    expect(outcome(by('a', 'organic', 2), by('a', 'campaign', 1))).toBe('other');
    expect(outcome(by('a', 'organic', 1), by('b', 'campaign', 2), by('a', 'campaign', 3))).toBe('campaign');
  });

  it('takes the majority between campaign and the rest, and says nothing on a tie', () => {
    expect(outcome(by('a', 'campaign'), by('b', 'campaign'), by('c', 'organic'))).toBe('campaign');
    expect(outcome(by('a', 'campaign'), by('b', 'organic'))).toBe('cannot-say');
    expect(outcome(by('a', 'campaign'), by('b', 'organic'), by('c', 'coordinated-but-harmless'))).toBe('other');
    expect(outcome(by('a', 'campaign'), by('b', 'cannot-say'))).toBe('campaign');
    expect(outcome(by('a', 'cannot-say'))).toBe('cannot-say');
  });

  it('keeps the evidence of who judged first, and the chance of 1 for what was sent in the end', () => {
    const early = aLabel({ by: 'a', predicted: 0.1, evidence: [], selection: 'audit', probability: 0.02 });
    const late = aLabel({ by: 'b', predicted: 0.8, at: new Date('2026-03-09T12:00:00Z') });

    expect(settleLabels([late, early])).toEqual([
      expect.objectContaining({ predicted: 0.1, evidence: [], selection: 'sent', probability: 1, people: 2 }),
    ]);
    expect(settleLabels([early])[0]).toMatchObject({ selection: 'audit', probability: 0.02 });
  });

  it('leaves out bursts of attributed accounts, which have no score', () => {
    expect(settleLabels([aLabel({ kind: 'attributed-burst' })])).toEqual([]);
  });

  it('is the same in whatever order labels of different moments come', () => {
    const label = fc.record({
      campaignId: fc.constantFrom('a', 'b'),
      by: fc.constantFrom('u', 'v', 'w'),
      verdict: fc.constantFrom(...verdicts),
    });

    fc.assert(
      fc.property(fc.array(label, { maxLength: 8 }), fc.func(fc.integer()), (given, rank) => {
        const labels = given.map((one, i) => aLabel({ ...one, at: new Date(1_000 * i) }));
        const shuffled = labels
          .map((one, i) => ({ one, key: rank(i) }))
          .toSorted((x, y) => x.key - y.key)
          .map(({ one }) => one);

        expect(settleLabels(shuffled)).toEqual(settleLabels(labels));
      }),
    );
  });
});
