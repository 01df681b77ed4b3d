/**
 * A file of posts, packed or not, read as a stream in constant memory. What is wrong with a row becomes a refusal with
 * its line; what is wrong with the whole file is thrown as a `FileError`.
 */
import { basename } from 'node:path';
import { type CsvRow, createCsvRows } from './csv-rows.ts';
import { FileError } from './file-error.ts';
import type { FileFormat, FileItem, ImportOptions, Refusal } from './file-format.ts';
import { columnKey, type ReadContext } from './file-reader.ts';
import { type SniffedFormat, sniffFormat } from './format.ts';
import { jsonTooLong } from './json-lines.ts';
import { isObject, parseJson } from './json-object.ts';
import type { Line } from './lines.ts';
import { createNotes, type NotesTaker } from './notes.ts';
import { type OpenedLines, openLines } from './open-lines.ts';

export interface OpenedFile {
  readonly format: FileFormat;
  /** Size on disk. */
  readonly totalBytes: number;
  /** Bytes of it read so far. */
  bytesRead(): number;
  /** Everything in the file, in order, once. */
  readonly batches: AsyncGenerator<readonly FileItem[]>;
}

/** Items of a file, one by one. */
export async function* readPosts(path: string, options: ImportOptions): AsyncGenerator<FileItem> {
  const file = await openPosts(path, options);
  for await (const items of file.batches) yield* items;
}

/** Opens a file and finds out its format; to stop early, call `batches.return()`. */
export async function openPosts(path: string, options: ImportOptions): Promise<OpenedFile> {
  const file = await openLines(path);
  try {
    const sniffed = sniffFormat(file, options);
    if ('unknown' in sniffed) throw new FileError(`${path} ${sniffed.unknown}`);
    const notes = createNotes();
    const reader = createReader(sniffed, { options, fileName: basename(path), tell: notes.tell }, notes);
    const head = [file.first, ...file.rest];
    const rest = sniffed.kind === 'json' ? head : head.filter(({ line }) => line > sniffed.headerLine);
    return {
      format: sniffed.reader.format,
      totalBytes: file.totalBytes,
      bytesRead: () => file.bytesRead(),
      batches: noted(readItems(rest, file, reader), notes, options),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

interface LineReader {
  push(lines: readonly Line[]): readonly FileItem[];
  end(): readonly FileItem[];
}

function createReader(sniffed: SniffedFormat, context: ReadContext, notes: NotesTaker): LineReader {
  if (sniffed.kind === 'json') return createJsonReader(sniffed.reader.createReader(context));
  const { reader, header } = sniffed;
  const { known } = reader;
  if (known !== undefined) notes.unknownColumns(header.names.filter((name) => !known.test(columnKey(name))));
  const readRow = reader.createReader(header, context);
  const rows = createCsvRows(header.delimiter);
  const width = header.names.length;
  const read = (row: CsvRow | Refusal): FileItem => {
    if ('reason' in row) return { refused: row };
    const { length } = row.fields;
    if (length === width) return readRow(row);
    return { refused: { line: row.line, reason: `has ${length} columns, the header has ${width}` } };
  };
  return { push: (lines) => rows.push(lines).map(read), end: () => rows.end().map(read) };
}

function createJsonReader(
  read: ReturnType<Extract<SniffedFormat, { readonly kind: 'json' }>['reader']['createReader']>,
): LineReader {
  const readLine = ({ line, text }: Line): readonly FileItem[] => {
    if (text === undefined) return [{ refused: { line, reason: jsonTooLong } }];
    if (text.trim() === '') return [];
    const value = parseJson(text);
    if (isObject(value)) return read(value, line);
    return [{ refused: { line, reason: value === undefined ? 'is not JSON' : 'is no JSON object' } }];
  };
  return { push: (lines) => lines.flatMap(readLine), end: () => [] };
}

async function* readItems(
  rest: readonly Line[],
  file: OpenedLines,
  reader: LineReader,
): AsyncGenerator<readonly FileItem[]> {
  let lastLine = file.first.line;
  try {
    lastLine = rest.at(-1)?.line ?? lastLine;
    yield reader.push(rest);
    for await (const batch of file.lines) {
      lastLine = batch.at(-1)?.line ?? lastLine;
      yield reader.push(batch);
    }
  } finally {
    await file.close();
  }
  yield reader.end();
  const damage = file.damage();
  if (damage !== undefined) yield [{ refused: { line: lastLine, reason: damage } }];
}

async function* noted(
  batches: AsyncGenerator<readonly FileItem[]>,
  notes: NotesTaker,
  { onNotes }: ImportOptions,
): AsyncGenerator<readonly FileItem[]> {
  for await (const items of batches) {
    notes.count(items);
    yield items;
  }
  onNotes?.(notes.taken());
}
