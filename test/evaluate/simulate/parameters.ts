/**
 * The numbers of a world. `development` is for looking at while detectors are built; `test` has other numbers of
 * everything, not only other seeds, and is for the figures that are told.
 */
import type { AttributedEvent, HardNegative, SimulatedCampaign } from '../simulation.ts';
import type { LanguageCode } from './language.ts';

/** People of one language on one platform: they share hours, words and tags. */
export interface GroupParameters {
  readonly platform: string;
  readonly lang: LanguageCode;
  /** Share of accounts and of tags. */
  readonly share: number;
  /** Hour of the evening peak, UTC. */
  readonly peakHour: number;
  /** Size of the first harmonic and of the second. */
  readonly harmonics: readonly [number, number];
  /** Use at weekends as a share of that on weekdays. */
  readonly weekend: number;
}

export interface SimulationParameters {
  readonly name: string;
  readonly from: Date;
  readonly days: number;
  /** Days before the first event: detectors learn what is usual. */
  readonly warmUpDays: number;
  readonly groups: readonly GroupParameters[];
  readonly accounts: number;
  /** Zipf exponent of the activity of accounts. */
  readonly activityExponent: number;
  /** Median and sd (of the log) of followers. */
  readonly followers: readonly [number, number];
  readonly defaultHandleShare: number;
  readonly schedulerShare: number;
  /** Instants of the waves of newcomers, and the share of accounts in each. */
  readonly migrationWaves: readonly { readonly at: Date; readonly share: number; readonly sdDays: number }[];
  readonly backgroundTags: number;
  /** Posts an hour of the first tag; rank r has this / r^tagExponent. */
  readonly topTagRate: number;
  readonly tagExponent: number;
  /** sd of the log of a tag's level after a day. */
  readonly driftPerDay: number;
  /** phi = 1 + dispersion x sqrt(rate) x lognormal(1, dispersionSpread). */
  readonly dispersion: number;
  readonly dispersionSpread: number;
  /** Bounds of a tag's mean number of children per post. */
  readonly branching: readonly [number, number];
  readonly repostShare: number;
  readonly quoteShare: number;
  readonly birthsPerDay: number;
  readonly birthExponent: number;
  readonly birthLifeHours: readonly [number, number];
  readonly linkShare: number;
  readonly mediaShare: number;
  readonly listedAccounts: number;
  readonly listedStates: readonly string[];
  /** Median of a listed account's posts a day. */
  readonly listedPostsPerDay: number;
  readonly campaigns: Readonly<Record<SimulatedCampaign, number>>;
  readonly negatives: Readonly<Record<HardNegative, number>>;
  readonly attributed: Readonly<Record<AttributedEvent, number>>;
  /** Sizes of campaigns on a known tag, standard deviations of the tag; `below` of them are smaller than the first. */
  readonly campaignSizes: { readonly from: number; readonly to: number; readonly below: number };
  readonly events: EventParameters;
  readonly observation: ObservationParameters;
}

/** Ranges that an event draws its own number from. */
interface EventParameters {
  /** Of the 2,046 accounts of a CNHU-like network, those that act on one day. */
  readonly manyThinAccounts: readonly [number, number];
  readonly creationClusters: readonly [number, number];
  readonly repurposedShare: number;
  readonly manyThinBank: number;
  readonly fewBusyAccounts: readonly [number, number];
  readonly fewBusyPostsPerDay: readonly [number, number];
  /** Of 5,000 volunteers, those that follow one call. */
  readonly volunteers: readonly [number, number];
  readonly volunteerBank: readonly [number, number];
  /** Posts of the crowd that follows, times those of the volunteers. */
  readonly crowdTimes: readonly [number, number];
  readonly ephemeralAccounts: readonly [number, number];
  readonly deletedMedianSeconds: number;
  readonly deletedSpread: number;
  readonly hijackAccounts: readonly [number, number];
  readonly paraphraseAccounts: readonly [number, number];
  readonly dripAccounts: readonly [number, number];
  readonly dripHours: readonly [number, number];
  readonly fanAccounts: number;
  readonly fanBank: number;
  readonly fanRepostShare: number;
  readonly fanTwinShare: number;
  readonly crowdAccounts: readonly [number, number];
  readonly newsroomAccounts: readonly [number, number];
  readonly outageHours: readonly [number, number];
}

