/**
 * Tests one key in one hour: against its own level when it is established, against earlier new keys when it is young, and
 * over four days against the level before them. Nothing is changed here.
 */
import { type BurstKey, countKeyWindow, grownUntil, type WindowCount } from './burst-key.ts';
import { accountSeries, dripHours, expectDrip, meanOf, postSeries, readLevel } from './burst-levels.ts';
import { type BurstPlatform, seasonDoubt } from './burst-platform.ts';
import { busyWithout, type SumsGiven, testedLengths, type WindowSum } from './burst-sums.ts';
import type { Finding } from './episode.ts';
import { exposureOver, unreadBefore } from './exposure.ts';
import { type Expectation, expectBucket, expectWindow, hourlyLevel, type Level, newLevel } from './level.ts';
import { logUpperTail, usualRange } from './negative-binomial.ts';
import { logNoveltyTail, type NoveltyReference, usualNewKeys } from './novelty.ts';

/** Tests a day of each lane over all platforms, for one kind of key: what a chance is multiplied with. */
export interface Denominators {
  readonly level: number;
  readonly new: number;
  readonly drip: number;
}

export interface Tested {
  /** ln P after Bonferroni over windows and series. */
  readonly logP: number;
  readonly expectedFalsePerDay: number;
  /** Length of the strongest window, hours. */
  readonly hours: number;
  /** Smallest ln P of a single window and series: what keeps an episode open. */
  readonly hottest: number;
  /** Spelled out only where somebody will read it: quantiles are dear. */
  readonly finding: () => Finding;
}

interface Candidate {
  readonly logP: number;
  readonly hours: number;
  readonly observed: number;
  readonly unit: 'accounts' | 'posts';
  readonly usual: () => { readonly low: number; readonly high: number };
  /** Where the platform as a whole is busier than usual: by how much, and the chance had that not been asked. */
  readonly volume?: { readonly ratio: number; readonly logP: () => number } | undefined;
}

export interface TestGiven extends SumsGiven {
  readonly platform: BurstPlatform;
  readonly key: BurstKey;
  readonly hour: number;
  readonly sums: readonly WindowSum[];
  readonly testsPerDay: number;
}

const dayHours = 24;
/** A new key is effectively looked at four times: after 1, 6, 24 and 72 hours (design: lane B). */
export const looksPerNewKey = 4;
/** So is a window of four days in a day: from one hour to the next it hardly changes. */
export const dripLooksPerDay = 4;

/** Lanes A and B. `undefined`: no window of the key was read as a whole. */
export function testKey(given: TestGiven, lane: 'level' | 'new'): Tested | undefined {
  if (lane === 'level') return testLevel(given);
  const grown = grownUntil(given.key, given.hour);
  return grown === undefined ? undefined : testNewcomer(given, grown);
}

const scratchAccounts = newLevel(hourlyLevel);
const scratchPosts = newLevel(hourlyLevel);

const units = ['accounts', 'posts'] as const;

/** One window and series of a key: numbers only, since thousands of keys are tested for one that is told. */
interface Window {
  readonly index: number;
  readonly hours: number;
  readonly unit: Candidate['unit'];
  readonly sum: WindowSum;
  readonly busy: number;
  readonly doubt: number;
  readonly observed: number;
}

function testLevel(given: TestGiven): Tested | undefined {
  const { platform, key, hour } = given;
  const doubt = seasonDoubt(platform);
  const levels = {
    accounts: readLevel(platform.levels, key.slot, accountSeries, scratchAccounts),
    posts: readLevel(platform.levels, key.slot, postSeries, scratchPosts),
  };
  let best: Window | undefined;
  let bestLogP = 0;
  let tests = 0;
  for (let index = 0; index <= hourlyLevel.windows.length; index++) {
    const hours = testedLengths[index] ?? 1;
    const sum = given.sums[index];
    if (sum === undefined || !sum.read) continue;
    // Over a whole day and night half of what is not known of the season evens out.
    const doubted = hours >= dayHours ? doubt / 2 : doubt;
    const counted = countKeyWindow(key, hour, hours);
    const busy = busyOver(given, hours, sum);
    for (const unit of units) {
      tests++;
      const observed = counted[unit];
      const expected = expectAt(levels[unit], index, busy, doubted);
      const logP = logTail(observed, thinned(expected, sum.seen), hour === key.born && hours === 1);
      if (best !== undefined && !(logP < bestLogP)) continue;
      best = { index, hours, unit, sum, busy, doubt: doubted, observed };
      bestLogP = logP;
    }
  }
  if (best === undefined) return undefined;
  const { index, hours, unit, sum, busy, observed, doubt: doubted } = best;
  const expected = (seasonSum: number): Expectation => expectAt(levels[unit], index, seasonSum, doubted);
  const strongest = candidateOf(given, { hours, unit, sum, busy, observed }, expected, bestLogP);
  return testedAs(strongest, tests, bestLogP, 'level', given.testsPerDay);
}

function expectAt(level: Level, index: number, seasonSum: number, doubt: number): Expectation {
  return index === 0
    ? expectBucket(level, seasonSum, hourlyLevel, doubt)
    : expectWindow(level, index - 1, seasonSum, hourlyLevel, doubt);
}

