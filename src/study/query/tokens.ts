/** A query as typed → its tokens, each with the place where it begins. */
import { QueryError } from './query-error.ts';

export type Token =
  | { readonly kind: '(' | ')' | 'or' | 'not'; readonly at: number }
  | { readonly kind: 'word' | 'phrase' | 'tag'; readonly text: string; readonly at: number }
  | { readonly kind: 'field'; readonly field: string; readonly text: string; readonly at: number };

/** A query is typed by a person; more is a mistake of a program. */
const longestQuery = 2_000;

const space = /[\s\u{3000}]/u;
/** Quotes as keyboards and word processors write them. */
const opening = /["“”„«»＂]/u;
const closing = /["“”«»＂]/u;

/** Places are counted in characters (code points), the first is 1. */
export function tokensOf(query: string): readonly Token[] {
  const characters = Array.from(query);
  const fail = (at: number, why: string): QueryError => new QueryError(query, at + 1, why);
  if (characters.length > longestQuery)
    throw fail(longestQuery, `a query may have ${longestQuery} characters, this one has ${characters.length}`);
  const tokens: Token[] = [];
  let at = 0;

  function quoted(): string {
    const start = at;
    at += 1;
    const from = at;
    while (at < characters.length && !closing.test(characters[at] ?? '')) at += 1;
    if (at >= characters.length) throw fail(start, 'this quotation mark is never closed');
    const inside = characters.slice(from, at).join('').trim();
    at += 1;
    if (inside === '') throw fail(start, 'there is nothing between these quotation marks');
    return inside;
  }

  function bare(): string {
    const from = at;
    while (at < characters.length && !isEnd(characters[at] ?? '')) at += 1;
    return characters.slice(from, at).join('');
  }

  while (at < characters.length) {
    const start = at;
    const character = characters[at] ?? '';
    if (space.test(character)) at += 1;
    else if (character === '(' || character === ')') {
      tokens.push({ kind: character, at: start + 1 });
      at += 1;
    } else if (opening.test(character)) tokens.push({ kind: 'phrase', text: quoted(), at: start + 1 });
    else if (character === '-' || character === '−') {
      at += 1;
      if (at >= characters.length || space.test(characters[at] ?? ''))
        throw fail(start, 'a minus must stand directly before what is to be left out');
      tokens.push({ kind: 'not', at: start + 1 });
    } else {
      const word = bare();
      const field = /^([a-z]+):(.*)$/isu.exec(word);
      if (field?.[1] === undefined) tokens.push(wordToken(word, start + 1));
      else {
        const isQuoted = field[2] === '' && opening.test(characters[at] ?? '');
        const value = isQuoted ? quoted() : (field[2] ?? '');
        if (value === '') throw fail(start, `there must be something behind ${field[1]}:, without a blank`);
        tokens.push({ kind: 'field', field: field[1].toLowerCase(), text: value, at: start + 1 });
      }
    }
  }
  return tokens;
}

function isEnd(character: string): boolean {
  return space.test(character) || character === '(' || character === ')' || opening.test(character);
}

function wordToken(word: string, at: number): Token {
  if (word === 'OR') return { kind: 'or', at };
  if (word === 'NOT') return { kind: 'not', at };
  return /^[#＃]/u.test(word) ? { kind: 'tag', text: word, at } : { kind: 'word', text: word, at };
}
