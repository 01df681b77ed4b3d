/**
 * The table of levels: what pages, what goes to a channel, what waits for the digest, what is only kept.
 *
 * Hashtag, link, host and text bursts and co-share networks need evidence of coordination; bursts of attributed accounts
 * are news by themselves and follow their own rule (detection design 2.4, 2.5).
 */
import type { Share } from '../measure/share.ts';
import { counted } from '../measure/words.ts';
import type { Level } from './campaign.ts';
import { familiesAtWork } from './estimate.ts';
import { shareOfText } from './indicators/share-words.ts';
import { logOddsOf } from './ledger.ts';
import type { Subject } from './subject.ts';

export interface SeverityQuestion {
  readonly subject: Subject;
  readonly coordination: number;
  /** Chance of a campaign before anything was known of it, which the score began with. */
  readonly prior: number;
  readonly families: Readonly<Record<string, number>>;
  readonly listedAccounts: number;
  /** Accounts of campaigns that people confirmed, where chance does not explain so many; 0 otherwise. */
  readonly confirmedAccounts?: number | undefined;
  /** Posts found deleted within hours / posts looked at again; absent: nobody looked. */
  readonly erased?: Share | undefined;
  readonly watched: boolean;
}

export interface Decision {
  readonly level: Level;
  readonly why: readonly string[];
}

/** Expected false alerts a day up to which a level is given. */
const budgets = { S1: 0.02, S2: 0.2, S3: 5 } as const;
/** A burst without evidence is a line of the digest only if chance brings it so rarely, and from so many posts on. */
const byChance = { most: 1, posts: 20 } as const;
/**
 * Evidence that is L times likelier for a campaign than for an innocent burst comes with at most 1 innocent burst in L
 * (Markov's inequality for a likelihood ratio). Weights are guesses and the families depend on each other, so the bound is
 * taken three times as wide (decision 9).
 */
const doubt = 3;
const scores = { S1: 0.9, S2: 0.6, S3: 0.3 } as const;
const fewestForPage = { accounts: 200, families: 3, listed: 5 } as const;
/** Rule R1: so many accounts of confirmed campaigns that act together are told in a channel, whatever the score. */
const fewestConfirmed = 5;
/**
 * Rule R3: so many posts found deleted within hours are told in a channel, whatever the score, if even the low end of the
 * interval is a tenth of them. A few per cent are usual; pushing a word into the trends deletes four of five (Elmas et al.
 * 2021), which those who come for the trend then dilute, and leaves no copies, links or partners to be seen.
 */
const fewestErased = { posts: 10, low: 0.1 } as const;
/** What chance brings every hour is told by no rule: people delete, too. */
const mostForErased = 20;
/** Rule R2: so few accounts are never more than a line in the digest. */
const fewestForChannel = 8;
/** An innocent explanation of this weight, nats, keeps a page from being sent. */
const explainedBelow = -1;

export function decideLevel(question: SeverityQuestion): Decision {
  return question.subject.kind === 'attributed-burst' ? levelOfAttributed(question) : levelOfCrowd(question);
}

function levelOfAttributed({ subject, listedAccounts, watched }: SeverityQuestion): Decision {
  const { expectedFalsePerDay: expected, keyKind } = subject;
  const listed = Math.max(listedAccounts, subject.accounts);
  // Only a group pages: one account that is busy wakes nobody.
  const isGroup = keyKind !== 'account';
  if (isGroup && expected <= budgets.S1 && listed >= fewestForPage.listed && watched) {
    return { level: 'S1', why: [`${listed} listed accounts act together on a watched topic`] };
  }
  if (expected <= budgets.S2) {
    const together = `${listed} listed accounts act together beyond what is usual for them`;
    return { level: 'S2', why: [isGroup ? together : 'one listed account posts far beyond what is usual for it'] };
  }
  const who = isGroup ? 'listed accounts are' : 'one listed account is';
  if (expected <= budgets.S3) return { level: 'S3', why: [`${who} busier than usual, but that happens`] };
  return { level: 'S4', why: [`${who} within ${isGroup ? 'their' : 'its'} usual range`] };
}

function levelOfCrowd(question: SeverityQuestion): Decision {
  const { subject, confirmedAccounts = 0 } = question;
  const byScore = levelOfScore(question);
  if (subject.accounts < fewestForChannel) return levelOfFew(question, byScore.level);
  if (byScore.level === 'S1') return byScore;
  const rules = [...confirmedReasons(confirmedAccounts), ...erasedReasons(question)];
  const found = byScore.level === 'S2' || rules.length === 0 ? byScore : { level: 'S2' as const, why: rules };
  if (found.level === 'S2' && subject.lane === 'drip') {
    return { level: 'S3', why: ['a slow drip over days waits for the digest', ...found.why] };
  }
  return found;
}

