/** Lines in, rows of a CSV file out, each with the line it starts on. */
import { parse } from 'csv-parse/sync';
import { createCsvFramer, type FramedRow } from './csv-frame.ts';
import type { Refusal } from './file-format.ts';
import type { Line } from './lines.ts';

export interface CsvRow {
  /** 1-based line of the file where the row starts. */
  readonly line: number;
  readonly fields: readonly string[];
}

export interface CsvRows {
  push(lines: readonly Line[]): readonly (CsvRow | Refusal)[];
  /** What is left when the file has ended. */
  end(): readonly (CsvRow | Refusal)[];
}

export function createCsvRows(delimiter: string): CsvRows {
  const framer = createCsvFramer(delimiter);
  return {
    push(lines) {
      for (const line of lines) framer.take(line);
      return cutFields(framer.framed(), delimiter);
    },
    end() {
      framer.end();
      return cutFields(framer.framed(), delimiter);
    },
  };
}

function cutFields(framed: readonly (FramedRow | Refusal)[], delimiter: string): readonly (CsvRow | Refusal)[] {
  const rows: (CsvRow | Refusal)[] = [];
  const quoted: { readonly index: number; readonly text: string }[] = [];
  for (const item of framed) {
    if ('reason' in item) {
      rows.push(item);
      continue;
    }
    const fields = cutPlain(item.text, delimiter);
    if (fields === undefined) quoted.push({ index: rows.length, text: item.text });
    rows.push({ line: item.line, fields: fields ?? [] });
  }
  if (quoted.length > 0) fillQuoted(rows, quoted, delimiter);
  return rows;
}

/** Rows without quotes and rows with nothing but quotes around every field can be split, which most of them can. */
function cutPlain(text: string, delimiter: string): readonly string[] | undefined {
  if (!text.includes('"')) return text.split(delimiter);
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return undefined;
  const fields = text.slice(1, -1).split(`"${delimiter}"`);
  return fields.some((field) => field.includes('"')) ? undefined : fields;
}

function fillQuoted(
  rows: (CsvRow | Refusal)[],
  quoted: readonly { readonly index: number; readonly text: string }[],
  delimiter: string,
): void {
  const together = tryParse(quoted.map(({ text }) => text).join('\n'), delimiter);
  quoted.forEach(({ index, text }, i) => {
    const fields = together?.length === quoted.length ? together[i] : tryParse(text, delimiter)?.[0];
    const line = rows[index]?.line ?? 0;
    rows[index] = fields === undefined ? { line, reason: 'is not CSV' } : { line, fields };
  });
}

function tryParse(text: string, delimiter: string): readonly (readonly string[])[] | undefined {
  try {
    return parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      // Rows are bounded before; zero lifts the parser's own, lower limit.
      max_record_size: 0,
    });
  } catch {
    return undefined;
  }
}
