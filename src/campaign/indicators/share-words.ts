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

/** What is missing where nobody read what the accounts did before; one sentence, so that it is listed once. */
export const noHistory = 'what the accounts did before';

/** What the accounts of a share are called where only those with copied texts were looked at. */
export function accountWords(amongCopiers: boolean): readonly [one: string, many: string] {
  return amongCopiers ? ['account with copied texts', 'accounts with copied texts'] : ['account', 'accounts'];
}
