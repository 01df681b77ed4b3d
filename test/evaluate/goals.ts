/** What the detectors must reach on simulated worlds, and what counts as having become worse. */
import { isAtLeast, type Level } from '../../src/campaign/campaign.ts';
import type { NegativeRow, Summary } from './summarize.ts';

export interface Goal {
  readonly name: string;
  readonly goal: number;
  /** `undefined`: no world of the run can say. */
  readonly reached: number | undefined;
  readonly isMet: boolean;
}

const channelGoals: readonly (readonly [kind: string, share: number])[] = [
  ['a-many-thin', 0.95],
  ['c-trend-alert', 0.95],
  ['d-ephemeral', 0.95],
  ['e-hijack', 0.95],
  ['b-few-busy', 0.8],
  ['f-paraphrase', 0.8],
];

/** The goals of a run at the levels as they are; sizes below the tag's own noise are no part of them. */
export function goalsOf(summary: Summary): readonly Goal[] {
  const rowOf = (kind: string): Summary['campaigns'][number] | undefined =>
    summary.campaigns.find((row) => row.kind === kind);
  // A slow drip waits for the digest, so it has no delay to a channel.
  const delays = channelGoals.flatMap(([kind]) => rowOf(kind)?.ticksFromTenth ?? []);
  return [
    ...channelGoals.map(([kind, share]) => atLeast(`${kind}: in a channel`, share, rowOf(kind)?.channel.value)),
    atLeast('g-slow-drip: in the digest', 0.6, rowOf('g-slow-drip')?.digest.value),
    atMost('false S2 alerts a day', 1, summary.falsePerDay.S2 + summary.falsePerDay.S1),
    atMost('false S1 alerts a day', 0, summary.falsePerDay.S1),
    atMost(
      'ticks from the tenth account, median of the slowest kind',
      2,
      delays.length === 0 ? undefined : Math.max(...delays),
    ),
    ...(['fan-army', 'breaking-news'] as const).map((kind) =>
      atLeast(`${kind}: called what it is`, 0.95, calledRight(summary.negatives.find((row) => row.kind === kind))),
    ),
  ];
}

function calledRight(row: NegativeRow | undefined): number | undefined {
  return row === undefined || row.calledRight.of === 0 ? undefined : row.calledRight.value;
}

function atLeast(name: string, goal: number, reached: number | undefined): Goal {
  return { name, goal, reached, isMet: reached === undefined || reached >= goal };
}

function atMost(name: string, goal: number, reached: number | undefined): Goal {
  return { name, goal, reached, isMet: reached === undefined || reached <= goal };
}

/**
 * Figures of a run that are worse than the accepted ones by more than chance explains: shares whose whole 95 % interval
 * lies below the accepted value, false alerts a day beyond the accepted number and three standard deviations of a Poisson
 * count, goals that were met and are not any more.
 */
export function regressionsOf(accepted: Summary, latest: Summary): readonly string[] {
  const worse: string[] = [];
  for (const before of accepted.campaigns) {
    const after = latest.campaigns.find(({ kind }) => kind === before.kind);
    if (after === undefined) {
      worse.push(`${before.kind}: is not in the latest run`);
      continue;
    }
    for (const where of ['digest', 'channel'] as const) {
      if (after[where].high < before[where].value) {
        worse.push(`${before.kind}: ${where} ${percent(after[where].value)}, accepted ${percent(before[where].value)}`);
      }
    }
  }
  for (const before of accepted.negatives) {
    const after = latest.negatives.find(({ kind }) => kind === before.kind);
    if (after !== undefined && after.channel.low > before.channel.value) {
      worse.push(
        `${before.kind}: false in a channel ${percent(after.channel.value)}, accepted ${percent(before.channel.value)}`,
      );
    }
  }
  for (const level of ['S1', 'S2', 'S3'] as const satisfies readonly Level[]) {
    if (!isAtLeast(level, 'S3')) continue;
    const allowed =
      accepted.falsePerDay[level] + 3 * Math.sqrt(Math.max(accepted.falsePerDay[level], 1 / latest.days) / latest.days);
    if (latest.falsePerDay[level] > allowed) {
      worse.push(
        `false ${level} a day: ${latest.falsePerDay[level].toFixed(2)}, accepted ${accepted.falsePerDay[level].toFixed(2)}`,
      );
    }
  }
  const met = new Set(goalsOf(latest).flatMap(({ name, isMet }) => (isMet ? [name] : [])));
  for (const { name, isMet } of goalsOf(accepted))
    if (isMet && !met.has(name)) worse.push(`${name}: goal was met and is not`);
  return worse;
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}
