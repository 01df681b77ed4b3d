/** Which format a file has: told by its beginning, or by the person who imports it. */
import { brandwatch } from './brandwatch.ts';
import { crowdtangle } from './crowdtangle.ts';
import { readHeader } from './csv-header.ts';
import { csvLog } from './csv-log.ts';
import type { FileFormat, ImportOptions } from './file-format.ts';
import { type CsvFormat, type CsvHeader, columnsOf, type JsonFormat, type JsonObject } from './file-reader.ts';
import { fourcatCsv, zeeschuimerCsv } from './fourcat-csv.ts';
import { ioArchive } from './io-archive-format.ts';
import { isObject, parseJson } from './json-object.ts';
import type { Line } from './lines.ts';
import { mappedCsv, mappedNdjson, missingColumns } from './mapped.ts';
import { mcl } from './mcl.ts';
import { meltwater } from './meltwater.ts';
import { ndjson } from './ndjson.ts';
import { linesToTell } from './open-lines.ts';
import { twarcCsv } from './twarc-csv.ts';
import { twarc2 } from './twarc2.ts';
import { fourcatNdjson, zeeschuimer } from './zeeschuimer.ts';

const csvFormats: readonly CsvFormat[] = [
  ioArchive,
  twarcCsv,
  crowdtangle,
  mcl,
  fourcatCsv,
  zeeschuimerCsv,
  meltwater,
  brandwatch,
];
const jsonFormats: readonly JsonFormat[] = [ndjson, twarc2, zeeschuimer, fourcatNdjson];

export type SniffedFormat =
  | { readonly kind: 'json'; readonly reader: JsonFormat }
  | {
      readonly kind: 'csv';
      readonly reader: CsvFormat;
      readonly header: CsvHeader;
      /** 1-based; rows begin below it. */
      readonly headerLine: number;
    };

export interface FileHead {
  readonly isJson: boolean;
  readonly first: { readonly line: number; readonly text: string };
  readonly rest: readonly Line[];
}

/** `unknown` says what is wrong, for the person who chose the file. */
export function sniffFormat(head: FileHead, options: ImportOptions): SniffedFormat | { readonly unknown: string } {
  const isMapped = options.format === 'mapped' || (options.format === undefined && options.mapping !== undefined);
  if (isMapped) return sniffMapped(head, options);
  return head.isJson ? sniffJson(head, options) : sniffCsv(head, options);
}

function sniffMapped(head: FileHead, { mapping }: ImportOptions): SniffedFormat | { readonly unknown: string } {
  if (mapping === undefined) return { unknown: 'needs a mapping file to be read as mapped (--mapping FILE)' };
  if (mapping.format === 'ndjson') {
    return head.isJson
      ? { kind: 'json', reader: mappedNdjson(mapping) }
      : { unknown: `is no NDJSON, as the mapping says. ${seen(head)}` };
  }
  if (head.isJson) return { unknown: `is no CSV, as the mapping says: it begins like JSON. ${seen(head)}` };
  const header = readHeader(head.first.text, mapping.delimiter);
  const columns = columnsOf(header);
  const missing = missingColumns(mapping, (name) => columns.has(name));
  if (missing.length > 0)
    return { unknown: `lacks columns that the mapping names: ${missing.join(', ')}. ${seen(head)}` };
  return { kind: 'csv', reader: mappedCsv(mapping), header, headerLine: head.first.line };
}

function sniffJson(head: FileHead, { format: wanted }: ImportOptions): SniffedFormat | { readonly unknown: string } {
  const value = firstObject(head);
  const fitting = value === undefined ? [] : jsonFormats.filter((format) => format.fits(value));
  if (wanted !== undefined) {
    const reader = jsonFormats.find(({ format }) => format === wanted);
    if (reader === undefined) return { unknown: `is no CSV, but JSON${like(fitting)}. ${seen(head)}` };
    // A line without a shape of its own may be a broken one; what is wrong with it is told line by line.
    const isOther = fitting.length > 0 && !fitting.includes(reader);
    return isOther ? { unknown: `is not ${reader.what}${like(fitting)}. ${seen(head)}` } : { kind: 'json', reader };
  }
  const [reader, ...others] = fitting;
  if (reader === undefined) {
    return value === undefined
      ? {
          unknown: `has no whole JSON object in its first line: Tocsin reads one object a line, or one list. ${seen(head)}`,
        }
      : { unknown: `is JSON of a shape that Tocsin does not know. ${knownFormats} ${seen(head)}` };
  }
  if (others.length > 0) return { unknown: ambiguous(fitting) };
  return { kind: 'json', reader };
}

