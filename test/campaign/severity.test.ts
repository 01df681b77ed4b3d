import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideLevel, type SeverityQuestion } from '../../src/campaign/severity.ts';
import { subjectOfDetection } from '../../src/campaign/subject.ts';
import { shareOf } from '../../src/measure/share.ts';
import { aDetection } from '../builders.ts';

const strong: SeverityQuestion = {
  subject: subjectOfDetection(aDetection({ accounts: 214, expectedFalsePerDay: 1e-4 })),
  coordination: 0.95,
  prior: 0.02,
  families: { content: 2.5, timing: 1.4, accounts: 1.6 },
  listedAccounts: 0,
  watched: true,
};
const subject = (given: Parameters<typeof aDetection>[0]) =>
  subjectOfDetection(aDetection({ accounts: 214, expectedFalsePerDay: 1e-4, ...given }));
const listed = (given: Parameters<typeof aDetection>[0]) => ({
  ...strong,
  families: {},
  coordination: 0.02,
  subject: subject({ kind: 'attributed-burst', ...given }),
});

describe('decideLevel', () => {
  it.each([
    ['pages with score, families, size and a watched topic', strong, 'S1'],
    ['does not page off the watched topics', { ...strong, watched: false }, 'S2'],
    ['does not page on two families', { ...strong, families: { content: 2.5, timing: 1.4 } }, 'S2'],
    ['does not page few accounts', { ...strong, subject: subject({ accounts: 90 }) }, 'S2'],
    [
      'pages fewer accounts when listed ones take part',
      { ...strong, subject: subject({ accounts: 90 }), listedAccounts: 5 },
      'S1',
    ],
    ['does not page what is explained', { ...strong, families: { ...strong.families, against: -1.5 } }, 'S2'],
    [
      'keeps what chance brings every hour out of the channel',
      { ...strong, subject: subject({ expectedFalsePerDay: 100 }) },
      'S3',
    ],
    [
      'takes as many a day as the evidence outweighs',
      // Odds of 0.6 over those of 0.02 are 73.5; a third of it, times 0.2 a day, is 4.9.
      { ...strong, coordination: 0.6, subject: subject({ expectedFalsePerDay: 4.8 }) },
      'S2',
    ],
    ['takes no more', { ...strong, coordination: 0.6, subject: subject({ expectedFalsePerDay: 5 }) }, 'S3'],
    [
      'takes more of them with stronger evidence',
      { ...strong, coordination: 0.8, subject: subject({ expectedFalsePerDay: 13 }) },
      'S2',
    ],
    [
      'takes fewer where campaigns are usual',
      { ...strong, coordination: 0.6, prior: 0.1, subject: subject({ expectedFalsePerDay: 1 }) },
      'S3',
    ],
    ['pages nobody for it', { ...strong, subject: subject({ expectedFalsePerDay: 0.03 }) }, 'S2'],
    ['sends middling scores to the digest', { ...strong, coordination: 0.4 }, 'S3'],
    ['keeps a wide burst without signs for look-ups', { ...strong, coordination: 0.05 }, 'S4'],
    [
      'flags a narrow burst without signs',
      { ...strong, coordination: 0.05, subject: subject({ shape: 'narrow' }) },
      'S3',
    ],
    [
      'keeps few posts without signs for look-ups, however few accounts they are of',
      { ...strong, coordination: 0.05, subject: subject({ shape: 'narrow', posts: 19 }) },
      'S4',
    ],
    [
      'keeps fewer than eight accounts in the digest',
      { ...strong, subject: subject({ accounts: 5, shape: 'narrow' }) },
      'S3',
    ],
    ['lists a network in the digest', { ...strong, coordination: 0.1, subject: subject({ kind: 'co-share' }) }, 'S3'],
    ['needs no coordination score for attributed accounts', listed({ accounts: 4, expectedFalsePerDay: 0.1 }), 'S2'],
    ['pages five attributed accounts on a watched topic', listed({ accounts: 5, expectedFalsePerDay: 0.01 }), 'S1'],
    [
      'pages no single account, however busy',
      { ...listed({ accounts: 1, keyKind: 'account', expectedFalsePerDay: 1e-6 }), listedAccounts: 9 },
      'S2',
    ],
    [
      'tells one account at E ≤ 0.2 in the channel',
      listed({ accounts: 1, keyKind: 'account', expectedFalsePerDay: 0.2 }),
      'S2',
    ],
    ['lists one account above that', listed({ accounts: 1, keyKind: 'account', expectedFalsePerDay: 0.21 }), 'S3'],
    ['does not page a group off the watched topics', { ...listed({ accounts: 9 }), watched: false }, 'S2'],
    [
      'tells five accounts of confirmed campaigns in the channel without a score (R1)',
      { ...strong, coordination: 0.05, confirmedAccounts: 5 },
      'S2',
    ],
    ['tells four of them nowhere by themselves', { ...strong, coordination: 0.05, confirmedAccounts: 4 }, 'S4'],
    [
      'keeps fewer than eight in the digest even then (R2)',
      { ...strong, coordination: 0.05, confirmedAccounts: 6, subject: subject({ accounts: 7 }) },
      'S3',
    ],
    ['takes eight', { ...strong, coordination: 0.05, confirmedAccounts: 6, subject: subject({ accounts: 8 }) }, 'S2'],
    [
      'tells posts of which a fifth was deleted within hours in the channel without a score (R3)',
      { ...strong, coordination: 0.05, erased: shareOf(20, 100) },
      'S2',
    ],
    ['tells a tenth of them nowhere by itself', { ...strong, coordination: 0.05, erased: shareOf(20, 200) }, 'S4'],
    ['takes no nine posts', { ...strong, coordination: 0.05, erased: shareOf(9, 9) }, 'S4'],
    [
      'tells no deleted posts of what chance brings every hour',
      { ...strong, coordination: 0.05, erased: shareOf(20, 26), subject: subject({ expectedFalsePerDay: 21 }) },
      'S4',
    ],
    ['never pages a slow drip', { ...strong, subject: subject({ lane: 'drip' }) }, 'S3'],
    [
      'never sends a slow drip to the channel, not even for confirmed accounts',
      { ...strong, coordination: 0.05, confirmedAccounts: 9, subject: subject({ lane: 'drip' }) },
      'S3',
    ],
    [
      'lists a slow drip that nothing explains',
      { ...strong, coordination: 0.05, families: {}, subject: subject({ lane: 'drip' }) },
      'S3',
    ],
    [
      'keeps a slow drip that is explained for look-ups',
      { ...strong, coordination: 0.01, families: { against: -1.7 }, subject: subject({ lane: 'drip' }) },
      'S4',
    ],
    [
      'pages although something small speaks against it',
      { ...strong, families: { ...strong.families, against: -1 } },
      'S1',
    ],
    [
      'does not silence what is explained',
      { ...strong, coordination: 0.7, families: { content: 2.5, against: -2.5 } },
      'S2',
    ],
    ['leaves ordinary attributed activity alone', listed({ accounts: 5, expectedFalsePerDay: 9 }), 'S4'],
  ] as const)('%s', (_name, question, level) => {
    const decision = decideLevel(question);

    expect(decision.level).toBe(level);
    expect(decision.why[0]).toBeTruthy();
  });

  it('says why a high score pages nobody', () => {
    const question = { ...strong, watched: false, families: { ...strong.families, against: -1.5 } };

    expect(decideLevel(question).why).toContain(
      'no page: the topic is not watched, an innocent explanation weighs against it',
    );
  });

  it('never goes above the digest with fewer than eight accounts, and never above it for a slow drip', () => {
    fc.assert(
      fc.property(
        fc.record({
          accounts: fc.integer({ min: 1, max: 400 }),
          lane: fc.constantFrom('level', 'new', 'drip', 'pairs'),
          coordination: fc.double({ min: 0, max: 1, noNaN: true }),
          expectedFalsePerDay: fc.double({ min: 0, max: 10, noNaN: true }),
          confirmedAccounts: fc.integer({ min: 0, max: 20 }),
          against: fc.double({ min: -2.5, max: 0, noNaN: true }),
        }),
        ({ accounts, lane, coordination, expectedFalsePerDay, confirmedAccounts, against }) => {
          const { level } = decideLevel({
            ...strong,
            coordination,
            confirmedAccounts,
            families: { ...strong.families, against },
            subject: subject({ accounts, lane, expectedFalsePerDay }),
          });

          expect((accounts < 8 || lane === 'drip') && (level === 'S1' || level === 'S2')).toBe(false);
          expect(against < -1 && level === 'S1').toBe(false);
        },
      ),
    );
  });
});
