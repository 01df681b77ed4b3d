/** The CSV form of the registry: one row per account or host, the rows of one id make one entry. */
import { type CsvRow, csvRows } from './csv-rows.ts';
import { issuesOf } from './entry-issues.ts';
import { RegistryEntryText } from './entry-schema.ts';
import type { LinedEntries } from './entry-yaml.ts';
import type { RegistryEntry } from './registry.ts';

/** What stands once per entry: in its first row, and in later ones empty or the same. */
const once = [
  'name',
  'kind',
  'state',
  'typology',
  'role',
  'control',
  'publicRole',
  'confidence',
  'admiralty',
  'status',
  'notes',
] as const;
const accountColumns = ['platform', 'handle', 'nativeId', 'validFrom', 'validTo'] as const;
const evidenceColumns = [
  'type',
  'source',
  'url',
  'quote',
  'date',
  'by',
  'archiveUrl',
  'retrievedAt',
  'contentHash',
] as const;

export const entryCsvColumns: readonly string[] = [
  'id',
  ...once,
  ...accountColumns,
  'host',
  ...evidenceColumns.map((column) => `evidence.${column}`),
];

export function readCsvEntries(text: string): LinedEntries {
  const { columns, rows, broken } = csvRows(text);
  if (broken !== undefined) return { entries: [], refused: [broken] };
  const known = new Set(entryCsvColumns.map((column) => column.toLowerCase()));
  const unknown = columns.filter((column) => !known.has(column));
  if (unknown.length > 0 || !columns.includes('id')) {
    const reason = unknown.length > 0 ? `unknown columns: ${unknown.join(', ')}` : 'no column id';
    return { entries: [], refused: [{ line: 1, reason: `${reason}; known: ${entryCsvColumns.join(', ')}` }] };
  }
  return readGroups(rows);
}

function readGroups(rows: readonly CsvRow[]): LinedEntries {
  const entries: { entry: RegistryEntry; line: number }[] = [];
  const refused: { line: number; reason: string }[] = [];
  const groups = new Map<string, CsvRow[]>();
  for (const row of rows) {
    if (entryCsvColumns.every((column) => cellOf(row, column) === '')) continue;
    const id = cellOf(row, 'id');
    if (id === '') refused.push({ line: row.line, reason: 'id is empty' });
    else {
      const group = groups.get(id);
      if (group === undefined) groups.set(id, [row]);
      else group.push(row); // a takedown set has tens of thousands of rows
    }
  }
  for (const [id, group] of groups) {
    const line = group[0]?.line ?? 1;
    const contradiction = contradictionIn(group);
    if (contradiction !== undefined) {
      refused.push({ line: contradiction.line, reason: `${id}: ${contradiction.reason}` });
      continue;
    }
    const parsed = RegistryEntryText.safeParse(entryOf(id, group));
    if (parsed.success) entries.push({ entry: parsed.data, line });
    else
      refused.push({
        line,
        reason: `${id}: ${issuesOf(parsed.error)
          .map((issue) => issue.text)
          .join('; ')}`,
      });
  }
  return { entries, refused };
}

function contradictionIn(group: readonly CsvRow[]): { readonly line: number; readonly reason: string } | undefined {
  for (const column of once) {
    const first = group.find((row) => cellOf(row, column) !== '');
    const other = group.find(
      (row) => cellOf(row, column) !== '' && first && cellOf(row, column) !== cellOf(first, column),
    );
    if (first !== undefined && other !== undefined) {
      const reason = `${column} is "${cellOf(other, column)}", but "${cellOf(first, column)}" in line ${first.line}`;
      return { line: other.line, reason };
    }
  }
  return undefined;
}

function entryOf(id: string, group: readonly CsvRow[]): Record<string, unknown> {
  const entry: Record<string, unknown> = { id };
  for (const column of once) {
    const value = group.map((row) => cellOf(row, column)).find((cell) => cell !== '');
    if (value !== undefined) entry[column] = value;
  }
  entry['accounts'] = group.flatMap((row) => objectOf(row, accountColumns, (column) => column));
  entry['hosts'] = [...new Set(group.map((row) => cellOf(row, 'host')).filter((host) => host !== ''))];
  entry['evidence'] = distinct(
    group.flatMap((row) => objectOf(row, evidenceColumns, (column) => `evidence.${column}`)),
  );
  return entry;
}

function objectOf<Column extends string>(
  row: CsvRow,
  columns: readonly Column[],
  nameOf: (column: Column) => string,
): readonly Record<string, string>[] {
  const cells = columns.flatMap((column): [string, string][] => {
    const value = cellOf(row, nameOf(column));
    return value === '' ? [] : [[column, value]];
  });
  return cells.length === 0 ? [] : [Object.fromEntries(cells)];
}

/** The same evidence may stand in every row of an entry. */
function distinct(objects: readonly Record<string, string>[]): readonly Record<string, string>[] {
  return [...new Map(objects.map((object) => [JSON.stringify(object), object])).values()];
}

function cellOf(row: CsvRow, column: string): string {
  return row.cell(column.toLowerCase());
}
