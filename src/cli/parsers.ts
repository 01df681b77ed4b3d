/** Values of options as people write them. */
import { InvalidArgumentError } from 'commander';
import { isZone } from '../source/file/local-time.ts';

export function parseDate(text: string): Date {
  const date = new Date(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text) ? `${text}Z` : text);
  if (Number.isNaN(date.getTime()))
    throw new InvalidArgumentError('Expected a date such as 2021-03-25 or 2021-03-25T09:00Z.');
  return date;
}

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export function parseDuration(text: string): number {
  const match = /^(\d+)(s|m|h|d)$/.exec(text);
  const unit = match?.[2];
  if (
    match?.[1] === undefined ||
    (unit !== 's' && unit !== 'm' && unit !== 'h' && unit !== 'd') ||
    Number(match[1]) === 0
  ) {
    throw new InvalidArgumentError('Expected a duration such as 5m, 1h or 90s.');
  }
  return Number(match[1]) * unitMs[unit];
}

export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !Number.isFinite(seconds) || seconds < 0)
    throw new InvalidArgumentError('Expected seconds, 0 or more.');
  return seconds;
}

export function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('Expected a whole number, 1 or more.');
  return count;
}

export function parsePostRef(text: string): { readonly platform: string; readonly id: string } {
  const match = /^([a-z][a-z0-9._-]*):(.+)$/s.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new InvalidArgumentError('Expected the platform and the id of a post, for instance x:1364912345678901234.');
  }
  return { platform: match[1], id: match[2] };
}

export function parseZone(text: string): string {
  if (!isZone(text)) throw new InvalidArgumentError('Expected the name of a time zone, for instance Europe/Berlin.');
  return text;
}

export function collectPrefix(text: string, known: Record<string, string>): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1 || equals === text.length - 1)
    throw new InvalidArgumentError('Expected PREFIX=PLATFORM, for instance fb_=facebook.');
  return { ...known, [text.slice(0, equals)]: text.slice(equals + 1) };
}
