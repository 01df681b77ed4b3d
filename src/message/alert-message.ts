/**
 * Campaign → the alert: who is attributed, what is coordinated, what is gone, what explains it innocently — always
 * these four, in this order, each number with its denominator.
 */
import type { CampaignAction } from '../alert/alert.ts';
import { acknowledgement, isSnoozed, pagesPerDay } from '../alert/plan.ts';
import type { Campaign, GrowthNote, Indicator, Part } from '../campaign/campaign.ts';
import { confidenceOf, likelihoodWord } from '../campaign/estimate.ts';
import { clock, count, counted, duration, shorten } from '../measure/words.ts';
import { buttonsOf } from './buttons.ts';
import type { Message, Section } from './message.ts';
import { chanceText, keyName, levelMark, platformName } from './wording.ts';

export interface AlertContext {
  readonly actions: readonly CampaignAction[];
  /** Spans in which a source was not read, as lines for "Not known". */
  readonly gaps: readonly string[];
  /** TLP mark of everything that leaves. */
  readonly mark: string;
  readonly now: Date;
  /** See `Step`. */
  readonly beyondBudget?: number | undefined;
}

/** Longest fallback: a notification on a phone shows about this much. */
const fallbackCharacters = 300;
const titleCharacters = 150;

export function alertMessage(campaign: Campaign, context: AlertContext): Message {
  const { actions, mark, now, beyondBudget = 0 } = context;
  const title = titleOf(campaign, stateOf(campaign, actions, now));
  const happened = whatHappened(campaign);
  return {
    kind: 'alert',
    level: campaign.level,
    title,
    lead: [
      ...(beyondBudget > 0 ? [tooManyPages(beyondBudget)] : []),
      happened,
      ...(campaign.platform === 'sample' ? ['Sample data: every account, post and link here is invented.'] : []),
    ],
    sections: [...evidenceSections(campaign, context), ...decidedBy(campaign), ...peopleDid(actions, now)],
    footer: versionsOf(campaign, mark),
    buttons: buttonsOf(campaign, actions),
    fallback: shorten(
      `${levelMark(campaign.level)} ${keyName(campaign)} · ${claimOf(campaign)}. ${happened}`,
      fallbackCharacters,
    ),
  };
}

function tooManyPages(beyond: number): string {
  return `${beyond} more at S1 than the ${pagesPerDay} that a day should bring. Please raise the threshold: watch fewer tags, or send S1 of some platforms elsewhere.`;
}

/** Slack's header holds 150 characters; the state must not be what is cut off. */
function titleOf(campaign: Campaign, state: string): string {
  const name = `${levelMark(campaign.level)}  ${keyName(campaign)} · ${platformName(campaign.platform)}`;
  const room = titleCharacters - Array.from(state).length - 3;
  const whole = `${name} · ${claimOf(campaign)}`;
  // Half a word of the addition would say less than none of it.
  const first = Array.from(whole).length <= room ? whole : `${name} · ${claimOf(campaign).replace(lifted, '')}`;
  return `${shorten(first, room)} [${state}]`;
}

/** The four parts and what is not known: for the alert and for `/campaign`. */
function evidenceSections(campaign: Campaign, { gaps }: Pick<AlertContext, 'gaps'>): readonly Section[] {
  const { notKnown } = campaign.assessment;
  const unknown = [...notKnown, ...narrowerThanWhole(campaign), ...gaps];
  return [
    { label: 'Attributed', lines: linesOf(campaign, 'attributed') },
    { label: 'Coordinated', lines: linesOf(campaign, 'coordinated') },
    { label: 'Later gone', lines: linesOf(campaign, 'gone') },
    { label: 'Innocent?', lines: innocentLines(campaign) },
    {
      label: 'Not known',
      lines: [unknown.length > 0 ? unknown.join(' · ') : 'nothing that was looked for is missing'],
    },
  ];
}

/** Evidence may rest on fewer accounts than took part in all: a second burst, or posts that are not kept any more. */
function narrowerThanWhole({ accounts, assessment }: Campaign): readonly string[] {
  const looked = assessment.indicators.find(({ name }) => name === 'attributed-accounts')?.share?.of ?? 0;
  if (looked === 0 || looked >= accounts) return [];
  return [
    `evidence for ${count(accounts - looked)} of ${counted(accounts, 'account')}: the newest look is at ${count(looked)}`,
  ];
}

