/** Rows of fields in, a share log of numbers out: one layer an object column, over the same accounts and posts. */
import { createShareColumns, type Names, type NumberedShares, type ShareColumns } from '../../measure/share-log.ts';
import type { Refusal } from './file-format.ts';
import type { FieldRow } from './share-columns-fields.ts';
import { placeFields, trimmedEnd, trimmedStart } from './share-columns-fields.ts';
import { type ByteIds, createByteIds } from './share-columns-ids.ts';
import { secondsOf } from './share-columns-time.ts';
import { mostFields } from './share-columns-words.ts';

export interface ShareLayer extends NumberedShares {
  readonly column: string;
  /** Rows without an object in this column. */
  readonly missing: number;
  /** By object: the number of the post with the same id, or -1. */
  postsOfObjects(): Int32Array;
}

export interface ShareLayers {
  /** Rows with an account and a time. */
  readonly rows: number;
  readonly layers: readonly ShareLayer[];
  readonly accountIds: Names;
  readonly postIds: Names;
}

/** A column by its name and its place in the row. */
export interface Column {
  readonly name: string;
  readonly at: number;
}

export interface ShareLayersOptions {
  readonly objects: readonly Column[];
  readonly account: Column;
  readonly time: Column;
  readonly post: Column | undefined;
  /** Rows expected. */
  readonly room: number;
  readonly onRefusal: (refusal: Refusal) => void;
}

export interface ShareLayersBuilder {
  /** The bytes of the row must stay as they are until `settle`. */
  add(row: FieldRow): void;
  /** Gives the ids of the rows so far their numbers: many at once, because each looks elsewhere in memory. */
  settle(): void;
  build(): ShareLayers;
}

export function createShareLayers(options: ShareLayersOptions): ShareLayersBuilder {
  const { account, time, onRefusal } = options;
  const { accounts, posts, layers, idColumns } = waitingOf(options);
  const postNumbers = posts?.numbers ?? new Int32Array(mostFields);
  const times = new Float64Array(mostFields);
  const used = [time.at, ...idColumns.map(({ column }) => column.at)];
  let bytes: Buffer = Buffer.alloc(0);
  let waiting = 0;
  let rows = 0;
  let unnamed = 0;

  function add(given: FieldRow): void {
    const row = given.isAscii ? given : placeFields(given, used);
    if (row.bytes !== bytes || waiting === mostFields) {
      settle();
      bytes = row.bytes;
    }
    if (!accounts.put(row, waiting)) return refuse(row, onRefusal, `has no ${account.name}`);
    const start = trimmedStart(row, time.at);
    const end = trimmedEnd(row, time.at);
    const seconds = secondsOf(bytes, start, end);
    if (Number.isNaN(seconds))
      return refuse(row, onRefusal, `"${bytes.toString('utf8', start, end)}" in ${time.name} is no time`);
    times[waiting] = seconds;
    posts?.put(row, waiting);
    for (const { objects } of layers) objects.put(row, waiting);
    waiting++;
  }

  function settle(): void {
    const count = waiting;
    if (count === 0) return;
    waiting = 0;
    for (const { ids, starts, ends, numbers } of idColumns) ids.ofAll({ bytes, starts, ends }, count, numbers);
    // A row without a post id is a post of its own, and never meets a numbered one.
    for (let row = 0; row < count; row++) {
      if (posts === undefined || (postNumbers[row] ?? -1) < 0) postNumbers[row] = -1 - unnamed++;
    }
    for (const { objects, shares } of layers) {
      shares.addAll({ objects: objects.numbers, accounts: accounts.numbers, posts: postNumbers, times }, count);
    }
    rows += count;
  }

  return {
    add,
    settle,
    build() {
      settle();
      return {
        rows,
        accountIds: accounts.ids,
        postIds: posts?.ids ?? createByteIds(),
        layers: layers.map(({ objects, shares }) => layerOf(objects, shares, rows, accounts.ids, posts?.ids)),
      };
    },
  };
}

function refuse({ bytes, line, starts, ends }: FieldRow, onRefusal: (refusal: Refusal) => void, reason: string): void {
  // A blank line is no row.
  const isBlank = starts.every((start, column) => bytes.toString('utf8', start, ends[column]).trim() === '');
  if (!isBlank) onRefusal({ line, reason });
}

interface WaitingColumns {
  readonly accounts: Waiting;
  readonly posts: Waiting | undefined;
  readonly layers: readonly { readonly objects: Waiting; readonly shares: ShareColumns }[];
  readonly idColumns: readonly Waiting[];
}

function waitingOf({ objects, account, post, room }: ShareLayersOptions): WaitingColumns {
  const accounts = createWaiting(account);
  const posts = post === undefined ? undefined : createWaiting(post);
  const layers = objects.map((column) => ({ objects: createWaiting(column), shares: createShareColumns(room) }));
  const idColumns = [accounts, ...(posts === undefined ? [] : [posts]), ...layers.map((layer) => layer.objects)];
  return { accounts, posts, layers, idColumns };
}

/** Fields of one column that wait for their numbers. */
interface Waiting {
  readonly column: Column;
  readonly ids: ByteIds;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly numbers: Int32Array;
  /** @returns false when there is nothing in the field */
  put(row: FieldRow, place: number): boolean;
}

function createWaiting(column: Column): Waiting {
  const starts = new Int32Array(mostFields);
  const ends = new Int32Array(mostFields);
  const { at } = column;
  return {
    column,
    ids: createByteIds(),
    starts,
    ends,
    numbers: new Int32Array(mostFields),
    put(row, place) {
      const start = trimmedStart(row, at);
      const end = trimmedEnd(row, at);
      starts[place] = start;
      ends[place] = end;
      return start < end;
    },
  };
}

function layerOf(
  { column, ids }: Waiting,
  shares: ShareColumns,
  rows: number,
  accountIds: ByteIds,
  postIds: ByteIds | undefined,
): ShareLayer {
  return {
    ...shares.view(),
    objectIds: ids,
    accountIds,
    column: column.name,
    missing: rows - shares.rows,
    postsOfObjects: () =>
      Int32Array.from({ length: ids.length }, (_, object) => postIds?.find(ids.bytesOf(object)) ?? -1),
  };
}