function confirmedReasons(accounts: number): readonly string[] {
  if (accounts < fewestConfirmed) return [];
  return [
    `${counted(accounts, 'account')} of confirmed campaigns act together, ${fewestConfirmed} are enough for a channel`,
  ];
}

function erasedReasons({ subject, erased }: SeverityQuestion): readonly string[] {
  if (erased === undefined || subject.expectedFalsePerDay > mostForErased) return [];
  if (erased.n < fewestErased.posts || erased.low < fewestErased.low) return [];
  return [
    `${shareOfText(erased, 'post')} were found deleted within hours; a few per cent are usual, a tenth is enough for a channel`,
  ];
}

function levelOfFew({ subject, confirmedAccounts = 0 }: SeverityQuestion, byScore: Level): Decision {
  const { accounts, shape } = subject;
  const confirmed = confirmedAccounts >= fewestConfirmed;
  const unusual = byScore !== 'S4' || confirmed || (shape === 'narrow' && isRareByChance(subject));
  if (!unusual) return { level: 'S4', why: [`only ${accounts} accounts, and nothing unusual about them`] };
  const few = `many posts by only ${accounts} accounts; fewer than ${fewestForChannel} never go above the digest`;
  return { level: 'S3', why: [few, ...confirmedReasons(confirmedAccounts)] };
}

function levelOfScore(question: SeverityQuestion): Decision {
  const { subject, coordination } = question;
  const { expectedFalsePerDay: expected } = subject;
  const score = `coordination score ${coordination.toFixed(2)}`;
  if (coordination >= scores.S2 && expected * innocentReaching(question) <= budgets.S2) {
    const against = reasonsAgainstPage(question);
    if (against.length === 0) {
      return { level: 'S1', why: ['strong signs of coordination in several families on a watched topic'] };
    }
    const why = [`${score} is at least ${scores.S2}`];
    return { level: 'S2', why: coordination < scores.S1 ? why : [...why, `no page: ${against.join(', ')}`] };
  }
  if (coordination >= scores.S3) {
    return { level: 'S3', why: [`${score} is at least ${scores.S3}, not enough for a channel`] };
  }
  return levelOfChance(question);
}

/** Of innocent bursts, at most so many that have evidence as strong as this. */
function innocentReaching({ coordination, prior }: SeverityQuestion): number {
  const ratio = Math.exp(logOddsOf(coordination) - logOddsOf(prior));
  return Math.min(1, doubt / ratio);
}

/** Chance alone gives no level to a wide burst, but to what crowds rarely do (decision 3), and to a slow drip. */
function levelOfChance({ subject, coordination, families }: SeverityQuestion): Decision {
  const { shape, kind, lane } = subject;
  if (isRareByChance(subject)) {
    if (shape === 'narrow') return { level: 'S3', why: ['few accounts make most of the posts'] };
    if (kind === 'co-share') {
      return { level: 'S3', why: ['accounts share the same objects within seconds, again and again'] };
    }
    if (lane === 'drip' && !isExplained(families)) {
      return { level: 'S3', why: ['more than usual for days, and nothing that was looked at explains it'] };
    }
  }
  return { level: 'S4', why: [`a wide burst: coordination score ${coordination.toFixed(2)} is below ${scores.S3}`] };
}

function isRareByChance({ expectedFalsePerDay: expected, posts }: Subject): boolean {
  return expected <= byChance.most && posts >= byChance.posts;
}

/** Empty: it pages. */
function reasonsAgainstPage({
  subject,
  coordination,
  families,
  listedAccounts,
  watched,
}: SeverityQuestion): readonly string[] {
  const { accounts, expectedFalsePerDay: expected, lane } = subject;
  const working = familiesAtWork(families);
  return [
    ...(coordination >= scores.S1 ? [] : [`the score is below ${scores.S1}`]),
    ...(expected <= budgets.S1 ? [] : ['chance alone brings such a burst too often']),
    ...(working >= fewestForPage.families
      ? []
      : [`only ${counted(working, 'family', 'families')} of evidence at work`]),
    ...(accounts >= fewestForPage.accounts || listedAccounts >= fewestForPage.listed ? [] : [`${accounts} accounts`]),
    ...(watched ? [] : ['the topic is not watched']),
    ...(isExplained(families) ? ['an innocent explanation weighs against it'] : []),
    ...(lane === 'drip' ? ['a slow drip'] : []),
  ];
}

function isExplained(families: Readonly<Record<string, number>>): boolean {
  return (families['against'] ?? 0) < explainedBelow;
}
