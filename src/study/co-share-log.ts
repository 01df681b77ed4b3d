/** A table → the log of who put out which object when: links, media, originals of reposts and texts. */
import type { ShareLog } from '../measure/share-log.ts';
import { forRows, isRepost } from '../measure/study/rows.ts';
import type { ListColumn, PostTable } from '../measure/table/post-table.ts';

/**
 * Tags are no objects here: whoever writes about the topic uses its tag. Objects of one post only are left out, since they
 * join nobody.
 */
export function coShareLogOf(table: PostTable, rows: Uint32Array | undefined): ShareLog {
  const space = objectSpace(table);
  const uses = new Uint32Array(space.size);
  forRows(table, rows, (row) => {
    space.forObjects(row, (object) => {
      uses[object] = (uses[object] ?? 0) + 1;
    });
  });
  const isShared = (object: number): boolean => (uses[object] ?? 0) > 1;
  let length = 0;
  for (const n of uses) if (n > 1) length += n;
  const log = {
    objects: new Int32Array(length),
    accounts: new Int32Array(length),
    posts: new Int32Array(length),
    times: new Float64Array(length),
  };
  let next = 0;
  forRows(table, rows, (row) => {
    space.forObjects(row, (object) => {
      if (!isShared(object)) return;
      log.objects[next] = object;
      log.accounts[next] = table.account[row] ?? 0;
      log.posts[next] = row;
      log.times[next] = (table.at[row] ?? 0) / 1000;
      next += 1;
    });
  });
  // Ids are counted, not read: numbers of accounts are all that leaves the network.
  const ids = Array.from({ length: table.accounts.size }, (_, account) => numberedId(account));
  return { ...log, objectIds: Array.from({ length: space.size }, () => ''), accountIds: ids };
}

/** Account numbers as texts whose order is that of the numbers. */
function numberedId(account: number): string {
  return String(account).padStart(10, '0');
}

interface ObjectSpace {
  readonly size: number;
  forObjects(row: number, visit: (object: number) => void): void;
}

/** One run of numbers for all kinds of objects. */
function objectSpace(table: PostTable): ObjectSpace {
  const media = table.links.names.size;
  const texts = media + table.media.names.size;
  const parents = texts + table.texts.size;
  const each = (list: ListColumn, row: number, first: number, visit: (object: number) => void): void => {
    const end = list.from[row + 1] ?? 0;
    for (let i = list.from[row] ?? 0; i < end; i++) visit(first + (list.values[i] ?? 0));
  };
  let lastParent = -1;
  for (const parent of table.parentId) lastParent = Math.max(lastParent, parent);
  return {
    size: parents + lastParent + 1,
    forObjects(row, visit) {
      if (isRepost(table, row)) {
        // A repost repeats all that its original holds; it is one act.
        const parent = table.parentId[row] ?? -1;
        if (parent >= 0) visit(parents + parent);
        return;
      }
      each(table.links, row, 0, visit);
      each(table.media, row, media, visit);
      const text = table.text[row] ?? -1;
      if (text >= 0) visit(texts + text);
    },
  };
}
