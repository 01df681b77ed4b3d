/** What a library made of an answer, as JSON that a store can hold: 64-bit numbers as text, no bytes, no end of depth. */

const deepest = 12;

export function plainJson(value: unknown, depth = 0): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'bigint') return value.toString();
  // Bytes are keys to files and thumbnails; nobody can read them later.
  if (typeof value !== 'object' || value instanceof Uint8Array || depth > deepest) return undefined;
  if (Array.isArray(value)) return value.map((item) => plainJson(item, depth + 1) ?? null);
  if (isLong(value)) return value.toString();
  const entries = Object.entries(value).map(([key, item]) => [key, plainJson(item, depth + 1)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** How the `long` package has numbers of 64 bits. */
interface LongNumber {
  toString(): string;
  readonly low: unknown;
}

function isLong(value: object): value is LongNumber {
  return 'low' in value && 'high' in value && 'unsigned' in value;
}
