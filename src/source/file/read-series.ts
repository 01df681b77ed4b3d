/** A series of counts: a CSV with a time column (date or hour) and a count column → points with instants. */
import { parse } from 'csv-parse/sync';
import { parseTime } from '../parse-time.ts';
import { FileError } from './file-error.ts';

export interface SeriesPoint {
  readonly at: Date;
  readonly count: number;
}

const timeNames = ['date', 'hour', 'time', 'timestamp', 'day', 'week', 't'];
const countNames = ['count', 'posts', 'n', 'value', 'y'];

/** The first row is the header unless it begins with a time. Columns are found by name, else the first two are taken. */
export function readSeries(text: string, file: string): readonly SeriesPoint[] {
  const rows = cut(text, file);
  const [first, ...rest] = rows;
  if (first === undefined) throw new FileError(`${file} is empty`);
  const header =
    parseTime(first.fields[0] ?? '') === undefined ? first.fields.map((name) => name.trim().toLowerCase()) : [];
  const columns = columnsOf(header, file);
  return (header.length === 0 ? rows : rest).map(({ fields, line }) => {
    const at = parseTime(fields[columns.time] ?? '');
    if (at === undefined)
      throw new FileError(`${file} line ${line}: "${fields[columns.time] ?? ''}" is no date or hour`);
    const count = Number(fields[columns.count]);
    if ((fields[columns.count] ?? '').trim() === '' || !Number.isFinite(count) || count < 0) {
      throw new FileError(`${file} line ${line}: "${fields[columns.count] ?? ''}" is no count`);
    }
    return { at, count };
  });
}

function cut(text: string, file: string): readonly { readonly line: number; readonly fields: readonly string[] }[] {
  const lines: number[] = [];
  try {
    const rows: readonly (readonly string[])[] = parse(text, {
      bom: true,
      delimiter: [',', ';', '\t'],
      skip_empty_lines: true,
      relax_column_count: true,
      on_record: (record: string[], { lines: line }) => {
        lines.push(line);
        return record;
      },
    });
    return rows.map((fields, i) => ({ line: lines[i] ?? 0, fields }));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'it cannot be cut into columns';
    throw new FileError(`${file} is no CSV: ${why}`, { cause });
  }
}

function columnsOf(header: readonly string[], file: string): { readonly time: number; readonly count: number } {
  if (header.length === 0) return { time: 0, count: 1 };
  const indexOf = (names: readonly string[]): number => header.findIndex((name) => names.includes(name));
  const time = indexOf(timeNames);
  const count = indexOf(countNames);
  if (time >= 0 && count >= 0) return { time, count };
  if (header.length === 2) return { time: 0, count: 1 };
  throw new FileError(
    `${file}: expected a column of times (${timeNames.join(', ')}) and one of counts (${countNames.join(', ')}); the header is ${header.join(', ')}`,
  );
}
