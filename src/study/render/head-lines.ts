/** The head of a report as pairs of words, the same in every form. */
import { count, counted, dateText } from '../../measure/words.ts';
import type { StudyHead, StudyInput } from '../report.ts';

export interface HeadLine {
  readonly name: string;
  /** May hold text of others. */
  readonly text: string;
}

/** Reasons of refusal named for each input. */
const reasonsShown = 8;

export function headLines(head: StudyHead): readonly HeadLine[] {
  const { question } = head;
  return [
    { name: 'Mark', text: head.mark },
    { name: 'Query', text: question.query === '' ? 'none: every post' : question.query },
    { name: 'Span', text: spanText(question.from, question.to) },
    { name: 'Platforms asked for', text: question.platforms?.join(', ') ?? 'all' },
    { name: 'States asked for', text: question.states?.join(', ') ?? 'all' },
    ...head.inputs.map((input) => ({ name: 'Input', text: inputText(input) })),
    ...head.inputs.flatMap(refusedLines),
    ...head.inputs.flatMap(toldLines),
    { name: 'Registry', text: `version ${head.registryVersion}` },
    { name: 'Stance', text: head.stanceBy ?? 'not classified: no lexicon or model was given' },
    ...gapLines(head),
    { name: 'Withheld', text: `shares of fewer than ${question.minN}` },
    ...(head.madeAt === undefined ? [] : [{ name: 'Made', text: head.madeAt.toISOString() }]),
  ];
}

function spanText(from: Date | undefined, to: Date | undefined): string {
  if (from === undefined && to === undefined) return 'everything that was read';
  const start = from === undefined ? 'the beginning' : dayOrTime(from);
  return `${start} to ${to === undefined ? 'the end' : `before ${dayOrTime(to)}`} (UTC)`;
}

function dayOrTime(at: Date): string {
  return at.getTime() % 86_400_000 === 0 ? dateText(at) : at.toISOString().slice(0, 16).replace('T', ' ');
}

/** Counts of one set differ between those who publish it, so each is said with its source. */
function inputText(input: StudyInput): string {
  const described =
    input.accountRows === 0
      ? ''
      : `; ${counted(input.accountsDescribed, 'account')} described in ${counted(input.accountRows, 'row')}`;
  return (
    `${input.name} (${input.format}): ${counted(input.rows, 'row')}, ${counted(input.posts, 'post')} by ` +
    `${counted(input.accountsWithPosts, 'account')}, ${count(input.selected)} selected${described}; ${count(input.refused)} refused`
  );
}

function refusedLines({ name, refusedBy }: StudyInput): readonly HeadLine[] {
  const reasons = Object.entries(refusedBy);
  const shown = reasons.slice(0, reasonsShown).map(([reason, times]) => ({
    name: 'Refused',
    text: `${name}: ${count(times)} × ${reason}`,
  }));
  const more = reasons.length - shown.length;
  return more > 0 ? [...shown, { name: 'Refused', text: `${name}: ${counted(more, 'more reason')}` }] : shown;
}

function toldLines({ name, told }: StudyInput): readonly HeadLine[] {
  return Object.entries(told)
    .slice(0, reasonsShown)
    .map(([what, times]) => ({ name: 'Note', text: `${name}: ${what} (${count(times)})` }));
}

function gapLines({ gaps }: StudyHead): readonly HeadLine[] {
  if (gaps.length === 0) return [{ name: 'Gaps', text: 'none recorded' }];
  return gaps.map(({ platform = 'platform unknown', coverage, from, to, why }) => ({
    name: 'Gap',
    text: `${platform}${coverage === 'part' ? ', a part of its posts' : ''}, ${dayOrTime(from)} to ${dayOrTime(to)} (UTC): ${why}`,
  }));
}
