/** The span of a given length with the most different accounts, among posts in the order of time. */

export interface BusiestSpan {
  /** Time of the first post in the span, epoch ms; the earliest such span. */
  readonly from: number;
  readonly accounts: number;
}

/**
 * A window slides over the posts; both of its ends belong to it.
 *
 * @param at time of each post, ascending
 * @param account of each post
 */
export function busiestSpan(at: Float64Array, account: Uint32Array, spanMs: number): BusiestSpan {
  const inside = new Map<number, number>();
  let best: BusiestSpan = { from: at[0] ?? 0, accounts: 0 };
  let first = 0;
  for (const [last, time] of at.entries()) {
    const comes = account[last] ?? 0;
    inside.set(comes, (inside.get(comes) ?? 0) + 1);
    for (; time - (at[first] ?? 0) > spanMs; first++) {
      const leaves = account[first] ?? 0;
      const left = (inside.get(leaves) ?? 0) - 1;
      if (left > 0) inside.set(leaves, left);
      else inside.delete(leaves);
    }
    if (inside.size > best.accounts) best = { from: at[first] ?? 0, accounts: inside.size };
  }
  return best;
}
