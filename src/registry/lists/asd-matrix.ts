/**
 * Reads the State Media Matrix of the Alliance for Securing Democracy (`State_Media_Matrix.csv`, MIT; seed data by
 * the State Media Monitor): one row per outlet with its site, its typology and its profiles, as addresses.
 */
import { accountText, claimKeys } from '../claim.ts';
import { type CsvRow, csvRows } from '../csv-rows.ts';
import type { EntryRefusal } from '../entry-file.ts';
import { hostForm, tooBroad } from '../host-form.ts';
import { readProfile } from '../profile.ts';
import type { RegistryAccount } from '../registry.ts';
import { stateCode } from '../state-code.ts';
import { typologyPattern } from '../typology.ts';
import { createTally, type RegistryImport } from './import-result.ts';
import { type Outlet, outletEntries } from './matrix-outlet.ts';

export interface MatrixOptions {
  /** Name shown in refusals. */
  readonly file: string;
  /** `false` takes sites and typology only. */
  readonly profiles?: boolean | undefined;
}

const profileColumns: readonly (readonly [string, string])[] = [
  ['twitter link', 'x'],
  ['facebook link', 'facebook'],
  ['instagram link', 'instagram'],
  ['youtube link', 'youtube'],
  ['telegram link', 'telegram'],
  ['vk link', 'vk'],
  ['linkedin link', 'linkedin'],
  ['ok.ru link', 'ok'],
  ['tiktok link', 'tiktok'],
  ['rutube link', 'rutube'],
];

/**
 * Rows whose profiles belong to somebody else of the same name, by outlet: the list's profiles were collected by
 * search. Dar Al Hilal, a Cairo publisher, is given the pages of the football club (`ALHILAL.Saudi.FC`).
 */
const othersProfiles = new Set(['Dar Al Hilal Publishing House (Al Hilal)']);

/**
 * A short name on X went to whoever came first, and the list's X column was not checked against X (it has names with
 * dots and names that are too long). So a name this short counts only when another profile of the row bears it too.
 */
const shortName = 4;

export function readAsdMatrix(text: string, { file, profiles = true }: MatrixOptions): RegistryImport {
  const { rows, broken } = csvRows(text);
  if (broken !== undefined) return { entries: [], refused: [{ file, ...broken }], counts: {} };
  const refused: EntryRefusal[] = [];
  const tally = createTally();
  const outlets: Outlet[] = [];
  for (const row of rows) {
    tally.add('rows');
    const refuse = (reason: string): void => void refused.push({ file, line: row.line, reason });
    const outlet = outletOf(row, refuse, tally.add, profiles);
    if (outlet !== undefined) outlets.push(outlet);
  }
  const entries = outletEntries(outlets, (line, reason) => void refused.push({ file, line, reason }));
  tally.add('countries', distinct(rows.map((row) => row.cell('country'))));
  tally.add('sites', distinct(rows.map((row) => hostOfSite(row.cell('url')) ?? '')));
  tally.add('entries', entries.length);
  return { entries, refused: refused.sort((a, b) => a.line - b.line), counts: tally.counts() };
}

function distinct(values: readonly string[]): number {
  return new Set(values.filter((value) => value !== '')).size;
}

function outletOf(
  row: CsvRow,
  refuse: (reason: string) => void,
  count: (name: string) => void,
  profiles: boolean,
): Outlet | undefined {
  const country = row.cell('country');
  const company = row.cell('media company').replace(/\*+$/, '').trim();
  const asset = assetName(row.cell('main assets')) || company;
  const typology = row.cell('typology');
  if (asset === '' && country === '') {
    refuse('the row is empty');
    return undefined;
  }
  const state = stateCode(country);
  const reason =
    state === undefined
      ? `unknown country "${country}"`
      : typologyPattern.test(typology)
        ? undefined
        : `unknown typology "${typology}"`;
  if (state === undefined || reason !== undefined) {
    refuse(reason ?? '');
    return undefined;
  }
  count(`typology ${typology}`);
  const host = hostOfRow(row, refuse, count);
  const accounts = accountsOfRow(row, asset, refuse, count, profiles);
  if (host === undefined && accounts.length === 0) {
    refuse(`${asset}: no site and no profile, nothing to match`);
    return undefined;
  }
  const hosts = host === undefined ? [] : [host];
  return { line: row.line, state, company, asset, typology, hosts, accounts, notes: notesOf(row) };
}

/** `Print: Beijing Review`, `CBN Weekly)`: the kind of asset and torn brackets go. */
function assetName(asset: string): string {
  const name = asset.replace(/^(?:television|radio|print(?: media)?|online|news agency)\s*:\s*/i, '').trim();
  if (name.endsWith(')') && !name.includes('(')) return name.slice(0, -1);
  return name.includes(')') ? name : name.replace(/\s*\(.*$/, '');
}

function hostOfRow(row: CsvRow, refuse: (reason: string) => void, count: (name: string) => void): string | undefined {
  const site = row.cell('url');
  if (site === '') return undefined;
  const host = hostOfSite(site);
  if (host === undefined) {
    refuse(`"${site}" has no host`);
    return undefined;
  }
  count('rows with a site');
  const broad = tooBroad(host);
  if (broad === undefined) return host;
  refuse(broad);
  return undefined;
}

/** Some sites stand without scheme. */
function hostOfSite(site: string): string | undefined {
  return hostForm(site.replace(/^[a-z]+:\/\//i, '').replace(/[/?#].*$/, ''))?.replace(/^www\./, '');
}

function accountsOfRow(
  row: CsvRow,
  asset: string,
  refuse: (reason: string) => void,
  count: (name: string) => void,
  profiles: boolean,
): readonly RegistryAccount[] {
  const read: RegistryAccount[] = [];
  for (const [column, platform] of profileColumns) {
    const written = row.cell(column);
    if (written === '') continue;
    count(`${platform} profiles`);
    const profile = readProfile(platform, written);
    if ('refused' in profile) refuse(`${asset}: ${profile.refused}`);
    else read.push(profile.account);
  }
  if (!profiles) return [];
  if (othersProfiles.has(asset)) {
    if (read.length > 0) refuse(`${asset}: its profiles are those of another body with the same name`);
    return [];
  }
  return read.filter((account) => {
    if (account.platform !== 'x' || !isShort(account) || read.some((other) => bearsName(other, account))) return true;
    refuse(`${asset}: ${accountText(account)} is short and on no other profile of the row, it may be somebody else`);
    return false;
  });
}

function isShort({ handle }: RegistryAccount): boolean {
  return handle !== undefined && handle.length <= shortName;
}

function bearsName(other: RegistryAccount, { platform, handle }: RegistryAccount): boolean {
  if (other.platform === platform || handle === undefined || other.handle === undefined) return false;
  return claimKeys({ platform, handle: other.handle }).join() === claimKeys({ platform, handle }).join();
}

/** The list's own remarks. In the rows of Iran they stand one column to the left. */
function notesOf(row: CsvRow): string {
  const remarks = [row.cell('status'), row.cell('notes')].filter((remark) => !/^(?:merged from \w+)?$/i.test(remark));
  return remarks.join('; ');
}
