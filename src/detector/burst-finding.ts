/**
 * Tests one key in one hour: against its own level when it is established, against earlier new keys when it is young.
 * Nothing is changed here.
 */
import { countWindow } from './burst-bucket.ts';
import { type BurstKey, grownUntil } from './burst-key.ts';
import { type BurstPlatform, seasonDoubt, seasonOver } from './burst-platform.ts';
import type { Finding } from './episode.ts';
import { type Expectation, expectBucket, expectWindow, hourlyLevel, type Level } from './level.ts';
import { logUpperTail, usualRange } from './negative-binomial.ts';
import { logNoveltyTail, usualNewKeys } from './novelty.ts';
import { gapBefore, touchesGap } from './unread-hours.ts';

/** Tests a day of each lane, over all platforms: what a chance is multiplied with. */
export interface Denominators {
  readonly known: number;
  readonly new: number;
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
}

/** Hours of a key that a new key's present activity is counted over. */
const dayHours = 24;
/** A new key is effectively looked at four times: after 1, 6, 24 and 72 hours (design: lane B). */
export const looksPerNewKey = 4;

/** `undefined`: no window of the key was read as a whole. */
export function testKey(
  platform: BurstPlatform,
  key: BurstKey,
  hour: number,
  per: Denominators,
  unread: ReadonlySet<number>,
): Tested | undefined {
  const grown = grownUntil(key, hour);
  if (grown === undefined) return testLevel(platform, key, hour, per.known, unread);
  // A key that appears right after a gap may be as old as the gap.
  const age = hour - gapBefore(unread, key.born);
  return testNewcomer(platform, key, hour, { ...grown, age }, per.new, unread);
}

function testLevel(
  platform: BurstPlatform,
  key: BurstKey,
  hour: number,
  testsPerDay: number,
  unread: ReadonlySet<number>,
): Tested | undefined {
  const doubt = seasonDoubt(platform);
  const lengths = [1, ...hourlyLevel.windows];
  const candidates: Candidate[] = [];
  lengths.forEach((hours, i) => {
    if (touchesGap(unread, hour, hours)) return;
    const count = countWindow(key.buckets, hour, hours);
    const season = seasonOver(platform, hour, hours);
    // Over a whole day and night half of what is not known of the season evens out.
    const doubted = hours >= dayHours ? doubt / 2 : doubt;
    const accounts = expectOver(key.accounts, i, season, doubted);
    const posts = expectOver(key.posts, i, season, doubted);
    candidates.push(candidateOf(count.accounts, accounts, hours, 'accounts', hour === key.born));
    candidates.push(candidateOf(count.posts, posts, hours, 'posts', hour === key.born));
  });
  return testedOf(candidates, candidates, 'known', testsPerDay);
}

function expectOver(level: Level, length: number, seasonSum: number, doubt: number): Expectation {
  if (length === 0) return expectBucket(level, seasonSum, hourlyLevel, doubt);
  return expectWindow(level, length - 1, seasonSum, hourlyLevel, doubt);
}

function candidateOf(
  observed: number,
  expected: Expectation,
  hours: number,
  unit: Candidate['unit'],
  firstHour: boolean,
): Candidate {
  const { mean, variance } = expected;
  const tail = logUpperTail(observed, mean, variance);
  // A key is only looked at because it appeared: its first hour is judged given that it did.
  const logP = firstHour ? Math.min(0, tail - logUpperTail(1, mean, variance)) : tail;
  return { logP, hours, observed, unit, usual: () => usualRange(mean, variance) };
}

function testNewcomer(
  platform: BurstPlatform,
  key: BurstKey,
  hour: number,
  grown: { readonly accounts: number; readonly posts: number; readonly age: number },
  testsPerDay: number,
  unread: ReadonlySet<number>,
): Tested | undefined {
  const { age } = grown;
  if (unread.has(hour)) return undefined;
  const whole = [
    newcomerCandidate(platform, age, grown.accounts, 'accounts'),
    newcomerCandidate(platform, age, grown.posts, 'posts'),
  ];
  if (age < dayHours) return testedOf(whole, whole, 'new', testsPerDay);
  // What a key has become in three days stays; only its last day says whether the burst goes on.
  const lately = countWindow(key.buckets, hour, dayHours);
  const now = [
    newcomerCandidate(platform, age, Math.min(lately.accounts, grown.accounts), 'accounts'),
    newcomerCandidate(platform, age, lately.posts, 'posts'),
  ];
  return testedOf(whole, now, 'new', testsPerDay);
}

function newcomerCandidate(platform: BurstPlatform, age: number, observed: number, unit: Candidate['unit']): Candidate {
  const reference = unit === 'accounts' ? platform.newAccounts : platform.newPosts;
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
  lane: Finding['lane'],
  testsPerDay: number,
): Tested | undefined {
  const [first, ...rest] = candidates;
  if (first === undefined) return undefined;
  const best = rest.reduce((a, b) => (b.logP < a.logP ? b : a), first);
  const logP = Math.min(0, best.logP + Math.log(candidates.length));
  const expectedFalsePerDay = Math.exp(logP) * testsPerDay;
  const { hours, observed, unit } = best;
  return {
    logP,
    expectedFalsePerDay,
    hours,
    hottest: Math.min(...continuing.map((each) => each.logP)),
    finding: () => ({ logP, expectedFalsePerDay, hours, ...best.usual(), observed, unit, lane }),
  };
}
