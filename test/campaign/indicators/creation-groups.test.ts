import { describe, expect, it } from 'vitest';
import type { Indicator } from '../../../src/campaign/campaign.ts';
import { type AccountMeasures, accountIndicators } from '../../../src/campaign/indicators/accounts.ts';
import { points } from '../../../src/campaign/indicators/points.ts';
import { timingIndicators } from '../../../src/campaign/indicators/timing.ts';
import { measureAll } from '../../../src/campaign/measures.ts';
import { startRules } from '../../../src/campaign/start-rules.ts';
import { subjectOfDetection } from '../../../src/campaign/subject.ts';
import type { CreationGroups } from '../../../src/measure/creation-groups.ts';
import { shareOf } from '../../../src/measure/share.ts';
import { dayMs } from '../../../src/post/post.ts';
import { createRegistry } from '../../../src/registry/create-registry.ts';
import { aDetection, aPost } from '../../builders.ts';

const now = new Date('2026-03-02T12:00:00Z');
const registry = createRegistry({ version: '2026-03-01', entries: [] });
const calm = measureAll(subjectOfDetection(aDetection()), [], registry, {}, now);
const strong = points['creation-groups'].strong;

const groups = (z: number, accounts = 18, of = 25): CreationGroups => ({
  known: shareOf(of, of),
  groups: { accounts: shareOf(accounts, of), expectedAccounts: 3, pairs: 40, expectedPairs: 5, z },
});
const week = (lnTail: number) => ({
  known: shareOf(25, 25),
  week: { from: now, accounts: 9, expected: 1, lnTail },
});

function named(name: string, change: Partial<AccountMeasures>): Indicator | undefined {
  return accountIndicators({ ...calm, ...change }, startRules).find((one) => one.name === name);
}

describe('creation-groups', () => {
  it('says how many accounts and how many by chance', () => {
    expect(named('creation-groups', { groups: groups(strong) })).toMatchObject({
      known: true,
      weight: startRules.weights['creation-groups'],
      sentence: expect.stringMatching(/^18 of 25 accounts .*created within two days of another \(3 expected/),
    });
  });

  it('takes the clearer one of all accounts and of those with copied texts, and says whose it is', () => {
    const one = named('creation-groups', { groups: groups(1), copierGroups: groups(strong, 12, 14) });
    const other = named('creation-groups', { groups: groups(strong), copierGroups: groups(1, 12, 14) });

    expect(one?.sentence).toMatch(/^12 of 14 accounts with copied texts/);
    expect(other?.sentence).toMatch(/^18 of 25 accounts \(/);
  });

  it('is measured of accounts with copied texts where there are ten of them', () => {
    const text = 'The harvest of the valley is better than ever this year';
    const made = new Date(now.getTime() - 400 * dayMs);
    const posts = Array.from({ length: 12 }, (_, n) => aPost({ accountId: `k${n}`, text, accountCreatedAt: made }));
    const measures = measureAll(subjectOfDetection(aDetection()), posts, registry, {}, now);

    expect(measures.copierGroups?.known).toMatchObject({ n: 12, of: 12 });
    expect(calm.copierGroups).toBeUndefined();
  });

  it('counts the same accounts once: what weighs less beside the week is told and weighs nothing', () => {
    const halfway = (points['creation-groups'].reference + strong) / 2;
    const both = { cluster: week(-99), groups: groups(strong) };
    const weak = { cluster: week(-99), groups: groups(points['creation-groups'].reference + 0.1) };
    const weakWeek = { cluster: week(-(Math.log(100) + 0.1)), groups: groups(halfway) };

    for (const measures of [both, weak, weakWeek]) {
      const terms = [named('creation-week', measures), named('creation-groups', measures)];
      const told = terms.filter((one) => one?.weight === 0);

      expect(told).toHaveLength(1);
      expect(told[0]).toMatchObject({ known: true, strength: 0, sentence: expect.stringMatching(/; counted in the /) });
    }
    expect(named('creation-week', weak)?.weight).toBeCloseTo(startRules.weights['creation-week'] ?? 0, 9);
    expect(named('creation-groups', weakWeek)?.weight ?? 0).toBeGreaterThan(0);
  });

  it('says that accounts are too young where dates are known, and how many dates are missing where not', () => {
    const young = named('creation-groups', { groups: { known: shareOf(30, 30), groups: undefined } });
    const missing = named('creation-groups', { groups: { known: shareOf(2, 30), groups: undefined } });

    expect(young).toMatchObject({ known: false, sentence: expect.stringContaining('older than two months') });
    expect(missing).toMatchObject({ known: false, sentence: 'creation dates of 28 accounts' });
  });

  it('takes seven accounts for no groups', () => {
    expect(named('creation-groups', { groups: groups(strong, 7) })).toMatchObject({ known: true, weight: 0 });
  });
});

describe('together-again', () => {
  it('takes seven accounts for friends', () => {
    const again = (n: number) => ({
      accounts: shareOf(n, 20),
      expectedAccounts: 1,
      pairs: 20,
      expectedPairs: 1,
      z: 99,
    });
    const weightOf = (n: number): number | undefined =>
      timingIndicators({ ...calm, again: again(n) }, startRules).find(({ name }) => name === 'together-again')?.weight;

    expect(weightOf(7)).toBe(0);
    expect(weightOf(8)).toBe(startRules.weights['together-again']);
  });
});
