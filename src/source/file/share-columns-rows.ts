/**
 * Chunks of bytes in, rows of a CSV file out as places of their fields in the bytes. Lines with quotes that are more than
 * a pair around a field go through the careful reader, whose rules and refusals hold for the file.
 */
import { isAscii } from 'node:buffer';
import { type CsvRow, createCsvRows } from './csv-rows.ts';
import type { Refusal } from './file-format.ts';
import { longestLine } from './lines.ts';
import { type FieldRow, rowOf } from './share-columns-fields.ts';

export interface ByteRows {
  /** Takes whole lines only. @returns how many bytes were taken; the rest belongs in front of the next chunk */
  push(bytes: Buffer): number;
  /** The file has ended with this rest. */
  end(rest: Buffer): void;
}

const lineFeed = 10;
const carriageReturn = 13;
const quote = 0x22;

export interface ByteRowsOptions {
  readonly delimiter: string;
  /** Fields looked at; a row may have more. */
  readonly width: number;
  /** Line of the file where the bytes begin, 1-based. */
  readonly firstLine: number;
  readonly onRow: (row: FieldRow) => void;
  readonly onRefusal: (refusal: Refusal) => void;
}

export function createByteRows({ delimiter, width, firstLine, onRow, onRefusal }: ByteRowsOptions): ByteRows {
  const row: FieldRow = {
    bytes: Buffer.alloc(0),
    line: firstLine,
    starts: new Int32Array(width),
    ends: new Int32Array(width),
    isAscii: true,
  };
  const separator = delimiter.charCodeAt(0);
  const careful = createCsvRows(delimiter);
  /** The careful reader is inside a quote that goes on over lines. */
  let isInside = false;
  /** The line at hand is too long, and its end has not come yet. */
  let isSkipping = false;

  function takeCarefully(text: string | undefined): void {
    const items = careful.push([{ line: row.line, text }]);
    for (const item of items) giveCareful(item);
    // A row that starts on the line just taken is the last word on it: nothing is open any more.
    isInside = items.at(-1)?.line !== row.line;
  }

  function giveCareful(item: CsvRow | Refusal): void {
    if ('reason' in item) onRefusal(item);
    else onRow(rowOf(item.line, fieldsOf(item, width)));
  }

  /** @returns where the next line starts, or -1 when the line at hand is not whole */
  function takeLine(bytes: Buffer, from: number): number {
    if (!isInside && !isSkipping) {
      const next = scanRow(bytes, from, separator, row);
      if (next >= 0 && next - from <= longestLine) {
        row.bytes = bytes;
        onRow(row);
        row.line++;
        return next;
      }
    }
    const end = bytes.indexOf(lineFeed, from);
    if (end < 0) return -1;
    const isTooLong = isSkipping || end - from > longestLine;
    takeCarefully(isTooLong ? undefined : bytes.toString('utf8', from, end));
    isSkipping = false;
    row.line++;
    return end + 1;
  }

  function push(bytes: Buffer): number {
    let from = 0;
    row.isAscii = isAscii(bytes);
    for (let next = takeLine(bytes, from); next >= 0; next = takeLine(bytes, from)) from = next;
    if (bytes.length - from <= longestLine && !isSkipping) return from;
    isSkipping = true;
    return bytes.length;
  }

  return {
    push,
    end(rest) {
      if (isSkipping) takeCarefully(undefined);
      else if (rest.length > 0) push(Buffer.concat([rest, Buffer.from([lineFeed])]));
      for (const item of careful.end()) giveCareful(item);
    },
  };
}

/** @returns where the next line starts; -1: the line is not whole; -2: it needs the careful reader */
function scanRow(bytes: Buffer, from: number, separator: number, { starts, ends }: FieldRow): number {
  const size = bytes.length;
  const width = starts.length;
  let column = 0;
  let start = from;
  let at = from;
  while (at < size) {
    let end = -1;
    if (bytes[at] === quote) {
      const close = closingQuote(bytes, at + 1, separator);
      if (close < 0) return close;
      start = at + 1;
      end = close;
      at = close + 1;
      if (bytes[at] === carriageReturn && bytes[at + 1] === lineFeed) at++;
    } else {
      let byte = bytes[at];
      while (byte !== separator && byte !== lineFeed) {
        if (++at >= size) return -1;
        byte = bytes[at];
      }
      end = at;
    }
    if (column < width) {
      starts[column] = start;
      ends[column] = end;
    }
    column++;
    if (bytes[at] === lineFeed) {
      for (; column < width; column++) starts[column] = ends[column] = 0;
      return at + 1;
    }
    at++;
    start = at;
  }
  return -1;
}

/** The quote that ends a field with no other in it; -1 and -2 as above. */
function closingQuote(bytes: Buffer, from: number, separator: number): number {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === lineFeed) return -2;
    if (byte !== quote) continue;
    if (at + 2 >= bytes.length) return -1;
    const next = bytes[at + 1];
    const isEnd = next === separator || next === lineFeed || (next === carriageReturn && bytes[at + 2] === lineFeed);
    return isEnd ? at : -2;
  }
  return -1;
}

/** As many as are looked at; one that the row lacks is empty. */
function fieldsOf({ fields }: CsvRow, width: number): readonly string[] {
  return Array.from({ length: width }, (_, column) => fields[column] ?? '');
}
