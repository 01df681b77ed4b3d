/**
 * Campaign → the whole account behind its score and level: prior, each family with each term and its numbers, caps, sum,
 * what speaks against beside what speaks for, and what is not known.
 */
import type { Assessment, Campaign, Indicator } from '../campaign/campaign.ts';
import { confidenceOf, likelihoodWord } from '../campaign/estimate.ts';
import type { RulesFit } from '../campaign/fit-rules.ts';
import { familyCap, type Ledger, type LedgerFamily, ledgerOf } from '../campaign/ledger.ts';
import { clock } from '../measure/words.ts';
import { answerMessage } from './answer.ts';
import type { Message } from './message.ts';
import { chanceText, keyName, platformName } from './wording.ts';

export interface WhyContext {
  /** The fit that made the rules of the assessment; absent for the start weights. */
  readonly fit?: RulesFit | undefined;
  readonly mark: string;
  readonly now: Date;
}

export function whyMessage(campaign: Campaign, { fit, mark, now }: WhyContext): Message {
  const { assessment } = campaign;
  const ledger = ledgerOf(assessment);
  const [rule, ...rest] = rulesOf(assessment);
  const known = assessment.indicators.filter((one) => one.known);
  const against = known.filter(({ family }) => family === 'against');
  const others = known.filter(({ family }) => family !== 'against');
  return answerMessage({
    title: `Why ${keyName(campaign)} · ${platformName(campaign.platform)} is ${assessment.level}`,
    lead: [rule ?? 'no rule is kept with this campaign', ...rest],
    sections: [
      { label: 'Level', lines: levelLines(campaign) },
      { label: 'Score', lines: scoreLines(campaign, ledger) },
      { label: 'For', lines: orNothing(termLines(ledger, others, ({ weight }) => weight !== 0)) },
      { label: 'Against', lines: orNothing(termLines(ledger, against, () => true)) },
      { label: 'Weighs nothing', lines: others.filter(({ weight }) => weight === 0).map(toldLine) },
      {
        label: 'Not known',
        lines: assessment.notKnown.length > 0 ? assessment.notKnown : ['nothing that was looked for is missing'],
      },
      { label: 'Burst', lines: burstLines(campaign) },
      { label: 'Rules', lines: rulesLines(assessment, fit, now) },
    ],
    footer: [campaign.id, `rules ${assessment.rulesVersion}`, `registry ${assessment.registryVersion}`, mark],
  });
}

/** Without the sentences of single indicators, which stand below with their numbers. */
function rulesOf({ why, indicators }: Assessment): readonly string[] {
  return why.filter((line) => !indicators.some(({ sentence }) => line.endsWith(`: ${sentence}`)));
}

function levelLines({ level, assessment }: Campaign): readonly string[] {
  if (level === assessment.level) return [];
  return [`${level} is the highest level so far; the newest look gives ${assessment.level}`];
}

function scoreLines({ kind, assessment }: Campaign, ledger: Ledger): readonly string[] {
  if (kind === 'attributed-burst') return ['none: bursts of attributed accounts are judged by their own rule'];
  const { coordination, prior, calibrated } = assessment;
  const limited = ledger.limited === 0 ? [] : [`limit over all families ${signed(ledger.limited)}`];
  return [
    `prior ${prior.toPrecision(2)}: ${signed(ledger.prior)}`,
    ...ledger.families.map(familyLine),
    ...limited,
    `sum ${signed(ledger.logOdds)} → score ${ledger.score.toFixed(2)}: ${likelihoodWord(coordination)}, confidence ${confidenceOf(assessment)} (ICD 203)`,
    // Rules of an earlier version limited the sum in another way.
    ...(Math.abs(ledger.score - coordination) < 0.005 ? [] : [`kept with the score ${coordination.toFixed(2)}`]),
    calibrated === undefined
      ? 'not calibrated: these rules were not fitted to verdicts'
      : `calibrated: ${calibrated.toFixed(2)} of such scores were confirmed`,
  ];
}

function familyLine({ family, terms, raw, capped }: LedgerFamily): string {
  const from = terms.length === 1 ? '1 term' : `${terms.length} terms`;
  const cut = raw === capped ? '' : `, ${signed(raw)} before the cap of ${familyCap}`;
  return `${family} ${signed(capped)} (${from}${cut})`;
}

/** Family by family as in the score, then those that were looked for and weigh nothing. */
function termLines(
  { families }: Ledger,
  indicators: readonly Indicator[],
  isShown: (one: Indicator) => boolean,
): readonly string[] {
  const order = new Map(families.flatMap(({ terms }) => terms).map((term, i) => [term.name, i]));
  const place = ({ name }: Indicator): number => order.get(name) ?? order.size;
  return indicators
    .filter(isShown)
    .toSorted((a, b) => place(a) - place(b))
    .map(termLine);
}

/** `+1.12 content · copy share: sentence [70 % of 1.60: 0.26, from 0.05, strong at 0.35]`. */
function termLine(indicator: Indicator): string {
  const { weight, family, name, sentence, source } = indicator;
  const where = source === undefined ? '' : ` · ${source}`;
  return `${signed(weight)} ${family} · ${name.replaceAll('-', ' ')}: ${sentence}${where}${numbersOf(indicator)}`;
}

function numbersOf({ weight, strength, measured, reference, strongAt }: Indicator): string {
  const range =
    measured === undefined || strongAt === undefined
      ? []
      : [
          `${figure(measured)}${reference === undefined ? '' : `, counts from ${figure(reference)}`}, strong at ${figure(strongAt)}`,
        ];
  const part =
    strength === undefined || strength === 0 ? [] : [`${Math.round(strength * 100)} % of ${signed(weight / strength)}`];
  const all = [...part, ...range];
  return all.length === 0 ? '' : ` [${all.join(': ')}]`;
}

function toldLine({ name, sentence, source }: Indicator): string {
  return `${name.replaceAll('-', ' ')}: ${sentence}${source === undefined ? '' : ` · ${source}`}`;
}

function orNothing(lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? lines : ['nothing'];
}

function burstLines({ reason, expectedFalsePerDay, assessment, notes = [], alsoOn = [] }: Campaign): readonly string[] {
  return [
    `${reason}; by chance ${chanceText(expectedFalsePerDay)}`,
    ...notes,
    ...alsoOn.map(
      ({ campaignId, platform, since }) =>
        `the same topic bursts on ${platformName(platform)} since ${clock(since)} (${campaignId}); not part of the chance`,
    ),
    ...(assessment.concern === undefined ? [] : [assessment.concern.sentence]),
  ];
}

function rulesLines({ rulesVersion }: Assessment, fit: RulesFit | undefined, now: Date): readonly string[] {
  if (fit === undefined) return [`${rulesVersion}: stated guesses, not fitted to verdicts`];
  return [
    `${rulesVersion}, fitted ${clock(fit.at, now)} to ${fit.labels} judged bursts, ${fit.confirmed} of them campaigns`,
  ];
}

function signed(weight: number): string {
  const size = Math.abs(weight).toFixed(2);
  if (size === '0.00') return size;
  return `${weight < 0 ? '−' : '+'}${size}`;
}

/** Two digits after the point below 10. */
function figure(value: number): string {
  return String(Number(Math.abs(value) < 10 ? value.toFixed(2) : value.toFixed(0)));
}