interface ObservationParameters {
  readonly pollMinutes: number;
  /** Most posts that one poll of a platform gives; the newest are kept. */
  readonly cap: number;
  /** Polls' worth of posts that are read at once after an outage. */
  readonly catchUpPolls: number;
  /** Median and sd (of the log) of the seconds until the platform shows a post. */
  readonly shownAfterSeconds: readonly [number, number];
  readonly lateShare: number;
  readonly lateMinutes: readonly [number, number];
  /** Share of ordinary posts that their authors delete, and the median of the hours until then. */
  readonly deletedShare: number;
  readonly deletedMedianHours: number;
  /** Unplanned short outages besides the labelled ones. */
  readonly outages: number;
  readonly outageMinutes: readonly [number, number];
}

export const development: SimulationParameters = {
  name: 'development',
  from: new Date('2026-03-02T00:00:00Z'),
  days: 14,
  warmUpDays: 5,
  groups: [
    { platform: 'x', lang: 'en', share: 0.38, peakHour: 20, harmonics: [0.65, 0.25], weekend: 0.88 },
    { platform: 'x', lang: 'es', share: 0.17, peakHour: 22, harmonics: [0.75, 0.3], weekend: 0.95 },
    { platform: 'x', lang: 'zh', share: 0.1, peakHour: 13, harmonics: [0.8, 0.35], weekend: 1.05 },
    { platform: 'x', lang: 'ar', share: 0.12, peakHour: 18, harmonics: [0.7, 0.2], weekend: 1.1 },
    { platform: 'x', lang: 'ru', share: 0.08, peakHour: 17, harmonics: [0.7, 0.3], weekend: 0.9 },
    { platform: 'bluesky', lang: 'en', share: 0.15, peakHour: 21, harmonics: [0.6, 0.2], weekend: 0.85 },
  ],
  accounts: 36_000,
  activityExponent: 1.2,
  followers: [160, 1.7],
  defaultHandleShare: 0.3,
  schedulerShare: 1 / 200,
  migrationWaves: [
    { at: new Date('2022-11-06T00:00:00Z'), share: 0.08, sdDays: 18 },
    { at: new Date('2024-11-12T00:00:00Z'), share: 0.12, sdDays: 12 },
  ],
  backgroundTags: 2200,
  topTagRate: 400,
  tagExponent: 1.2,
  driftPerDay: 0.06,
  dispersion: 0.25,
  dispersionSpread: 0.5,
  branching: [0.3, 0.9],
  repostShare: 0.7,
  quoteShare: 0.14,
  birthsPerDay: 110,
  birthExponent: 1.3,
  birthLifeHours: [12, 72],
  linkShare: 0.18,
  mediaShare: 0.12,
  listedAccounts: 42,
  listedStates: ['XA', 'XB', 'XC'],
  listedPostsPerDay: 9,
  campaigns: {
    'a-many-thin': 4,
    'b-few-busy': 4,
    'c-trend-alert': 3,
    'd-ephemeral': 4,
    'e-hijack': 4,
    'f-paraphrase': 4,
    'g-slow-drip': 4,
  },
  negatives: {
    'breaking-news': 4,
    match: 3,
    'fan-army': 3,
    giveaway: 3,
    petition: 3,
    'migration-wave': 1,
    newsroom: 2,
    'national-day': 1,
    outage: 2,
  },
  attributed: { 'attributed-burst': 3, 'attributed-convergence': 3 },
  campaignSizes: { from: 4, to: 30, below: 0.2 },
  events: {
    manyThinAccounts: [60, 300],
    creationClusters: [15, 30],
    repurposedShare: 0.25,
    manyThinBank: 30,
    fewBusyAccounts: [25, 112],
    fewBusyPostsPerDay: [4, 12],
    volunteers: [120, 320],
    volunteerBank: [60, 100],
    crowdTimes: [20, 50],
    ephemeralAccounts: [240, 360],
    deletedMedianSeconds: 55,
    deletedSpread: 1.1,
    hijackAccounts: [40, 160],
    paraphraseAccounts: [50, 180],
    dripAccounts: [35, 120],
    dripHours: [80, 110],
    fanAccounts: 500,
    fanBank: 60,
    fanRepostShare: 0.8,
    fanTwinShare: 0.1,
    crowdAccounts: [150, 900],
    newsroomAccounts: [12, 25],
    outageHours: [3, 7],
  },
  observation: {
    pollMinutes: 5,
    cap: 2500,
    catchUpPolls: 2,
    shownAfterSeconds: [4, 0.7],
    lateShare: 0.02,
    lateMinutes: [20, 1.2],
    deletedShare: 0.025,
    deletedMedianHours: 7,
    outages: 2,
    outageMinutes: [15, 70],
  },
};

