/** English name of a country for the name of an entry. */
const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

export function countryName(state: string): string {
  return names.of(state) ?? state;
}
