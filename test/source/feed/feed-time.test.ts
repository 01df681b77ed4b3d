import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneOffsetAt } from '../../../src/post/zone-offset.ts';
import { readFeedTime } from '../../../src/source/feed/feed-time.ts';

describe('times of feeds', () => {
  it.each([
    ['Tue, 24 Nov 2026 19:00:00 +0800', 'UTC', '2026-11-24T11:00:00.000Z'],
    ['Tue, 24 Nov 2026 19:00:00 GMT', 'Asia/Shanghai', '2026-11-24T19:00:00.000Z'],
    ['24 Nov 26 19:00 EST', 'UTC', '2026-11-25T00:00:00.000Z'],
    ['Tuesday, 24 November 2026 19:00:00 Z', 'UTC', '2026-11-24T19:00:00.000Z'],
    ['Tue, 24 Nov 2026 19:00:00 GMT+8', 'UTC', '2026-11-24T11:00:00.000Z'],
    ['Tue, 24 Nov 2026 19:00:00 +0300 (MSK)', 'UTC', '2026-11-24T16:00:00.000Z'],
    ['Tue, 24 Nov 2026 19:00:00 MSK', 'UTC', '2026-11-24T16:00:00.000Z'],
    ['Tue, 24 Nov 2026 19:00:00 JST', 'UTC', '2026-11-24T10:00:00.000Z'],
    ['Tue Nov 24 19:00:00 CET 2026', 'UTC', '2026-11-24T18:00:00.000Z'],
    ['November 24, 2026 19:00 EST', 'UTC', '2026-11-25T00:00:00.000Z'],
    ['2026-11-24T19:00:00.5+09:00', 'UTC', '2026-11-24T10:00:00.500Z'],
    ['1764000000', 'UTC', '2025-11-24T16:00:00.000Z'],
  ])('reads %s', (text, zone, time) => {
    expect(readFeedTime(text, zone)?.toISOString()).toBe(time);
  });

  it.each([
    ['2026-11-24 19:00', 'Asia/Shanghai', '2026-11-24T11:00:00.000Z'],
    ['2026/11/24 19:00:05', 'Asia/Shanghai', '2026-11-24T11:00:05.000Z'],
    ['2026年11月24日 19:00', 'Asia/Shanghai', '2026-11-24T11:00:00.000Z'],
    ['24.11.2026 19:00', 'Europe/Berlin', '2026-11-24T18:00:00.000Z'],
    ['24.07.2026 19:00', 'Europe/Berlin', '2026-07-24T17:00:00.000Z'],
    ['Tue, 24 Nov 2026 19:00:00', 'Europe/Moscow', '2026-11-24T16:00:00.000Z'],
    ['2026-11-24', 'Asia/Tokyo', '2026-11-23T15:00:00.000Z'],
    ['2026-11-24 19:00', 'UTC', '2026-11-24T19:00:00.000Z'],
  ])('reads %s, which names no zone, as the clock of %s', (text, zone, time) => {
    expect(readFeedTime(text, zone)?.toISOString()).toBe(time);
  });

  it('takes a name of two zones for the one of the outlet', () => {
    const text = 'Tue, 24 Nov 2026 19:00:00 CST';

    expect(readFeedTime(text, 'UTC')?.toISOString()).toBe('2026-11-25T01:00:00.000Z');
    expect(readFeedTime(text, 'Asia/Shanghai')?.toISOString()).toBe('2026-11-24T11:00:00.000Z');
  });

  it.each(['', 'yesterday', '1/2/2026', '31 Feb 2026 10:00 GMT', '24 Nov 2026 25:00 GMT', '20261124', '24 Foo 2026'])(
    'does not guess at "%s"',
    (text) => {
      expect(readFeedTime(text, 'UTC')).toBeUndefined();
    },
  );

  const anyTime = fc
    .date({ min: new Date('1995-01-01'), max: new Date('2049-12-31'), noInvalidDate: true })
    .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));

  it('reads every RFC 822 time back, at every offset', () => {
    fc.assert(
      fc.property(anyTime, fc.integer({ min: -12 * 4, max: 14 * 4 }), (time, quarters) => {
        const local = new Date(time.getTime() + quarters * 15 * 60_000);
        const size = Math.abs(quarters) * 15;
        const offset = `${quarters < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
        const written = local.toUTCString().replace('GMT', offset);

        expect(readFeedTime(written, 'Asia/Tokyo')).toEqual(time);
      }),
    );
  });

  it('reads every wall time of a place back', () => {
    const zones = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC');

    fc.assert(
      fc.property(anyTime, zones, (time, zone) => {
        const wall = new Date(time.getTime() + zoneOffsetAt(zone, time.getTime())).toISOString().slice(0, 19);
        const read = readFeedTime(wall.replace('T', ' '), zone);

        // An hour that is put back has every wall time twice; either is right.
        expect([0, 1_800_000, 3_600_000]).toContain(Math.abs((read?.getTime() ?? 0) - time.getTime()));
        const shown = new Date((read?.getTime() ?? 0) + zoneOffsetAt(zone, read?.getTime() ?? 0));
        expect(shown.toISOString().slice(0, 19)).toBe(wall);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const time = readFeedTime(text, 'Europe/Berlin');
        expect(time === undefined || !Number.isNaN(time.getTime())).toBe(true);
      }),
    );
  });
});

function two(value: number): string {
  return String(value).padStart(2, '0');
}
