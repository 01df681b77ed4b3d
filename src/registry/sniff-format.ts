/** Which registry format a file is in, by its beginning; `undefined` when none that is known. */
import { columnName, csvRows } from './csv-rows.ts';
import { entryCsvColumns } from './entry-csv.ts';
import { isMarkdown } from './lists/meta-rows.ts';
import { sniffJson } from './lists/sniff-json.ts';

export type RegistryFormat =
  | 'yaml'
  | 'csv'
  | 'asd-matrix'
  | 'hamilton'
  | 'meta-threat-research'
  | 'x-takedown'
  | 'wikidata'
  | 'misp'
  | 'stix';

export function sniffRegistryFormat(text: string, file: string): RegistryFormat | undefined {
  if (/\.ya?ml$/i.test(file)) return 'yaml';
  const bare = text.replace(/^\uFEFF/, '');
  if (/^\s*[{[]/.test(bare)) return sniffJson(bare);
  if (isMarkdown(bare)) return 'meta-threat-research';
  const columns = new Set(csvRows(firstRow(bare)).columns);
  const has = (...names: readonly string[]): boolean => names.every((name) => columns.has(name));
  if (has('country', 'media company', 'main assets', 'typology')) return 'asd-matrix';
  if (has('category', 'account type', 'name', 'twitter id')) return 'hamilton';
  if (has('tactic', 'technique', 'procedure', 'indicator')) return 'meta-threat-research';
  if (has('indicator_type', 'indicator_value')) return 'meta-threat-research';
  if (has('userid', 'user_screen_name') || has('userid', 'userscreenname')) return usersOrPosts(columns);
  if (has('id') && [...columns].every((column) => ownColumns.has(column))) return 'csv';
  return /^(?:\s*#.*\n|---\s*\n|\s*\n)*(?:entries:|- )/.test(bare) ? 'yaml' : undefined;
}

/** The archive's files of tweets have the columns of its files of users, and more. */
function usersOrPosts(columns: ReadonlySet<string>): RegistryFormat | undefined {
  return columns.has('tweetid') || columns.has('tweet_text') ? undefined : 'x-takedown';
}

const ownColumns = new Set(entryCsvColumns.map(columnName));

/** Headers may have quoted line breaks; none of the known ones does. */
function firstRow(text: string): string {
  return text.slice(0, 10_000).split(/\r?\n/, 1)[0] ?? '';
}
