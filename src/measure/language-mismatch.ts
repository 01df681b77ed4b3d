/**
 * Texts in another script than the tag, and accounts that write in another language than they used to. Bilinguals,
 * learners and fans of foreign bands do both: never alone.
 */
import { withoutLinks, withoutNames } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import { type History, pastsOf } from './history.ts';
import { languageOf } from './language.ts';
import { countScripts, type Script } from './language-scripts.ts';
import { postsByAuthor, writtenOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface LanguageMismatch {
  /** Written posts in another script than the tag / written posts with a main script; 0 of 0 when the tag has none. */
  readonly script: Share;
  readonly tagScript: Script | undefined;
  /** Accounts whose main language here is not their main one of before / accounts with both. */
  readonly language: Share;
  /** Accounts without a main language here or before. */
  readonly languageUnknown: number;
}

/** Han and kana are written together, and a Japanese text under a Chinese tag is no other script. */
const sameAs: Readonly<Partial<Record<Script, Script>>> = { Kana: 'Hani' };
/** More of a text says no more about its script. */
const longestText = 1_000;
/** Earlier posts in a known language, below which an account has no main one. */
const fewestBefore = 3;

/** @param tag the burst's tag in normal form; undefined for bursts of a link, a host or accounts */
export function measureLanguageMismatch(
  posts: readonly Post[],
  tag: string | undefined,
  history?: History,
): LanguageMismatch {
  const written = writtenOf(posts);
  const tagScript = tag === undefined ? undefined : mainScript(tag);
  const scripts = tagScript === undefined ? [] : written.flatMap(({ text }) => mainScript(wordsOf(text)) ?? []);
  const { of } = pastsOf(posts, history);
  const authors = [...postsByAuthor(posts)];
  const pairs = authors.flatMap(([author, theirs]) => {
    const before = mainLanguage(writtenOf(of.get(author) ?? []), fewestBefore);
    const now = before === undefined ? undefined : mainLanguage(writtenOf(theirs), 1);
    return before === undefined || now === undefined ? [] : [{ before, now }];
  });
  return {
    script: shareOf(scripts.filter((script) => script !== tagScript).length, scripts.length),
    tagScript,
    language: shareOf(pairs.filter(({ before, now }) => before !== now).length, pairs.length),
    languageUnknown: authors.length - pairs.length,
  };
}

function mainScript(text: string): Script | undefined {
  const { main } = countScripts(text);
  return main === undefined ? undefined : (sameAs[main] ?? main);
}

/** Without tags: the tag itself must not decide, and others are often in another script. */
function wordsOf(text: string): string {
  return withoutNames(withoutLinks(text.slice(0, longestText))).replace(/[#＃][\p{L}\p{M}\p{N}_]+/gu, ' ');
}

/** Primary language of more than half of the posts in a known one; undefined below the fewest, and without such one. */
function mainLanguage(posts: readonly Post[], fewest: number): string | undefined {
  const counts = new Map<string, number>();
  let known = 0;
  for (const { lang, text } of posts) {
    const language = languageOf(lang, text).lang.split('-', 1)[0] ?? 'und';
    if (language === 'und') continue;
    known += 1;
    counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  if (known < fewest) return undefined;
  return [...counts].find(([, count]) => 2 * count > known)?.[0];
}
