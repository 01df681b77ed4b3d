/** Rows → CSV that a spreadsheet opens without running anything (RFC 4180, UTF-8). */

export type CsvCell = string | number | Date | undefined;

export function csvText(columns: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

/**
 * Spreadsheets run a cell that begins with one of these as a formula (OWASP, "CSV Injection"); full-width forms are
 * folded to them on import in some locales. An apostrophe in front makes it text.
 */
const formula = /^[\s\p{C}]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

function cellText(cell: CsvCell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  if (cell instanceof Date) return cell.toISOString();
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
