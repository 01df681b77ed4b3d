/**
 * How many different things were seen, in one kilobyte: HyperLogLog with linear counting while it is nearly empty.
 *
 * Standard error 1.04 / √1024 = 3.3 %. Two counters of one hasher merge exactly, so hours make days.
 *
 * @see Flajolet, Fusy, Gandouet, Meunier (2007), HyperLogLog, AofA 07, 137-156
 */
import type { Hasher } from './hash.ts';

const registers = 1024;
const indexBits = 10;
/** Bias correction for 1,024 registers (Flajolet et al. 2007, figure 3). */
const alpha = 0.7213 / (1 + 1.079 / registers);

export type DistinctCounter = Uint8Array<ArrayBuffer>;

export function newDistinctCounter(): DistinctCounter {
  return new Uint8Array(registers);
}

/** Counts what `hasher` was given last. */
export function countDistinct(counter: DistinctCounter, { high, low }: Hasher): void {
  const register = high >>> (32 - indexBits);
  // 22 bits of the upper half and 32 of the lower one: ranks up to 55 fit a byte with room.
  const rest = (high << indexBits) >>> 0;
  const rank = rest === 0 ? 32 - indexBits + leadingZeros(low) + 1 : Math.clz32(rest) + 1;
  if (rank > (counter[register] ?? 0)) counter[register] = rank;
}

function leadingZeros(low: number): number {
  return Math.min(31, Math.clz32(low));
}

/** Everything that either has seen, into the first. */
export function mergeDistinct(into: DistinctCounter, other: DistinctCounter): void {
  for (let i = 0; i < registers; i++) {
    const rank = other[i] ?? 0;
    if (rank > (into[i] ?? 0)) into[i] = rank;
  }
}

export function distinctCount(counter: DistinctCounter): number {
  let sum = 0;
  let zeros = 0;
  for (const rank of counter) {
    sum += 2 ** -rank;
    if (rank === 0) zeros += 1;
  }
  const raw = (alpha * registers * registers) / sum;
  if (raw <= 2.5 * registers && zeros > 0) return registers * Math.log(registers / zeros);
  return raw;
}