/** The lane of slow campaigns: undefined while the key has no level of four days ago. */
export function testDrip(given: TestGiven): Tested | undefined {
  const { platform, key } = given;
  const sum = given.sums.at(-1);
  if (sum === undefined || !sum.read) return undefined;
  const doubt = seasonDoubt(platform, dripHours);
  const candidates: Candidate[] = [];
  for (const [unit, series] of [['accounts', accountSeries] as const, ['posts', postSeries] as const]) {
    if (expectDrip(platform.levels, key.slot, series, sum.season, doubt) === undefined) return undefined;
    const expected = (seasonSum: number): Expectation =>
      expectDrip(platform.levels, key.slot, series, seasonSum, doubt) ?? { mean: 1, variance: 1 };
    const busy = busyOver(given, dripHours, sum);
    const observed = countKeyWindow(given.key, given.hour, dripHours)[unit];
    const logP = logTail(observed, thinned(expected(busy), sum.seen), false);
    candidates.push(candidateOf(given, { hours: dripHours, unit, sum, busy, observed }, expected, logP));
  }
  return testedOf(candidates, candidates, 'drip', given.testsPerDay);
}

/** A platform that is busier by less is as usual. */
const busyFrom = 1.2;

/** The season of a window, with how far the platform is busier than usual without this key. */
function busyOver(given: TestGiven, hours: number, sum: WindowSum): number {
  const { platform, key, hour } = given;
  if (sum.busy <= sum.season) return sum.busy;
  return busyWithout(platform, key, hour, hours, sum, {
    ...given,
    level: meanOf(platform.levels, key.slot, postSeries),
  });
}

function candidateOf(
  { key, hour, volumeExponent }: TestGiven,
  { hours, unit, sum, busy, observed }: Omit<Window, 'index' | 'doubt'>,
  expected: (seasonSum: number) => Expectation,
  logP: number,
): Candidate {
  const wanted = thinned(expected(busy), sum.seen);
  const first = hour === key.born && hours === 1;
  const ratio = busy > sum.season ? (busy / sum.season) ** (1 / volumeExponent) : 1;
  return {
    logP,
    hours,
    observed,
    unit,
    usual: () => usualRange(wanted.mean, wanted.variance),
    volume:
      ratio < busyFrom
        ? undefined
        : { ratio, logP: () => logTail(observed, thinned(expected(sum.season), sum.seen), first) },
  };
}

/** A negative binomial of which each case is seen with the same chance keeps its size: the mean shrinks, r stays. */
function thinned({ mean, variance }: Expectation, seen: number): Expectation {
  return seen === 1
    ? { mean, variance }
    : { mean: seen * mean, variance: seen * mean + seen * seen * (variance - mean) };
}

/**
 * A key is only looked at because it appeared: its first hour is judged given that it did. What is not above the mean is
 * not looked at closer: tails are dear, and most hours are usual.
 */
function logTail(observed: number, { mean, variance }: Expectation, firstHour: boolean): number {
  if (observed <= mean) return 0;
  const tail = logUpperTail(observed, mean, variance);
  return firstHour ? Math.min(0, tail - logUpperTail(1, mean, variance)) : tail;
}

function testNewcomer(given: TestGiven, grown: WindowCount): Tested | undefined {
  const { platform, key, hour, testsPerDay } = given;
  if (exposureOver(given.coverage, platform.name, hour) === 0) return undefined;
  // A key that appears right after a gap may be as old as the gap.
  const age = hour - unreadBefore(given.coverage, platform.name, key.born);
  const { accounts, posts } = platform.kinds[key.kind];
  const whole = [
    newcomerCandidate(accounts, age, grown.accounts, 'accounts'),
    newcomerCandidate(posts, age, grown.posts, 'posts'),
  ];
  if (age < dayHours) return testedOf(whole, whole, 'new', testsPerDay);
  // What a key has become in three days stays; only its last day says whether the burst goes on.
  const lately = countKeyWindow(key, hour, dayHours);
  const now = [
    newcomerCandidate(accounts, age, Math.min(lately.accounts, grown.accounts), 'accounts'),
    newcomerCandidate(posts, age, lately.posts, 'posts'),
  ];
  return testedOf(whole, now, 'new', testsPerDay);
}

function newcomerCandidate(
  reference: NoveltyReference,
  age: number,
  observed: number,
  unit: Candidate['unit'],
): Candidate {
  return {
    logP: logNoveltyTail(reference, age, observed),
    hours: age + 1,
    observed,
    unit,
    usual: () => usualNewKeys(reference, age),
  };
}

function testedOf(
  candidates: readonly Candidate[],
  continuing: readonly Candidate[],
  lane: 'level' | 'new' | 'drip',
  testsPerDay: number,
): Tested | undefined {
  const [first, ...rest] = candidates;
  if (first === undefined) return undefined;
  const best = rest.reduce((a, b) => (b.logP < a.logP ? b : a), first);
  return testedAs(best, candidates.length, Math.min(...continuing.map((each) => each.logP)), lane, testsPerDay);
}

/** The strongest of so many windows and series. */
function testedAs(
  best: Candidate,
  tests: number,
  hottest: number,
  lane: 'level' | 'new' | 'drip',
  testsPerDay: number,
): Tested {
  const logP = Math.min(0, best.logP + Math.log(tests));
  const expectedFalsePerDay = Math.exp(logP) * testsPerDay;
  const { hours, observed, unit, volume } = best;
  return {
    logP,
    expectedFalsePerDay,
    hours,
    hottest,
    finding: () => ({
      logP,
      expectedFalsePerDay,
      hours,
      ...best.usual(),
      observed,
      unit,
      lane,
      ...(volume === undefined ? {} : { busy: busyOf(volume, tests, testsPerDay) }),
    }),
  };
}

function busyOf(
  { ratio, logP }: NonNullable<Candidate['volume']>,
  candidates: number,
  testsPerDay: number,
): NonNullable<Finding['busy']> {
  return { ratio, alone: Math.exp(Math.min(0, logP() + Math.log(candidates))) * testsPerDay };
}
