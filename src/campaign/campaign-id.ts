/** Readable ids: `stopxinjiangrumors-x-20210325`. People type them, buttons carry them (at most 60 characters). */
import { createHash } from 'node:crypto';
import type { Detection } from '../detector/detector.ts';
import { hostOf } from '../post/normal-form.ts';
import { shownLink } from '../post/shown-link.ts';

export function campaignId(detection: Detection, taken: (id: string) => boolean): string {
  const day = detection.from.toISOString().slice(0, 10).replaceAll('-', '');
  const base = `${nameOf(detection)}-${slug(detection.platform)}-${day}`;
  if (!taken(base)) return base;
  for (let copy = 2; ; copy++) if (!taken(`${base}-${copy}`)) return `${base}-${copy}`;
}

function nameOf({ keyKind, key }: Detection): string {
  switch (keyKind) {
    case 'tag':
    case 'family':
    case 'group':
      return slug(key);
    case 'host':
      return slug(hostOf(shownLink(key)));
    case 'text':
      return `text-${Array.from(slug(key)).slice(0, 6).join('')}`;
    case 'account':
      return `account-${shortHash(key)}`;
    case 'link':
      // A name under a platform's own is somebody's: ids stand in every message and file.
      return `${slug(hostOf(shownLink(key))).slice(0, 24)}-${shortHash(key)}`;
    case 'network':
      return `network-${shortHash(key)}`;
  }
}

/** Letters and digits of any script are kept: a tag in Chinese stays readable. */
function slug(text: string): string {
  const kept = text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  const short = Array.from(kept).slice(0, 32).join('');
  return short === '' ? shortHash(text) : short;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}
