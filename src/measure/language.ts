/** The language of a post: what the platform says, else what its letters say, else what its words say, else `und`. */
import { withoutLinks, withoutNames } from '../post/normal-form.ts';
import { languageOfLetters } from './language-letters.ts';
import { countScripts } from './language-scripts.ts';
import { languageTag } from './language-tag.ts';
import { languageOfWords } from './language-words.ts';
import type { LanguageSource } from './table/post-table.ts';

export interface Language {
  /** BCP 47, `und` when it cannot be told. */
  readonly lang: string;
  readonly from: LanguageSource;
}

/** More of a text says no more about its language. */
const longestText = 1_000;

export function languageOf(given: string | undefined, text: string): Language {
  const tag = languageTag(given);
  if (tag !== undefined) return { lang: tag, from: 'platform' };
  // Links, names and tags are often in another language than the sentence around them.
  const words = withoutTags(withoutNames(withoutLinks(text.slice(0, longestText))));
  const scripts = countScripts(words);
  const byLetters = languageOfLetters(words, scripts);
  if (byLetters !== undefined) return { lang: byLetters, from: 'script' };
  const byWords = languageOfWords(words, scripts);
  if (byWords !== undefined) return { lang: byWords, from: 'text' };
  return { lang: 'und', from: 'none' };
}

function withoutTags(text: string): string {
  return /[#＃]/.test(text) ? text.replace(/[#＃][\p{L}\p{M}\p{N}_]+/gu, ' ') : text;
}
