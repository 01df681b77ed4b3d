/** A study as one JSON document: the numbers bare, each with the file that lists what it counted. */
import type { Cell, StudyReport, StudySection } from '../report.ts';
import { type RowsOf, sectionsOf } from '../rows-behind.ts';
import { plain } from './safe.ts';

export function studyJson(report: StudyReport, rowsOf: RowsOf): unknown {
  const { head, cautions } = report;
  return {
    mark: plain(head.mark),
    question: { ...head.question, query: head.question.query },
    inputs: head.inputs,
    gaps: head.gaps,
    registryVersion: head.registryVersion,
    stanceBy: head.stanceBy,
    madeAt: head.madeAt,
    cautions,
    sections: sectionsOf(report).map((section) => sectionJson(section, rowsOf)),
  };
}

function sectionJson(section: StudySection, rowsOf: RowsOf): unknown {
  const { id, title, measure, definition, parameters, guard, notes, pictures } = section;
  return {
    id,
    title,
    measure,
    definition,
    parameters,
    guard,
    notes,
    tables: section.tables.map(({ rows, ...table }) => ({
      ...table,
      rows: rows.map((row) => row.map((cell) => cellJson(cell, rowsOf))),
    })),
    pictures,
  };
}

function cellJson(cell: Cell, rowsOf: RowsOf): unknown {
  const shown = rowsOf(cell);
  const rows = shown === undefined ? {} : { rows: { file: shown.file, of: shown.of, total: shown.total } };
  switch (cell.kind) {
    case 'text':
    case 'link':
      return { text: plain(cell.text) };
    case 'number':
      return { value: cell.value, ...rows };
    case 'share':
      return { share: cell.share, ...rows };
    case 'withheld':
      return { withheld: true, of: cell.of, minN: cell.minN };
    case 'unknown':
      return { unknown: true };
  }
}
