/** A summary as tables, for a terminal and for docs/evaluation.md. */
import type { Share } from '../../src/measure/share.ts';
import { goalsOf } from './goals.ts';
import type { Summary } from './summarize.ts';

export function summaryLines(name: string, summary: Summary): readonly string[] {
  return [
    `## ${name}: ${summary.worlds.length} worlds, ${summary.days} days`,
    '',
    ...table(
      [
        'campaigns',
        'events',
        'S3 or above',
        'S2 or above',
        'min to S3',
        'min to S2',
        'ticks after 10th',
        'accounts named',
      ],
      summary.campaigns.map((row) => [
        row.kind,
        String(row.events),
        share(row.digest),
        share(row.channel),
        number(row.minutesToDigest),
        number(row.minutesToChannel),
        number(row.ticksFromTenth),
        row.listed === undefined ? '–' : `${Math.round(row.listed * 100)} %`,
      ]),
    ),
    '',
    ...table(
      ['innocent', 'events', 'S2 or above', 'S1', 'called what it is'],
      summary.negatives.map((row) => [
        row.kind,
        String(row.events),
        share(row.channel),
        share(row.paged),
        row.calledRight.of === 0 ? '–' : share(row.calledRight),
      ]),
    ),
    '',
    ...table(
      ['false alerts a day', 'S1', 'S2', 'S3'],
      [['all', summary.falsePerDay] as const, ...Object.entries(summary.falsePerDayByLane)].map(([lane, perDay]) => [
        lane,
        ...(['S1', 'S2', 'S3'] as const).map((level) => perDay[level].toFixed(2)),
      ]),
    ),
    '',
    `Precision at 5 a day ${share(summary.precisionAt5)}, at 20 a day ${share(summary.precisionAt20)}.`,
    `Brier ${summary.calibration.brier.toFixed(3)} (base rate alone ${summary.calibration.brierOfBaseRate.toFixed(3)}), log loss ${summary.calibration.logLoss.toFixed(3)} (${summary.calibration.logLossOfBaseRate.toFixed(3)}).`,
    '',
    ...table(
      ['score', 'mean score', 'were campaigns'],
      summary.calibration.bins.map((bin) => [
        `${bin.from.toFixed(1)}–${bin.to.toFixed(1)}`,
        bin.predicted.toFixed(2),
        share(bin.confirmed),
      ]),
    ),
    '',
    ...table(
      ['goal', 'wanted', 'reached', 'met'],
      goalsOf(summary).map(({ name: goal, goal: wanted, reached, isMet }) => [
        goal,
        String(wanted),
        reached === undefined ? '–' : String(Math.round(reached * 1000) / 1000),
        reached === undefined ? 'not known' : isMet ? 'yes' : 'no',
      ]),
    ),
  ];
}

function share({ n, of, value, low, high }: Share): string {
  return `${n} of ${of} (${Math.round(value * 100)} %, ${Math.round(low * 100)}–${Math.round(high * 100)})`;
}

function number(value: number | undefined): string {
  return value === undefined ? '–' : String(Math.round(value * 10) / 10);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)];
}
