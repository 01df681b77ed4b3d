/**
 * Where a burst begins, ends and peaks, drawn after the fact: the cheapest path through states of rising rate. It gives
 * no error rate and raises no alarm.
 *
 * @see Kleinberg, J. (2003), Bursty and hierarchical structure in streams, Data Mining and Knowledge Discovery 7, 373-397
 */

export interface KleinbergOptions {
  /** Factor between the rates of neighbouring states, > 1; 2 unless said. */
  readonly s?: number | undefined;
  /** Cost of going up one state, in units of ln(buckets); 1 unless said. Going down is free. */
  readonly gamma?: number | undefined;
}

/**
 * States of buckets, 0 = everyday: `counts[t]` of `totals[t]` events are of the kind looked at.
 *
 * @param states number of states, ≥ 2; states whose rate would reach 1 are left out
 * @throws RangeError where lengths differ or a count is negative or above its total
 */
export function kleinbergStates(
  counts: readonly number[],
  totals: readonly number[],
  { s = 2, gamma = 1, states = 2 }: KleinbergOptions & { readonly states?: number | undefined } = {},
): Uint8Array {
  checkBuckets(counts, totals);
  const all = sum(totals);
  const base = all === 0 ? 0 : sum(counts) / all;
  if (base === 0 || base >= 1) return new Uint8Array(counts.length);
  const rates = Array.from({ length: states }, (_, state) => base * s ** state).filter((rate) => rate < 1);
  const logs = rates.map((rate) => [Math.log(rate), Math.log1p(-rate)] as const);
  const costOf = (t: number, state: number): number => {
    const [hit, miss] = logs[state] ?? [0, 0];
    // The binomial coefficient is the same in every state and left out.
    return -((counts[t] ?? 0) * hit + ((totals[t] ?? 0) - (counts[t] ?? 0)) * miss);
  };
  return cheapestPath(counts.length, rates.length, gamma * Math.log(counts.length), costOf);
}

/**
 * Weight of each burst of a path (a run of states above 0): how much dearer the everyday state would have been there.
 */
export function burstWeights(
  counts: readonly number[],
  totals: readonly number[],
  states: Uint8Array,
  { s = 2 }: KleinbergOptions = {},
): readonly { readonly from: number; readonly to: number; readonly weight: number }[] {
  const base = sum(counts) / Math.max(1, sum(totals));
  const bursts: { from: number; to: number; weight: number }[] = [];
  for (let t = 0; t < states.length; t++) {
    if (states[t] === 0) continue;
    const gain = gainOf(counts[t] ?? 0, totals[t] ?? 0, base, base * s);
    const last = bursts.at(-1);
    if (last !== undefined && last.to === t)
      bursts[bursts.length - 1] = { ...last, to: t + 1, weight: last.weight + gain };
    else bursts.push({ from: t, to: t + 1, weight: gain });
  }
  return bursts;
}

function gainOf(count: number, total: number, low: number, high: number): number {
  return count * Math.log(high / low) + (total - count) * (Math.log1p(-high) - Math.log1p(-low));
}

/**
 * States of the gaps between events, exponential with rates (n / T) sⁱ.
 *
 * @param gaps in any unit of time, each > 0: distinct times are needed
 * @throws RangeError naming the gap that is not above 0
 */
export function kleinbergGaps(gaps: readonly number[], { s = 2, gamma = 1 }: KleinbergOptions = {}): Uint8Array {
  if (gaps.length === 0) return new Uint8Array(0);
  let shortest = Number.POSITIVE_INFINITY;
  for (const [index, gap] of gaps.entries()) {
    if (!(gap > 0)) throw new RangeError(`gap ${index} is ${gap}: gaps must be above 0`);
    shortest = Math.min(shortest, gap);
  }
  const whole = sum(gaps);
  const states = Math.min(
    mostStates,
    Math.max(1, Math.ceil(1 + Math.log(whole) / Math.log(s) - Math.log(shortest) / Math.log(s))),
  );
  const rates = Array.from({ length: states }, (_, state) => (gaps.length / whole) * s ** state);
  const costOf = (t: number, state: number): number => {
    const rate = rates[state] ?? 1;
    return (gaps[t] ?? 0) * rate - Math.log(rate);
  };
  return cheapestPath(gaps.length, states, gamma * Math.log(gaps.length), costOf);
}

/** States are numbered in a byte; a rate of 2⁶⁴ times the usual is none. */
const mostStates = 64;

/** Viterbi: going up from i to j costs (j − i) `step`, going down nothing; among equals the lower state. */
function cheapestPath(
  length: number,
  states: number,
  step: number,
  costOf: (t: number, state: number) => number,
): Uint8Array {
  const path = new Uint8Array(length);
  if (length === 0 || states <= 1) return path;
  const from = new Uint8Array(length * states);
  let costs = Float64Array.from({ length: states }, (_, state) => state * step + costOf(0, state));
  for (let t = 1; t < length; t++) {
    const next = new Float64Array(states);
    for (let state = 0; state < states; state++) {
      let best = 0;
      let least = Number.POSITIVE_INFINITY;
      for (let before = 0; before < states; before++) {
        const cost = (costs[before] ?? 0) + Math.max(0, state - before) * step;
        if (cost < least) {
          least = cost;
          best = before;
        }
      }
      from[t * states + state] = best;
      next[state] = least + costOf(t, state);
    }
    costs = next;
  }
  let state = 0;
  for (let other = 1; other < states; other++) if ((costs[other] ?? 0) < (costs[state] ?? 0)) state = other;
  for (let t = length - 1; t >= 0; t--) {
    path[t] = state;
    state = from[t * states + state] ?? 0;
  }
  return path;
}

function checkBuckets(counts: readonly number[], totals: readonly number[]): void {
  if (counts.length !== totals.length) throw new RangeError(`${counts.length} counts for ${totals.length} totals`);
  for (const [t, count] of counts.entries()) {
    if (!(count >= 0 && count <= (totals[t] ?? 0))) {
      throw new RangeError(`bucket ${t} counts ${count} of ${totals[t]}: a count lies in 0..total`);
    }
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
