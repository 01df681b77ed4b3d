/** What is said of a cluster of near-identical texts: sizes, times and who is attributed; hardly ever the text. */
import { createHash } from 'node:crypto';
import { type EntryKind, entryKinds, type RegistryEntry } from '../../registry/registry.ts';
import type { Behind, PostTable } from '../table/post-table.ts';
import { shorten } from '../words.ts';
import { forRows, platformOf, type Rows } from './rows.ts';
import type { TextGroups } from './text-groups.ts';
import { isCompared } from './used-texts.ts';

export interface TextCluster {
  readonly posts: number;
  readonly accounts: number;
  /** Different texts after the normal form: 1 is identical text, more is near-identical text. */
  readonly wordings: number;
  readonly platforms: readonly string[];
  readonly firstAt: Date;
  /** Id of the registry entry that posted it first, when its author is attributed. */
  readonly firstEntryId?: string | undefined;
  /** Accounts by what the registry says of them, none left out; the rest of `accounts` is unattributed. */
  readonly attributed: readonly { readonly kind: EntryKind; readonly accounts: number }[];
  /** Of the first text in normal form: how many characters, and the first 16 hex digits of its SHA-256. */
  readonly characters: number;
  readonly hash: string;
  /** Its first 80 characters, only where a listed institution posted it first. */
  readonly example?: string | undefined;
  readonly behind: () => Behind;
}

const exampleCharacters = 80;

/** In the order of the groups given. */
export function describeClusters(
  table: PostTable,
  { groupOf }: TextGroups,
  groups: readonly number[],
  rows: Rows,
): readonly TextCluster[] {
  const members = new Map<number, number[]>(groups.map((group) => [group, []]));
  forRows(table, rows, (row) => {
    if (isCompared(table, row)) members.get(groupOf[table.text[row] ?? -1] ?? -1)?.push(row);
  });
  return groups.map((group) => describe(table, Uint32Array.from(members.get(group) ?? [])));
}

function describe(table: PostTable, rows: Uint32Array): TextCluster {
  const first = firstOf(table, rows);
  const text = table.texts.at(table.text[first] ?? 0);
  const entry = table.entries[table.entry[first] ?? -1];
  return {
    posts: rows.length,
    accounts: new Set(Array.from(rows, (row) => table.account[row])).size,
    wordings: new Set(Array.from(rows, (row) => table.text[row])).size,
    platforms: [...new Set(Array.from(rows, (row) => table.platforms[platformOf(table, row)] ?? ''))].sort(),
    firstAt: new Date(table.at[first] ?? 0),
    firstEntryId: entry?.id,
    attributed: attributedIn(table, rows),
    characters: Array.from(text).length,
    hash: createHash('sha256').update(text).digest('hex').slice(0, 16),
    example: isInstitution(entry) ? shorten(text, exampleCharacters) : undefined,
    behind: () => ({ of: 'posts', rows }),
  };
}

/** Diplomats may be persons, and what is reported or disputed is no ground to quote anybody. */
function isInstitution(entry: RegistryEntry | undefined): boolean {
  return (
    entry?.publicRole === true &&
    entry.status === 'active' &&
    entry.kind !== 'diplomat' &&
    entry.kind !== 'proxy-reported'
  );
}

/** The earliest; of several at one time the one with the smallest id, so that the order of reading does not matter. */
function firstOf(table: PostTable, rows: Uint32Array): number {
  let first = rows[0] ?? 0;
  for (const row of rows) {
    const at = table.at[row] ?? 0;
    const best = table.at[first] ?? 0;
    if (at < best || (at === best && table.id.at(row) < table.id.at(first))) first = row;
  }
  return first;
}

function attributedIn(table: PostTable, rows: Uint32Array): TextCluster['attributed'] {
  const accounts = new Map<EntryKind, Set<number>>();
  for (const row of rows) {
    const kind = table.entries[table.entry[row] ?? -1]?.kind;
    if (kind === undefined) continue;
    const theirs = accounts.get(kind) ?? new Set();
    accounts.set(kind, theirs.add(table.account[row] ?? 0));
  }
  return entryKinds.flatMap((kind) => {
    const theirs = accounts.get(kind);
    return theirs === undefined ? [] : [{ kind, accounts: theirs.size }];
  });
}