/** A broken line must not decide; the first one that is whole does. */
function firstObject({ first, rest }: FileHead): JsonObject | undefined {
  for (const { text } of [first, ...rest.slice(0, 20)]) {
    const value = text === undefined ? undefined : parseJson(text);
    if (isObject(value)) return value;
  }
  return undefined;
}

function sniffCsv(head: FileHead, options: ImportOptions): SniffedFormat | { readonly unknown: string } {
  const { format: wanted } = options;
  const header = readHeader(head.first.text);
  if (wanted === 'csv-log' || (wanted === undefined && options.columns !== undefined)) {
    const plan = csvLog(options);
    const missing = plan.missing(header);
    return missing === undefined
      ? { kind: 'csv', reader: plan.format, header, headerLine: head.first.line }
      : { unknown: `is no share log: its header lacks ${missing}. ${seen(head)}` };
  }
  const found = findHeaders(head);
  if (wanted !== undefined) {
    const chosen = found.find(({ reader }) => reader.format === wanted);
    if (chosen !== undefined) return chosen;
    // The tables of the two programs are the same but for the separator.
    const twin = found.find(({ reader }) => reader === fourcatCsv || reader === zeeschuimerCsv);
    if (twin !== undefined && (wanted === '4cat-csv' || wanted === 'zeeschuimer')) return twin;
    if (jsonFormats.some(({ format }) => format === wanted) && wanted !== 'zeeschuimer') {
      return {
        unknown: `is not NDJSON: its first line is no JSON object${like(found.map(({ reader }) => reader))}. ${seen(head)}`,
      };
    }
    const what = csvFormats.find(({ format }) => format === wanted)?.what ?? wanted;
    return { unknown: `has no header of ${what}${like(found.map(({ reader }) => reader))}. ${seen(head)}` };
  }
  if (found.length > 1) return { unknown: ambiguous(found.map(({ reader }) => reader)) };
  if (found[0] !== undefined) return found[0];
  const plan = csvLog(options);
  const missing = plan.missing(header);
  if (missing === undefined) return { kind: 'csv', reader: plan.format, header, headerLine: head.first.line };
  return { unknown: `has no format Tocsin knows. ${knownFormats} As a csv-log it lacks ${missing}. ${seen(head)}` };
}

type FoundHeader = Extract<SniffedFormat, { readonly kind: 'csv' }>;

/** Formats that find their header: in the first line, or below a preamble for those that write one. */
function findHeaders({ first, rest }: FileHead): readonly FoundHeader[] {
  const found: FoundHeader[] = [];
  for (const { line, text } of [first, ...rest.slice(0, linesToTell)]) {
    if (text === undefined || text.trim() === '') continue;
    const header = readHeader(text);
    const columns = columnsOf(header);
    for (const reader of csvFormats) {
      if (line !== first.line && reader.hasPreamble !== true) continue;
      if (reader.fits(columns)) found.push({ kind: 'csv', reader, header, headerLine: line });
    }
    if (found.length > 0) break;
  }
  return found;
}

type Named = { readonly format: FileFormat; readonly what: string };

const knownFormats =
  'Known are csv-log (a CSV with an object, an account and a time column), ' +
  `${csvFormats.map(({ format, what }) => `${format} (${what})`).join(', ')}, ` +
  `${jsonFormats
    .filter(({ format }) => format !== 'zeeschuimer')
    .map(({ format, what }) => `${format} (${what})`)
    .join(', ')} ` +
  'and mapped (anything, with a mapping file).';

function like(formats: readonly Named[]): string {
  const [first] = formats;
  return first === undefined ? '' : `; it looks like ${first.format} (${first.what})`;
}

function ambiguous(formats: readonly Named[]): string {
  return `may be ${formats.map(({ format }) => format).join(' or ')}: say which by --format`;
}

const longestShown = 200;

function seen({ first: { text } }: FileHead): string {
  const line = text
    .slice(0, 2 * longestShown)
    .replace(/[\p{C}\u{fffd}]+/gu, ' ')
    .trim();
  return `Its first line: ${line.length > longestShown ? `${line.slice(0, longestShown)} …` : line}`;
}