export const test: SimulationParameters = {
  name: 'test',
  from: new Date('2026-06-10T00:00:00Z'),
  days: 14,
  warmUpDays: 5,
  groups: [
    { platform: 'x', lang: 'en', share: 0.3, peakHour: 23, harmonics: [0.55, 0.3], weekend: 0.8 },
    { platform: 'x', lang: 'pt', share: 0.16, peakHour: 23, harmonics: [0.8, 0.2], weekend: 1 },
    { platform: 'x', lang: 'ja', share: 0.16, peakHour: 12, harmonics: [0.6, 0.4], weekend: 1.1 },
    { platform: 'x', lang: 'fa', share: 0.1, peakHour: 19, harmonics: [0.75, 0.15], weekend: 1.05 },
    { platform: 'x', lang: 'uk', share: 0.08, peakHour: 18, harmonics: [0.6, 0.35], weekend: 0.92 },
    { platform: 'x', lang: 'zh', share: 0.06, peakHour: 14, harmonics: [0.7, 0.3], weekend: 0.95 },
    { platform: 'bluesky', lang: 'en', share: 0.08, peakHour: 22, harmonics: [0.7, 0.15], weekend: 0.9 },
    { platform: 'bluesky', lang: 'ja', share: 0.06, peakHour: 13, harmonics: [0.65, 0.3], weekend: 1.15 },
  ],
  accounts: 30_000,
  activityExponent: 1.26,
  followers: [110, 1.9],
  defaultHandleShare: 0.34,
  schedulerShare: 1 / 160,
  migrationWaves: [
    { at: new Date('2023-07-05T00:00:00Z'), share: 0.1, sdDays: 14 },
    { at: new Date('2025-01-20T00:00:00Z'), share: 0.09, sdDays: 22 },
  ],
  backgroundTags: 2600,
  topTagRate: 330,
  tagExponent: 1.16,
  driftPerDay: 0.075,
  dispersion: 0.3,
  dispersionSpread: 0.6,
  branching: [0.32, 0.86],
  repostShare: 0.68,
  quoteShare: 0.12,
  birthsPerDay: 130,
  birthExponent: 1.25,
  birthLifeHours: [10, 80],
  linkShare: 0.22,
  mediaShare: 0.15,
  listedAccounts: 38,
  listedStates: ['XD', 'XE'],
  listedPostsPerDay: 7,
  campaigns: {
    'a-many-thin': 4,
    'b-few-busy': 4,
    'c-trend-alert': 3,
    'd-ephemeral': 4,
    'e-hijack': 4,
    'f-paraphrase': 4,
    'g-slow-drip': 4,
  },
  negatives: {
    'breaking-news': 4,
    match: 3,
    'fan-army': 3,
    giveaway: 3,
    petition: 3,
    'migration-wave': 1,
    newsroom: 2,
    'national-day': 1,
    outage: 2,
  },
  attributed: { 'attributed-burst': 3, 'attributed-convergence': 3 },
  campaignSizes: { from: 4, to: 26, below: 0.25 },
  events: {
    manyThinAccounts: [70, 260],
    creationClusters: [12, 26],
    repurposedShare: 0.3,
    manyThinBank: 36,
    fewBusyAccounts: [20, 90],
    fewBusyPostsPerDay: [5, 14],
    volunteers: [100, 380],
    volunteerBank: [50, 110],
    crowdTimes: [18, 45],
    ephemeralAccounts: [200, 420],
    deletedMedianSeconds: 70,
    deletedSpread: 1.25,
    hijackAccounts: [35, 190],
    paraphraseAccounts: [45, 210],
    dripAccounts: [40, 110],
    dripHours: [84, 120],
    fanAccounts: 420,
    fanBank: 75,
    fanRepostShare: 0.75,
    fanTwinShare: 0.13,
    crowdAccounts: [180, 750],
    newsroomAccounts: [10, 22],
    outageHours: [2, 8],
  },
  observation: {
    pollMinutes: 4,
    cap: 1800,
    catchUpPolls: 1.5,
    shownAfterSeconds: [6, 0.9],
    lateShare: 0.03,
    lateMinutes: [30, 1.1],
    deletedShare: 0.02,
    deletedMedianHours: 10,
    outages: 3,
    outageMinutes: [12, 90],
  },
};

