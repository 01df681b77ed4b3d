/** What is compared instead of a handle as written, and what it looks like to a reader. */

/** Only what a keyboard puts around a word: zero-width signs stay, so that a trick never matches. */
const around = /^[ \t\r\n\u00a0]+|[ \t\r\n\u00a0]+$/g;
/** One `@` belongs to the writing of a handle; two are something else. */
const sign = /^@(?![@ \t\r\n\u00a0])/;
/** Letters, digits, punctuation and space of ASCII. */
const ascii = /^[ -~]*$/;

/** A handle as it is compared: without `@` and surrounding spaces, in lower case. Look-alike letters stay different. */
export function handleForm(handle: string): string {
  const bare = handle.replace(around, '').replace(sign, '');
  return ascii.test(bare) ? bare.toLowerCase() : composed(Array.from(composed(bare), lowerCase).join(''));
}

/**
 * A handle as its platform compares it. Facebook takes no notice of full stops (Facebook Help, "Guidelines for
 * creating a custom username").
 */
export function handleOn(platform: string, handle: string): string {
  const form = handleForm(handle);
  return platformForm(platform) === 'facebook' ? form.replaceAll('.', '') || form : form;
}

/** The Kelvin sign and the dotted İ become ASCII letters in lower case; they are look-alikes, so they stay. */
function lowerCase(letter: string): string {
  const lower = letter.toLowerCase();
  return ascii.test(letter) || !/[ -~]/.test(lower) ? lower : letter;
}

/** Signs that composing would turn into ASCII: the Kelvin sign, the Greek question mark, the Greek varia. */
const twinsOfAscii = /([\u212a\u037e\u1fef])/;

/** An accent written with its letter or after it is the same text (Unicode, canonical equivalence). */
function composed(text: string): string {
  return text
    .split(twinsOfAscii)
    .map((part) => (twinsOfAscii.test(part) ? part : part.normalize('NFC')))
    .join('');
}

export function platformForm(platform: string): string {
  return platform.trim().toLowerCase();
}

/**
 * What a handle looks like: full-width and styled letters, accents, zero-width and direction signs folded away, and
 * the Cyrillic and Greek letters that pass for Latin ones replaced (a selection of Unicode's confusables, UTS 39).
 */
export function lookOf(handle: string): string {
  if (ascii.test(handle)) return handle.replace(/^[\s@]+|\s+$/g, '').toLowerCase();
  const folded = handle
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\p{Z}]/gu, '')
    .replace(/^@+/, '')
    .toLowerCase();
  return ascii.test(folded) ? folded : Array.from(folded, (letter) => latinTwins.get(letter) ?? letter).join('');
}

/** Each look-alike followed by its Latin letter. */
const twins =
  'аaвbгrеeз3іiјjкkмmнhоoрpсcтtуyхxьbѕsһhԁdԛqԝwӏlүyԍgαaβbγyεeηnιiκkμuνvοoρpσoςcτtυuχxωwıiɑaɡgɩiłløođdħhƅbօoսuհh';
const latinTwins: ReadonlyMap<string, string> = new Map(
  Array.from(twins.matchAll(/(.)(.)/gu), ([, twin = '', latin = '']) => [twin, latin]),
);
