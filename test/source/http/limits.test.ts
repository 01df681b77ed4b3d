import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestWaitMs, readLimit, skewOf } from '../../../src/source/http/limits.ts';
import { aTime } from '../a-poll.ts';

const seconds = aTime.getTime() / 1000;
const inMinutes = (minutes: number): Date => new Date(aTime.getTime() + minutes * 60_000);

describe('readLimit', () => {
  it.each<[string, Record<string, string>, number, Date]>([
    ['X: unix seconds', { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': `${seconds + 900}` }, 0, inMinutes(15)],
    [
      'Bluesky: unix seconds',
      { 'ratelimit-remaining': '2998', 'ratelimit-reset': `${seconds + 300}` },
      2998,
      inMinutes(5),
    ],
    ['IETF: seconds to go', { 'ratelimit-remaining': '3', 'ratelimit-reset': '120' }, 3, inMinutes(2)],
    [
      'Mastodon: ISO date',
      { 'x-ratelimit-remaining': '299', 'x-ratelimit-reset': '2026-03-02T12:05:00.000000Z' },
      299,
      inMinutes(5),
    ],
    [
      'Reddit: fractions, seconds to go',
      { 'x-ratelimit-remaining': '98.0', 'x-ratelimit-reset': '59.5' },
      98,
      new Date(aTime.getTime() + 59_500),
    ],
    [
      'some others: unix milliseconds',
      { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': `${(seconds + 60) * 1000}` },
      1,
      inMinutes(1),
    ],
    ['twice, joined by a proxy', { 'ratelimit-remaining': '7, 7', 'ratelimit-reset': '60, 60' }, 7, inMinutes(1)],
  ])('reads %s', (_, headers, remaining, resetAt) => {
    expect(readLimit(new Headers(headers), aTime)).toEqual({ remaining, resetAt, retryAt: undefined });
  });

  it('reads retry-after in seconds and as an HTTP date', () => {
    const inSeconds = readLimit(new Headers({ 'retry-after': '90' }), aTime);
    const atDate = readLimit(new Headers({ 'retry-after': 'Mon, 02 Mar 2026 12:10:00 GMT' }), aTime);

    expect(inSeconds.retryAt).toEqual(inMinutes(1.5));
    expect(atDate.retryAt).toEqual(inMinutes(10));
  });

  it('keeps microseconds of Mastodon', () => {
    const { resetAt } = readLimit(new Headers({ 'x-ratelimit-reset': '2026-03-02T12:00:00.916474Z' }), aTime);

    expect(resetAt).toEqual(new Date('2026-03-02T12:00:00.916Z'));
  });

  it('puts the reset on our clock where the server tells its own', () => {
    const headers = { date: 'Mon, 02 Mar 2026 11:40:00 GMT', 'x-rate-limit-reset': `${seconds - 600}` };

    expect(readLimit(new Headers(headers), aTime).resetAt).toEqual(inMinutes(10));
  });

  it('takes the reset as it stands where it does not fit the date beside it', () => {
    const headers = { date: 'Tue, 02 Mar 2021 12:00:00 GMT', 'x-rate-limit-reset': `${seconds + 60}` };

    expect(readLimit(new Headers(headers), aTime).resetAt).toEqual(inMinutes(1));
  });

  it('has no use for a reset that is past, further than a day away, or no time at all', () => {
    for (const reset of [
      `${seconds - 5}`,
      `${seconds + 10 * 86_400}`,
      'soon',
      '',
      '-5',
      'NaN',
      '2026-03-09T12:00:00Z',
    ]) {
      expect(readLimit(new Headers({ 'x-ratelimit-reset': reset }), aTime).resetAt, reset).toBeUndefined();
    }
  });

  it('bounds a retry-after by a day', () => {
    const { retryAt } = readLimit(new Headers({ 'retry-after': '999999999' }), aTime);

    expect(retryAt).toEqual(new Date(aTime.getTime() + longestWaitMs));
  });

  it('never fails, and never waits into the past or beyond a day', () => {
    const value = fc.oneof(fc.string({ unit: 'binary-ascii' }), fc.double().map(String), fc.date().map(String));
    const names = fc.constantFrom(
      'x-rate-limit-reset',
      'ratelimit-reset',
      'x-ratelimit-reset',
      'retry-after',
      'date',
      'age',
    );

    fc.assert(
      fc.property(fc.dictionary(names, value), (given) => {
        const clean = Object.entries(given).map(([name, text]): [string, string] => [
          name,
          text.replace(/[^ -~]/g, ''),
        ]);
        const { resetAt, retryAt } = readLimit(new Headers(clean), aTime);
        for (const time of [resetAt, retryAt]) {
          if (time === undefined) continue;
          expect(time.getTime()).toBeGreaterThanOrEqual(aTime.getTime());
          expect(time.getTime()).toBeLessThanOrEqual(aTime.getTime() + longestWaitMs);
        }
      }),
    );
  });
});

describe('skewOf', () => {
  it('is our clock minus theirs', () => {
    expect(skewOf(new Headers({ date: 'Mon, 02 Mar 2026 11:58:00 GMT' }), aTime)).toBe(120_000);
    expect(skewOf(new Headers({ date: 'Mon, 02 Mar 2026 12:01:00 GMT' }), aTime)).toBe(-60_000);
  });

  it('is nothing within the rounding of the header', () => {
    expect(skewOf(new Headers({ date: 'Mon, 02 Mar 2026 11:59:59 GMT' }), aTime)).toBe(0);
  });

  it('is unknown without a date, with a broken one, and where a cache kept the answer', () => {
    expect(skewOf(new Headers(), aTime)).toBeUndefined();
    expect(skewOf(new Headers({ date: 'yesterday' }), aTime)).toBeUndefined();
    expect(skewOf(new Headers({ date: 'Mon, 02 Mar 2026 11:00:00 GMT', age: '3600' }), aTime)).toBeUndefined();
  });
});
