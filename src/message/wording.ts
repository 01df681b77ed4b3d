/** How levels, platforms, keys and chances are said: one form each, everywhere. */

import type { Campaign, Level } from '../campaign/campaign.ts';
import { shownLink } from '../post/shown-link.ts';

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
  tiktok: 'TikTok',
  threads: 'Threads',
  web: 'web feeds',
  news: 'news',
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
    case 'family':
      return `the tags of ${key}`;
    case 'link':
    case 'host':
      return defang(shownLink(key));
    case 'text':
      return tags[0] === undefined ? 'one text' : `one text with #${tags[0]}`;
    case 'account':
      // The account's own id says nothing to people; who it is stands in the evidence.
      return `one listed account${key.includes(' · ') ? key.slice(key.indexOf(' · ')) : ''}`;
    case 'group':
      return groupName(key);
    case 'network':
      return tags[0] === undefined ? 'accounts sharing the same objects' : `accounts around #${tags[0]}`;
  }
}

const groupKinds: Readonly<Record<string, string>> = { diplomat: 'diplomats', party: 'parties' };

/** `CN state-media` → `CN state media`, `CN diplomat · #tag` → `CN diplomats · #tag`. */
export function groupName(key: string): string {
  return key.replace(/^(\S+) (\S+)/u, (_whole, state: string, kind: string) => {
    return `${state} ${groupKinds[kind] ?? kind.replaceAll('-', ' ')}`;
  });
}

/** A link that nobody follows by accident and no chat makes a preview of: `example[.]com/a`. */
export function defang(link: string): string {
  const end = link.search(/[/?#]/);
  const host = end < 0 ? link : link.slice(0, end);
  return `${host.replaceAll('.', '[.]')}${end < 0 ? '' : link.slice(end)}`;
}

/** Three letters each; en-GB abbreviates September with four. */
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `Tue 24 Nov 2026` in a zone. */
export function dayName(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: '2-digit',
    month: 'numeric',
    year: 'numeric',
  }).formatToParts(at);
  const get = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${get('weekday')} ${get('day')} ${months[Number(get('month')) - 1] ?? ''} ${get('year')}`;
}

/** `08:00` in a zone. */
export function wallTime(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hour12: false }).format(
    at,
  );
}
