/** Bluesky: a stream of the whole network, one of the watched accounts, their past, and look-ups. No credential. */
import type { Platform, PlatformDeps } from '../platform.ts';
import { createBackfill } from './backfill.ts';
import { createChecker } from './checker.ts';
import { createJetstream } from './jetstream.ts';
import { createListed } from './listed.ts';
import type { BlueskySettings } from './settings.ts';
import { type BlueskyTimings, usualTimings } from './timings.ts';

export interface BlueskyOptions {
  readonly timings?: Partial<BlueskyTimings> | undefined;
  /** Between 0 and 1; spreads reconnections. */
  readonly random?: (() => number) | undefined;
}

export function createBluesky(
  settings: BlueskySettings,
  { http, log }: PlatformDeps,
  { timings, random = Math.random }: BlueskyOptions = {},
): Platform {
  const stream = {
    hosts: settings.jetstreamUrls,
    timings: { ...usualTimings, idleMs: settings.idleSeconds * 1000, ...timings },
    log,
    random,
  };
  const backfill = settings.backfillDays > 0 ? [createBackfill({ http, settings, log })] : [];
  return {
    sources: [createJetstream(settings, stream), createListed({ ...stream, http, settings }), ...backfill],
    checker: createChecker({ http, settings }),
  };
}
