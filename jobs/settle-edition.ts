/** An edition of the registry that waits → applied or dismissed, once, by whoever decides; an answer in words. */
import { count, counted } from '../src/measure/words.ts';
import { noticeMessage } from '../src/message/answer.ts';
import { minuteMs } from '../src/post/post.ts';
import { diffEntries } from '../src/registry/diff.ts';
import { rebaseEntries } from '../src/registry/rebase.ts';
import type { RegistryEntry, RegistrySnapshot } from '../src/registry/registry.ts';
import type { PendingEdition, RegistryEdition, RegistryStore, Store } from '../src/store/store.ts';
import { tellEdition } from './tell-edition.ts';

interface Decider {
  /** As history shows it. */
  readonly name: string;
  /** `slack:U0123`, `command line`: as the audit keeps it. */
  readonly user: string;
  /** The job that read the edition: there is one at a time, and it tells people itself. */
  readonly isJob?: boolean | undefined;
}

interface EditionAnswer {
  readonly done: boolean;
  /** One or two sentences for whoever decided. */
  readonly text: string;
}

export interface EditionSettler {
  /** Never blindly: when the registry changed so that it would do something else, that is asked about anew instead. */
  apply(id: string, by: Decider): Promise<EditionAnswer>;
  dismiss(id: string, by: Decider): Promise<EditionAnswer>;
}

export interface SettleDeps {
  readonly store: Pick<Store, 'registry' | 'audit' | 'outbox'>;
  /** `platform:channel` of the people who run Tocsin. */
  readonly target: string;
  readonly mark: string;
  readonly now: () => Date;
}

/** A decision older than this whose entries are not kept was cut off between the two, and is carried out again. */
const cutOffMs = minuteMs;

export function createEditionSettler(deps: SettleDeps): EditionSettler {
  return {
    apply: async (id, by) => {
      const pending = await known(id, deps);
      if (pending === undefined) return unknown(id);
      if (pending.settled !== undefined) return settledBefore(pending, by, deps);
      const current = await deps.store.registry.snapshot();
      const entries = entriesNow(pending, current, await baseOf(pending, deps.store.registry));
      if (!sameEntries(pending.entries, entries)) return askAnew({ pending, current, entries }, deps);
      if (!(await deps.store.registry.settle(id, 'applied', by.name, deps.now()))) return lost(id, by, deps);
      return keep(pending, by, deps);
    },
    dismiss: async (id, by) => {
      const pending = await known(id, deps);
      if (pending === undefined) return unknown(id);
      if (pending.settled !== undefined) return { done: false, text: settledText(pending, pending.settled) };
      if (!(await deps.store.registry.settle(id, 'dismissed', by.name, deps.now()))) return lost(id, by, deps);
      await tell(pending, by, 'dismissed', deps);
      return { done: true, text: `${id} of ${pending.source} is dismissed; the registry stays as it is.` };
    },
  };
}

async function known(id: string, { store }: SettleDeps): Promise<PendingEdition | undefined> {
  return store.registry.pending({ id });
}

function unknown(id: string): EditionAnswer {
  return { done: false, text: `No edition ${id} waits; tocsin registry pending lists those that do.` };
}

/** Somebody was a moment faster. */
async function lost(id: string, by: Decider, deps: SettleDeps): Promise<EditionAnswer> {
  const pending = await known(id, deps);
  return pending === undefined ? unknown(id) : settledBefore(pending, by, deps);
}

async function settledBefore(pending: PendingEdition, by: Decider, deps: SettleDeps): Promise<EditionAnswer> {
  const { settled } = pending;
  if (settled === undefined) return unknown(pending.id);
  const nobodyIsAtIt = by.isJob === true || deps.now().getTime() - settled.at.getTime() > cutOffMs;
  const cutOff = settled.as === 'applied' && nobodyIsAtIt;
  if (cutOff && !(await isKept(pending, deps.store.registry))) return keep(pending, by, deps);
  return { done: false, text: settledText(pending, settled) };
}

function settledText({ id, source }: PendingEdition, { as, by }: NonNullable<PendingEdition['settled']>): string {
  return `${by} was first: ${id} of ${source} is ${as} already.`;
}

