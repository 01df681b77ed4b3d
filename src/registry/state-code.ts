/** ISO 3166-1 code of a country as lists write it. */

/** Names that no region table has, as the lists that we read spell them. */
const oddNames: readonly (readonly [string, string])[] = [
  ['uae', 'AE'],
  ['drc', 'CD'],
  ['dr congo', 'CD'],
  ['democratic republic of the congo', 'CD'],
  ['congo', 'CG'],
  ['republic of the congo', 'CG'],
  ["cote d'ivoire", 'CI'],
  ['ivory coast', 'CI'],
  ['cape verde', 'CV'],
  ['czech republic', 'CZ'],
  ['europen union', 'EU'], // misspelt in the State Media Matrix; EU is reserved in ISO 3166-1
  ['european union', 'EU'],
  ['uk', 'GB'],
  ['gambia', 'GM'],
  ['hong kong', 'HK'],
  ['burma', 'MM'],
  ['myanmar', 'MM'],
  ['macao', 'MO'],
  ['macau', 'MO'],
  ['palestine', 'PS'],
  ['palestine territories', 'PS'],
  ['swaziland', 'SZ'],
  ['turkey', 'TR'],
  ['turkiye', 'TR'],
  ['united states of america', 'US'],
  ['usa', 'US'],
  ['holy see', 'VA'],
];

const codes = new Map<string, string>();

export function stateCode(country: string): string | undefined {
  if (codes.size === 0) fill();
  return codes.get(nameForm(country));
}

/** Region names of the runtime turned round; codes out of use (SU, DD) are passed over, they rename to others. */
function fill(): void {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  for (const a of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
    for (const b of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
      const code = a + b;
      const name = names.of(code);
      if (name !== undefined && new Intl.Locale(`und-${code}`).region === code) codes.set(nameForm(name), code);
    }
  }
  for (const [name, code] of oddNames) codes.set(name, code);
}

function nameForm(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[’‘`]/g, "'")
    .toLowerCase()
    .replaceAll('&', 'and')
    .replace(/^the /, '')
    .replace(/\s+/g, ' ')
    .trim();
}
