/** Rows by a number, such as that of their account: doubly chained, so that a row goes at the cost of one. */

export interface RowLists {
  add(key: number, row: number): void;
  /** The row must be in the list of `key`. */
  remove(key: number, row: number): void;
  /** The last one added first. */
  forEach(key: number, visit: (row: number) => void): void;
  /** Those that have a row. */
  keys(): readonly number[];
}

export function createRowLists(): RowLists {
  const last = new Map<number, number>();
  let earlier = new Int32Array(1024);
  let later = new Int32Array(1024);
  return {
    add(key, row) {
      if (row >= earlier.length) [earlier, later] = [longer(earlier, row), longer(later, row)];
      const before = last.get(key) ?? -1;
      earlier[row] = before;
      later[row] = -1;
      if (before >= 0) later[before] = row;
      last.set(key, row);
    },
    remove(key, row) {
      const [before, after] = [earlier[row] ?? -1, later[row] ?? -1];
      if (before >= 0) later[before] = after;
      if (after >= 0) earlier[after] = before;
      else if (before >= 0) last.set(key, before);
      else last.delete(key);
    },
    forEach(key, visit) {
      for (let row = last.get(key) ?? -1; row >= 0; row = earlier[row] ?? -1) visit(row);
    },
    keys: () => [...last.keys()],
  };
}

function longer(column: Int32Array<ArrayBuffer>, row: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(Math.ceil(Math.max(column.length, row) * 1.5));
  grown.set(column);
  return grown;
}
