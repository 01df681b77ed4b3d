/** What a format is to the reading of files: how it is told, and rows or values to items. */
import type { CsvRow } from './csv-rows.ts';
import type { FileFormat, FileItem, ImportOptions } from './file-format.ts';

export interface ReadContext {
  readonly options: ImportOptions;
  /** Without folders. */
  readonly fileName: string;
  /** Worth knowing, and no reason to refuse: one phrase, counted. */
  tell(what: string): void;
}

export interface CsvHeader {
  /** As written. */
  readonly names: readonly string[];
  readonly delimiter: string;
}

export interface CsvFormat {
  readonly format: FileFormat;
  /** What such a file is, for a person: `a CrowdTangle export`. */
  readonly what: string;
  /** The header may stand below lines of a preamble. */
  readonly hasPreamble?: boolean | undefined;
  fits(columns: CsvColumns): boolean;
  /** Columns the format is known to have, by name in lower case; absent: any. */
  readonly known?: RegExp | undefined;
  createReader(header: CsvHeader, context: ReadContext): (row: CsvRow) => FileItem;
}

export interface JsonFormat {
  readonly format: FileFormat;
  readonly what: string;
  fits(value: JsonObject): boolean;
  createReader(context: ReadContext): (value: JsonObject, line: number) => readonly FileItem[];
}

export type JsonObject = Readonly<Record<string, unknown>>;

export interface CsvColumns extends CsvHeader {
  /** Whether all of these columns are there, compared without case. */
  has(...names: readonly string[]): boolean;
  /** Whether one of them is there. */
  hasOneOf(...names: readonly string[]): boolean;
  /** Cells of a row: the first of the columns that has content, without blanks around it; '' where none has. */
  cellsOf(row: CsvRow): Cell;
}

export type Cell = (...names: readonly string[]) => string;

/** The name as it is compared: without case, byte order mark, and blanks of any width around and inside. */
export function columnKey(name: string): string {
  return name
    .replace(/[\u{feff}\u{200b}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
}

export function columnsOf(header: CsvHeader): CsvColumns {
  const indexes = new Map<string, number>();
  header.names.forEach((name, index) => {
    const key = columnKey(name);
    // Of two columns with one name the first counts.
    if (!indexes.has(key)) indexes.set(key, index);
  });
  // Rows ask for the same names again and again, most of them for columns that are not there.
  const asked = new Map<string, number>();
  const indexOf = (name: string): number => {
    const before = asked.get(name);
    if (before !== undefined) return before;
    const index = indexes.get(columnKey(name)) ?? -1;
    asked.set(name, index);
    return index;
  };
  return {
    ...header,
    has: (...names) => names.every((name) => indexOf(name) >= 0),
    hasOneOf: (...names) => names.some((name) => indexOf(name) >= 0),
    cellsOf:
      ({ fields }) =>
      (...names) => {
        for (const name of names) {
          const value = fields[indexOf(name)]?.trim() ?? '';
          if (value !== '') return value;
        }
        return '';
      },
  };
}
