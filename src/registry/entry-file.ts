/**
 * Reads a registry file: text in, entries out, and every entry that is refused with its line and reason.
 *
 * The form is described in docs/registry.md.
 */
import { readCsvEntries } from './entry-csv.ts';
import { readYamlEntries } from './entry-yaml.ts';
import type { RegistryEntry } from './registry.ts';

export interface EntryRefusal {
  readonly file: string;
  /** 1-based line of the file. */
  readonly line: number;
  readonly reason: string;
}

export interface EntriesRead {
  readonly entries: readonly RegistryEntry[];
  readonly refused: readonly EntryRefusal[];
}

export interface EntryFileOptions {
  /** Name shown in refusals. */
  readonly file: string;
  readonly format: 'yaml' | 'csv';
}

export function readEntries(text: string, { file, format }: EntryFileOptions): EntriesRead {
  const bare = text.replace(/^\uFEFF/, '');
  const found = format === 'yaml' ? readYamlEntries(bare) : readCsvEntries(bare);
  const firstLine = new Map<string, number>();
  const entries: RegistryEntry[] = [];
  const refused = found.refused.map((refusal) => ({ file, ...refusal }));
  for (const { entry, line } of found.entries) {
    const earlier = firstLine.get(entry.id);
    if (earlier === undefined) {
      firstLine.set(entry.id, line);
      entries.push(entry);
    } else refused.push({ file, line, reason: `${entry.id}: the same id as in line ${earlier}` });
  }
  return { entries, refused: refused.sort((a, b) => a.line - b.line) };
}
