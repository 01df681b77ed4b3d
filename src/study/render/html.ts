/**
 * A study as one page that needs nothing else: pictures inside, no script, no address of others. Every number leads to the
 * rows it counted, below its table.
 */

import { shorten } from '../../measure/words.ts';
import { drawHours } from '../draw/hours.ts';
import { drawNetwork } from '../draw/network.ts';
import { drawTimeline } from '../draw/timeline.ts';
import type { Cell, Picture, StudyReport, StudySection, StudyTable } from '../report.ts';
import { type RowsOf, rowsInFile, type ShownRows, sectionsOf } from '../rows-behind.ts';
import { cellText, isNumeric, isShares } from './cell-text.ts';
import { headLines } from './head-lines.ts';
import { htmlStyle } from './html-style.ts';
import { defanged, html } from './safe.ts';

/** Nothing is loaded, run or sent, whatever stands in the page. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function* studyHtml(report: StudyReport, rowsOf: RowsOf): Generator<string> {
  const { head, cautions } = report;
  yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n';
  yield `<meta http-equiv="Content-Security-Policy" content="${policy}">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n';
  const title = titleOf(head.question.query);
  yield `<title>${html(`${title} (${head.mark})`)}</title>\n<style>${htmlStyle}${pageFoot(head.mark)}</style>\n</head>\n<body>\n`;
  yield `<p class="mark">${html(head.mark)}</p>\n<h1><bdi>${html(title)}</bdi></h1>\n<dl>\n`;
  for (const { name, text } of headLines(head)) yield `<dt>${html(name)}</dt><dd><bdi>${html(text)}</bdi></dd>\n`;
  yield '</dl>\n';
  for (const caution of cautions) yield `<p class="caution">${html(caution)}</p>\n`;
  const sections = sectionsOf(report);
  yield `<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => `<li><a href="#${id}">${html(title)}</a></li>`).join('')}</ul></nav>\n`;
  for (const section of sections) yield* sectionHtml(section, rowsOf);
  yield `<p class="mark">${html(head.mark)}</p>\n</body>\n</html>\n`;
}

/** Characters of the query in the title; the head has it whole. */
const longestTitle = 120;

function titleOf(query: string): string {
  return query === '' ? 'Study of every post' : `Study: ${shorten(query, longestTitle)}`;
}

/** The mark at the foot of every printed page; signs that mean something in a style are left out. */
function pageFoot(mark: string): string {
  return `@page { margin: 16mm; @bottom-left { content: "${mark.replace(/[^\w:+ -]/g, '')}"; } @bottom-right { content: counter(page); } }\n`;
}

function* sectionHtml(section: StudySection, rowsOf: RowsOf): Generator<string> {
  const measure = section.measure === '' ? '' : ` <small>(${html(section.measure)})</small>`;
  yield `<section>\n<h2 id="${section.id}">${html(section.title)}${measure}</h2>\n<p>${html(section.definition)}</p>\n`;
  if (section.parameters.length > 0) {
    yield `<ul class="parameters">${section.parameters.map((words) => `<li>${html(words)}</li>`).join('')}</ul>\n`;
  }
  if (section.guard !== '') yield `<p class="guard">How not to read it: ${html(section.guard)}</p>\n`;
  for (const note of section.notes) yield `<p>${html(note)}</p>\n`;
  for (const picture of section.pictures)
    yield `<figure><figcaption>${html(picture.title)}</figcaption>${draw(picture)}</figure>\n`;
  for (const table of section.tables) yield* tableHtml(table, rowsOf);
  yield '</section>\n';
}

function draw(picture: Picture): string {
  switch (picture.kind) {
    case 'timeline':
      return drawTimeline(picture);
    case 'hours':
      return drawHours(picture);
    case 'network':
      return drawNetwork(picture);
  }
}

