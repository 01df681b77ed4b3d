/** A study as lines for a terminal: every table, long ones cut. */
import type { StudyReport, StudySection, StudyTable } from '../report.ts';
import { sectionsOf } from '../rows-behind.ts';
import { cellText, isNumeric } from './cell-text.ts';
import { headLines } from './head-lines.ts';
import { plain } from './safe.ts';

/** Rows of a table that a terminal shows; the files have them all. */
const rowsShown = 12;
/** Widest column of text. */
const widest = 60;

export function* studySummary(report: StudyReport): Generator<string> {
  for (const { name, text } of headLines(report.head)) yield `${name}: ${plain(text)}`;
  yield '';
  for (const caution of report.cautions) yield plain(caution);
  for (const section of sectionsOf(report)) yield* sectionLines(section);
}

function* sectionLines(section: StudySection): Generator<string> {
  yield '';
  yield `${section.title}${section.measure === '' ? '' : ` (${section.measure})`}`;
  if (section.guard !== '') yield `  ${plain(section.guard)}`;
  for (const note of section.notes) yield `  ${plain(note)}`;
  for (const table of section.tables) yield* tableLines(table);
}

function* tableLines({ title, columns, rows, more = 0 }: StudyTable): Generator<string> {
  yield `  ${plain(title)}`;
  const shown = rows.slice(0, rowsShown).map((row) => row.map((cell) => cut(plain(cellText(cell)))));
  if (shown.length === 0) {
    yield '    nothing to show';
    return;
  }
  const lines = [columns.map((name) => cut(plain(name))), ...shown];
  const widths = columns.map((_, c) => Math.max(...lines.map((line) => Array.from(line[c] ?? '').length)));
  const right = columns.map((_, c) => isNumeric(rows.map((row) => row[c])));
  for (const line of lines) {
    yield `    ${line
      .map((words, c) => padded(words, widths[c] ?? 0, right[c] === true))
      .join('  ')
      .trimEnd()}`;
  }
  const left = rows.length - shown.length + more;
  if (left > 0) yield `    and ${left.toLocaleString('en-GB')} more`;
}

function padded(text: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - Array.from(text).length));
  return right ? `${blanks}${text}` : `${text}${blanks}`;
}

function cut(text: string): string {
  const characters = Array.from(text);
  return characters.length <= widest ? text : `${characters.slice(0, widest - 1).join('')}…`;
}
