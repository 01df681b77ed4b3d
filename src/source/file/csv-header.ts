/** The first line of a CSV file: names of columns, and what separates them. */
import { createCsvRows } from './csv-rows.ts';
import type { CsvHeader } from './file-reader.ts';

/** Separator and names of a header line. */
export function readHeader(
  line: string,
  delimiter = delimiterOf(line),
): CsvHeader & { readonly header: readonly string[] } {
  const rows = createCsvRows(delimiter);
  const text = line.replace(/^\u{feff}/u, '');
  const [row] = [...rows.push([{ line: 1, text }]), ...rows.end()];
  const fields = row === undefined || 'reason' in row ? text.split(delimiter) : row.fields;
  const names = fields.map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  return { names, delimiter, header: names };
}

/** The separator that the header has most of, outside of quotes. */
function delimiterOf(header: string): string {
  const plain = header.replace(/"[^"]*"/g, '');
  let best = ',';
  for (const candidate of [',', ';', '\t']) {
    if (plain.split(candidate).length > plain.split(best).length) best = candidate;
  }
  return best;
}