/**
 * The same world, smaller: accounts, tags, rates and crowds times `scale`, never so small that an event loses its kind.
 * Days and counts of events stay.
 */
export function scaled(parameters: SimulationParameters, scale: number): SimulationParameters {
  const times = (value: number, least: number): number => Math.min(value, Math.max(least, Math.round(value * scale)));
  const range = ([low, high]: readonly [number, number], least: number): readonly [number, number] => [
    times(low, least),
    times(high, least),
  ];
  const { events, observation } = parameters;
  const bank = (texts: number, [low, high]: readonly [number, number], least: number): number =>
    Math.min(texts, Math.max(6, Math.round((texts * (times(low, least) + times(high, least))) / (low + high))));
  return {
    ...parameters,
    name: scale === 1 ? parameters.name : `${parameters.name} x ${scale}`,
    accounts: times(parameters.accounts, 2400),
    backgroundTags: times(parameters.backgroundTags, 60),
    topTagRate: parameters.topTagRate * scale,
    birthsPerDay: times(parameters.birthsPerDay, 4),
    events: {
      ...events,
      manyThinAccounts: range(events.manyThinAccounts, 40),
      // So many accounts use a text as in the large world: with fewer accounts on as many texts nothing would be a copy.
      manyThinBank: bank(events.manyThinBank, events.manyThinAccounts, 40),
      fewBusyAccounts: range(events.fewBusyAccounts, 15),
      volunteers: range(events.volunteers, 40),
      volunteerBank: [
        bank(events.volunteerBank[0], events.volunteers, 40),
        bank(events.volunteerBank[1], events.volunteers, 40),
      ],
      crowdTimes: range(events.crowdTimes, 8),
      ephemeralAccounts: range(events.ephemeralAccounts, 80),
      hijackAccounts: range(events.hijackAccounts, 30),
      paraphraseAccounts: range(events.paraphraseAccounts, 30),
      dripAccounts: range(events.dripAccounts, 30),
      fanAccounts: times(events.fanAccounts, 100),
      fanBank: bank(events.fanBank, [events.fanAccounts, events.fanAccounts], 100),
      crowdAccounts: range(events.crowdAccounts, 80),
    },
    observation,
  };
}

/** The same world in which nothing happens but everyday life and the outages named. */
export function withoutEvents(parameters: SimulationParameters): SimulationParameters {
  return {
    ...parameters,
    name: `${parameters.name} without events`,
    campaigns: none(parameters.campaigns),
    negatives: none(parameters.negatives),
    attributed: none(parameters.attributed),
  };
}

/** The same world with all that looks like a campaign and is none: every alert but those on listed accounts is false. */
export function withoutCampaigns(parameters: SimulationParameters): SimulationParameters {
  return {
    ...parameters,
    name: `${parameters.name} without campaigns`,
    campaigns: none(parameters.campaigns),
    attributed: none(parameters.attributed),
  };
}

/** A world with the events of these kinds alone, `count` each. */
export function withOnly(
  parameters: SimulationParameters,
  kinds: readonly (SimulatedCampaign | HardNegative | AttributedEvent)[],
  count = 1,
): SimulationParameters {
  const only = <K extends string>(counts: Readonly<Record<K, number>>): Record<K, number> =>
    mapCounts(counts, (kind) => ((kinds as readonly string[]).includes(kind) ? count : 0));
  return {
    ...parameters,
    name: `${parameters.name}: ${kinds.join(', ')}`,
    campaigns: only(parameters.campaigns),
    negatives: only(parameters.negatives),
    attributed: only(parameters.attributed),
  };
}

function none<K extends string>(counts: Readonly<Record<K, number>>): Record<K, number> {
  return mapCounts(counts, () => 0);
}

function mapCounts<K extends string>(
  counts: Readonly<Record<K, number>>,
  count: (kind: string) => number,
): Record<K, number> {
  return Object.fromEntries(Object.keys(counts).map((kind) => [kind, count(kind)])) as Record<K, number>;
}

/** By name, as asked for on a command line. */
export const parameterSets: Readonly<Record<string, SimulationParameters>> = {
  development,
  test,
  'development-quiet': withoutEvents(development),
  'test-quiet': withoutEvents(test),
  'development-innocent': withoutCampaigns(development),
  'test-innocent': withoutCampaigns(test),
};
