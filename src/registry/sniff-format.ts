/** Which registry format a file is in, by its first line; `undefined` when none that is known. */
import { columnName, csvRows } from './csv-rows.ts';
import { entryCsvColumns } from './entry-csv.ts';

export type RegistryFormat = 'yaml' | 'csv' | 'asd-matrix' | 'hamilton';

export function sniffRegistryFormat(text: string, file: string): RegistryFormat | undefined {
  if (/\.ya?ml$/i.test(file)) return 'yaml';
  const bare = text.replace(/^\uFEFF/, '');
  const columns = new Set(csvRows(firstRow(bare)).columns);
  const has = (...names: readonly string[]): boolean => names.every((name) => columns.has(name));
  if (has('country', 'media company', 'main assets', 'typology')) return 'asd-matrix';
  if (has('category', 'account type', 'name', 'twitter id')) return 'hamilton';
  if (has('id') && [...columns].every((column) => ownColumns.has(column))) return 'csv';
  return /^(?:\s*#.*\n|---\s*\n|\s*\n)*(?:entries:|- )/.test(bare) ? 'yaml' : undefined;
}

const ownColumns = new Set(entryCsvColumns.map(columnName));

/** Headers may have quoted line breaks; none of the known ones does. */
function firstRow(text: string): string {
  return text.slice(0, 10_000).split(/\r?\n/, 1)[0] ?? '';
}