const partNothing: Readonly<Record<Part, string>> = {
  attributed: 'not measured',
  coordinated: 'not measured',
  gone: 'not checked yet',
  innocent: 'no explanation was looked for',
};

function linesOf(campaign: Campaign, part: Part): readonly string[] {
  const lines = campaign.assessment.indicators
    .filter((indicator) => indicator.part === part && indicator.known && isTold(indicator))
    .map(({ sentence, source }) => (source === undefined ? sentence : `${sentence} · ${source}`));
  return lines.length > 0 ? lines : [partNothing[part]];
}

/** Weak signs are lines of an alert only where they weigh something; `/why` has all of them. */
const weakSigns: ReadonlySet<string> = new Set([
  'start-steepness',
  'hour-profile',
  'machine-rhythm',
  'default-handles',
  'language-mismatch',
  'repurposed-accounts',
  'same-media',
  'concentration',
  'repost-ratio',
  'interaction-emptiness',
  'same-landing-page',
]);

function isTold({ name, weight }: Indicator): boolean {
  return weight !== 0 || !weakSigns.has(name);
}

function innocentLines(campaign: Campaign): readonly string[] {
  const explaining = campaign.assessment.indicators.filter(({ family, weight }) => family === 'against' && weight < 0);
  const verdict =
    explaining.length > 0
      ? `→ for an innocent explanation: ${explaining.map(({ name }) => name.replaceAll('-', ' ')).join(', ')}`
      : '→ not explained by what was looked at';
  return [...linesOf(campaign, 'innocent'), verdict];
}

const lifted = ', lifted by attributed accounts';

/** The claim in allowed words; never more than what was measured. */
function claimOf(campaign: Campaign): string {
  const { coordination, indicators } = campaign.assessment;
  const attributed = indicators.find(({ name }) => name === 'attributed-accounts')?.share?.n ?? 0;
  const addition = attributed > 0 ? lifted : '';
  switch (campaign.kind) {
    case 'attributed-burst':
      return 'attributed accounts act together';
    case 'co-share':
      return `the same objects shared within seconds${addition}`;
    case 'hashtag-campaign':
      if (coordination >= 0.6) return `signs of coordination${addition}`;
      if (campaign.shape === 'narrow') return `many posts by few accounts${addition}`;
      return coordination >= 0.3
        ? `some signs of coordination${addition}`
        : 'a wide burst without signs of coordination';
  }
}

function stateOf(campaign: Campaign, actions: readonly CampaignAction[], now: Date): string {
  const ack = acknowledgement(actions);
  // The message stays for days: the end's date may be left out only where the start says it.
  const endedAt = campaign.endedAt ?? campaign.lastAt;
  const dayKnown = campaign.firstAt;
  const state = campaign.state === 'ended' ? `ended ${clock(endedAt, dayKnown)}` : 'open';
  const by = ack === undefined ? '' : ` · acked by ${shorten(ack.by, 24)}`;
  return `since ${clock(campaign.firstAt, now)} · ${state}${by}${isSnoozed(actions, now) ? ' · snoozed' : ''}`;
}

function whatHappened({ usual, posts, accounts, firstAt, lastAt, expectedFalsePerDay }: Campaign): string {
  const span = usual.hours === 1 ? 'an hour' : `in ${usual.hours} h`;
  const low = Math.round(usual.low);
  const high = Math.round(usual.high);
  const range = low === high ? `${count(low)}` : `${count(low)}-${count(high)}`;
  const now = `${counted(usual.observed, usual.unit.replace(/s$/, ''))} ${usual.hours === 1 ? 'in an hour' : span}`;
  const whole = `${counted(accounts, 'account')}, ${counted(posts, 'post')} in ${duration(lastAt.getTime() - firstAt.getTime())}`;
  return `Usually ${range} ${usual.unit} ${span}; at the peak ${now}; so far ${whole}. By chance ${chanceText(expectedFalsePerDay)}.`;
}

