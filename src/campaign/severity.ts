/**
 * The table of levels: what pages, what goes to a channel, what waits for the digest, what is only kept.
 *
 * Hashtag and link bursts and co-share networks need evidence of coordination; bursts of attributed accounts are news
 * by themselves and follow their own rule.
 */
import type { Level } from './campaign.ts';
import { familiesAtWork } from './estimate.ts';
import type { Subject } from './subject.ts';

export interface SeverityQuestion {
  readonly subject: Subject;
  readonly coordination: number;
  readonly families: Readonly<Record<string, number>>;
  readonly listedAccounts: number;
  readonly watched: boolean;
}

export interface Decision {
  readonly level: Level;
  readonly why: readonly string[];
}

/** Expected false alerts a day up to which a level is given. */
const budgets = { S1: 0.02, S2: 0.2, S3: 5 } as const;
const scores = { S1: 0.9, S2: 0.6, S3: 0.3 } as const;
const fewestForPage = { accounts: 200, families: 3, listed: 5 } as const;
/** Rule R2: so few accounts are never more than a line in the digest. */
const fewestForChannel = 8;

export function decideLevel(question: SeverityQuestion): Decision {
  return question.subject.kind === 'attributed-burst' ? levelOfAttributed(question) : levelOfCrowd(question);
}

function levelOfAttributed({ subject, listedAccounts, watched }: SeverityQuestion): Decision {
  const { expectedFalsePerDay: expected } = subject;
  const listed = Math.max(listedAccounts, subject.accounts);
  if (expected <= budgets.S1 && listed >= fewestForPage.listed && watched) {
    return { level: 'S1', why: [`${listed} listed accounts act together on a watched topic`] };
  }
  if (expected <= budgets.S2)
    return { level: 'S2', why: [`${listed} listed accounts act together beyond what is usual for them`] };
  if (expected <= budgets.S3) return { level: 'S3', why: ['listed accounts are busier than usual, but that happens'] };
  return { level: 'S4', why: ['listed accounts are within their usual range'] };
}

function levelOfCrowd(question: SeverityQuestion): Decision {
  const { subject, coordination } = question;
  const { expectedFalsePerDay: expected, accounts, shape, kind } = subject;
  const byScore = levelOfScore(question);
  if (accounts < fewestForChannel) {
    if (byScore !== 'S4' || (shape === 'narrow' && expected <= budgets.S3)) {
      return {
        level: 'S3',
        why: [`many posts by only ${accounts} accounts; fewer than ${fewestForChannel} never go above the digest`],
      };
    }
    return { level: 'S4', why: [`only ${accounts} accounts, and nothing unusual about them`] };
  }
  if (byScore === 'S1')
    return { level: 'S1', why: ['strong signs of coordination in several families on a watched topic'] };
  if (byScore === 'S2')
    return { level: 'S2', why: [`coordination score ${coordination.toFixed(2)} is at least ${scores.S2}`] };
  if (byScore === 'S3')
    return {
      level: 'S3',
      why: [`coordination score ${coordination.toFixed(2)} is at least ${scores.S3}, not enough for a channel`],
    };
  if (shape === 'narrow' && expected <= budgets.S3)
    return { level: 'S3', why: ['few accounts make most of the posts'] };
  if (kind === 'co-share' && expected <= budgets.S3) {
    return { level: 'S3', why: ['accounts share the same objects within seconds, again and again'] };
  }
  return { level: 'S4', why: [`a wide burst: coordination score ${coordination.toFixed(2)} is below ${scores.S3}`] };
}

function levelOfScore({ subject, coordination, families, listedAccounts, watched }: SeverityQuestion): Level {
  const { expectedFalsePerDay: expected, accounts } = subject;
  const working = familiesAtWork(families);
  const explained = (families['against'] ?? 0) < -1;
  const many = accounts >= fewestForPage.accounts || listedAccounts >= fewestForPage.listed;
  const pages =
    coordination >= scores.S1 &&
    expected <= budgets.S1 &&
    working >= fewestForPage.families &&
    many &&
    watched &&
    !explained;
  if (pages) return 'S1';
  if (coordination >= scores.S2 && expected <= budgets.S2) return 'S2';
  return coordination >= scores.S3 ? 'S3' : 'S4';
}
