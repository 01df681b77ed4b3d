/**
 * Classifies stances by lexicons, one per language.
 *
 * Positive when more terms speak for what the question asks than against it, negative the other way round, neutral when
 * they are equal and there are some, or when there are neutral ones only; a text without any term stays unclassified.
 */
import type { Lexicon } from './lexicon.ts';
import { createTermSearch, type TermSearch } from './lexicon-search.ts';
import type { StanceModel } from './stance.ts';
import type { Stance } from './table/post-table.ts';

/** @throws RangeError when they answer several questions, or two are for one language */
export function createLexiconStance(lexicons: readonly Lexicon[]): StanceModel {
  const searches = new Map<string, TermSearch>();
  for (const lexicon of lexicons) {
    if (lexicon.id !== lexicons[0]?.id) throw new RangeError('lexicons of one stance answer one question');
    if (searches.has(lexicon.language)) throw new RangeError(`two lexicons for ${lexicon.language}`);
    searches.set(lexicon.language, createTermSearch(lexicon));
  }
  const classifyOne = (text: string, lang: string): Stance => {
    const search = searches.get(lang) ?? searches.get(lang.split('-', 1)[0] ?? lang);
    return search === undefined ? 'unclassified' : stanceOf(search, text);
  };
  return {
    name: nameOf(lexicons),
    classify: (texts) => Promise.resolve(texts.map(({ text, lang }) => classifyOne(text, lang))),
  };
}

function stanceOf(search: TermSearch, text: string): Stance {
  const { positive, negative, neutral } = search(text);
  if (positive > negative) return 'positive';
  if (negative > positive) return 'negative';
  return positive + neutral > 0 ? 'neutral' : 'unclassified';
}

/** `xinjiang-policy 1 (lexicon)`, with the versions by language where they differ. */
function nameOf(lexicons: readonly Lexicon[]): string {
  const versions = new Set(lexicons.map(({ version }) => version));
  const said =
    versions.size === 1
      ? [...versions].join('')
      : lexicons.map(({ language, version }) => `${language} ${version}`).join(', ');
  return `${[lexicons[0]?.id ?? 'no lexicon', said].filter((part) => part !== '').join(' ')} (lexicon)`;
}
