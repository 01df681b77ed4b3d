/**
 * What says how a text stands to a question: a lexicon of a team, or a model of its own behind the same interface.
 * Nothing is translated; a text in a language that is not covered stays unclassified.
 */
import type { Stance } from './table/post-table.ts';

export interface StanceModel {
  /** Named beside every number it led to: `xinjiang-policy 1 (lexicon)`. */
  readonly name: string;
  /** One answer per text, in order. */
  classify(texts: readonly { readonly text: string; readonly lang: string }[]): Promise<readonly Stance[]>;
}
