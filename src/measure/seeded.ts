/** Draws that are the same for the same data, so that a number that was told can be told again. */

/** Seeded numbers in [0, 1) (mulberry32). */
export function createSeeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What draws by chance give: their mean, and the standard deviation, taken as at least one. */
export function spreadOf(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.max(1, Math.sqrt(squares / (values.length - 1))) };
}

/** A whole number between two lengths, forwards or back. */
export function shiftOf(random: () => number, shortest: number, longest: number): number {
  const shift = Math.round(shortest + random() * (longest - shortest));
  return random() < 0.5 ? -shift : shift;
}
