/** Messages to the admin channel about an edition of the registry: what it changes, or why it could not be read. */
import { noticeMessage } from '../src/message/answer.ts';
import { editionButtons } from '../src/message/buttons.ts';
import { type EditionFacts, editionMessage } from '../src/message/registry-diff-message.ts';
import { diffEntries } from '../src/registry/diff.ts';
import type { RegistryEntry, RegistrySnapshot } from '../src/registry/registry.ts';
import type { PendingEdition, Store } from '../src/store/store.ts';

export interface EditionNews extends Pick<EditionFacts, 'conflicting' | 'refusals' | 'from' | 'lead'> {
  /** The id makes the telling unique. */
  readonly pending: Pick<PendingEdition, 'id' | 'source' | 'entries' | 'refused'>;
  /** The registry it is compared with. */
  readonly before: RegistrySnapshot;
  /** Entries as the list has them; absent when it was not read again. */
  readonly offered?: readonly RegistryEntry[] | undefined;
}

export interface TellDeps {
  readonly store: Pick<Store, 'outbox'>;
  readonly target: string;
  readonly mark: string;
  readonly now: () => Date;
}

/** Told once for each edition that waits, however often this runs. */
export async function tellEdition(
  { pending, before, offered = [], ...facts }: EditionNews,
  how: 'ask' | 'applied' | 'contradictions',
  { store, target, mark, now }: TellDeps,
): Promise<void> {
  const { id, source, entries, refused } = pending;
  const diff = diffEntries(before.entries, entriesAfter(before.entries, entries));
  const unnamed = unnamedOf([...before.entries, ...entries, ...offered]);
  const named = how === 'contradictions' ? undefined : id;
  const message = editionMessage({
    ...facts,
    id: named,
    source,
    diff,
    refused,
    unnamed,
    against: before.version,
    mark,
  });
  const delivery = {
    id: `registry-edition|${target}|${id}|${how}`,
    target,
    kind: 'notice',
    how: 'post',
    version: 1,
    message: how === 'ask' ? { ...message, buttons: editionButtons(id) } : message,
  } as const;
  await store.outbox.add([delivery], now());
}

function unnamedOf(entries: readonly RegistryEntry[]): ReadonlySet<string> {
  return new Set(entries.filter(({ publicRole }) => !publicRole).map(({ id }) => id));
}

/** The registry with the entries in their places. */
export function entriesAfter(
  before: readonly RegistryEntry[],
  entries: readonly RegistryEntry[],
): readonly RegistryEntry[] {
  return [...new Map([...before, ...entries].map((entry) => [entry.id, entry])).values()];
}

export interface EditionFailure {
  readonly name: string;
  readonly reason: string;
  readonly failingSince: Date;
}

/** Once for as long as it lasts, not at each tick. */
export async function tellFailure(
  { name, reason, failingSince }: EditionFailure,
  { store, target, mark, now }: TellDeps,
): Promise<void> {
  const text = `Registry list ${name} could not be read: ${reason}. The registry stays as it is; it is tried again every hour, and this is told once.`;
  const delivery = {
    id: `registry-edition|${target}|${name}|failing|${failingSince.toISOString()}`,
    target,
    kind: 'notice',
    how: 'post',
    version: 1,
    message: noticeMessage(text, [mark]),
  } as const;
  await store.outbox.add([delivery], now());
}
