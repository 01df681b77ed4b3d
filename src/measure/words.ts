/** How numbers, shares and times are said: one form each, everywhere. */
import type { Share } from './share.ts';

/** 1234 → `1,234`. */
export function count(n: number): string {
  return Math.round(n).toLocaleString('en-GB');
}

/** `1 account`, `214 accounts`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** 0.042 → `4.2 %`, 0.61 → `61 %`. */
export function percent(value: number): string {
  const hundred = value * 100;
  return `${hundred !== 0 && hundred !== 100 && hundred < 10 ? hundred.toFixed(1) : hundred.toFixed(0)} %`;
}

/** `9 of 214 (4.2 %, 95 % 2.2-7.8)`: never without its denominator. */
export function shareText({ n, of, value, low, high }: Share): string {
  if (of === 0) return '0 of 0';
  const bounds = [low, high].map((bound) => (bound * 100).toFixed(value < 0.1 ? 1 : 0)).join('-');
  return `${count(n)} of ${count(of)} (${percent(value)}, 95 % ${bounds})`;
}

/** `09:40 UTC`, with the date when it is not the day of `now`. */
export function clock(at: Date, now?: Date): string {
  const iso = at.toISOString();
  const time = `${iso.slice(11, 16)} UTC`;
  return now !== undefined && now.toISOString().slice(0, 10) === iso.slice(0, 10)
    ? time
    : `${iso.slice(0, 10)} ${time}`;
}

export function dateText(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** Hours, days: `45 min`, `3 h`, `2 days`. */
export function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** Cuts at a character, never inside one. */
export function shorten(text: string, characters: number): string {
  const all = Array.from(text);
  return all.length <= characters ? text : `${all.slice(0, characters - 1).join('')}…`;
}
