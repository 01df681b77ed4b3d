/** Which format a file has: told by its first line, or by the person who imports it. */
import { planCsvLog } from './csv-log.ts';
import type { FileFormat, ImportOptions } from './file-format.ts';
import { ioArchiveFile } from './io-archive.ts';

export type SniffedFormat =
  | { readonly format: 'ndjson' }
  | {
      readonly format: Exclude<FileFormat, 'ndjson'>;
      readonly delimiter: string;
      readonly header: readonly string[];
    };

/** `unknown` says what is wrong, for the person who chose the file. */
export function sniffFormat(firstLine: string, options: ImportOptions): SniffedFormat | { readonly unknown: string } {
  const wanted = options.format;
  const isJson = firstLine.trimStart().startsWith('{');
  if (wanted === 'ndjson' || (wanted === undefined && isJson)) {
    return isJson
      ? { format: 'ndjson' }
      : { unknown: `is not NDJSON: its first line is no JSON object. ${seen(firstLine)}` };
  }
  const { delimiter, header } = readHeader(firstLine);
  if (wanted !== 'csv-log' && options.columns === undefined && ioArchiveFile(header) !== undefined) {
    return { format: 'io-archive', delimiter, header };
  }
  if (wanted === 'io-archive') return { unknown: `has no header of a takedown archive. ${seen(firstLine)}` };
  const plan = planCsvLog(header, options);
  if (!('missing' in plan)) return { format: 'csv-log', delimiter, header };
  if (wanted === 'csv-log' || options.columns !== undefined) {
    return { unknown: `is no share log: its header lacks ${plan.missing}. ${seen(firstLine)}` };
  }
  return {
    unknown:
      'has no format Tocsin knows. Known are csv-log (a CSV with an object, an account and a time column), ' +
      'io-archive (tweets or users file of a takedown archive) and ndjson (one post a line). ' +
      `As a csv-log it lacks ${plan.missing}. ${seen(firstLine)}`,
  };
}

/** Separator and names of a header line. */
export function readHeader(line: string): { readonly delimiter: string; readonly header: readonly string[] } {
  const delimiter = delimiterOf(line);
  return { delimiter, header: cells(line, delimiter) };
}

/** The separator that the header has most of; names of columns hold none of them. */
function delimiterOf(header: string): string {
  let best = ',';
  for (const candidate of [',', ';', '\t']) {
    if (header.split(candidate).length > header.split(best).length) best = candidate;
  }
  return best;
}

function cells(header: string, delimiter: string): readonly string[] {
  return header.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
}

const longestShown = 200;

function seen(firstLine: string): string {
  const line = firstLine.replace(/[\p{C}\u{fffd}]+/gu, ' ').trim();
  if (firstLine.startsWith('PK\u{3}')) return 'It is a ZIP archive: unpack it first.';
  return `Its first line: ${line.length > longestShown ? `${line.slice(0, longestShown)} …` : line}`;
}
