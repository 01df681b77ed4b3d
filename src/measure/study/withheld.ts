/** A share of too few is counted but not said: what takes its place, once for every measure of a study. */
import { type Share, shareOf } from '../share.ts';

/** Smallest denominator whose share is printed. */
export const minN = 50;

export interface Withheld {
  readonly withheld: true;
  readonly n: number;
  readonly of: number;
  readonly minN: number;
}

/** @param least smallest denominator that gives a share; one below it gives `Withheld` */
export function shareOrWithheld(n: number, of: number, least = minN): Share | Withheld {
  return of < least ? { withheld: true, n, of, minN: least } : shareOf(n, of);
}

export function isWithheld(share: Share | Withheld): share is Withheld {
  return 'withheld' in share;
}
