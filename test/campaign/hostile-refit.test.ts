import { describe, expect, it } from 'vitest';
import { createRefit, currentRules, type RefitDeps } from '../../jobs/refit.ts';
import type { RulesFit } from '../../src/campaign/fit-rules.ts';
import type { Label } from '../../src/campaign/label.ts';
import { startRules } from '../../src/campaign/start-rules.ts';
import { dayMs } from '../../src/post/post.ts';
import { aLabel, labelsOf } from './labels.ts';

const monday = Date.parse('2026-11-30T06:00:00Z');
const signal = new AbortController().signal;

/** A store that keeps one fit a week, as the database does. */
function aStore(labels: readonly Label[]) {
  const fits: RulesFit[] = [];
  const audited: unknown[] = [];
  const store = {
    labels: {
      keep: async () => undefined,
      auditCandidates: async () => [],
      keepAuditSample: async () => [],
      auditProbability: async () => undefined,
      all: async () => labels,
      fits: async (limit: number) => fits.toSorted((a, b) => (a.week < b.week ? 1 : -1)).slice(0, limit),
      keepFit: async (fit: RulesFit) => {
        if (fits.some(({ week }) => week === fit.week)) return false;
        fits.push(fit);
        return true;
      },
    },
    audit: {
      append: async (record: unknown) => void audited.push(record),
      latest: async () => [],
    },
  };
  return { store, fits, audited };
}

function jobOf(store: RefitDeps['store'], now: () => Date) {
  return createRefit({ store, start: startRules, now });
}

const truth = { prior: startRules.prior, weights: { ...startRules.weights, synchrony: 0.2 } };
const many = labelsOf(truth, { count: 2_000, weeks: 8, seed: 5 });

describe('the weekly fit', () => {
  it('is made once a week, however often it is asked for', async () => {
    const { store, fits, audited } = aStore(many);

    for (let hour = 0; hour < 100; hour++) {
      await jobOf(store, () => new Date(monday + hour * 3_600_000)).run({ at: new Date() }, signal);
    }

    expect(fits.length).toBe(1);
    expect(audited.length).toBe(1);
  });

  it('is not made for a week gone by when the clock goes back', async () => {
    const { store, fits } = aStore(many);

    for (const at of [monday, monday - 7 * dayMs, monday - 400 * dayMs, monday]) {
      await jobOf(store, () => new Date(at)).run({ at: new Date(at) }, signal);
    }

    expect(fits.map(({ week }) => week)).toEqual(['2026-W49']);
  });

  it('learns from the same labels a second time nothing, and keeps the rules in force', async () => {
    const { store, fits } = aStore(many);

    for (const at of [monday, monday + 7 * dayMs])
      await jobOf(store, () => new Date(at)).run({ at: new Date(at) }, signal);

    expect(fits.map(({ adopted }) => adopted)).toEqual([true, false]);
    expect(await currentRules(store.labels, startRules)).toMatchObject({ version: `${startRules.version}+2026-W49` });
  });

  it.each([
    ['no label', []],
    ['one label', [aLabel()]],
    ['one side only', many.map((label) => ({ ...label, verdict: 'campaign' as const }))],
    [
      'verdicts that contradict',
      many.flatMap((label) => [
        label,
        {
          ...label,
          by: 'slack:U2',
          verdict: label.verdict === 'campaign' ? ('organic' as const) : ('campaign' as const),
        },
      ]),
    ],
  ])('keeps a reason and the start rules with %s', async (_, labels) => {
    const { store, fits } = aStore(labels);

    const report = await jobOf(store, () => new Date(monday)).run({ at: new Date(monday) }, signal);

    expect(report).toMatchObject({ fitted: true, adopted: false });
    expect(fits[0]?.reason).toMatch(/^weights are fitted from/);
    expect(await currentRules(store.labels, startRules)).toEqual(startRules);
  });

  it('keeps nothing when labels cannot be read, and does it the next time', async () => {
    const { store, fits } = aStore(many);
    const broken = {
      ...store,
      labels: { ...store.labels, all: async () => Promise.reject(new Error('connection lost')) },
    };

    await expect(jobOf(broken, () => new Date(monday)).run({ at: new Date(monday) }, signal)).rejects.toThrow(
      'connection lost',
    );
    expect(fits).toEqual([]);
    await jobOf(store, () => new Date(monday)).run({ at: new Date(monday) }, signal);
    expect(fits.length).toBe(1);
  });
});
