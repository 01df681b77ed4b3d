/** How a share of accounts, posts or texts is said: what is counted stands beside the count. */
import type { Share } from '../../measure/share.ts';
import { counted, shareText } from '../../measure/words.ts';

/** `9 of 214 accounts (4.2 %, 95 % 2.2-7.8)`. */
export function shareOfText(share: Share, one: string, many = `${one}s`): string {
  return shareText(share).replace(/^\S+ of \S+/u, (fraction) => `${fraction} ${share.of === 1 ? one : many}`);
}

/** What is missing where too few creation dates are known; one sentence, so that it is listed once. */
export function datesMissing(known: number, accounts: number): string {
  const missing = accounts - known;
  return missing > 0
    ? `creation dates of ${counted(missing, 'account')}`
    : `account ages: only ${counted(accounts, 'account')}`;
}
