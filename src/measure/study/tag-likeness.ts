/** Tags that may be forms of one another: same look, near spelling, one inside the other. Suggestions, never the same. */
import { distancesTo } from '../../registry/edit-distance.ts';
import { lookOf } from '../../registry/handle-form.ts';

export const likenesses = ['same-look', 'near-spelling', 'contains', 'other-script'] as const;
export type Likeness = (typeof likenesses)[number];

/** How another tag is like the given one, by its letters alone; tags in normal form. */
export function createTagLikeness(tag: string): (other: string) => Likeness | undefined {
  const look = lookOfTag(tag);
  const edits = allowedEdits(look);
  const distance = distancesTo(look);
  return (name) => {
    if (name === tag || name === '' || look === '') return undefined;
    const other = lookOfTag(name);
    if (other === look) return 'same-look';
    if (Math.abs(other.length - look.length) <= edits && distance(other, edits) <= edits) return 'near-spelling';
    const [short, long] = other.length < look.length ? [other, look] : [look, other];
    return short.length >= shortestInside(short) && long.includes(short) ? 'contains' : undefined;
  };
}

/** Script of the first letter that has one of the scripts that tags are written in; undefined without such a letter. */
export function scriptOf(tag: string): string | undefined {
  return scripts.find(({ pattern }) => pattern.test(tag))?.name;
}

const scripts = [
  { name: 'Latin', pattern: /^\P{L}*\p{Script=Latin}/u },
  { name: 'Han', pattern: /^\P{L}*\p{Script=Han}/u },
  { name: 'Kana', pattern: /^\P{L}*[\p{Script=Hiragana}\p{Script=Katakana}]/u },
  { name: 'Hangul', pattern: /^\P{L}*\p{Script=Hangul}/u },
  { name: 'Cyrillic', pattern: /^\P{L}*\p{Script=Cyrillic}/u },
  { name: 'Greek', pattern: /^\P{L}*\p{Script=Greek}/u },
  { name: 'Arabic', pattern: /^\P{L}*\p{Script=Arabic}/u },
  { name: 'Hebrew', pattern: /^\P{L}*\p{Script=Hebrew}/u },
  { name: 'Devanagari', pattern: /^\P{L}*\p{Script=Devanagari}/u },
  { name: 'Bengali', pattern: /^\P{L}*\p{Script=Bengali}/u },
  { name: 'Thai', pattern: /^\P{L}*\p{Script=Thai}/u },
];

/** Accents, styled letters and look-alikes of other scripts folded; underscores only divide words. */
function lookOfTag(tag: string): string {
  return lookOf(tag).replaceAll('_', '');
}

/** Below five letters one edit makes another word. */
function allowedEdits(look: string): number {
  return look.length < 5 ? 0 : look.length < 10 ? 1 : 2;
}

/** Shorter ones are inside everything; in scripts that write a word with one or two signs less is enough. */
function shortestInside(tag: string): number {
  return /[\p{Script=Han}\p{Script=Hangul}]/u.test(tag) ? 2 : 6;
}
