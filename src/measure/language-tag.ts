/**
 * The platform's word for a language → BCP 47, `undefined` when it names none.
 *
 * Regions are dropped, so that `en-GB` and `en` are one row. So are scripts, but for languages that are written in
 * several alphabets where the usual one is not meant: `ug-Latn`. All of written Chinese is `zh`.
 */
export function languageTag(given: string | undefined): string | undefined {
  if (given === undefined || given === '') return undefined;
  const known = tags.get(given);
  if (known !== undefined) return known === '' ? undefined : known;
  const tag = readTag(given);
  // Platforms use some hundred values; a file may hold anything.
  if (tags.size < mostTags) tags.set(given, tag ?? '');
  return tag;
}

const tags = new Map<string, string>();
const mostTags = 5_000;

/** Codes for what is no language: undetermined, none, several, private use (X: `qme` for a picture, `qht` for tags). */
const noLanguage = /^(?:und|zxx|mul|mis|art|q[a-t][a-z])$/;

const usualScripts: Readonly<Record<string, string>> = {
  az: 'Latn',
  kk: 'Cyrl',
  ku: 'Latn',
  ky: 'Cyrl',
  mn: 'Cyrl',
  pa: 'Guru',
  sr: 'Cyrl',
  tg: 'Cyrl',
  ug: 'Arab',
  uz: 'Latn',
};

function readTag(given: string): string | undefined {
  if (!/^[a-z]{2,3}(?:[-_][a-z\d]{1,8})*$/i.test(given.trim())) return undefined;
  try {
    // Also knows codes that were taken back: `iw` is `he`, `in` is `id`, `cmn` is `zh`.
    const { language, script } = new Intl.Locale(given.trim().replaceAll('_', '-'));
    if (noLanguage.test(language)) return undefined;
    if (language === 'nb' || language === 'nn') return 'no';
    const usual = usualScripts[language];
    return usual === undefined || script === undefined || script === usual ? language : `${language}-${script}`;
  } catch {
    return undefined;
  }
}
