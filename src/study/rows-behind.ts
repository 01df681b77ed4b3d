/** Numbers of a report → the rows that stand behind them: the first ones for the page, more of them for a file. */
import { createHash } from 'node:crypto';
import type { Behind } from '../measure/table/post-table.ts';
import type { Listing } from './listing.ts';
import type { Cell, StudyReport, StudySection } from './report.ts';

/** Rows in a file. The total is always said. */
export const rowsInFile = 10_000;
/** Rows on the page. */
const rowsOnPage = 50;

export interface ShownRows {
  /** Unique, fit for a file name and an address in a page. */
  readonly id: string;
  /** Where it is met first: id of the table, row and column from 0. */
  readonly table: string;
  readonly row: number;
  readonly column: number;
  /** Below the folder of the study. */
  readonly file: string;
  readonly of: 'posts' | 'accounts';
  readonly total: number;
  readonly columns: readonly string[];
  readonly first: readonly (readonly string[])[];
}

/** Where the rows of a cell are; undefined for a cell without. */
export type RowsOf = (cell: Cell) => ShownRows | undefined;

export interface FoundRows {
  readonly shown: ShownRows;
  readonly listing: Listing;
}

/**
 * Goes through all cells, in order. Numbers with the same rows share one list, which is yielded when it is first met;
 * what a number counted is collected for one number at a time.
 *
 * @param note hears of each cell that has rows
 */
export function* findRows(
  report: StudyReport,
  list: (behind: Behind) => Listing,
  note: (cell: Cell, rows: ShownRows) => void,
): Generator<FoundRows> {
  const known = new Map<string, ShownRows>();
  for (const { cell, ...place } of tracedCells(report)) {
    const behind = cell.behind?.();
    if (behind === undefined || behind.rows.length === 0) continue;
    const digest = digestOf(behind);
    const before = known.get(digest);
    if (before !== undefined) {
      note(cell, before);
      continue;
    }
    const listing = list(behind);
    const shown = describe(place, listing);
    known.set(digest, shown);
    note(cell, shown);
    yield { shown, listing };
  }
}

type TracedCell = Extract<Cell, { readonly kind: 'number' | 'share' }>;

type Place = Pick<ShownRows, 'table' | 'row' | 'column'>;

function* tracedCells(report: StudyReport): Generator<Place & { readonly cell: TracedCell }> {
  for (const { tables } of sectionsOf(report)) {
    for (const table of tables) {
      for (const [row, cells] of table.rows.entries()) {
        for (const [column, cell] of cells.entries()) {
          if (cell.kind === 'number' || cell.kind === 'share') yield { table: table.id, row, column, cell };
        }
      }
    }
  }
}

export function sectionsOf({ overview, sections }: StudyReport): readonly StudySection[] {
  return [overview, ...sections];
}

function describe(place: Place, listing: Listing): ShownRows {
  const id = `${place.table}-${place.row + 1}-${place.column + 1}`;
  const { of, total, columns } = listing;
  const first = Array.from({ length: Math.min(rowsOnPage, total) }, (_, place) => listing.row(place));
  return { id, ...place, file: `rows/${id}.csv`, of, total, columns, first };
}

/** Two lists with the same digest give the same file. */
function digestOf({ of, rows }: Behind): string {
  return createHash('sha256').update(`${of} ${rows.length} `).update(rows.subarray(0, rowsInFile)).digest('base64');
}
