/** A log of object, account and time as it is, for co-share networks: nothing is normalised but blanks around a field. */

import { readHeader } from './csv-header.ts';
import { FileError } from './file-error.ts';
import type { Refusal } from './file-format.ts';
import type { CsvHeader } from './file-reader.ts';
import { longestLine, tooLong } from './lines.ts';
import { type OpenedBytes, openBytes } from './open-bytes.ts';
import { type Column, createShareLayers, type ShareLayers } from './share-columns.ts';
import { readPlain } from './share-columns-plain.ts';
import { createByteRows } from './share-columns-rows.ts';

/** Names of columns; without one the usual names are tried. */
export interface ShareColumnNames {
  readonly objects?: readonly string[] | undefined;
  readonly account?: string | undefined;
  readonly time?: string | undefined;
  readonly post?: string | undefined;
  /** Nobody asks which post a row belongs to: reading takes a third less time and half the memory. */
  readonly skipPosts?: boolean | undefined;
}

export interface ShareTable extends ShareLayers {
  readonly columns: {
    readonly objects: readonly string[];
    readonly account: string;
    readonly time: string;
    readonly post: string | undefined;
  };
  /** Columns of the file in which nobody looked: rows that differ in them alone are the same here. */
  readonly otherColumns: number;
  readonly refused: number;
}

/** CooRTweet's own names first, then those of the data sets it comes with. */
const usual = {
  object: ['object_id'],
  account: ['account_id'],
  time: ['timestamp_share', 'timestamp'],
  post: ['content_id', 'post_id'],
} as const;

/** @param onRefusal is told of each row that cannot be read */
export async function readShareTable(
  path: string,
  names: ShareColumnNames,
  onRefusal: (refusal: Refusal) => void = () => undefined,
): Promise<ShareTable> {
  const file = await openBytes(path);
  try {
    const head = await readHead(path, file);
    const columns = findColumns(path, head.header.names, names);
    let refused = 0;
    const refuse = (refusal: Refusal): void => {
      refused++;
      onRefusal(refusal);
    };
    const used = [...columns.objects, columns.account, columns.time, ...(columns.post ? [columns.post] : [])];
    const shares = createShareLayers({ ...columns, room: rowsExpected(head.rest, file.totalBytes), onRefusal: refuse });
    const rows = createByteRows({
      delimiter: head.header.delimiter,
      width: Math.max(...used.map(({ at }) => at)) + 1,
      firstLine: head.line + 1,
      onRow: (row) => shares.add(row),
      onRefusal: refuse,
    });
    const push = (bytes: Buffer): number => {
      const taken = rows.push(bytes);
      shares.settle();
      return taken;
    };
    const rest = readPlain(path, head, push) ?? (await readStream(file, head.rest, push));
    // Half a row is no mistake of the file's author.
    const damage = file.damage();
    if (damage !== undefined) throw new FileError(`${path} ${damage}`);
    rows.end(rest);
    return {
      ...shares.build(),
      refused,
      otherColumns: head.header.names.length - new Set(used.map(({ at }) => at)).size,
      columns: {
        objects: columns.objects.map(({ name }) => name),
        account: columns.account.name,
        time: columns.time.name,
        post: columns.post?.name,
      },
    };
  } finally {
    await file.close();
  }
}

/** Only the line that a chunk cuts is copied. @returns the rest that no line break ends */
async function readStream(file: OpenedBytes, front: Buffer, push: (bytes: Buffer) => number): Promise<Buffer> {
  let rest = front.subarray(push(front));
  for await (const chunk of file.bytes) {
    const end = rest.length === 0 ? 0 : chunk.indexOf('\n') + 1 || chunk.length;
    if (rest.length > 0) rest = Buffer.concat([rest, chunk.subarray(0, end)]);
    if (rest.length > 0) rest = rest.subarray(push(rest));
    const behind = chunk.subarray(end);
    if (rest.length === 0) rest = behind.subarray(push(behind));
  }
  return rest;
}

interface Head {
  readonly header: CsvHeader;
  /** 1-based line of the header. */
  readonly line: number;
  /** What was read with it and comes after it. */
  readonly rest: Buffer;
  /** Bytes read so far, those of the rest too. */
  readonly came: number;
}

/** The first line that is not blank. */
async function readHead(path: string, file: OpenedBytes): Promise<Head> {
  let read: Buffer = Buffer.alloc(0);
  let line = 1;
  let came = 0;
  for (let isLast = false; !isLast; ) {
    const chunk = await file.bytes.next();
    isLast = chunk.done === true;
    came += chunk.done === true ? 0 : chunk.value.length;
    read = Buffer.concat([read, chunk.done === true ? Buffer.from('\n') : chunk.value]);
    for (let end = read.indexOf('\n'); end >= 0; end = read.indexOf('\n')) {
      const text = read.toString('utf8', 0, end).replace(/\r$/, '');
      read = read.subarray(end + 1);
      if (text.trim() === '') {
        line++;
        continue;
      }
      // A header that breaks off names columns that nobody wrote.
      const damage = isLast ? file.damage() : undefined;
      if (damage !== undefined) throw new FileError(`${path} ${damage}`);
      return { header: readHeader(text), line, rest: read, came };
    }
    if (read.length > longestLine) throw new FileError(`${path}: its first line ${tooLong}, so it is no text file`);
  }
  throw new FileError(`${path} ${file.damage() ?? 'is empty'}`);
}

interface FoundColumns {
  readonly objects: readonly Column[];
  readonly account: Column;
  readonly time: Column;
  readonly post: Column | undefined;
}

function findColumns(path: string, header: readonly string[], names: ShareColumnNames): FoundColumns {
  const find = (name: string): Column => {
    const at = header.indexOf(name);
    if (at < 0) throw new FileError(`${path} has no column "${name}"; it has ${header.join(', ')}`);
    return { name, at };
  };
  const among = (candidates: readonly string[]): string => candidates.find((name) => header.includes(name)) ?? '';
  const required = (given: string | undefined, kind: 'object' | 'account' | 'time'): Column => {
    const name = given ?? among(usual[kind]);
    if (name !== '') return find(name);
    throw new FileError(
      `${path}: which column holds the ${kind}? Say it by --${kind}; the file has ${header.join(', ')}`,
    );
  };
  const objects = names.objects ?? [];
  const post = names.post ?? among(usual.post);
  return {
    objects: objects.length === 0 ? [required(undefined, 'object')] : [...new Set(objects)].map(find),
    account: required(names.account, 'account'),
    time: required(names.time, 'time'),
    post: post === '' || names.skipPosts === true ? undefined : find(post),
  };
}

/** Twentieth more than the rows in front are long, so that columns seldom have to grow. */
function rowsExpected(front: Buffer, totalBytes: number): number {
  let lines = 1;
  for (let at = front.indexOf('\n'); at >= 0; at = front.indexOf('\n', at + 1)) lines++;
  return Math.ceil(((totalBytes * lines) / Math.max(front.length, 1)) * 1.05) + 64;
}
