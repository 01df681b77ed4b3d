/** The mark of an installation as the Traffic Light Protocol knows it (FIRST, TLP 2.0). */

const tlpLevels = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export type TlpLevel = (typeof tlpLevels)[number];

/** `undefined` for a mark of another kind, such as "internal use only". TLP 1's white is clear. */
export function tlpOf(mark: string): TlpLevel | undefined {
  const word = /\bTLP:\s*(CLEAR|WHITE|GREEN|AMBER\+STRICT|AMBER|RED)(?![\w+])/iu.exec(mark)?.[1]?.toLowerCase();
  return word === 'white' ? 'clear' : tlpLevels.find((level) => level === word);
}
