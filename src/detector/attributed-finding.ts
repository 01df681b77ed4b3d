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
} from './attributed-group.ts';
import { countWindow } from './burst-bucket.ts';
import type { Tested } from './burst-finding.ts';
import { expectBucket, expectWindow } from './level.ts';
import { logUpperTail, usualRange } from './negative-binomial.ts';
import { logAtLeast, quantileOfSuccesses } from './poisson-binomial.ts';
import { touchesGap } from './unread-hours.ts';

const windowHours = [1, ...groupLevel.windows];

/** The posts of the whole group against what it usually posts (design: lane C, for the group). */
export function testVolume(
  group: ListedGroup,
  hour: number,
  testsPerDay: number,
  unread: ReadonlySet<number>,
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
  return strongest(windows, testsPerDay, 'posts');
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
  return strongest(windows, testsPerDay, 'accounts');
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
): Tested | undefined {
  const [first, ...rest] = windows;
  if (first === undefined) return undefined;
  const best = rest.reduce((a, b) => (b.logP < a.logP ? b : a), first);
  const logP = Math.min(0, best.logP + Math.log(windows.length));
  const expectedFalsePerDay = Math.exp(logP) * testsPerDay;
  const { hours, observed } = best;
  const lane = unit === 'posts' ? 'known' : 'together';
  return {
    logP,
    expectedFalsePerDay,
    hours,
    hottest: best.logP,
    finding: () => ({ logP, expectedFalsePerDay, hours, ...best.usual(), observed, unit, lane }),
  };
}
