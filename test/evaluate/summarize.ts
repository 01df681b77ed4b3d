/** Measures of several worlds → the figures that are stored and compared, each share with its denominator. */
import { isAtLeast, type Level } from '../../src/campaign/campaign.ts';
import { type Share, shareOf } from '../../src/measure/share.ts';
import type { Outcome, WorldMeasures } from './measure-world.ts';
import { attributedKinds, campaignKinds, negativeKinds, type Truth } from './simulation.ts';

interface CampaignRow {
  readonly kind: string;
  readonly events: number;
  readonly digest: Share;
  readonly channel: Share;
  /** Medians over events that were told; undefined without one. */
  readonly minutesToDigest: number | undefined;
  readonly minutesToChannel: number | undefined;
  readonly ticksFromTenth: number | undefined;
  /** Median share of the event's own accounts that were named. */
  readonly listed: number | undefined;
}

export interface NegativeRow {
  readonly kind: string;
  readonly events: number;
  /** Told at S2 or above: false alerts. */
  readonly channel: Share;
  readonly paged: Share;
  /** Of those that were told at all: called what they are (see `properNames`). */
  readonly calledRight: Share;
}

export interface Summary {
  readonly worlds: readonly string[];
  readonly days: number;
  readonly campaigns: readonly CampaignRow[];
  readonly negatives: readonly NegativeRow[];
  /** False alerts a day, by lane and level; an alert of two lanes counts in both. */
  readonly falsePerDay: Readonly<Record<Level, number>>;
  readonly falsePerDayByLane: Readonly<Record<string, Readonly<Record<Level, number>>>>;
  readonly precisionAt5: Share;
  readonly precisionAt20: Share;
  readonly calibration: {
    readonly bins: readonly {
      readonly from: number;
      readonly to: number;
      readonly predicted: number;
      readonly confirmed: Share;
    }[];
    readonly brier: number;
    readonly brierOfBaseRate: number;
    readonly logLoss: number;
    readonly logLossOfBaseRate: number;
  };
}

/** What each hard negative should be called. */
const properNames: Readonly<Partial<Record<Truth['kind'], readonly string[]>>> = {
  'breaking-news': ['news'],
  'fan-army': ['fandom'],
  giveaway: ['commercial'],
  petition: ['activism'],
};

export function summarize(worlds: readonly WorldMeasures[]): Summary {
  const outcomes = worlds.flatMap((world) => world.outcomes);
  const days = worlds.reduce((sum, world) => sum + world.days, 0);
  const falseAlerts = worlds.flatMap((world) => world.falseAlerts);
  const perDay = (count: (level: Level) => number): Readonly<Record<Level, number>> => ({
    S1: count('S1') / days,
    S2: count('S2') / days,
    S3: count('S3') / days,
    S4: 0,
  });
  const lanes = [...new Set(falseAlerts.flatMap((alert) => alert.lanes))].sort();
  const ranked = (at: 'at5' | 'at20'): Share =>
    shareOf(
      worlds.reduce((sum, world) => sum + world.ranked[at].n, 0),
      worlds.reduce((sum, world) => sum + world.ranked[at].of, 0),
    );
  return {
    worlds: [...new Set(outcomes.map(({ world }) => world))],
    days,
    campaigns: kindsOf(outcomes, 'campaign', [...campaignKinds, ...attributedKinds]).map((kind) =>
      campaignRow(kind, outcomes),
    ),
    negatives: kindsOf(outcomes, 'innocent', negativeKinds).map((kind) => negativeRow(kind, outcomes)),
    falsePerDay: perDay((level) => falseAlerts.filter((alert) => alert.level === level).length),
    falsePerDayByLane: Object.fromEntries(
      lanes.map((lane) => [
        lane,
        perDay((level) => falseAlerts.filter((alert) => alert.level === level && alert.lanes.includes(lane)).length),
      ]),
    ),
    precisionAt5: ranked('at5'),
    precisionAt20: ranked('at20'),
    calibration: calibrate(worlds.flatMap(({ scored }) => scored)),
  };
}

