/**
 * A file of posts, plain or gzipped, read as a stream in constant memory. What is wrong with a row becomes a refusal
 * with its line; what is wrong with the whole file is thrown as a `FileError`.
 */
import { basename } from 'node:path';
import { createCsvLogReader, planCsvLog } from './csv-log.ts';
import { type CsvRow, createCsvRows } from './csv-rows.ts';
import { FileError } from './file-error.ts';
import type { FileFormat, FileItem, ImportOptions, Refusal } from './file-format.ts';
import { type SniffedFormat, sniffFormat } from './format.ts';
import { createIoArchiveReader } from './io-archive.ts';
import { type Line, tooLong } from './lines.ts';
import { readNdjsonLine } from './ndjson.ts';
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
    const sniffed = sniffFormat(file.first.text, options);
    if ('unknown' in sniffed) throw new FileError(`${path} ${sniffed.unknown}`);
    const reader = createReader(sniffed, basename(path), options);
    const rest = sniffed.format === 'ndjson' ? [file.first, ...file.rest] : file.rest;
    return {
      format: sniffed.format,
      totalBytes: file.totalBytes,
      bytesRead: () => file.bytesRead(),
      batches: readItems(rest, file, reader),
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

function createReader(sniffed: SniffedFormat, fileName: string, options: ImportOptions): LineReader {
  if (sniffed.format === 'ndjson') return { push: (lines) => readJsonLines(lines, options), end: () => [] };
  const { header, delimiter } = sniffed;
  const readRow =
    sniffed.format === 'io-archive'
      ? createIoArchiveReader(header, fileName, options)
      : createLogReader(header, options);
  const rows = createCsvRows(delimiter);
  const read = (row: CsvRow | Refusal): FileItem => {
    if ('reason' in row) return { refused: row };
    const { length } = row.fields;
    if (length === header.length) return readRow(row);
    return { refused: { line: row.line, reason: `has ${length} columns, the header has ${header.length}` } };
  };
  return { push: (lines) => rows.push(lines).map(read), end: () => rows.end().map(read) };
}

function createLogReader(header: readonly string[], options: ImportOptions): (row: CsvRow) => FileItem {
  const plan = planCsvLog(header, options);
  if ('missing' in plan) throw new FileError(`the header lacks ${plan.missing}`);
  return createCsvLogReader(plan, options);
}

function readJsonLines(lines: readonly Line[], options: ImportOptions): readonly FileItem[] {
  const items: FileItem[] = [];
  for (const { line, text } of lines) {
    if (text === undefined) items.push({ refused: { line, reason: tooLong } });
    else if (text.trim() !== '') items.push(readNdjsonLine({ line, text }, options));
  }
  return items;
}

async function* readItems(
  rest: readonly Line[],
  file: OpenedLines,
  reader: LineReader,
): AsyncGenerator<readonly FileItem[]> {
  let lastLine = 1;
  try {
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
