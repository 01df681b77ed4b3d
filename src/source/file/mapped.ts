/** Any CSV or NDJSON, read by a mapping that a person wrote. */
import type { PostKind } from '../../post/post.ts';
import { parseTime } from '../parse-time.ts';
import { countOf, type Draft, postItem, wholeId } from './draft.ts';
import type { FileItem, ImportOptions } from './file-format.ts';
import { type CsvFormat, columnsOf, type JsonFormat } from './file-reader.ts';
import { valueAt } from './json-object.ts';
import { parseLocalTime } from './local-time.ts';
import type { Mapping } from './mapping.ts';
import { linksIn, linksInCell, tagsIn, wordsIn } from './text-parts.ts';

/** Value of the first of the columns that has one, as text; a list as its items. */
type Values = (names: readonly string[] | undefined) => readonly string[];

/** Columns the mapping needs and the header lacks. */
export function missingColumns(mapping: Mapping, has: (name: string) => boolean): readonly string[] {
  const needed = Object.values(mapping.fields).filter((names) => names !== undefined);
  return needed.filter((names) => !names.some(has)).map((names) => names.join(' or '));
}

export function mappedCsv(mapping: Mapping): CsvFormat {
  return {
    format: 'mapped',
    what: 'a table with the columns of the mapping',
    fits: (columns) => missingColumns(mapping, (name) => columns.has(name)).length === 0,
    createReader(header, { options }) {
      const columns = columnsOf(header);
      return (row) => {
        const cell = columns.cellsOf(row);
        const values: Values = (names) => (names === undefined ? [] : [cell(...names)].filter((value) => value !== ''));
        return read(mapping, values, row.line, options);
      };
    },
  };
}

export function mappedNdjson(mapping: Mapping): JsonFormat {
  return {
    format: 'mapped',
    what: 'JSON lines with the fields of the mapping',
    // A field that is not told may be missing from any line.
    fits: () => true,
    createReader({ options }) {
      return (value, line) => {
        const values: Values = (names) => {
          for (const name of names ?? []) {
            const found = asTexts(name in value ? value[name] : valueAt(value, ...name.split('.')));
            if (found.length > 0) return found;
          }
          return [];
        };
        return [read(mapping, values, line, options)];
      };
    },
  };
}

function asTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value];
  // A number beyond 2^53 lost digits when the JSON was read.
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value) ? [] : [String(value)];
  if (typeof value === 'boolean') return [String(value)];
  return Array.isArray(value) ? value.flatMap(asTexts) : [];
}

function read(mapping: Mapping, values: Values, line: number, options: ImportOptions): FileItem {
  const { fields, constants } = mapping;
  const one = (names: readonly string[] | undefined): string => values(names)[0] ?? '';
  const many = (names: readonly string[], split: (cell: string) => readonly string[]): readonly string[] =>
    values(names).flatMap(split);
  const text = one(fields.text);
  const parent = one(fields.parentId);
  const draft: Draft = {
    platform: mapping.platform ?? options.platform ?? 'file',
    id: wholeId(one(fields.id)),
    accountId: one(fields.accountId) === '' ? constants.accountId : wholeId(one(fields.accountId)),
    handle: one(fields.handle),
    accountCreatedAt: timeOf(one(fields.accountCreatedAt), mapping, options),
    followers: countOf(one(fields.followers)),
    createdAt: timeOf(one(fields.createdAt), mapping, options),
    text,
    lang: one(fields.lang) || constants.lang,
    kind: kindOf(one(fields.kind), parent, mapping),
    parentId: wholeId(parent),
    parentAccountId: wholeId(one(fields.parentAccountId)),
    tags: fields.tags === undefined ? tagsIn(text) : many(fields.tags, wordsIn),
    links: fields.links === undefined ? linksIn(text) : many(fields.links, linksInCell),
    likes: countOf(one(fields.likes)),
    reposts: countOf(one(fields.reposts)),
    replies: countOf(one(fields.replies)),
    quotes: countOf(one(fields.quotes)),
  };
  return postItem(draft, line, options);
}

/** A parent without a kind is one that was answered. */
function kindOf(written: string, parent: string, { kinds, constants }: Mapping): PostKind {
  const named = Object.entries(kinds).find(([value]) => value.toLowerCase() === written.toLowerCase())?.[1];
  return named ?? constants.kind ?? (wholeId(parent) === undefined ? 'original' : 'reply');
}

function timeOf(text: string, mapping: Mapping, options: ImportOptions): Date | undefined {
  const zone = mapping.zone ?? options.zone;
  const { timeFormat } = mapping;
  if (timeFormat === 'unix')
    return /^\d+(?:\.\d+)?$/.test(text) ? parseTime(String(Math.floor(Number(text)))) : undefined;
  if (timeFormat === 'unix-ms') return /^\d{1,15}$/.test(text) ? new Date(Number(text)) : undefined;
  if (timeFormat === 'auto') return parseLocalTime(text, { zone, dateOrder: options.dateOrder });
  const iso = byPattern(text, timeFormat);
  return iso === undefined ? undefined : parseLocalTime(iso, { zone });
}

const parts = ['yyyy', 'MM', 'dd', 'HH', 'mm', 'ss'] as const;

/** The text as `yyyy-MM-dd HH:mm:ss`; `undefined` where it is not as the pattern says. */
function byPattern(text: string, pattern: string): string | undefined {
  const escaped = pattern.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
  const source = escaped.replace(/yyyy|MM|dd|HH|mm|ss/g, (part) => `(?<${part}>\\d{${part === 'yyyy' ? 4 : '1,2'}})`);
  const groups = new RegExp(`^${source}$`).exec(text)?.groups;
  if (groups === undefined) return undefined;
  const [year = '', month = '', day = '', ...clock] = parts.map((part) => (groups[part] ?? '0').padStart(2, '0'));
  return `${year}-${month}-${day} ${clock.join(':')}`;
}
