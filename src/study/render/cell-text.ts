/** Cells as words, the same in every form that people read. */
import { studyShareText } from '../../measure/study/study-words.ts';
import { shorten } from '../../measure/words.ts';
import type { Cell } from '../report.ts';

/** No name, tag or host that means something is longer; cells stay readable. */
const longest = 300;

export function cellText(cell: Cell): string {
  switch (cell.kind) {
    case 'text':
    case 'link':
      return shorten(cell.text, longest);
    case 'number':
      return numberText(cell.value, cell.digits ?? 0);
    case 'share':
      return studyShareText(cell.share);
    case 'withheld':
      // Of nothing there is no share to withhold.
      return cell.of === 0 ? '0 of 0' : `withheld (n < ${cell.minN})`;
    case 'unknown':
      return 'unknown';
  }
}

function numberText(value: number, digits: number): string {
  return value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Whether a column holds shares, which are several words long. */
export function isShares(cells: readonly (Cell | undefined)[]): boolean {
  return cells.some((cell) => cell?.kind === 'share' || cell?.kind === 'withheld');
}

/** Whether a column reads better at the right. */
export function isNumeric(cells: readonly (Cell | undefined)[]): boolean {
  return cells.some((cell) => cell?.kind === 'number') && cells.every((cell) => cell?.kind !== 'text');
}
