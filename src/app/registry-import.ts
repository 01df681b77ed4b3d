/** Registry files → store: reads a list in any known form, merges it, keeps it as an edition, and reports. */
import { basename } from 'node:path';
import { UserError } from '../chat/command.ts';
import { type ListRead, readList } from '../registry/lists/read-list.ts';
import { type MergeReport, mergeEntries } from '../registry/merge.ts';
import type { RegistryStore } from '../store/store.ts';
import { readRegistryFile } from './registry-file.ts';

export interface RegistryFileReport {
  readonly file: string;
  readonly format: string;
  readonly version: string;
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly conflicting: MergeReport['conflicting'];
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
  /** What the importer left out on purpose, by reason. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface RegistryImportDeps {
  readonly registry: RegistryStore;
  readonly includeOfficials: boolean;
  readonly by: string;
  readonly reason?: string | undefined;
  readonly now: Date;
}

export async function importRegistryFile(path: string, deps: RegistryImportDeps): Promise<RegistryFileReport> {
  const read = readRegistryText(await readRegistryFile(path), path, deps);
  let report: MergeReport = { added: [], changed: [], unchanged: 0, conflicting: [] };
  const edition = await deps.registry.keepEdition(
    {
      source: basename(path),
      by: deps.by,
      at: deps.now,
      added: 0,
      changed: 0,
      refused: read.refused.length,
      reason: deps.reason,
    },
    (current) => {
      const merged = mergeEntries(current.entries, read.entries);
      report = merged.report;
      return merged.entries;
    },
  );
  return {
    file: path,
    format: read.format,
    version: edition.version,
    read: read.entries.length,
    added: report.added.length,
    changed: report.changed.length,
    unchanged: read.entries.length - report.added.length - report.changed.length,
    conflicting: report.conflicting,
    refused: read.refused,
    counts: read.counts,
  };
}

export interface RegistryTextOptions {
  readonly includeOfficials: boolean;
  readonly now: Date;
}

/** Pure: the text of a file in any known form; a `UserError` when the form is none that is known. */
export function readRegistryText(text: string, fileName: string, options: RegistryTextOptions): ListRead {
  const read = readList(text, { file: basename(fileName), ...options });
  if (read !== undefined) return read;
  throw new UserError(
    `${fileName} is no registry that is known here: docs/registry.md has the lists that can be read.`,
  );
}
