/** Invented entries in any number: names of syllables, so that many are a letter apart, as names of outlets are. */
import type { RegistryEntry } from '../src/registry/registry.ts';

const syllables = (
  'an ba chi da el fo gu ha in jo ka lo mi na on pe qu ra so ta un ve wi xe yo za news daily global press radio tv ' +
  'live world times post'
).split(' ');
const suffixes = ['example', 'com.example', 'test', 'org.test', 'invalid'];

export function inventedEntries(count: number): readonly RegistryEntry[] {
  const random = randomNumbers(7);
  const word = (parts: number): string =>
    Array.from({ length: parts }, () => syllables[Math.floor(random() * syllables.length)] ?? '').join('');
  return Array.from({ length: count }, (_, n) => {
    const handle = `${word(3 + (n % 3))}${n % 5 === 0 ? `_${n % 97}` : ''}`;
    return {
      id: `xx-entry-${n}`,
      name: `Entry ${n}`,
      kind: 'state-media',
      state: 'XX',
      publicRole: true,
      accounts: [{ platform: 'x', handle, nativeId: String(10_000_000 + n) }],
      hosts: [`${word(2 + (n % 2))}${n}.${suffixes[n % suffixes.length] ?? 'example'}`],
      evidence: [
        {
          type: 'registry',
          source: 'Example List 2024-02',
          url: `https://list.example/${n}`,
          date: new Date(Date.UTC(2024, 1, 1 + (n % 28))),
        },
      ],
      confidence: n % 3 === 0 ? 'moderate' : 'high',
      status: 'active',
    };
  });
}

/** The same names in every run: two runs may be compared. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
