/** One row of a Hamilton account list: whose, what type, which accounts, with its cells cleaned. */
import type { CsvRow } from '../csv-rows.ts';
import { readProfile } from '../profile.ts';
import type { RegistryAccount } from '../registry.ts';
import { stateCode } from '../state-code.ts';

export type HamiltonEdition = '2024-12' | 'earlier';

export interface HamiltonRow {
  readonly line: number;
  readonly state: string;
  readonly type: 'media' | 'government';
  /** Empty where the list has none. */
  readonly name: string;
  /** "Position, Notes, or Reason for Inclusion", where given. */
  readonly reason: string;
  /** The list's own remarks on the account. */
  readonly notes: readonly string[];
  readonly accounts: readonly RegistryAccount[];
  /** The earlier edition's `Validated`; absent in the later one. */
  readonly validated?: boolean | undefined;
}

/** Columns of both editions; the later one has a no-break space before most of its names. */
const accountColumns: readonly (readonly [string, string])[] = [
  ['twitter id', 'x'],
  ['facebook id', 'facebook'],
  ['youtube id', 'youtube'],
  ['youtube', 'youtube'],
  ['instagram id', 'instagram'],
  ['tiktok', 'tiktok'],
  ['tiktok id', 'tiktok'],
  ['telegram id', 'telegram'],
  ['telegram', 'telegram'],
  ['threads', 'threads'],
  ['rumble', 'rumble'],
  ['vk', 'vk'],
  ['ok', 'ok'],
  ['gab', 'gab'],
  ['parler', 'parler'],
  ['truthsocial', 'truthsocial'],
];

export function readHamiltonRow(
  row: CsvRow,
  edition: HamiltonEdition,
): { readonly row?: HamiltonRow; readonly refused: readonly string[] } {
  const state = stateCode(row.cell('category'));
  const type = typeOf(row.cell('account type'));
  if (state === undefined) return { refused: [`unknown country "${row.cell('category')}"`] };
  if (type === undefined) return { refused: [`unknown account type "${row.cell('account type')}"`] };
  const { accounts, refused } = accountsOf(row);
  if (accounts.length === 0) return { refused: refused.length > 0 ? refused : ['the row has no account'] };
  const named = nameOf(row.cell('name'));
  return {
    refused,
    row: {
      line: row.line,
      state,
      type,
      name: named.name,
      reason: row.cell('position, notes, or reason for inclusion'),
      notes: [...named.notes, ...notesOf(row)],
      accounts,
      validated: edition === 'earlier' ? /^true$/i.test(row.cell('validated')) : undefined,
    },
  };
}

function typeOf(type: string): HamiltonRow['type'] | undefined {
  if (/^media$/i.test(type)) return 'media';
  return /^diplomatic\/government$/i.test(type) ? 'government' : undefined;
}

function accountsOf(row: CsvRow): {
  readonly accounts: readonly RegistryAccount[];
  readonly refused: readonly string[];
} {
  const accounts: RegistryAccount[] = [];
  const refused: string[] = [];
  for (const [column, platform] of accountColumns) {
    // One cell may hold two ids, one below the other.
    for (const written of row.cell(column).split(/[\r\n]+/)) {
      if (written.trim() === '') continue;
      const profile = readProfile(platform, written);
      if ('account' in profile) accounts.push(profile.account);
      else refused.push(profile.refused);
    }
  }
  return { accounts, refused };
}

/** `Iranian embassy in Kuwait - OLD`: the list's remark is no part of the name, and `NA` is none. */
function nameOf(written: string): { readonly name: string; readonly notes: readonly string[] } {
  const [, bare = '', remark] = /^(.*?)(?:\s+-\s+(OLD|DOUBLE))?$/.exec(written.replace(/\s+/g, ' ')) ?? [];
  return { name: bare === 'NA' ? '' : bare, notes: remark === undefined ? [] : [`marked ${remark} in the list`] };
}

/** The earlier edition keeps remarks in a column of another project, and ids corrected by hand in one of their own. */
function notesOf(row: CsvRow): readonly string[] {
  const override = row.cell('asd override');
  const verified = row.cell('verified');
  return [
    row.cell('ballotpedia person id'),
    override === '' ? '' : `${override} id corrected by ASD`,
    /^(?:yes)?$/i.test(verified) ? '' : verified,
  ].filter((note) => note !== '');
}
