/** Tests a group of listed accounts in one hour: its posts against its level, its topics against independent accounts. */
import {
  accountsIn,
  chancesOf,
  dispersionOf,
  groupLevel,
  type ListedGroup,
  rateDoubt,
  seasonOver,
  surpriseBound,
  type Topic,
  topicShare,
} from './attributed-group.ts';
import { logBetaBinomialTail } from './beta-binomial.ts';
import { countWindow } from './burst-bucket.ts';
import type { Tested } from './burst-finding.ts';
import { expectBucket, expectWindow } from './level.ts';
import { logUpperTail, usualRange } from './negative-binomial.ts';
import { logAtLeast, quantileOfSuccesses } from './poisson-binomial.ts';
import { touchesGap } from './unread-hours.ts';

const windowHours = [1, ...groupLevel.windows];

/** The posts of a whole group, or of one account, against what it usually posts (design: lane C). */
export function testVolume(
  group: ListedGroup,
  hour: number,
  testsPerDay: number,
  unread: ReadonlySet<number>,
  lane: 'group' | 'account',
): Tested | undefined {
  // Less than a week of the group's own season is known at first; half of that evens out over a day.
  const doubt = 0.5 * Math.max(0, 1 - (group.learnt - group.first) / 168);
  const windows = windowHours.flatMap((hours, i) => {
    if (touchesGap(unread, hour, hours)) return [];
    const observed = countWindow(group.buckets, hour, hours).posts;
    const season = seasonOver(group, hour, hours);
    const doubted = hours >= 24 ? doubt / 2 : doubt;
    const expected =
      i === 0
        ? expectBucket(group.level, season, groupLevel, doubted)
        : expectWindow(group.level, i - 1, season, groupLevel, doubted);
    const usual = (): Range => usualRange(expected.mean, expected.variance);
    return [{ hours, observed, logP: logUpperTail(observed, expected.mean, expected.variance), usual }];
  });
  return strongest(windows, testsPerDay, 'posts', lane);
}

/** Distinct listed accounts on one topic against accounts that choose for themselves (design: lane D). */
export function testTopic(
  group: ListedGroup,
  topic: Topic,
  hour: number,
  testsPerDay: number,
  unread: ReadonlySet<number>,
): Tested | undefined {
  const dispersion = dispersionOf(group) * rateDoubt(group);
  const windows = windowHours.flatMap((hours) => {
    if (touchesGap(unread, hour, hours)) return [];
    const seen = accountsIn(topic, hour, hours);
    const chances = chancesOf(group, topic, seasonOver(group, hour, hours), seen, dispersion);
    const usual = (): Range => ({
      low: quantileOfSuccesses(0.05, chances),
      high: quantileOfSuccesses(0.95, chances),
    });
    const logP = logAtLeast(seen.size, chances);
    return [{ hours, observed: seen.size, logP: Math.min(0, Math.max(logP, surpriseBound(group, logP))), usual }];
  });
  return strongest(windows, testsPerDay, 'accounts', 'group');
}

/**
 * Posts of one account on one topic among all its posts, against the share that the topic usually has of them (design:
 * lane C): Beta-Binomial around that share, worth 20 posts, so that an account that hops between topics stays usual.
 */
export function testTopicShare(
  group: ListedGroup,
  topic: Topic,
  hour: number,
  testsPerDay: number,
  unread: ReadonlySet<number>,
): Tested | undefined {
  const share = topicShare(group, topic);
  const windows = windowHours.flatMap((hours) => {
    if (touchesGap(unread, hour, hours)) return [];
    const of = countWindow(group.buckets, hour, hours).posts;
    const observed = countWindow(topic.buckets, hour, hours).posts;
    const [a, b] = [shareWeight * share, shareWeight * (1 - share)];
    const logP = Math.max(logBetaBinomialTail(observed, of, a, b), leastLog);
    const tailFrom = (chance: number): number => quantileOfShare(chance, of, a, b);
    return [{ hours, observed, logP, usual: () => ({ low: tailFrom(0.95), high: tailFrom(0.05) }) }];
  });
  return strongest(windows, testsPerDay, 'posts', 'account');
}

/** Posts that the usual share of a topic counts as. */
const shareWeight = 20;
const leastLog = -690;

/** Largest number of posts on the topic that at least `chance` of such windows reach. */
function quantileOfShare(chance: number, of: number, a: number, b: number): number {
  let count = 0;
  while (count < of && logBetaBinomialTail(count + 1, of, a, b) > Math.log(chance)) count += 1;
  return count;
}

interface Range {
  readonly low: number;
  readonly high: number;
}

interface WindowTest {
  readonly hours: number;
  readonly observed: number;
  readonly logP: number;
  readonly usual: () => Range;
}

function strongest(
  windows: readonly WindowTest[],
  testsPerDay: number,
  unit: 'accounts' | 'posts',
  lane: 'group' | 'account',
): Tested | undefined {
  const [first, ...rest] = windows;
  if (first === undefined) return undefined;
  const best = rest.reduce((a, b) => (b.logP < a.logP ? b : a), first);
  const logP = Math.min(0, best.logP + Math.log(windows.length));
  const expectedFalsePerDay = Math.exp(logP) * testsPerDay;
  const { hours, observed } = best;
  return {
    logP,
    expectedFalsePerDay,
    hours,
    hottest: best.logP,
    finding: () => ({ logP, expectedFalsePerDay, hours, ...best.usual(), observed, unit, lane }),
  };
}