/** The kinds of the design in their order, then whatever else a world holds. */
function kindsOf(outcomes: readonly Outcome[], wanted: Truth['wanted'], known: readonly string[]): readonly string[] {
  const there = new Set(outcomes.filter(({ truth }) => truth.wanted === wanted).map(({ truth }) => rowName(truth)));
  return [...known.filter((kind) => there.has(kind)), ...[...there].filter((kind) => !known.includes(kind)).sort()];
}

/** Below four standard deviations of its tag's own noise no count finds a campaign (design, 1.3): a row of its own. */
const smallestSize = 4;

function rowName({ kind, wanted, size }: Outcome['truth']): string {
  return wanted === 'campaign' && size < smallestSize ? `${kind}, below ${smallestSize} sd` : kind;
}

function campaignRow(kind: string, all: readonly Outcome[]): CampaignRow {
  const own = all.filter(({ truth }) => rowName(truth) === kind && truth.wanted === 'campaign');
  return {
    kind,
    events: own.length,
    digest: told(own, 'S3'),
    channel: told(own, 'S2'),
    minutesToDigest: median(own.flatMap(({ minutesToDigest }) => minutesToDigest ?? [])),
    minutesToChannel: median(own.flatMap(({ minutesToChannel }) => minutesToChannel ?? [])),
    ticksFromTenth: median(own.flatMap(({ ticksFromTenth }) => ticksFromTenth ?? [])),
    listed: median(own.filter(({ level }) => level !== undefined).map(({ listed }) => listed.value)),
  };
}

function negativeRow(kind: string, all: readonly Outcome[]): NegativeRow {
  const own = all.filter(({ truth }) => truth.kind === kind && truth.wanted === 'innocent');
  const names = Object.entries(properNames).find(([name]) => name === kind)?.[1] ?? [];
  const seen = own.filter(({ concern }) => concern !== undefined);
  return {
    kind,
    events: own.length,
    channel: told(own, 'S2'),
    paged: told(own, 'S1'),
    calledRight: shareOf(seen.filter(({ concern }) => names.includes(concern ?? '')).length, seen.length),
  };
}

function told(outcomes: readonly Outcome[], floor: Level): Share {
  const enough = outcomes.filter(({ level }) => level !== undefined && isAtLeast(level, floor));
  return shareOf(enough.length, outcomes.length);
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1];
  const high = sorted[Math.floor(middle)];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

function calibrate(scored: WorldMeasures['scored']): Summary['calibration'] {
  const base = shareOf(scored.filter(({ isCampaign }) => isCampaign).length, scored.length).value;
  const mean = (of: (each: { score: number; isCampaign: boolean }) => number): number =>
    scored.length === 0 ? 0 : scored.reduce((sum, each) => sum + of(each), 0) / scored.length;
  const square = (p: number, is: boolean): number => (p - Number(is)) ** 2;
  const loss = (p: number, is: boolean): number => -Math.log(Math.min(1 - 1e-9, Math.max(1e-9, is ? p : 1 - p)));
  return {
    bins: [0, 0.2, 0.4, 0.6, 0.8].map((from) => {
      const to = from + 0.2;
      const inside = scored.filter(({ score }) => score >= from && (score < to || to >= 1));
      const predicted = inside.reduce((sum, { score }) => sum + score, 0) / Math.max(1, inside.length);
      return {
        from,
        to,
        predicted,
        confirmed: shareOf(inside.filter(({ isCampaign }) => isCampaign).length, inside.length),
      };
    }),
    brier: mean(({ score, isCampaign }) => square(score, isCampaign)),
    brierOfBaseRate: mean(({ isCampaign }) => square(base, isCampaign)),
    logLoss: mean(({ score, isCampaign }) => loss(score, isCampaign)),
    logLossOfBaseRate: mean(({ isCampaign }) => loss(base, isCampaign)),
  };
}
