/** Text in charsets that `TextEncoder` does not write, by turning round what `TextDecoder` reads. */

const encoders = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** Characters of at most two bytes. */
export function charactersOf(charset: string): ReadonlyMap<string, readonly number[]> {
  const known = encoders.get(charset);
  if (known !== undefined) return known;
  const decoder = new TextDecoder(charset);
  const map = new Map<string, readonly number[]>();
  const note = (bytes: readonly number[]): void => {
    const text = decoder.decode(Uint8Array.from(bytes));
    if (Array.from(text).length === 1 && text !== '\u{fffd}' && !map.has(text)) map.set(text, bytes);
  };
  for (let byte = 0; byte < 256; byte += 1) note([byte]);
  for (let lead = 0x81; lead < 0xff; lead += 1) {
    for (let trail = 0x40; trail < 0xff; trail += 1) note([lead, trail]);
  }
  encoders.set(charset, map);
  return map;
}

export function encode(text: string, charset: string): Uint8Array {
  const characters = charactersOf(charset);
  return Uint8Array.from(
    Array.from(text).flatMap((character) => {
      const bytes = characters.get(character);
      if (bytes === undefined) throw new Error(`${charset} has no ${character}`);
      return [...bytes];
    }),
  );
}

export function utf16(text: string, order: 'le' | 'be'): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le');
  return order === 'le' ? bytes : Buffer.from(bytes).swap16();
}
