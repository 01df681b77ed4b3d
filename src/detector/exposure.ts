/** How much of each hour of a platform was read, and where counts are a lower bound: gaps of sources, minute by minute. */
import { hourMs, minuteMs } from '../post/post.ts';
import type { PlatformGap } from './unread-hours.ts';

export interface PlatformCoverage {
  /** Share of the hour that was read, for hours that were not read as a whole. */
  readonly exposure: ReadonlyMap<number, number>;
  /** Hours in which answers were full. */
  readonly truncated: ReadonlySet<number>;
}

/** By platform. */
export type Coverage = ReadonlyMap<string, PlatformCoverage>;

/** Of an hour that was read by less than half nothing is known. */
const leastExposure = 0.5;
const minutesPerHour = hourMs / minuteMs;

/** Gaps may overlap; a minute is lost once. */
export function coverageFrom(gaps: readonly PlatformGap[]): Coverage {
  const lost = new Map<string, Map<number, Uint8Array>>();
  const truncated = new Map<string, Set<number>>();
  for (const gap of gaps) {
    if (gap.coverage === 'part') continue;
    const hours = lost.get(gap.platform) ?? new Map<number, Uint8Array>();
    lost.set(gap.platform, hours);
    const full = truncated.get(gap.platform) ?? new Set<number>();
    truncated.set(gap.platform, full);
    for (let hour = Math.floor(gap.from.getTime() / hourMs); hour * hourMs < gap.to.getTime(); hour++) {
      if (gap.coverage === 'truncated') full.add(hour);
      else loseMinutes(hours, hour, gap);
    }
  }
  return new Map(
    [...lost].map(([platform, hours]) => [
      platform,
      { exposure: exposures(hours), truncated: truncated.get(platform) ?? new Set() },
    ]),
  );
}

function loseMinutes(hours: Map<number, Uint8Array>, hour: number, { from, to }: PlatformGap): void {
  const minutes = hours.get(hour) ?? new Uint8Array(minutesPerHour);
  hours.set(hour, minutes);
  const first = Math.max(0, Math.round((from.getTime() - hour * hourMs) / minuteMs));
  const end = Math.min(minutesPerHour, Math.round((to.getTime() - hour * hourMs) / minuteMs));
  if (end > first) minutes.fill(1, first, end);
}

function exposures(hours: ReadonlyMap<number, Uint8Array>): ReadonlyMap<number, number> {
  return new Map(
    [...hours].map(([hour, minutes]) => [hour, 1 - minutes.reduce((sum, lost) => sum + lost, 0) / minutesPerHour]),
  );
}

const whole: PlatformCoverage = { exposure: new Map(), truncated: new Set() };

export function coverageOf(coverage: Coverage, platform: string): PlatformCoverage {
  return coverage.get(platform) ?? whole;
}

/** Share of an hour that was read; 0 where it is too little to say anything. */
export function exposureOver(coverage: Coverage, platform: string, hour: number): number {
  const share = coverageOf(coverage, platform).exposure.get(hour) ?? 1;
  return share < leastExposure ? 0 : share;
}

/** First hour of the unread ones that end right before `hour`; `hour` itself where the hour before was read. */
export function unreadBefore(coverage: Coverage, platform: string, hour: number): number {
  let first = hour;
  while (exposureOver(coverage, platform, first - 1) === 0) first -= 1;
  return first;
}
