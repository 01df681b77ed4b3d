/** The language of a longer text in Latin or Cyrillic letters, by its words and sequences of letters (tinyld). */
import { detectAll } from 'tinyld';
import type { ScriptCounts } from './language-scripts.ts';

/** `undefined` when the text is short, or when the first guess is not clearly the best. */
export function languageOfWords(text: string, counts: ScriptCounts): string | undefined {
  const { main } = counts;
  if ((main !== 'Latn' && main !== 'Cyrl') || counts.of(main) < fewestLetters) return undefined;
  if (main === 'Latn' && isLatinUyghur(text)) return 'ug-Latn';
  const guess = clearGuess(text.slice(0, longestText));
  const sign = main === 'Latn' ? latin[guess] : cyrillic[guess];
  return sign?.test(text) === true ? guess : undefined;
}

/** Reposts bring one text many times, and a guess takes as long as everything else that is done with a post. */
const guesses = new Map<string, string>();
const mostGuesses = 20_000;

/** '' without a clear one. */
function clearGuess(text: string): string {
  const known = guesses.get(text);
  if (known !== undefined) return known;
  const [best] = detectAll(text);
  const guess = best !== undefined && best.accuracy >= leastAccuracy ? best.lang : '';
  if (guesses.size >= mostGuesses) guesses.clear();
  guesses.set(text, guess);
  return guess;
}

/**
 * Tried on pieces of 16 languages: from forty letters on and with an accuracy of a half, hardly one of the languages
 * that tinyld knows was taken for another. What it does not know it takes for a neighbour, hence the lists below.
 */
const fewestLetters = 40;
const leastAccuracy = 0.5;
/** The time taken grows with the length, some 0.1 ms for a hundred characters; more of them made no difference. */
const longestText = 120;

const any = /^/;

/**
 * What is believed in Latin letters, and what has to stand in the text. Uzbek is taken for Turkish, Latin Uyghur for
 * Turkmen. Malay is taken for Indonesian, which cannot be told by letters: `id` means either.
 */
const latin: Readonly<Record<string, RegExp | undefined>> = {
  af: any,
  cs: /[ěščřžýáíéůúňťď]/i,
  da: any,
  de: any,
  en: any,
  es: any,
  et: /[äõöü]/i,
  fi: /[äö]/i,
  fr: any,
  hu: /[áéíóöőúüű]/i,
  id: any,
  is: /[áðéíóúýþæö]/i,
  it: any,
  lt: /[ąčęėįšųūž]/i,
  lv: /[āčēģīķļņšūž]/i,
  nl: any,
  no: any,
  pl: /[ąćęłńóśźż]/i,
  pt: any,
  ro: /[ăâîșşțţ]/i,
  sk: /[áäčďéíĺľňóôŕšťúýž]/i,
  sv: /[åäö]/i,
  tk: /[çşžňý]/i,
  tl: any,
  tr: /[çğışöü]/i,
  vi: /[ăâđêôơưạảấầậắặẹếềểệỉịọốộớợụủứừự]/i,
};

const cyrillic: Readonly<Record<string, RegExp | undefined>> = { bg: any, mk: any, ru: any, sr: any, uk: any };

/** Frequent words of Uyghur in its Latin alphabet (ULY) that are none in the languages around it. */
const uyghurWords: ReadonlySet<string> = new Set(
  'bilen üchün emes bolup bolghan qilghan bolidu qilidu kéyin héch heqqide dégen qilip bolsa uning ular shundaq idi bar yoq hem ige kishi kishiler xelq xelqi uyghur uyghurlar uyghurlarning wetinimiz'.split(
    ' ',
  ),
);

/** Two of these words, and the letters or endings that go with them: é, or gh in an ending. */
function isLatinUyghur(text: string): boolean {
  const words = text.toLowerCase().split(/[^\p{L}\p{M}'’]+/u);
  const known = new Set(words.filter((word) => uyghurWords.has(word)));
  const shaped = words.filter((word) => /gh(?:an|anliq|anda|in|i|a|ay)|(?:lar|ler)(?:ning|ni|gha|da|din)?$/.test(word));
  return known.size >= 2 && (shaped.length >= 2 || (shaped.length >= 1 && text.includes('é')));
}
