/** Fields of a row without the blanks around them, and rows whose fields are beyond ASCII. */
import { isAscii } from 'node:buffer';

/** One row: field `n` is `bytes` from `starts[n]` to `ends[n]`, not trimmed; both 0 for a field that the row lacks. */
export interface FieldRow {
  bytes: Buffer;
  line: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** True when there is nothing beyond ASCII in the bytes. */
  isAscii: boolean;
}

/** Where the field begins behind its blanks: its end, when there is nothing else in it. */
export function trimmedStart({ bytes, starts, ends }: FieldRow, column: number): number {
  const end = ends[column] ?? 0;
  let start = starts[column] ?? 0;
  while (start < end && isBlank(bytes[start] ?? 0)) start++;
  return start;
}

export function trimmedEnd({ bytes, starts, ends }: FieldRow, column: number): number {
  const start = starts[column] ?? 0;
  let end = ends[column] ?? 0;
  while (end > start && isBlank(bytes[end - 1] ?? 0)) end--;
  return end > start ? end : (ends[column] ?? 0);
}

/**
 * Beyond ASCII there are more blanks, and bytes that are no UTF-8: what counts is what a text has.
 *
 * @returns the row itself when its fields are such texts already
 */
export function placeFields(row: FieldRow, columns: readonly number[]): FieldRow {
  const isText = columns.every((column) => {
    const start = trimmedStart(row, column);
    const field = row.bytes.subarray(start, trimmedEnd(row, column));
    return isAscii(field) || field.equals(Buffer.from(field.toString().trim()));
  });
  return isText ? row : placed(row);
}

function placed({ bytes, line, starts, ends }: FieldRow): FieldRow {
  return rowOf(
    line,
    Array.from(starts, (start, column) => bytes.toString('utf8', start, ends[column]).trim()),
  );
}

/** A row of these fields, with bytes of its own. */
export function rowOf(line: number, fields: readonly string[]): FieldRow {
  const starts = new Int32Array(fields.length);
  const ends = new Int32Array(fields.length);
  const parts = fields.map((field) => Buffer.from(field));
  let size = 0;
  for (const [column, part] of parts.entries()) {
    starts[column] = size;
    size += part.length;
    ends[column] = size;
  }
  const bytes = Buffer.concat(parts);
  return { bytes, line, starts, ends, isAscii: isAscii(bytes) };
}

const space = 32;

/** Space, tab, line feed, vertical tab, form feed, carriage return. */
function isBlank(byte: number): boolean {
  return byte === space || (byte >= 9 && byte <= 13);
}
