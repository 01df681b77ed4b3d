/** Reposts within seconds of the original, in a log of shares that holds the originals. */
import type { NumberedShares } from '../share-log.ts';
import { type FeatureRows, featureRowsOf } from './feature-rows.ts';

/**
 * @param delay seconds from the original, the whole difference: a repost a day and 5 seconds later is not fast, and one
 * before its original is a fault of a clock
 */
export function isFast(delay: number, within: number): boolean {
  return delay >= 0 && delay <= within;
}

export interface FastReposts {
  /** Feature: the account reposted. Value: fast reposts of it. */
  readonly rows: FeatureRows;
  /** Shares whose original is in the log, by another account. */
  readonly judged: number;
  /** Shares whose original is not in the log: nothing can be said of them. */
  readonly withoutOriginal: number;
}

/** @param originals row of the original by number of the object, -1 where the log does not have it */
export function fastRepostRows(log: NumberedShares, originals: Int32Array, within: number): FastReposts {
  const accounts: number[] = [];
  const authors: number[] = [];
  let judged = 0;
  let withoutOriginal = 0;
  for (let row = 0; row < log.times.length; row++) {
    const original = originals[log.objects[row] ?? 0] ?? -1;
    if (original === row) continue;
    if (original < 0) {
      withoutOriginal++;
      continue;
    }
    const account = log.accounts[row] ?? 0;
    const author = log.accounts[original] ?? 0;
    if (account === author) continue;
    judged++;
    if (!isFast((log.times[row] ?? 0) - (log.times[original] ?? 0), within)) continue;
    accounts.push(account);
    authors.push(author);
  }
  const rows = featureRowsOf({
    accountIds: log.accountIds,
    featureIds: log.accountIds,
    accounts: Int32Array.from(accounts),
    features: Int32Array.from(authors),
  });
  return { rows, judged, withoutOriginal };
}
