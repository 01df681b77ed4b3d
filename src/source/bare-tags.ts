/** Tags that only the text of a post holds, as written. */

/**
 * Not after a letter or digit (`a#b`, `page#top`), but after letters of scripts that put no blank between words. The
 * name ends where letters, digits and `_` end, and is not a number alone (`#1`).
 */
const bareTag =
  /(?<![\p{N}_&/#＃]|(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}])[\p{L}\p{M}])[#＃]+(?=[\p{N}_]*[\p{L}\p{M}])([\p{L}\p{M}\p{N}_\u{200c}]+)/gu;

export function bareTags(text: string): readonly string[] {
  const plain = text.replace(/https?:\/\/\S+/giu, ' ');
  return Array.from(plain.matchAll(bareTag), ([, tag]) => tag ?? '');
}
