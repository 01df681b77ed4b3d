/**
 * Cuts the accounts into ranges, so that the pairs whose smaller account lies in a range fit into memory however many
 * there are: the log is gone through once a range.
 */

export interface PairRange {
  /** Smaller accounts from here on, below `to`. */
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
}

/** @param pairsOf pairs by their smaller account; an account with more than `mostPairs` has a range of its own */
export function cutRanges(pairsOf: Float64Array, mostPairs: number): readonly PairRange[] {
  const ranges: PairRange[] = [];
  let from = 0;
  let pairs = 0;
  for (let account = 0; account < pairsOf.length; account++) {
    const more = pairsOf[account] ?? 0;
    if (pairs > 0 && pairs + more > mostPairs) {
      ranges.push({ from, to: account, pairs });
      from = account;
      pairs = 0;
    }
    pairs += more;
  }
  if (pairs > 0) ranges.push({ from, to: pairsOf.length, pairs });
  return ranges;
}
