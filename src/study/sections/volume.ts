/** F4: posts over time and by class of author, and how attributed volume changed. */
import { measureVolume, type Volume, type VolumeBin, type VolumeGap } from '../../measure/study/volume.ts';
import type { VolumeChange } from '../../measure/study/volume-change.ts';
import { counted, number, text, unknown } from '../cells.ts';
import { registryWords, type StudyContext, spanOf, statesWords, usualOptions } from '../context.ts';
import type { Cell, StudySection } from '../report.ts';

/** A shorter set is shown by day. */
const fewDays = 62;

export function volumeSection(context: StudyContext): StudySection {
  const unit = lengthInDays(context) > fewDays ? 'month' : 'day';
  const volume = measureVolume(context.table, {
    ...usualOptions(context),
    unit,
    span: spanOf(context),
    gaps: gapsOf(context),
  });
  return {
    id: 'volume',
    title: `Volume by ${unit} and class`,
    measure: 'F4',
    definition: `Written posts of each class of author by ${unit} (UTC); reposts apart.`,
    parameters: [registryWords(context), statesWords(context)],
    guard:
      'A registry that grew looks like growth, so the change counts only accounts with a post in both spans. A gap is no zero.',
    notes: notesOf(volume, unit),
    tables: [
      {
        id: 'volume',
        title: `Posts by ${unit} and class`,
        columns: [unit, ...volume.classes, 'reposts', 'gap'],
        rows: volume.bins.map((bin) => [
          text(bin.label),
          ...(bin.gap === 'whole' ? volume.classes.map(() => unknown) : bin.written.map(counted)),
          bin.gap === 'whole' ? unknown : counted(bin.reposts),
          text(gapWords(bin)),
        ]),
      },
      {
        id: 'volume-change',
        title: 'Change of attributed volume, on accounts with a post in both spans',
        columns: [unit, 'before', 'after', 'ratio', 'accounts in both', 'accounts left out', 'posts left out'],
        rows: volume.bins.flatMap((bin) => changeRow(bin.label, bin.change)),
      },
    ],
    pictures: volume.bins.length > 1 ? [timeline(volume, unit)] : [],
  };
}

function notesOf({ outside, bins }: Volume, unit: string): readonly string[] {
  const left = bins.filter(({ change }) => !change.compared && change.why === 'a span is not whole').length;
  return [
    ...(outside > 0 ? [`${outside.toLocaleString('en-GB')} posts lie outside of the span asked for.`] : []),
    ...(left > 0
      ? [`Not compared with the ${unit} before, since one of the two is not whole: ${left} of ${bins.length}.`]
      : []),
  ];
}

/** A gap that hides only some of the posts, or nobody knows of which platform, is told in the head. */
function gapsOf({ gaps }: StudyContext): readonly VolumeGap[] {
  return gaps.filter(({ coverage, platform }) => coverage === 'platform' && platform !== undefined);
}

function timeline({ classes, bins }: Volume, unit: string): StudySection['pictures'][number] {
  return {
    kind: 'timeline',
    title: `Written posts by ${unit} and class`,
    series: classes,
    bins: bins.map(({ label, gap, unread, written }) => ({
      label,
      values: gap === 'whole' ? undefined : written.map(({ n }) => n),
      unread: gap === 'part' ? unread : undefined,
    })),
  };
}

function gapWords({ gap, unread, isCut }: VolumeBin): string {
  const of = unread.length === 0 ? '' : ` of ${unread.join(', ')}`;
  const words = { none: '', part: `not everything${of} was read`, whole: 'nothing was read' }[gap];
  return isCut ? [words, 'cut by the span asked for'].filter((part) => part !== '').join('; ') : words;
}

function changeRow(label: string, change: VolumeChange): readonly (readonly Cell[])[] {
  if (!change.compared) return [];
  const { before, after, ratio, accounts, accountsLeftOut, postsLeftOut } = change;
  if (accounts + accountsLeftOut === 0) return [];
  return [
    [
      text(label),
      number(before),
      number(after),
      number(ratio, undefined, 2),
      number(accounts),
      number(accountsLeftOut),
      number(postsLeftOut),
    ],
  ];
}

function lengthInDays({ table, rows, question: { from, to } }: StudyContext): number {
  let first = from?.getTime() ?? Number.POSITIVE_INFINITY;
  let last = to?.getTime() ?? Number.NEGATIVE_INFINITY;
  for (const row of rows ?? table.at.keys()) {
    const at = table.at[row] ?? 0;
    if (from === undefined && at < first) first = at;
    if (to === undefined && at > last) last = at;
  }
  return (last - first) / 86_400_000;
}
