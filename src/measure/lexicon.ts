/** Lexicon of a stance: terms of one language that speak for or against what a question asks. */

export interface Term {
  /** In the form that is compared (`lexiconForm`), without `*`. */
  readonly text: string;
  /** Also matches longer words that begin like this. */
  readonly isPrefix: boolean;
}

export const termLists = ['positive', 'negative', 'neutral', 'negators'] as const;
export type TermList = (typeof termLists)[number];

export interface Lexicon extends Readonly<Record<TermList, readonly Term[]>> {
  /** Of the question; lexicons of several languages share it. */
  readonly id: string;
  readonly version: string;
  /** Positive speaks for what it asks, negative against it. */
  readonly question: string;
  /** BCP 47. */
  readonly language: string;
}

/** Small letters, one form of apostrophe, and one space for white space and hyphens: `Forced-Labour` is `forced labour`. */
export function lexiconForm(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/[\s_\u00ad\u2010-\u2015-]+/g, ' ')
    .trim();
}