function* tableHtml(table: StudyTable, rowsOf: RowsOf): Generator<string> {
  yield `<h3 id="t-${table.id}">${html(table.title)}</h3>\n`;
  if (table.rows.length === 0) {
    yield '<p class="none">Nothing to show.</p>\n';
    return;
  }
  const look = table.columns.map((_, c) => lookOf(table.rows.map((row) => row[c])));
  const cell = (tag: 'th scope="col"' | 'td', c: number, inside: string): string =>
    `<${tag}${look[c] ?? ''}>${inside}</${tag.slice(0, 2)}>`;
  yield `<div class="wide"><table aria-labelledby="t-${table.id}">\n<thead><tr>${table.columns.map((name, c) => cell('th scope="col"', c, html(name))).join('')}</tr></thead>\n<tbody>\n`;
  for (const row of table.rows) {
    yield `<tr>${row.map((value, c) => cell('td', c, cellHtml(value, rowsOf(value)))).join('')}</tr>\n`;
  }
  yield '</tbody>\n</table></div>\n';
  const left = table.more ?? 0;
  if (left > 0) yield `<p class="none">${left.toLocaleString('en-GB')} more are left out.</p>\n`;
  yield `<p class="csv"><a href="tables/${table.id}.csv" aria-label="${html(table.title)} as CSV">as CSV</a></p>\n`;
  yield* listsHtml(table, rowsOf);
}

function lookOf(cells: readonly (Cell | undefined)[]): string {
  if (isNumeric(cells)) return ' class="n"';
  return isShares(cells) ? ' class="s"' : '';
}

/** An interval is not broken at the end of a line. */
const interval = /\(95 %[^()]*\)$/;

function cellHtml(cell: Cell, rows: ShownRows | undefined): string {
  const given = html(cell.kind === 'link' ? defanged(cell.text) : cellText(cell));
  const words = cell.kind === 'share' ? given.replace(interval, '<span class="iv">$&</span>') : given;
  if (rows !== undefined) return `<a href="#r-${rows.id}">${words}</a>`;
  if (cell.kind === 'unknown' || cell.kind === 'withheld') return `<span class="none">${words}</span>`;
  return cell.kind === 'text' || cell.kind === 'link' ? `<bdi>${words}</bdi>` : words;
}

/** The lists that are met here first; later numbers with the same rows lead here too. */
function* listsHtml(table: StudyTable, rowsOf: RowsOf): Generator<string> {
  const own: ShownRows[] = [];
  for (const cell of table.rows.flat()) {
    const rows = rowsOf(cell);
    if (rows?.table === table.id && !own.includes(rows)) own.push(rows);
  }
  if (own.length === 0) return;
  yield '<details class="rows"><summary>Rows behind the numbers of this table</summary>\n';
  for (const rows of own) yield* listHtml(rows, table);
  yield '</details>\n';
}

function* listHtml(rows: ShownRows, table: StudyTable): Generator<string> {
  const name = table.rows[rows.row]?.[0];
  const where = name === undefined || rows.column === 0 ? '' : `${cellText(name)}, `;
  const total = `${rows.total.toLocaleString('en-GB')} ${rows.of}`;
  yield `<details><summary><bdi>${html(`${where}${table.columns[rows.column] ?? ''}: ${total}`)}</bdi></summary>\n`;
  yield `<div id="r-${rows.id}" class="wide list"><table>\n<thead><tr>${rows.columns.map((column) => `<th scope="col">${html(column)}</th>`).join('')}</tr></thead>\n<tbody>\n`;
  for (const row of rows.first) yield `<tr>${row.map((value) => `<td><bdi>${html(value)}</bdi></td>`).join('')}</tr>\n`;
  yield '</tbody>\n</table>\n';
  const inFile = Math.min(rows.total, rowsInFile).toLocaleString('en-GB');
  yield `<p>${rows.first.length} of ${total} here, <a href="${rows.file}">${inFile} in the file</a>; <a href="#t-${table.id}">back to the table</a></p></div></details>\n`;
}
