/** Rows of a CSV text by column name, each with the line it starts on. */
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';

export interface CsvRow {
  /** 1-based line of the file. */
  readonly line: number;
  /** The value of a column, trimmed; empty when the row or the file has none. */
  readonly cell: (column: string) => string;
}

export interface CsvText {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
  /** Why the text is no CSV. */
  readonly broken?: { readonly line: number; readonly reason: string } | undefined;
}

const Records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

export function csvRows(text: string): CsvText {
  try {
    const records = Records.parse(parse(text, { bom: true, info: true, relax_column_count: true }));
    return rowsOf(records);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = z.int().min(1).catch(1).parse(error['lines']);
    return { columns: [], rows: [], broken: { line, reason: `not CSV: ${error.message}` } };
  }
}

function rowsOf(records: z.infer<typeof Records>): CsvText {
  const [head, ...body] = records;
  if (head === undefined) return { columns: [], rows: [] };
  const columns = head.record.map(columnName);
  const index = new Map(columns.map((name, i) => [name, i]));
  let line = head.info.lines + 1;
  const rows: CsvRow[] = [];
  for (const { record, info } of body) {
    rows.push({ line, cell: (column) => cellText(record[index.get(column) ?? -1]) });
    line = info.lines + 1;
  }
  return { columns: columns.filter((name) => name !== ''), rows };
}

/** Column names are compared without case, and a no-break space is a space. */
export function columnName(name: string): string {
  return cellText(name).replace(/\s+/g, ' ').toLowerCase();
}

function cellText(cell: string | undefined): string {
  return (cell ?? '').replaceAll('\u00a0', ' ').trim();
}
