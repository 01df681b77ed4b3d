/** The first N of many rows by an order, kept in a heap: O(n log N), whatever the order in which they come. */

export interface TopRows {
  add(row: number): void;
  /** Best first. */
  done(): Uint32Array;
}

/** @param isBefore whether `a` stands before `b`: a total order, false for equals @param count at least 1 */
export function createTopRows(count: number, isBefore: (a: number, b: number) => boolean): TopRows {
  if (!(Number.isInteger(count) && count > 0)) throw new RangeError(`the first ${count} cannot be taken`);
  /** The last one of those kept is at the root. */
  const heap: number[] = [];
  const at = (place: number): number => heap[place] ?? 0;

  function up(from: number): void {
    const row = at(from);
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(at(parent), row)) break;
      heap[place] = at(parent);
      place = parent;
    }
    heap[place] = row;
  }

  function down(row: number): void {
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(at(child), at(child + 1))) child += 1;
      if (!isBefore(row, at(child))) break;
      heap[place] = at(child);
      place = child;
    }
    heap[place] = row;
  }

  return {
    add(row) {
      if (heap.length < count) {
        heap.push(row);
        up(heap.length - 1);
      } else if (isBefore(row, at(0))) down(row);
    },
    done: () => Uint32Array.from([...heap].sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0))),
  };
}
