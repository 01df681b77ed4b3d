/**
 * One value of Meta's threat-research lists told apart: a count, an address, a handle, a domain, tags, the text of a
 * post, or a sentence of Meta's own. Values are defanged in the lists and read here in their usual form.
 */

import { readProfile } from '../profile.ts';
import type { RegistryAccount } from '../registry.ts';
import { readAddress } from './read-address.ts';
import { refang } from './refang.ts';

export const indicatorClasses = ['count', 'url', 'handle', 'domain', 'hashtag', 'text', 'prose'] as const;
type IndicatorClass = (typeof indicatorClasses)[number];

export interface Indicator {
  readonly class: IndicatorClass;
  /** Trimmed; addresses in their usual form, so it is not for showing. */
  readonly value: string;
  /** Of a `handle`. */
  readonly account?: RegistryAccount | undefined;
  /** Of a `domain`. */
  readonly host?: string | undefined;
  /** Of a `hashtag`: without `#`, in the order of the value. */
  readonly hashtags?: readonly string[] | undefined;
  /** Why an address is neither account nor domain. */
  readonly reason?: string | undefined;
}

/** @param procedure Number and name of the procedure: it says which platform a bare name is of, and what a text is. */
export function classifyIndicator(written: string, procedure = ''): Indicator {
  const value = refang(written.trim());
  return (
    hashtagsIn(value) ??
    addressIn(value) ??
    bareName(value, procedure) ?? {
      class: postedTexts.test(procedure) ? 'text' : counted.test(value) ? 'count' : 'prose',
      value,
    }
  );
}

/** Posting content on blogs, forums and video sites: the value is the title or the text. */
const postedTexts = /^6\.1\b/;

/** `7,704 Facebook accounts`, `About $70 in spending`. */
const counted = /^(?:about|around|approximately|over|nearly|up to)?\s*\$?\d[\d,.]*\s+\p{L}/iu;

const onlyTags = /^[#＃][\p{L}\p{M}\p{N}_]+(?:[\s,;]*[#＃][\p{L}\p{M}\p{N}_]+)*$/u;

function hashtagsIn(value: string): Indicator | undefined {
  if (!onlyTags.test(value)) return undefined;
  const hashtags = Array.from(value.matchAll(/[#＃]([\p{L}\p{M}\p{N}_]+)/gu), ([, tag = '']) => tag);
  return { class: 'hashtag', value, hashtags };
}

/** Addresses were broken over lines of a report, so some have a blank inside; sentences have more of them. */
const mostBlanks = 2;

function addressIn(value: string): Indicator | undefined {
  const words = value.split(/\s+/);
  const joined = words.length - 1 <= mostBlanks && /^https?:\/\//i.test(value) ? words.join('') : value;
  const read = readAddress(joined);
  switch (read?.what) {
    case undefined:
      return undefined;
    case 'account':
      return { class: 'handle', value: joined, account: read.account };
    case 'site':
      return { class: 'domain', value: joined, host: read.host };
    case 'page':
      return { class: 'url', value: joined, reason: read.reason };
  }
}

/** The kill chain's procedures of one platform, as of its edition of 2023. */
const procedurePlatforms: readonly (readonly [RegExp, string])[] = [
  [/^0\.9\.2\b/, 'instagram'],
  [/^0\.9\.4\b/, 'x'],
  [/^0\.9\.5\b/, 'youtube'],
  [/^0\.9\.6\b/, 'tiktok'],
  [/^0\.9\.7\b/, 'telegram'],
];

function bareName(value: string, procedure: string): Indicator | undefined {
  if (!/^@[\w.-]{2,60}$/.test(value)) return undefined;
  const platform = procedurePlatforms.find(([form]) => form.test(procedure))?.[1];
  if (platform === undefined) return { class: 'handle', value, reason: 'a name without its platform' };
  const read = readProfile(platform, value);
  return 'account' in read
    ? { class: 'handle', value, account: read.account }
    : { class: 'handle', value, reason: read.refused };
}
