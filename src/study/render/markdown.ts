/** A study as Markdown (CommonMark with tables). */
import type { Cell, StudyReport, StudySection, StudyTable } from '../report.ts';
import { type RowsOf, sectionsOf } from '../rows-behind.ts';
import { cellText, isNumeric } from './cell-text.ts';
import { headLines } from './head-lines.ts';
import { defanged, markdown } from './safe.ts';

export function* studyMarkdown(report: StudyReport, rowsOf: RowsOf): Generator<string> {
  yield `# ${markdown(report.head.mark)} · Study\n\n`;
  for (const { name, text } of headLines(report.head)) yield `- **${name}:** ${markdown(text)}\n`;
  yield '\n';
  for (const caution of report.cautions) yield `> ${markdown(caution)}\n>\n`;
  yield '\n';
  for (const section of sectionsOf(report)) yield* sectionMarkdown(section, rowsOf);
}

function* sectionMarkdown(section: StudySection, rowsOf: RowsOf): Generator<string> {
  const measure = section.measure === '' ? '' : ` (${section.measure})`;
  yield `## ${markdown(section.title)}${measure}\n\n${markdown(section.definition)}\n\n`;
  for (const parameter of section.parameters) yield `- ${markdown(parameter)}\n`;
  if (section.parameters.length > 0) yield '\n';
  if (section.guard !== '') yield `*How not to read it:* ${markdown(section.guard)}\n\n`;
  for (const note of section.notes) yield `${markdown(note)}\n\n`;
  for (const table of section.tables) yield* tableMarkdown(table, rowsOf);
}

function* tableMarkdown(table: StudyTable, rowsOf: RowsOf): Generator<string> {
  yield `### ${markdown(table.title)}\n\n`;
  if (table.rows.length === 0) {
    yield 'Nothing to show.\n\n';
    return;
  }
  yield `| ${table.columns.map(markdown).join(' | ')} |\n`;
  yield `| ${table.columns.map((_, c) => (isNumeric(table.rows.map((row) => row[c])) ? '--:' : '---')).join(' | ')} |\n`;
  for (const row of table.rows) yield `| ${row.map((cell) => cellMarkdown(cell, rowsOf)).join(' | ')} |\n`;
  yield '\n';
  if (table.more !== undefined && table.more > 0) yield `${table.more.toLocaleString('en-GB')} more are left out.\n\n`;
}

function cellMarkdown(cell: Cell, rowsOf: RowsOf): string {
  const words = markdown(cell.kind === 'link' ? defanged(cell.text) : cellText(cell));
  const rows = rowsOf(cell);
  return rows === undefined ? words : `[${words}](${rows.file})`;
}
