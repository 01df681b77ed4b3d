/** A log of object, account and time as it is, for the co-share network: nothing is normalised, nothing is kept. */

import { parseTime } from '../parse-time.ts';
import { type CsvRow, createCsvRows } from './csv-rows.ts';
import { FileError } from './file-error.ts';
import type { Refusal } from './file-format.ts';
import { readHeader } from './format.ts';
import { openLines } from './open-lines.ts';

export interface ShareColumns {
  readonly object: string;
  readonly account: string;
  readonly time: string;
  readonly post?: string | undefined;
}

export interface ShareRow {
  readonly object: string;
  readonly account: string;
  /** Seconds since 1970. */
  readonly seconds: number;
  readonly post: string | undefined;
}

export async function* readShares(
  path: string,
  columns: ShareColumns,
): AsyncGenerator<readonly (ShareRow | Refusal)[]> {
  const file = await openLines(path);
  try {
    const { delimiter, header } = readHeader(file.first.text);
    const read = createRowReader(path, header, columns);
    const rows = createCsvRows(delimiter);
    yield rows.push(file.rest).map(read);
    for await (const lines of file.lines) yield rows.push(lines).map(read);
    yield rows.end().map(read);
    const damage = file.damage();
    if (damage !== undefined) throw new FileError(`${path} ${damage}`);
  } finally {
    await file.close();
  }
}

function createRowReader(
  path: string,
  header: readonly string[],
  columns: ShareColumns,
): (row: CsvRow | Refusal) => ShareRow | Refusal {
  const indexOf = (name: string): number => {
    const index = header.indexOf(name);
    if (index < 0) throw new FileError(`${path} has no column "${name}"; it has ${header.join(', ')}`);
    return index;
  };
  const [object, account, time] = [columns.object, columns.account, columns.time].map(indexOf);
  const post = columns.post === undefined ? undefined : indexOf(columns.post);
  return (row) => {
    if ('reason' in row) return row;
    const { line, fields } = row;
    const cell = (index: number | undefined): string => (index === undefined ? '' : (fields[index] ?? '').trim());
    if (cell(object) === '') return { line, reason: `has no ${columns.object}` };
    if (cell(account) === '') return { line, reason: `has no ${columns.account}` };
    const at = parseTime(cell(time));
    if (at === undefined) return { line, reason: `"${cell(time)}" in ${columns.time} is no time` };
    return {
      object: cell(object),
      account: cell(account),
      seconds: at.getTime() / 1000,
      post: cell(post) || undefined,
    };
  };
}
