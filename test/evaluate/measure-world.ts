/** What was told against what was true: detection, delay, false alerts, precision, calibration. */
import { isAtLeast, type Level, levels } from '../../src/campaign/campaign.ts';
import { type Share, shareOf } from '../../src/measure/share.ts';
import { dayMs, minuteMs } from '../../src/post/post.ts';
import { matchTruth } from './match-truth.ts';
import type { Truth } from './simulation.ts';
import type { Told, Watched } from './watch-world.ts';

/** One event of a world and what became of it. */
export interface Outcome {
  readonly world: string;
  readonly truth: Pick<Truth, 'id' | 'kind' | 'wanted' | 'size'>;
  /** Highest level of a campaign about it; undefined: nothing was told. */
  readonly level: Level | undefined;
  /** Whether a campaign about it was at work in the drip lane. */
  readonly lanes: readonly string[];
  /** From the first post of the event to the first S3 and S2, minutes. */
  readonly minutesToDigest: number | undefined;
  readonly minutesToChannel: number | undefined;
  /** From the tenth account to the first S2, in ticks: 1 is the tick that could first know. */
  readonly ticksFromTenth: number | undefined;
  /** Of the event's own accounts, those that were named. */
  readonly listed: Share;
  readonly score: number | undefined;
  /** What the strongest campaign about it was called. */
  readonly concern: string | undefined;
}

/** One alert that was about no event, or about an innocent one. */
interface FalseAlert {
  readonly world: string;
  readonly id: string;
  readonly level: Level;
  readonly lanes: readonly string[];
  readonly score: number;
  readonly kind: string;
  readonly about: Truth['kind'] | undefined;
  readonly why: string;
}

export interface WorldMeasures {
  readonly outcomes: readonly Outcome[];
  readonly falseAlerts: readonly FalseAlert[];
  readonly days: number;
  /** Score and truth of each campaign that evidence was weighed for, attributed bursts left out. */
  readonly scored: readonly { readonly score: number; readonly isCampaign: boolean }[];
  /** Of the alerts of a day, ranked by level and score: campaigns among the first k. */
  readonly ranked: Readonly<Record<'at5' | 'at20', { readonly n: number; readonly of: number }>>;
}

export function measureWorld(watched: Watched): WorldMeasures {
  const { simulation, told } = watched;
  const world = `${simulation.parameters}/${simulation.seed}`;
  const matches = matchTruth(told, simulation.truth);
  const isCampaign = (each: Told): boolean => matches.get(each)?.wanted === 'campaign';
  return {
    outcomes: simulation.truth.map((truth) =>
      outcomeOf(
        truth,
        told.filter((each) => matches.get(each) === truth),
        watched,
        world,
      ),
    ),
    falseAlerts: told
      .filter((each) => !isCampaign(each) && isAtLeast(each.campaign.level, 'S3'))
      .map((each) => falseAlert(each, matches.get(each), world)),
    days: (simulation.to.getTime() - simulation.from.getTime()) / dayMs,
    scored: told
      .filter(({ campaign }) => campaign.kind !== 'attributed-burst')
      .map((each) => ({ score: each.assessment.coordination, isCampaign: isCampaign(each) })),
    ranked: { at5: precisionAt(5, told, isCampaign), at20: precisionAt(20, told, isCampaign) },
  };
}

function outcomeOf(truth: Truth, about: readonly Told[], { tickMs }: Watched, world: string): Outcome {
  const strongest = about.toSorted(byRank)[0];
  const first = (level: Level): number | undefined => {
    const times = about.flatMap(({ reached }) => reached[level]?.getTime() ?? []);
    return times.length === 0 ? undefined : Math.min(...times);
  };
  const minutes = (at: number | undefined): number | undefined =>
    at === undefined ? undefined : Math.max(0, (at - truth.from.getTime()) / minuteMs);
  const channel = first('S2');
  const tenth = truth.tenthAccountAt?.getTime();
  const named = new Set(about.flatMap(({ accountIds }) => accountIds));
  return {
    world,
    truth: { id: truth.id, kind: truth.kind, wanted: truth.wanted, size: truth.size },
    level: strongest?.campaign.level,
    lanes: [...new Set(about.flatMap(({ lanes }) => lanes))],
    minutesToDigest: minutes(first('S3')),
    minutesToChannel: minutes(channel),
    ticksFromTenth:
      channel === undefined || tenth === undefined ? undefined : Math.max(0, Math.ceil((channel - tenth) / tickMs)),
    listed: shareOf(truth.accountIds.filter((id) => named.has(id)).length, truth.accountIds.length),
    score: strongest?.assessment.coordination,
    concern: strongest?.assessment.concern?.class,
  };
}

function falseAlert(each: Told, about: Truth | undefined, world: string): FalseAlert {
  const { campaign, assessment, lanes } = each;
  return {
    world,
    id: campaign.id,
    level: campaign.level,
    lanes,
    score: assessment.coordination,
    kind: campaign.kind,
    about: about?.kind,
    why: assessment.why.slice(0, 3).join(' | '),
  };
}

function byRank(a: Told, b: Told): number {
  return (
    levels.indexOf(a.campaign.level) - levels.indexOf(b.campaign.level) ||
    b.assessment.coordination - a.assessment.coordination ||
    (a.campaign.id < b.campaign.id ? -1 : 1)
  );
}

function precisionAt(k: number, told: readonly Told[], isCampaign: (each: Told) => boolean): { n: number; of: number } {
  const days = new Map<string, Told[]>();
  for (const each of told) {
    const at = each.reached.S3 ?? each.reached.S2 ?? each.reached.S1;
    if (at === undefined) continue;
    const day = at.toISOString().slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), each]);
  }
  const first = [...days.values()].flatMap((alerts) => alerts.toSorted(byRank).slice(0, k));
  return { n: first.filter(isCampaign).length, of: first.length };
}
