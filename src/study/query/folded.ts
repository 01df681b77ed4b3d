/** Text and words as a query compares them. */

/** Signs that no reader sees; they would hide a word from a query. */
const unseen = /[\u{ad}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2064}\u{2066}-\u{2069}\u{feff}]/gu;
const ascii = /^[\0-\x7f]*$/;

/**
 * NFKC and case-folded, blanks made one. Upper case before lower case folds what has no single lower form (ß, ſ), and
 * both forms of the Greek sigma are one.
 */
export function folded(text: string): string {
  if (ascii.test(text)) return text.toLowerCase().replace(/\s+/g, ' ');
  return text
    .replace(unseen, '')
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .replace(/ς/g, 'σ')
    .replace(/i\u{307}/gu, 'i')
    .normalize('NFKC')
    .replace(/\s+/gu, ' ');
}

/** Scripts that put no blanks between words, or join particles to them: compared wherever they stand in the text. */
const joined =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}';
const letter = `[[\\p{L}\\p{M}\\p{N}_]--[${joined}]]`;
const beginsWithLetter = new RegExp(`^${letter}`, 'v');
const endsWithLetter = new RegExp(`${letter}$`, 'v');

/**
 * Whether a folded text has a word or phrase: at word boundaries, except on a side where the script knows none.
 *
 * @param isPrefix the word may go on: `uyghur*`
 */
export function wordMatcher(word: string, isPrefix: boolean): (text: string) => boolean {
  const wanted = folded(word).trim();
  const before = beginsWithLetter.test(wanted) ? `(?<!${letter})` : '';
  const after = !isPrefix && endsWithLetter.test(wanted) ? `(?!${letter})` : '';
  if (before === '' && after === '') return (text) => text.includes(wanted);
  const pattern = new RegExp(`${before}${escaped(wanted)}${after}`, 'v');
  // Most texts do not have it at all, and that is found out much faster.
  return (text) => text.includes(wanted) && pattern.test(text);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, (sign) => `\\${sign}`);
}
