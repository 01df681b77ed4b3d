/** How levels, platforms, keys and chances are said: one form each, everywhere. */
import type { Campaign, Level } from '../campaign/campaign.ts';

/** Letter and symbol carry the level; colour only repeats it. */
const levelMarks: Readonly<Record<Level, string>> = { S1: '◉ S1', S2: '● S2', S3: '○ S3', S4: '· S4' };

export function levelMark(level: Level): string {
  return levelMarks[level];
}

const platformNames: Readonly<Record<string, string>> = {
  x: 'X',
  bluesky: 'Bluesky',
  facebook: 'Facebook',
  instagram: 'Instagram',
  telegram: 'Telegram',
  mastodon: 'Mastodon',
  youtube: 'YouTube',
  sample: 'sample platform',
};

export function platformName(platform: string): string {
  return platformNames[platform] ?? platform;
}

/**
 * How often chance alone would show this: `once in 11 years`.
 *
 * @param expectedPerDay expected number of such false alerts a day in the lane
 */
export function chanceText(expectedPerDay: number): string {
  const days = 1 / Math.max(expectedPerDay, Number.MIN_VALUE);
  if (days < 1) return `${expectedPerDay.toFixed(expectedPerDay < 10 ? 1 : 0)} times a day`;
  if (days < 2) return 'once a day';
  if (days < 60) return `once in ${Math.round(days)} days`;
  if (days < 700) return `once in ${Math.round(days / 30.4)} months`;
  const years = days / 365.25;
  return years < 1000 ? `once in ${Math.round(years)} years` : 'less than once in 1,000 years';
}

/** What a campaign is called in a first line: `#tag`, a host, a group. Tags carry no live link. */
export function keyName({ keyKind, key, tags }: Pick<Campaign, 'keyKind' | 'key' | 'tags'>): string {
  switch (keyKind) {
    case 'tag':
      return `#${key}`;
    case 'link':
      return defang(key);
    case 'group':
      return key;
    case 'network':
      return tags[0] === undefined ? 'accounts sharing the same objects' : `accounts around #${tags[0]}`;
  }
}

/** A link that nobody follows by accident and no chat makes a preview of: `example[.]com/a`. */
export function defang(link: string): string {
  const end = link.search(/[/?#]/);
  const host = end < 0 ? link : link.slice(0, end);
  return `${host.replaceAll('.', '[.]')}${end < 0 ? '' : link.slice(end)}`;
}

/** `Tue 24 Nov 2026` in a zone. */
export function dayName(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    year: 'numeric',
  }).formatToParts(at);
  const get = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${get('weekday')} ${get('day')} ${get('month')} ${get('year')}`;
}

/** `08:00` in a zone. */
export function wallTime(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hour12: false }).format(
    at,
  );
}
