/** A report → the files of a study, one after the other, each made while it is read. */
import type { Behind } from '../measure/table/post-table.ts';
import type { Listing } from './listing.ts';
import { listingCsv, tableCsv } from './render/csv.ts';
import { studyHtml } from './render/html.ts';
import { studyJson } from './render/json.ts';
import { studyMarkdown } from './render/markdown.ts';
import type { Cell, StudyReport } from './report.ts';
import { findRows, rowsInFile, type ShownRows, sectionsOf } from './rows-behind.ts';

export interface StudyFile {
  /** Below the folder of the study, with `/`. */
  readonly path: string;
  /** To be read before the next file is asked for. */
  readonly chunks: Iterable<string>;
}

export function* studyFiles(report: StudyReport, list: (behind: Behind) => Listing): Generator<StudyFile> {
  const rows = new Map<Cell, ShownRows>();
  const rowsOf = (cell: Cell): ShownRows | undefined => rows.get(cell);
  for (const { shown, listing } of findRows(report, list, (cell, found) => rows.set(cell, found))) {
    yield { path: shown.file, chunks: listingCsv(listing, rowsInFile) };
  }
  for (const { tables } of sectionsOf(report)) {
    for (const table of tables) yield { path: `tables/${table.id}.csv`, chunks: tableCsv(table) };
  }
  yield { path: 'study.json', chunks: [`${JSON.stringify(studyJson(report, rowsOf), undefined, 1)}\n`] };
  yield { path: 'study.md', chunks: studyMarkdown(report, rowsOf) };
  yield { path: 'study.html', chunks: studyHtml(report, rowsOf) };
}
