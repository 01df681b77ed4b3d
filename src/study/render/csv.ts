/** Tables and lists of rows as CSV: numbers bare, a share as numerator, denominator, value and both bounds. */
import type { Listing } from '../listing.ts';
import type { Cell, StudyTable } from '../report.ts';
import { csv } from './safe.ts';

export function* tableCsv({ columns, rows }: StudyTable): Generator<string> {
  const isShare = columns.map((_, c) => rows.some((row) => row[c]?.kind === 'share'));
  yield line(columns.flatMap((name, c) => (isShare[c] === true ? shareColumns(name) : [csv(name)])));
  for (const row of rows) yield line(row.flatMap((cell, c) => fieldsOf(cell, isShare[c] === true)));
}

function shareColumns(name: string): readonly string[] {
  return [`${name} n`, `${name} of`, name, `${name} low95`, `${name} high95`].map(csv);
}

function fieldsOf(cell: Cell, inShares: boolean): readonly string[] {
  if (cell.kind === 'share') {
    const { n, of, value, low, high } = cell.share;
    return [n, of, value, low, high].map(numberField);
  }
  const field = fieldOf(cell);
  return inShares ? ['', cell.kind === 'withheld' ? String(cell.of) : '', field, '', ''] : [field];
}

function fieldOf(cell: Exclude<Cell, { readonly kind: 'share' }>): string {
  switch (cell.kind) {
    case 'text':
    case 'link':
      return csv(cell.text);
    case 'number':
      return numberField(cell.value);
    case 'withheld':
      return `withheld (n < ${cell.minN})`;
    case 'unknown':
      return '';
  }
}

/** Nine digits after the point are more than any of the counts supports. */
function numberField(value: number): string {
  return String(Math.round(value * 1e9) / 1e9);
}

/** @param most rows that are written */
export function* listingCsv(listing: Listing, most: number): Generator<string> {
  yield line(listing.columns);
  for (let place = 0; place < Math.min(most, listing.total); place++) yield line(listing.row(place).map(csv));
}

function line(fields: readonly string[]): string {
  return `${fields.join(',')}\r\n`;
}
