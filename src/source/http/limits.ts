/**
 * What an answer says of its limit, read out of every header dialect into one shape.
 *
 * - X: `x-rate-limit-remaining`, `x-rate-limit-reset` in unix seconds (docs.x.com, rate limits).
 * - Bluesky and others after the IETF draft: `ratelimit-remaining`, `ratelimit-reset` in unix seconds or seconds to go.
 * - Mastodon: `x-ratelimit-remaining`, `x-ratelimit-reset` as an ISO date (docs.joinmastodon.org, rate limits).
 * - Reddit: the same names, both as decimal fractions, the reset in seconds to go (Reddit's API wiki).
 * - `retry-after` in seconds or as an HTTP date (RFC 9110, 10.2.3).
 */
import { hourMs, minuteMs } from '../../post/post.ts';
import { parseTime } from '../parse-time.ts';

export interface LimitReading {
  /** Requests left in this window; fractions as given. */
  readonly remaining?: number | undefined;
  /** On our clock. Absent as well where it lies in the past or too far ahead to be meant. */
  readonly resetAt?: Date | undefined;
  /** `retry-after`, on our clock, bounded. */
  readonly retryAt?: Date | undefined;
}

/** The longest window of any platform is a day (X, YouTube, TikTok); beyond it a clock is wrong. */
export const longestWaitMs = 24 * hourMs + 15 * minuteMs;

export function readLimit(headers: Headers, now: Date): LimitReading {
  const skewMs = skewOf(headers, now) ?? 0;
  const bySize = (text: string): Date | undefined => resetTime(text, now, skewMs);
  return {
    remaining: firstOf(headers, ['x-rate-limit-remaining', 'ratelimit-remaining', 'x-ratelimit-remaining'], leadNumber),
    resetAt: firstOf(headers, ['x-rate-limit-reset', 'ratelimit-reset', 'x-ratelimit-reset'], bySize),
    retryAt: firstOf(headers, ['retry-after'], (text) => retryTime(text, now, skewMs)),
  };
}

/**
 * Our clock minus the server's in milliseconds. `undefined` without a `Date` header, or where a cache kept the answer.
 * The header has whole seconds: less than two seconds are no difference.
 */
export function skewOf(headers: Headers, now: Date): number | undefined {
  const sent = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(sent) || Number(headers.get('age') ?? 0) > 0) return undefined;
  const skewMs = now.getTime() - sent;
  return Math.abs(skewMs) < 2000 ? 0 : skewMs;
}

function firstOf<T>(headers: Headers, names: readonly string[], read: (text: string) => T | undefined): T | undefined {
  for (const name of names) {
    const text = headers.get(name);
    const value = text === null ? undefined : read(text);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The number a value begins with: proxies that repeat a header join both by a comma. */
function leadNumber(text: string): number | undefined {
  const match = /^\s*(\d{1,16}(?:\.\d{1,9})?)\s*(?:[,;]|$)/.exec(text);
  return match === null ? undefined : Number(match[1]);
}

/** Below this a number counts seconds to go (32 years of them), above it is an instant. */
const firstInstant = 1e9;
/** From here on it is an instant in milliseconds. */
const firstInstantMs = 1e11;

function resetTime(text: string, now: Date, skewMs: number): Date | undefined {
  const number = leadNumber(text);
  if (number === undefined) {
    const time = parseTime(text);
    return time === undefined ? undefined : onOurClock(time.getTime(), now, skewMs);
  }
  if (number < firstInstant) return plausible(now.getTime() + Math.ceil(number * 1000), now);
  return onOurClock(number < firstInstantMs ? number * 1000 : number, now, skewMs);
}

function retryTime(text: string, now: Date, skewMs: number): Date | undefined {
  const seconds = leadNumber(text);
  if (seconds !== undefined) return new Date(now.getTime() + Math.min(seconds * 1000, longestWaitMs));
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : onOurClock(time, now, skewMs);
}

/** An instant of the server's clock on ours; as it stands where its `Date` and its reset do not fit each other. */
function onOurClock(ms: number, now: Date, skewMs: number): Date | undefined {
  return plausible(ms + skewMs, now) ?? plausible(ms, now);
}

function plausible(ms: number, now: Date): Date | undefined {
  const waitMs = ms - now.getTime();
  return waitMs >= 0 && waitMs <= longestWaitMs ? new Date(ms) : undefined;
}
