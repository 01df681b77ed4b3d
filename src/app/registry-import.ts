/** Registry files → store: reads a list in any known form, merges it, keeps it as an edition, and reports. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../chat/command.ts';
import { readAsdMatrix } from '../registry/asd-matrix.ts';
import { readEntries } from '../registry/entry-file.ts';
import { readHamilton } from '../registry/hamilton.ts';
import { type MergeReport, mergeEntries } from '../registry/merge.ts';
import type { RegistryEntry } from '../registry/registry.ts';
import { sniffRegistryFormat } from '../registry/sniff-format.ts';
import type { RegistryStore } from '../store/store.ts';

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
  readonly now: Date;
}

export async function importRegistryFile(path: string, deps: RegistryImportDeps): Promise<RegistryFileReport> {
  const read = readRegistry(await readText(path), path, deps.includeOfficials);
  const { entries } = await deps.registry.snapshot();
  const { entries: changed, report } = mergeEntries(entries, read.entries);
  const edition = await deps.registry.keepEdition(
    {
      source: basename(path),
      by: deps.by,
      at: deps.now,
      added: report.added.length,
      changed: report.changed.length,
      refused: read.refused.length,
    },
    changed,
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

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new UserError(`${path} cannot be read: does it exist, and may this user open it?`, { cause });
  }
}

interface ReadRegistry {
  readonly format: string;
  readonly entries: readonly RegistryEntry[];
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
  readonly counts: Readonly<Record<string, number>>;
}

function readRegistry(text: string, path: string, includeOfficials: boolean): ReadRegistry {
  const file = basename(path);
  const format = sniffRegistryFormat(text, file);
  switch (format) {
    case undefined:
      throw new UserError(
        `${path} is no registry that is known here: expected the YAML or CSV form, ASD's State_Media_Matrix.csv or a Hamilton list (see docs/registry.md).`,
      );
    case 'yaml':
    case 'csv':
      return { format, counts: {}, ...readEntries(text, { file, format }) };
    case 'asd-matrix':
      return { format, ...readAsdMatrix(text, { file }) };
    case 'hamilton':
      return { format, ...readHamilton(text, { file, includeOfficials }) };
  }
}
