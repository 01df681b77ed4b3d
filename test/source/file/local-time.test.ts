import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLocalTime } from '../../../src/source/file/local-time.ts';

const iso = (text: string, rule = {}) => parseLocalTime(text, rule)?.toISOString();

describe('a time of an export', () => {
  it.each([
    ['2021-01-05 12:00:00 EST', '2021-01-05T17:00:00.000Z'],
    ['2021-07-05 12:00:00 EDT', '2021-07-05T16:00:00.000Z'],
    ['2021-07-05 12:00:00', '2021-07-05T12:00:00.000Z'],
    ['2021-03-25 10:23:00.0', '2021-03-25T10:23:00.000Z'],
    ['2021-03-25T10:23:00+02:00', '2021-03-25T08:23:00.000Z'],
    ['20-Mar-2024 10:15AM', '2024-03-20T10:15:00.000Z'],
    ['20-Mar-2024 12:15 am', '2024-03-20T00:15:00.000Z'],
    ['20 March 2024 1:05 PM', '2024-03-20T13:05:00.000Z'],
    ['Mar 20, 2024 12:30:01 PM', '2024-03-20T12:30:01.000Z'],
    ['25/03/2021 10:23', '2021-03-25T10:23:00.000Z'],
    ['03/25/21 10:23', '2021-03-25T10:23:00.000Z'],
    ['Wed Jul 20 09:01:02 +0000 2022', '2022-07-20T09:01:02.000Z'],
    ['1610870193', '2021-01-17T07:56:33.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  it.each([
    '',
    'today',
    '2021-02-30 10:00',
    '03/04/2021',
    '2021-01-05 25:00:00',
    '13:00 PM',
    '2021-01-05 12:00:00 IST',
    '45/13/2021',
  ])('%s is no answer', (text) => {
    expect(iso(text)).toBeUndefined();
  });

  it('asks the rule where letters are the name of several zones, and only there', () => {
    const zone = 'Europe/London';

    expect(iso('2021-07-05 12:00:00 BST', { zone })).toBe('2021-07-05T11:00:00.000Z');
    expect(iso('2021-07-05 12:00:00 NZDT', { zone })).toBe('2021-07-04T23:00:00.000Z');
  });

  it('takes the order of day and month from the person who knows it', () => {
    expect(iso('03/04/2021', { dateOrder: 'dmy' })).toBe('2021-04-03T00:00:00.000Z');
    expect(iso('03/04/2021', { dateOrder: 'mdy' })).toBe('2021-03-04T00:00:00.000Z');
  });

  it('is local to a zone, in summer and winter, and on the days that change', () => {
    const zone = 'Europe/Berlin';

    expect(iso('2021-01-05 12:00', { zone })).toBe('2021-01-05T11:00:00.000Z');
    expect(iso('2021-07-05 12:00', { zone })).toBe('2021-07-05T10:00:00.000Z');
    expect(iso('2021-03-28 01:59', { zone })).toBe('2021-03-28T00:59:00.000Z');
    expect(iso('2021-03-28 03:00', { zone })).toBe('2021-03-28T01:00:00.000Z');
    expect(iso('2021-10-31 02:30', { zone })).toBe('2021-10-31T00:30:00.000Z');
    expect(iso('2021-10-31 03:00', { zone })).toBe('2021-10-31T02:00:00.000Z');
    expect(iso('2021-01-05 12:00:00 UTC', { zone })).toBe('2021-01-05T12:00:00.000Z');
    expect(iso('2021-01-05 12:00', { zone: 'Nowhere/Atall' })).toBeUndefined();
  });

  it('comes back from what a zone shows', () => {
    const zones = fc.constantFrom('America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC', 'Asia/Shanghai');
    // Noon is never an hour that comes twice or not at all.
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 12_000 }), (zone, day) => {
        const text = `${new Date(Date.UTC(1995, 0, 1 + day)).toISOString().slice(0, 10)} 12:00:00`;
        const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });

        expect(shown.format(parseLocalTime(text, { zone }))).toBe(text);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseLocalTime(text, { zone: 'Asia/Tokyo' })));
  });
});
