/** What every importer of a foreign list is given and gives back. */
import type { EntryRefusal } from '../entry-file.ts';
import type { RegistryEntry } from '../registry.ts';

export interface ListOptions {
  /** Name of the file, shown in refusals; some lists say only there what they hold. */
  readonly file: string;
  /** Named persons in public office too; `false` unless given. */
  readonly includeOfficials?: boolean | undefined;
  /** When the list was read: the time of retrieval where the list itself gives none. */
  readonly now: Date;
}

export interface RegistryImport {
  readonly entries: readonly RegistryEntry[];
  /** Rows left out, and cells of kept rows that were not taken, each with its reason. */
  readonly refused: readonly EntryRefusal[];
  /** What the file holds and what was made of it, by name. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Counts by name, in the order of first mention. */
export function createTally(): {
  readonly add: (name: string, n?: number) => void;
  readonly counts: () => Record<string, number>;
} {
  const counts = new Map<string, number>();
  return {
    add: (name, n = 1) => counts.set(name, (counts.get(name) ?? 0) + n),
    counts: () => Object.fromEntries(counts),
  };
}
