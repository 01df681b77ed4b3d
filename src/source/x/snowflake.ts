/** X's ids tell their time: milliseconds since November 2010 above 22 bits (docs.x.com, X IDs). */

const epochMs = 1_288_834_974_657;
const shift = 22n;

export function timeOfId(id: string): Date {
  return new Date(Number(BigInt(id) >> shift) + epochMs);
}

/** An id that is smaller than every id of this time and later, and larger than those before. */
export function idBefore(time: Date): string {
  const ms = Math.max(0, Math.floor(time.getTime()) - epochMs);
  return ms === 0 ? '0' : String((BigInt(ms) << shift) - 1n);
}

export function laterId(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return BigInt(a) >= BigInt(b) ? a : b;
}
