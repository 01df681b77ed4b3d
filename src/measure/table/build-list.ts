/** Lists of values by row while a table is built: tags, links, media. */
import { type Column, createColumn, uints } from './column.ts';
import { createNames, type Names } from './names.ts';
import type { ListColumn } from './post-table.ts';

export interface ListBuilder {
  add(row: number, values: readonly string[]): void;
  build(rows: number): ListColumn;
}

/** (row, value) in the order of arrival → lists by row, each value once. */
export function createList(): ListBuilder {
  const names: Names = createNames();
  const rowOf: Column<Uint32Array> = createColumn(uints);
  const valueOf: Column<Uint32Array> = createColumn(uints);
  return {
    add(row, values) {
      for (const value of values) {
        rowOf.push(row);
        valueOf.push(names.add(value));
      }
    },
    build(rows) {
      const pairRows = rowOf.done();
      const pairValues = valueOf.done();
      const ends = new Uint32Array(rows + 1);
      for (const row of pairRows) ends[row + 1] = (ends[row + 1] ?? 0) + 1;
      for (let row = 0; row < rows; row++) ends[row + 1] = (ends[row + 1] ?? 0) + (ends[row] ?? 0);
      const next = ends.slice(0, rows);
      const sorted = new Uint32Array(pairRows.length);
      for (const [i, row] of pairRows.entries()) {
        const place = next[row] ?? 0;
        sorted[place] = pairValues[i] ?? 0;
        next[row] = place + 1;
      }
      return { ...withoutDoubles(ends, sorted, rows), names };
    },
  };
}

function withoutDoubles(ends: Uint32Array, sorted: Uint32Array, rows: number): Omit<ListColumn, 'names'> {
  const from = new Uint32Array(rows + 1);
  let kept = 0;
  for (let row = 0; row < rows; row++) {
    from[row] = kept;
    const start = kept;
    for (let i = ends[row] ?? 0; i < (ends[row + 1] ?? 0); i++) {
      const value = sorted[i] ?? 0;
      if (holds(sorted, value, start, kept)) continue;
      sorted[kept++] = value;
    }
  }
  from[rows] = kept;
  return { from, values: sorted.slice(0, kept) };
}

/** Lists of a row are short. */
function holds(values: Uint32Array, value: number, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (values[i] === value) return true;
  return false;
}
