/** Which set of Twitter/X's archive a file is of: its key, state and month, told by the name of the file. */
import { stateCode } from '../state-code.ts';

export interface TakedownSet {
  /** Name of the set in the archive: `CNHU_0621`, `russia_052020`. */
  readonly key: string;
  /** `CNHU 2021-12`. */
  readonly name: string;
  /** ISO 3166-1 code of the state that the archive names. */
  readonly state: string;
}

/**
 * `2021_12_CNHU_0621_CNHU_0621_users.csv`, `hashed_2021_12_…`, `CNHU_0621_users_csv_hashed.csv`,
 * `russia_052020_users_csv_hashed.csv`, `IRA_202012_users.csv`.
 */
export function takedownSetOf(file: string): TakedownSet | { readonly refused: string } {
  const [, year, month, rest = ''] = /^(?:hashed_)?(?:(20\d\d)_(\d\d)_)?(.*)$/.exec(file) ?? [];
  const [, who = '', digits = ''] = /^([A-Za-z_]*[A-Za-z])_(\d{4,6})_/.exec(rest) ?? [];
  const state = stateOf(who);
  if (state === undefined) {
    return {
      refused: `"${file}" does not say which set it is: keep the archive's name, as in CNHU_0621_users_csv_hashed.csv`,
    };
  }
  const published = year === undefined ? monthOf(digits) : `${year}-${month}`;
  return { key: `${who}_${digits}`, name: `${who} ${published ?? digits}`, state };
}

/** `052020` and `202012` are months of publication; the sets of `0621` were published in December 2021. */
function monthOf(digits: string): string | undefined {
  if (digits === '0621') return '2021-12';
  const [, month, year] = /^(0[1-9]|1[0-2])(20\d\d)$/.exec(digits) ?? [];
  if (month !== undefined) return `${year}-${month}`;
  const [, first, second] = /^(20\d\d)(0[1-9]|1[0-2])$/.exec(digits) ?? [];
  return first === undefined ? undefined : `${first}-${second}`;
}

/**
 * Keys that are no name of a country. State as in Twitter's announcements of the sets: CNHU and CNCC (Xinjiang, December
 * 2021), IRA, GRU, REA and RNA (Internet Research Agency and others, Russia), MX (Mexico).
 */
const keys: ReadonlyMap<string, string> = new Map([
  ['cnhu', 'CN'],
  ['cncc', 'CN'],
  ['cnxx', 'CN'],
  ['ira', 'RU'],
  ['gru', 'RU'],
  ['rea', 'RU'],
  ['rna', 'RU'],
  ['mx', 'MX'],
  ['uae', 'AE'],
]);

/** Keys that name whom a set was about: the archive gives the accounts of `qatar` to somebody else. */
const targets = new Set(['qatar']);

function stateOf(who: string): string | undefined {
  const key = who.toLowerCase();
  if (targets.has(key)) return undefined;
  return keys.get(key) ?? stateCode(key.replaceAll('_', ' '));
}
