import { describe, expect, it } from 'vitest';
import { decideLevel, type SeverityQuestion } from '../../src/campaign/severity.ts';
import { subjectOfDetection } from '../../src/campaign/subject.ts';
import { aDetection } from '../builders.ts';

const strong: SeverityQuestion = {
  subject: subjectOfDetection(aDetection({ accounts: 214, expectedFalsePerDay: 1e-4 })),
  coordination: 0.95,
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
    ['keeps a likely chance out of the channel', { ...strong, subject: subject({ expectedFalsePerDay: 1 }) }, 'S3'],
    ['sends middling scores to the digest', { ...strong, coordination: 0.4 }, 'S3'],
    ['keeps a wide burst without signs for look-ups', { ...strong, coordination: 0.05 }, 'S4'],
    [
      'flags a narrow burst without signs',
      { ...strong, coordination: 0.05, subject: subject({ shape: 'narrow' }) },
      'S3',
    ],
    [
      'keeps fewer than eight accounts in the digest',
      { ...strong, subject: subject({ accounts: 5, shape: 'narrow' }) },
      'S3',
    ],
    ['lists a network in the digest', { ...strong, coordination: 0.1, subject: subject({ kind: 'co-share' }) }, 'S3'],
    ['needs no coordination score for attributed accounts', listed({ accounts: 4, expectedFalsePerDay: 0.1 }), 'S2'],
    ['pages five attributed accounts on a watched topic', listed({ accounts: 5, expectedFalsePerDay: 0.01 }), 'S1'],
    ['leaves ordinary attributed activity alone', listed({ accounts: 5, expectedFalsePerDay: 9 }), 'S4'],
  ] as const)('%s', (_name, question, level) => {
    const decision = decideLevel(question);

    expect(decision.level).toBe(level);
    expect(decision.why[0]).toBeTruthy();
  });
});