async function isKept({ id, source }: PendingEdition, registry: RegistryStore): Promise<boolean> {
  const editions = await registry.editions(1_000);
  return editions.some((edition) => edition.source === source && edition.reason?.startsWith(`${id}: `) === true);
}

async function keep(pending: PendingEdition, by: Decider, deps: SettleDeps): Promise<EditionAnswer> {
  const { registry } = deps.store;
  const base = await baseOf(pending, registry);
  const edition = await registry.keepEdition(
    {
      source: pending.source,
      by: by.name,
      at: deps.now(),
      added: 0,
      changed: 0,
      refused: pending.refused,
      // `isKept` finds it again by this beginning.
      reason: `${pending.id}: ${by.isJob === true ? 'taken at once, as configured' : `confirmed by ${by.name}`}`,
    },
    (current) => entriesNow(pending, current, base),
  );
  await tell(pending, by, 'applied', deps, edition);
  return { done: true, text: `${pending.id} of ${pending.source} is applied: ${editionText(edition)}.` };
}

function editionText({ added, changed, version }: RegistryEdition): string {
  return `${counted(added, 'entry', 'entries')} added, ${count(changed)} changed; registry ${version}`;
}

/** The entries as they were merged, or, when the registry changed since, what they add to it now. */
function entriesNow(
  { against, entries }: PendingEdition,
  current: RegistrySnapshot,
  base: readonly RegistryEntry[],
): readonly RegistryEntry[] {
  return current.version === against ? entries : rebaseEntries(base, entries, current.entries);
}

/** The registry that the edition was compared with. */
async function baseOf({ against }: PendingEdition, registry: RegistryStore): Promise<readonly RegistryEntry[]> {
  if (against === 'none') return [];
  return (await registry.snapshotOf(against))?.entries ?? [];
}

/** Whether what would be kept is what people were shown: then a change elsewhere in the registry does not matter. */
function sameEntries(shown: readonly RegistryEntry[], entries: readonly RegistryEntry[]): boolean {
  const { added, removed, changed, moved } = diffEntries(shown, entries);
  return added.length + removed.length + changed.length + moved.length === 0;
}

interface Anew {
  readonly pending: PendingEdition;
  readonly current: RegistrySnapshot;
  /** What is left of the edition. */
  readonly entries: readonly RegistryEntry[];
}

async function askAnew({ pending, current, entries }: Anew, deps: SettleDeps): Promise<EditionAnswer> {
  const { store, now } = deps;
  const { id, source, against } = pending;
  const since = `The registry changed since ${id} was compared with it (${against}, now ${current.version})`;
  if (entries.length === 0) {
    await store.registry.settle(id, 'dismissed', 'tocsin', now());
    return { done: false, text: `${since}, and ${source} has nothing to add any more. Nothing is done.` };
  }
  const anew = await store.registry.keepPending({
    source,
    at: now(),
    against: current.version,
    entries,
    refused: pending.refused,
    contentHash: pending.contentHash,
  });
  await tellEdition({ pending: anew, before: current, lead: [`${since}; this is what is left of it.`] }, 'ask', deps);
  return { done: false, text: `${since}. Nothing is applied: what is left waits as ${anew.id}, please look at it.` };
}

async function tell(
  { id, source }: PendingEdition,
  by: Decider,
  as: 'applied' | 'dismissed',
  { store, target, mark, now }: SettleDeps,
  edition?: RegistryEdition,
): Promise<void> {
  const at = now();
  await store.audit.append({
    at,
    by: by.user,
    action: `registry-edition-${as}`,
    subject: id,
    details: { source, ...(edition === undefined ? {} : { version: edition.version, added: edition.added }) },
  });
  if (by.isJob === true) return;
  const result = edition === undefined ? 'the registry stays as it is' : editionText(edition);
  const delivery = {
    id: `registry-edition|${target}|${id}|${as}`,
    target,
    kind: 'notice',
    how: 'post',
    version: 1,
    message: noticeMessage(`${id} of ${source} was ${as} by ${by.name}: ${result}.`, [mark]),
  } as const;
  await store.outbox.add([delivery], at);
}
