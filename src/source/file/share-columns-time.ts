/** Times of a share log from their bytes: epoch seconds and plain ISO 8601 without a text, every other form through one. */
import { parseTime } from '../parse-time.ts';

/** Seconds since 1970, or NaN when it is no time: the same answer as `parseTime` gives. */
export function secondsOf(bytes: Buffer, start: number, end: number): number {
  const length = end - start;
  const seconds = length <= 11 ? wholeNumber(bytes, start, end) : isoSeconds(bytes, start, length);
  if (seconds >= 0 && seconds < firstMs) return seconds;
  const time = parseTime(bytes.toString('utf8', start, end));
  return time === undefined ? Number.NaN : time.getTime() / 1000;
}

/** From here on a number counts milliseconds: see `fromEpoch`. */
const firstMs = 1e11;

/** -1 when anything but digits is in it. */
function wholeNumber(bytes: Buffer, start: number, end: number): number {
  if (start >= end) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const dash = 0x2d;
const colon = 0x3a;

/** `2021-03-25T09:00:00Z`, its T a space perhaps and its Z left away; -1 for everything else, also before 1970. */
function isoSeconds(bytes: Buffer, start: number, length: number): number {
  if (length !== 19 && !(length === 20 && (bytes[start + 19] === 0x5a || bytes[start + 19] === 0x7a))) return -1;
  const separator = bytes[start + 10];
  if (separator !== 0x54 && separator !== 0x20) return -1;
  if (bytes[start + 4] !== dash || bytes[start + 7] !== dash) return -1;
  if (bytes[start + 13] !== colon || bytes[start + 16] !== colon) return -1;
  const year = wholeNumber(bytes, start, start + 4);
  const month = wholeNumber(bytes, start + 5, start + 7);
  const day = wholeNumber(bytes, start + 8, start + 10);
  const hour = wholeNumber(bytes, start + 11, start + 13);
  const minute = wholeNumber(bytes, start + 14, start + 16);
  const second = wholeNumber(bytes, start + 17, start + 19);
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  return ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days of the Gregorian calendar, counted in years that begin in March, so that the leap day comes last. */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + dayOfYear - 719_468;
}
