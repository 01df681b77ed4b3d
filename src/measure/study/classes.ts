/**
 * Classes of authors: each kind of registry entry is one, and the rest is "unattributed", which is never called
 * independent. Proxies and public-service broadcasters stay apart from what is attributed to a state.
 */
import { entryKinds, type RegistryEntry, stateKinds } from '../../registry/registry.ts';
import type { PostTable } from '../table/post-table.ts';

/** `other-states` holds the listed accounts of states that were not asked for. */
export const authorClasses = [...entryKinds, 'other-states', 'unattributed'] as const;
export type AuthorClass = (typeof authorClasses)[number];

export interface ClassOptions {
  /** ISO codes; undefined means every state. */
  readonly states?: readonly string[] | undefined;
}

export interface Classes {
  /** Index into `authorClasses`, as of the post's own time. */
  readonly of: (row: number) => number;
  readonly ofEntry: (entry: RegistryEntry | undefined) => number;
  /** Attributed to a state (`stateKinds`), of those asked for. */
  readonly isState: (row: number) => boolean;
}

export const unattributed = authorClasses.indexOf('unattributed');
const otherStates = authorClasses.indexOf('other-states');

export function classesOf(table: PostTable, { states }: ClassOptions = {}): Classes {
  const ofEntry = (entry: RegistryEntry | undefined): number => {
    if (entry === undefined) return unattributed;
    return states === undefined || states.includes(entry.state) ? authorClasses.indexOf(entry.kind) : otherStates;
  };
  const byEntry = Uint8Array.from(table.entries, ofEntry);
  const stateEntry = byEntry.map((index) => (isStateClass(index) ? 1 : 0));
  return {
    of: (row) => byEntry[table.entry[row] ?? -1] ?? unattributed,
    ofEntry,
    isState: (row) => stateEntry[table.entry[row] ?? -1] === 1,
  };
}

const stateClasses = new Set(stateKinds.map((kind) => authorClasses.indexOf(kind)));

/** @param index into `authorClasses` */
export function isStateClass(index: number): boolean {
  return stateClasses.has(index);
}

/** Sources that list the entry as part of a set which a platform took down; none for most entries. */
export function takedownSources({ evidence }: RegistryEntry): readonly string[] {
  return [...new Set(evidence.filter(({ type }) => type === 'platform-takedown').map(({ source }) => source))].sort();
}
