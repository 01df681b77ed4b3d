/**
 * Labels → the rules of next week, or the reason why they stay. New weights are taken only when they predict weeks that
 * they have not seen better than the start weights and than those in force.
 */
import { calibrate, type Scored } from './calibrate.ts';
import { type Example, examplesOf } from './fit-examples.ts';
import { logOddsUnder } from './fit-score.ts';
import { fitWeights } from './fit-weights.ts';
import { type Label, settleLabels } from './label.ts';
import type { Rules } from './rules.ts';

/** What a weekly look at the labels came to; kept, so that every version of the rules can be explained. */
export interface RulesFit {
  /** ISO week in which it was made. */
  readonly week: string;
  readonly at: Date;
  readonly adopted: boolean;
  /** In force from then on: fitted ones, or those of before. */
  readonly rules: Rules;
  /** Campaigns with a verdict that says something, and how many of them were confirmed. */
  readonly labels: number;
  readonly confirmed: number;
  readonly weeks: number;
  /** Leave-one-week-out log loss in nats a label; absent where nothing could be fitted. */
  readonly loss?: FitLoss | undefined;
  /** One sentence for people, no trailing stop. */
  readonly reason: string;
}

/** Means of −ln of the probability given to what was so, over all judged bursts; fitted weights never saw their week. */
interface FitLoss {
  readonly start: number;
  readonly fitted: number;
  /** The same on bursts that fitted rules in force have not seen: those opened since. Absent for the start rules. */
  readonly since?: { readonly labels: number; readonly present: number; readonly fitted: number } | undefined;
}

export interface FitQuestion {
  readonly start: Rules;
  readonly present: Rules;
  readonly week: string;
  readonly at: Date;
}

/** Detection design 2.4; fewer cannot say whether weights are better. */
const fewestLabels = 50;
/** Stated guesses: a side or a calendar that hardly occurs teaches nothing about the other one. */
const fewestOfASide = 5;
const fewestWeeks = 3;

export function fitRules(labels: readonly Label[], { start, present, week, at }: FitQuestion): RulesFit {
  const examples = examplesOf(settleLabels(labels));
  const confirmed = examples.filter(({ isCampaign }) => isCampaign).length;
  const weeks = new Set(examples.map((example) => example.week)).size;
  const facts = { week, at, labels: examples.length, confirmed, weeks };
  const missing = whatIsMissing(facts);
  if (missing !== undefined) return { ...facts, adopted: false, rules: present, reason: missing };

  const heldOut = leaveOneWeekOut(examples, start);
  const loss = {
    start: logLoss(scoresUnder(start, examples)),
    fitted: logLoss(heldOut),
    since: lossSince(heldOut, present),
  };
  const { since } = loss;
  // Without a new burst there is nothing to tell two fits apart by.
  if (since?.labels === 0) return { ...facts, adopted: false, rules: present, reason: nothingNew(present) };
  if (!(loss.fitted < loss.start && (since === undefined || since.fitted < since.present))) {
    return {
      ...facts,
      adopted: false,
      rules: present,
      loss,
      reason: `rules ${present.version} stay: ${lossText(loss)}`,
    };
  }
  const version = `${start.version}+${week}`;
  const rules = { ...fitWeights(examples, start), version, calibration: calibrate(heldOut) };
  return { ...facts, adopted: true, rules, loss, reason: `rules ${version} from now on: ${lossText(loss)}` };
}

/** Those of the newest fit, as long as they belong to the start rules of this program; else the start rules. */
export function rulesInForce(start: Rules, newest: Pick<RulesFit, 'rules'> | undefined): Rules {
  if (newest === undefined || !newest.rules.version.startsWith(`${start.version}+`)) return start;
  return { ...newest.rules, weights: { ...start.weights, ...newest.rules.weights } };
}

type FitFacts = Pick<RulesFit, 'labels' | 'confirmed' | 'weeks'>;

function whatIsMissing({ labels, confirmed, weeks }: FitFacts): string | undefined {
  if (labels < fewestLabels) return `weights are fitted from ${fewestLabels} judged bursts on; there are ${labels}`;
  if (Math.min(confirmed, labels - confirmed) < fewestOfASide) {
    return `weights are fitted from ${fewestOfASide} judged bursts of either side on; ${confirmed} of ${labels} are campaigns`;
  }
  if (weeks < fewestWeeks) return `weights are fitted from bursts of ${fewestWeeks} weeks on; there are ${weeks}`;
  return undefined;
}

/** An example with the log-odds that weights gave it which never saw its week. */
type HeldOut = Example & Scored;

function leaveOneWeekOut(examples: readonly Example[], start: Rules): readonly HeldOut[] {
  const weeks = [...new Set(examples.map(({ week }) => week))].toSorted();
  return weeks.flatMap((week) => {
    const learned = examples.filter((example) => example.week !== week);
    const held = examples.filter((example) => example.week === week);
    return scoresUnder(fitWeights(learned, start), held);
  });
}

function scoresUnder(rules: Pick<Rules, 'prior' | 'weights'>, examples: readonly Example[]): readonly HeldOut[] {
  return examples.map((example) => ({ ...example, logOdds: logOddsUnder(rules, example.evidence) }));
}

/** Fitted rules bear the week of their fit: what opened before it may be what they learned from. */
function lossSince(heldOut: readonly HeldOut[], present: Rules): FitLoss['since'] {
  const [, fittedIn] = present.version.split('+');
  if (fittedIn === undefined) return undefined;
  const unseen = heldOut.filter(({ week }) => week >= fittedIn);
  return { labels: unseen.length, present: logLoss(scoresUnder(present, unseen)), fitted: logLoss(unseen) };
}

/** Mean of −ln of the probability given to what was so, nats; 0 of nothing. */
function logLoss(scored: readonly Scored[]): number {
  if (scored.length === 0) return 0;
  const loss = scored.reduce(
    (sum, { logOdds, isCampaign, weight }) => sum + weight * Math.log1p(Math.exp(isCampaign ? -logOdds : logOdds)),
    0,
  );
  return loss / scored.reduce((sum, { weight }) => sum + weight, 0);
}

function nothingNew({ version }: Rules): string {
  return `rules ${version} stay: no burst that opened since they were fitted has a verdict`;
}

function lossText({ start, fitted, since }: FitLoss): string {
  const newer =
    since === undefined
      ? ''
      : `; on ${since.labels} of them opened since, ${since.fitted.toFixed(3)} against ${since.present.toFixed(3)} with the rules in force`;
  return `on weeks they have not seen new weights have a log loss of ${fitted.toFixed(3)}, the start weights ${start.toFixed(3)}${newer} (less is better)`;
}
