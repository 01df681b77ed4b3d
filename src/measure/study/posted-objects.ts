/** Links and media of written posts as numbered objects, with the posts of each. */
import type { ListColumn, PostTable } from '../table/post-table.ts';
import { forRows, isWritten, type Rows } from './rows.ts';

export type ObjectKind = 'video' | 'link' | 'media';

export interface PostedObjects {
  /** Objects are 0 … size - 1; some may have no post among the rows. */
  readonly size: number;
  /** Objects with at least one post. */
  readonly used: number;
  kind(object: number): ObjectKind;
  id(object: number): string;
  /** Whether the post has such an object. */
  some(row: number, fits: (object: number) => boolean): boolean;
  countOf(row: number): number;
  /** Written posts with the object, in the order of their time, then of their rows. */
  rowsOf(object: number): Uint32Array;
}

/** Links come first, then media. A video is a YouTube link, which has one normal form only. */
export function objectsOf(table: PostTable, rows: Rows): PostedObjects {
  const lists = [table.links, table.media] as const;
  const links = table.links.names.size;
  const size = links + table.media.names.size;
  const { from, posts } = postsByObject(table, rows, size, links);
  let used = 0;
  for (let object = 0; object < size; object++) if ((from[object + 1] ?? 0) > (from[object] ?? 0)) used += 1;
  const id = (object: number): string =>
    object < links ? table.links.names.at(object) : table.media.names.at(object - links);
  return {
    size,
    used,
    id,
    kind(object) {
      if (object >= links) return 'media';
      return id(object).startsWith('youtube.com/watch?v=') ? 'video' : 'link';
    },
    some: (row, fits) => someIn(table.links, row, fits) || someIn(table.media, row, (media) => fits(links + media)),
    countOf: (row) => lists.reduce((sum, list) => sum + (list.from[row + 1] ?? 0) - (list.from[row] ?? 0), 0),
    rowsOf: (object) =>
      posts
        .slice(from[object] ?? 0, from[object + 1] ?? 0)
        .sort((a, b) => (table.at[a] ?? 0) - (table.at[b] ?? 0) || a - b),
  };
}

function someIn({ from, values }: ListColumn, row: number, fits: (value: number) => boolean): boolean {
  for (let i = from[row] ?? 0; i < (from[row + 1] ?? 0); i++) if (fits(values[i] ?? 0)) return true;
  return false;
}

interface PostsByObject {
  readonly from: Uint32Array;
  readonly posts: Uint32Array;
}

/** Counting sort of (object, row). */
function postsByObject(table: PostTable, rows: Rows, size: number, links: number): PostsByObject {
  const from = new Uint32Array(size + 1);
  const visit = (each: (row: number, object: number) => void): void =>
    forRows(table, rows, (row) => {
      if (!isWritten(table, row)) return;
      for (const [list, first] of [[table.links, 0] as const, [table.media, links] as const]) {
        for (let i = list.from[row] ?? 0; i < (list.from[row + 1] ?? 0); i++) each(row, first + (list.values[i] ?? 0));
      }
    });
  visit((_, object) => {
    from[object + 1] = (from[object + 1] ?? 0) + 1;
  });
  for (let object = 0; object < size; object++) from[object + 1] = (from[object + 1] ?? 0) + (from[object] ?? 0);
  const next = from.slice(0, size);
  const posts = new Uint32Array(from[size] ?? 0);
  visit((row, object) => {
    const place = next[object] ?? 0;
    posts[place] = row;
    next[object] = place + 1;
  });
  return { from, posts };
}