function decidedBy(campaign: Campaign): readonly Section[] {
  const { kind, level, assessment } = campaign;
  const { coordination, prior, families, indicators, why } = assessment;
  const terms = Object.entries(families)
    .sort(([, a], [, b]) => b - a)
    .map(([family, weight]) => `${familyNames[family] ?? family} ${signed(weight)}`);
  const score =
    kind === 'attributed-burst'
      ? []
      : [
          `Coordination ${coordination.toFixed(2)}: ${likelihoodWord(coordination)}, confidence ${confidenceOf(assessment)} (ICD 203; prior ${prior.toFixed(2)}${terms.length > 0 ? `; ${terms.join(', ')}` : ''})`,
        ];
  const reached =
    assessment.level === level
      ? []
      : [`${level} is the highest level so far; the newest look gives ${assessment.level}`];
  // The reasons repeat sentences of the four parts, which stand above: here their names and weights are enough.
  const decision = why.filter((line) => !indicators.some(({ sentence }) => line.endsWith(`: ${sentence}`)));
  const concern = assessment.concern === undefined ? [] : [`Concern: ${assessment.concern.sentence}`];
  return [
    {
      label: 'Why',
      lines: [...score, ...concern, ...reached, ...decision, ...strongest(campaign), ...(campaign.notes ?? [])],
    },
  ];
}

const familyNames: Readonly<Record<string, string>> = { after: 'later gone' };

function signed(weight: number): string {
  return `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1)}`;
}

/** Terms named beside the families: the three that weigh most, and what weighs most against. */
function strongest({ kind, assessment }: Campaign): readonly string[] {
  if (kind === 'attributed-burst') return [];
  const weighing = assessment.indicators
    .filter(({ known, weight }) => known && Math.abs(weight) >= 0.05)
    .toSorted((a, b) => b.weight - a.weight);
  const shown = [
    ...weighing.filter(({ weight }) => weight > 0).slice(0, 3),
    ...weighing.filter(({ weight }) => weight < 0).slice(-1),
  ].map(({ name, weight }) => `${name.replaceAll('-', ' ')} ${signed(weight)}`);
  return shown.length > 0 ? [`strongest: ${shown.join(' · ')}`] : [];
}

function peopleDid(actions: readonly CampaignAction[], now: Date): readonly Section[] {
  const lines = actions.map((action) => {
    switch (action.kind) {
      case 'ack':
        return `acknowledged by ${action.by} at ${clock(action.at, now)}`;
      case 'unack':
        return `acknowledgement taken back by ${action.by} at ${clock(action.at, now)}`;
      case 'snooze':
        return `snoozed by ${action.by} until ${action.until === undefined ? 'further notice' : clock(action.until, now)}`;
      case 'verdict':
        return `verdict ${(action.verdict ?? 'cannot-say').replaceAll('-', ' ')} by ${action.by} at ${clock(action.at, now)}`;
      case 'breakout':
        return breakoutText(action, now);
    }
  });
  return lines.length > 0 ? [{ label: 'People', lines }] : [];
}

function breakoutText({ breakout, by, at, reason }: CampaignAction, now: Date): string {
  const why = reason === undefined ? '' : `: ${shorten(reason, 200)}`;
  return `breakout level ${breakout ?? '?'} of 6 set by ${by} at ${clock(at, now)}${why}`;
}

function versionsOf({ id, assessment }: Campaign, mark: string): readonly string[] {
  return [id, `rules ${assessment.rulesVersion}`, `registry ${assessment.registryVersion}`, mark];
}

/** What is said in the thread when a campaign grew. */
export function growthMessage(
  campaign: Campaign,
  note: GrowthNote,
  previous: GrowthNote | undefined,
  mark: string,
): Message {
  const before = previous ?? { accounts: undefined, coordination: undefined, level: undefined, at: campaign.openedAt };
  const grew =
    before.accounts === undefined
      ? counted(note.accounts, 'account')
      : `${count(before.accounts)} → ${counted(note.accounts, 'account')}`;
  // Bursts of attributed accounts are told for themselves, without a score.
  const score =
    campaign.kind === 'attributed-burst'
      ? ''
      : before.coordination === undefined
        ? `, score ${note.coordination.toFixed(2)}`
        : `, score ${before.coordination.toFixed(2)} → ${note.coordination.toFixed(2)}`;
  const level =
    before.level !== undefined && before.level !== note.level
      ? ` · level ${before.level} → ${note.level}`
      : ` · ${note.level}`;
  const after = `+${duration(note.at.getTime() - campaign.openedAt.getTime())}`;
  const title =
    note.fell === true
      ? `${after}: now ${note.level}${score}`
      : `${after}: ${grew}, ${counted(note.posts, 'post')}${score}${level}`;
  return {
    kind: 'growth',
    level: note.level,
    title,
    lead: note.why === undefined ? [] : [`Why: ${note.why}`],
    sections: [],
    footer: versionsOf(campaign, mark),
    buttons: [],
    fallback: shorten(`${keyName(campaign)} ${title}`, fallbackCharacters),
  };
}
