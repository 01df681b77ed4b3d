/** Rows of Meta's threat-research files in all their forms: the CSVs of both schemas, and the Markdown reports. */
import { csvRows } from '../csv-rows.ts';

export interface MetaRow {
  /** 1-based line of the file. */
  readonly line: number;
  readonly value: string;
  /** Number and name of the kill chain's procedure; empty where the form has none. */
  readonly procedure: string;
  /** The older schema's `indicator_type` and the Markdown table's type, in lower case. */
  readonly type: string;
  readonly comment: string;
  /** The older schema's `ds`. */
  readonly date?: Date | undefined;
}

export interface MetaRows {
  readonly rows: readonly MetaRow[];
  /** Of a Markdown report: its first heading and the report that it belongs to. */
  readonly title?: string | undefined;
  readonly broken?: { readonly line: number; readonly reason: string } | undefined;
}

export function metaRows(text: string): MetaRows {
  return isMarkdown(text) ? markdownRows(text) : metaCsvRows(text);
}

export function isMarkdown(text: string): boolean {
  return /^\s*# .*indicators? of compromise/i.test(text.replace(/^\uFEFF/, '').slice(0, 1000));
}

/** Names that the last column of the kill chain's CSVs has had. */
const commentColumns = ['comments', 'commernts', 'comment', 'notes', 'note'];

function metaCsvRows(text: string): MetaRows {
  const { rows, broken } = csvRows(text);
  if (broken !== undefined) return { rows: [], broken };
  return {
    rows: rows.map((row) => ({
      line: row.line,
      value: row.cell('indicator') || row.cell('indicator_value'),
      procedure: row.cell('procedure'),
      type: row.cell('indicator_type').toLowerCase(),
      comment: commentColumns.map((column) => row.cell(column)).find((cell) => cell !== '') ?? '',
      date: dayOf(row.cell('ds')),
    })),
  };
}

function dayOf(written: string): Date | undefined {
  const day = /^20\d\d-\d\d-\d\d$/.test(written) ? new Date(`${written}T00:00:00Z`) : undefined;
  return day === undefined || Number.isNaN(day.getTime()) ? undefined : day;
}

/** Rows of the tables whose first column is a type of indicator. Values stand in backticks. */
function markdownRows(text: string): MetaRows {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const rows: MetaRow[] = [];
  let inTable = false;
  for (const [index, line] of lines.entries()) {
    const cells = cellsOf(line);
    if (cells === undefined) inTable = false;
    else if (/^indicator type$/i.test(cells[0] ?? '')) inTable = true;
    else if (inTable && !cells.every((cell) => /^:?-+:?$/.test(cell))) {
      const [type = '', value = '', comment = ''] = cells;
      rows.push({ line: index + 1, value, procedure: '', type: type.toLowerCase(), comment });
    }
  }
  return { rows, title: titleOf(lines) };
}

function cellsOf(line: string): readonly string[] | undefined {
  const inner = /^\s*\|(.*)\|\s*$/.exec(line)?.[1];
  return inner?.split('|').map((cell) =>
    cell
      .trim()
      .replace(/^`(.*)`$/, '$1')
      .trim(),
  );
}

function titleOf(lines: readonly string[]): string {
  const heading = lines.find((line) => line.startsWith('# '))?.slice(2) ?? '';
  const report = /adversarial threat report ([QH][1-4] 20\d\d)/i.exec(lines.join('\n'))?.[1] ?? '';
  return `${heading} ${report}`.trim();
}
