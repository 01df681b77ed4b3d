/**
 * Reads the account lists of the Alliance for Securing Democracy's Hamilton 2.0 dashboard (China, Russia, Iran;
 * diplomatic or government, and media; MIT), in either edition: `Hamilton_Account_List2024.csv`, `HamiltonAccts.csv`.
 *
 * Institutions only, unless asked otherwise; officials are persons in public office, everybody else is left out.
 */
import { csvRows } from '../csv-rows.ts';
import type { EntryRefusal } from '../entry-file.ts';
import { handleForm } from '../handle-form.ts';
import { groupEntries } from './hamilton-group.ts';
import { type HamiltonRow, readHamiltonRow } from './hamilton-row.ts';
import { createTally, type RegistryImport } from './import-result.ts';

export interface HamiltonOptions {
  /** Name shown in refusals. */
  readonly file: string;
  /** Named officials too; `false` unless given. Journalists and other staff are never taken. */
  readonly includeOfficials?: boolean | undefined;
}

export function readHamilton(text: string, { file, includeOfficials = false }: HamiltonOptions): RegistryImport {
  const { columns, rows, broken } = csvRows(text);
  if (broken !== undefined) return { entries: [], refused: [{ file, ...broken }], counts: {} };
  const refused: EntryRefusal[] = [];
  const refuse = (line: number, reason: string): void => void refused.push({ file, line, reason });
  const tally = createTally();
  tally.add('rows', rows.length);
  const edition = columns.includes('validated') ? 'earlier' : '2024-12';
  const read = rows.flatMap((row): HamiltonRow[] => {
    const one = readHamiltonRow(row, edition);
    for (const reason of one.refused) refuse(row.line, reason);
    return one.row === undefined ? [] : [one.row];
  });
  countHandles(read, tally.add);
  const entries = groupEntries(read, { includeOfficials, edition, refuse, count: tally.add });
  tally.add('entries', entries.length);
  return { entries, refused: refused.sort((a, b) => a.line - b.line), counts: tally.counts() };
}

/** `x CN media`: distinct X handles of each part of the list, and how often one is repeated. */
function countHandles(rows: readonly HamiltonRow[], count: (name: string, n?: number) => void): void {
  const seen = new Map<string, Set<string>>();
  let named = 0;
  for (const { state, type, accounts } of rows) {
    for (const { platform, handle } of accounts) {
      count(`${platform} accounts`);
      if (platform !== 'x' || handle === undefined) continue;
      named++;
      const part = `x ${state} ${type}`;
      for (const name of ['x handles', part]) seen.set(name, (seen.get(name) ?? new Set()).add(handleForm(handle)));
    }
  }
  for (const [name, handles] of seen) count(name, handles.size);
  count('x handles repeated', named - (seen.get('x handles')?.size ?? 0));
}
