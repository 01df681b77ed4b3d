import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromEpoch, parseTime, parseZonedTime, timeProblem } from '../../src/source/parse-time.ts';

describe('a time of a file', () => {
  it.each([
    ['1629066143', '2021-08-15T22:22:23.000Z'],
    ['1606451170.518101', '2020-11-27T04:26:10.518Z'],
    ['1606451170518', '2020-11-27T04:26:10.518Z'],
    ['2021-03-25', '2021-03-25T00:00:00.000Z'],
    ['2021-03-25 02:11', '2021-03-25T02:11:00.000Z'],
    ['2021-03-25 02:11:09', '2021-03-25T02:11:09.000Z'],
    ['2021-03-25T02:11:09.1239Z', '2021-03-25T02:11:09.123Z'],
    ['2021-03-25T02:11:09+08:00', '2021-03-24T18:11:09.000Z'],
    ['2021-03-25 02:11:09 -0330', '2021-03-25T05:41:09.000Z'],
    [' 2021-03-25 02:11 UTC ', '2021-03-25T02:11:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(parseTime(text)?.toISOString()).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2021-02-29',
    '2021-13-01',
    '2021-03-25 24:00',
    '2021-03-25 02:61',
    '2021-03-25T02:11:60Z',
    '25.03.2021',
    '-5',
    '1e9',
    '2021-03-25T02:11:09+99:00',
    '99999999999999999999',
  ])('%s is none', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  it('written by JavaScript is read back to the millisecond', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        expect(parseTime(date.toISOString())).toEqual(date);
        expect(parseZonedTime(date.toISOString())).toEqual(date);
      }),
    );
  });

  it('is none beyond the year 9999, which no store takes', () => {
    expect(fromEpoch(Date.UTC(9999, 11, 31))?.getUTCFullYear()).toBe(9999);
    expect(fromEpoch(Date.UTC(10_000, 0, 1))).toBeUndefined();
    expect(fromEpoch(8.64e15)).toBeUndefined();
    expect(parseTime('9999-12-31T23:59:59-14:00')).toBeUndefined();
  });

  it('never throws and is always a valid date or none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d :.TZ+-]{0,25}$/)), (text) => {
        expect(Number.isNaN(parseTime(text)?.getTime() ?? 0)).toBe(false);
      }),
    );
  });

  it('needs a zone where zones are asked for, unless it is a whole day', () => {
    expect(parseZonedTime('2021-03-25T02:11:09')).toBeUndefined();
    expect(parseZonedTime('2021-03-25T02:11:09+01:00')?.toISOString()).toBe('2021-03-25T01:11:09.000Z');
    expect(parseZonedTime('2012-05-01')?.toISOString()).toBe('2012-05-01T00:00:00.000Z');
    expect(parseZonedTime('1629066143')).toBeUndefined();
  });

  it('as a number is in seconds below 10^11 and in milliseconds above', () => {
    expect(fromEpoch(99_999_999_999)?.getUTCFullYear()).toBe(5138);
    expect(fromEpoch(100_000_000_000)?.toISOString()).toBe('1973-03-03T09:46:40.000Z');
    expect(fromEpoch(Number.NaN)).toBeUndefined();
  });

  it('is a problem before the web and more than a day after now', () => {
    const now = new Date('2026-11-24T12:00:00Z');

    expect(timeProblem(new Date('1990-12-31T23:59:59Z'), now)).toContain('before 1991');
    expect(timeProblem(new Date('2026-11-25T12:00:01Z'), now)).toContain('in the future');
    expect(timeProblem(new Date('2026-11-25T12:00:00Z'), now)).toBeUndefined();
  });
});
