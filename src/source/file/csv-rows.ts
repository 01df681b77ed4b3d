/** Lines in, rows of a CSV file out, each with the line it starts on. */
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
  return framed.map((item) =>
    'reason' in item
      ? item
      : { line: item.line, fields: cutPlain(item.text, delimiter) ?? cutQuoted(item.text, delimiter) },
  );
}

/** Rows without quotes and rows with nothing but quotes around every field can be split, which most of them can. */
function cutPlain(text: string, delimiter: string): readonly string[] | undefined {
  if (!text.includes('"')) return text.split(delimiter);
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return undefined;
  const fields = text.slice(1, -1).split(`"${delimiter}"`);
  return fields.some((field) => field.includes('"')) ? undefined : fields;
}

/** Quotes of a framed row are whole: see `quoteAfter` in csv-frame.ts, whose rules are the same. */
function cutQuoted(text: string, delimiter: string): readonly string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const quoted = text[at] === '"';
    const end = quoted ? closingQuote(text, at + 1) : delimiterAfter(text, at, delimiter);
    fields.push(quoted ? text.slice(at + 1, end).replaceAll('""', '"') : text.slice(at, end));
    at = quoted ? end + 1 : end;
    if (at >= text.length) return fields;
    at += 1; // the delimiter
  }
}

function delimiterAfter(text: string, start: number, delimiter: string): number {
  const found = text.indexOf(delimiter, start);
  return found < 0 ? text.length : found;
}

function closingQuote(text: string, start: number): number {
  for (let at = start; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    if (text[at + 1] !== '"') return at;
  }
}
