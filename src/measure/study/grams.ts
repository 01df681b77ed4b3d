/** 5-grams of a text, five UTF-16 units each, by their hash. */

export const gramLength = 5;

/** Of the five units from `at` on, 32 bits. */
export function gramHash(text: string, at: number): number {
  // FNV-1a over the units.
  let hash = 0x811c9dc5;
  for (let i = at; i < at + gramLength; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mixed(hash);
}

/** The last mix of MurmurHash3: every bit of the result depends on all bits. */
export function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
