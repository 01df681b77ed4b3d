/**
 * Editions of lists → the registry: reads those that are due again, shows what they change to the admin channel, and
 * applies it when somebody confirms, or at once where configured.
 */
import { createHash } from 'node:crypto';
import { UserError } from '../src/chat/command.ts';
import { counted } from '../src/measure/words.ts';
import { hourMs, minuteMs } from '../src/post/post.ts';
import type { Job } from '../src/queue/queue.ts';
import { mergeEntries } from '../src/registry/merge.ts';
import type { RegistryEntry } from '../src/registry/registry.ts';
import { SourceError } from '../src/source/source-error.ts';
import type { PendingEdition, Store } from '../src/store/store.ts';
import { type EditionState, loadEditionState, saveEditionState } from './edition-state.ts';
import type { EditionSettler } from './settle-edition.ts';
import { tellEdition, tellFailure } from './tell-edition.ts';

export interface EditionPlan {
  /** Small letters, digits and hyphens; unique. */
  readonly name: string;
  /** A path, or an address that is read over https. */
  readonly from: string;
  readonly everyHours: number;
  readonly apply: 'ask' | 'at-once';
}

export type EditionText =
  | { readonly unchanged: true }
  | { readonly unchanged?: undefined; readonly text: string; readonly etag?: string | undefined };

interface EditionEntries {
  readonly entries: readonly RegistryEntry[];
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
}

export interface RefreshDeps {
  readonly store: Pick<Store, 'registry' | 'outbox' | 'settings'>;
  readonly plans: readonly EditionPlan[];
  /** Throws a `UserError` or `SourceError`; asked for with the `etag` of the last time. */
  readonly read: (from: string, etag: string | undefined, signal: AbortSignal) => Promise<EditionText>;
  /** Throws a `UserError` when the text is no list that is known. */
  readonly parse: (text: string, from: string, now: Date) => EditionEntries;
  readonly settler: EditionSettler;
  /** `platform:channel` of the people who run Tocsin. */
  readonly target: string;
  readonly mark: string;
  readonly now: () => Date;
}

type Outcome = 'unchanged' | 'nothing-new' | 'asked' | 'applied' | 'failed';

/** A tick comes each hour: what was read a few minutes less than the pause ago is due. */
const graceMs = 5 * minuteMs;

export function createRefreshRegistry(deps: RefreshDeps): Job {
  return {
    name: 'refresh-registry',
    run: async (_tick, signal) => {
      const report = { read: 0, asked: 0, applied: 0, failed: 0 };
      const unexpected: unknown[] = [];
      for (const plan of deps.plans) {
        signal.throwIfAborted();
        const state = await loadEditionState(deps.store.settings, plan.name, plan.from);
        if (!isDue(plan, state, deps.now())) continue;
        const outcome = await refresh(plan, state, signal, deps).catch((error: unknown) => {
          signal.throwIfAborted();
          unexpected.push(error);
          return 'failed' as const;
        });
        if (outcome === 'failed') report.failed += 1;
        else report.read += 1;
        if (outcome === 'asked' || outcome === 'applied') report[outcome] += 1;
      }
      if (unexpected.length > 0) throw new AggregateError(unexpected, 'registry lists could not be refreshed');
      return report;
    },
  };
}

/** One that failed is tried again at each tick. */
function isDue({ everyHours }: EditionPlan, { readAt, failingSince }: EditionState, now: Date): boolean {
  if (readAt === undefined || failingSince !== undefined) return true;
  return now.getTime() - readAt.getTime() >= everyHours * hourMs - graceMs;
}

/** What is wrong with a list is told; anything else is thrown. */
async function refresh(
  plan: EditionPlan,
  state: EditionState,
  signal: AbortSignal,
  deps: RefreshDeps,
): Promise<Outcome> {
  try {
    return await readAgain(plan, state, signal, deps);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof EditionError || error instanceof UserError || error instanceof SourceError)) throw error;
    const failingSince = state.failingSince ?? deps.now();
    // The instant first: a process that dies between the two tells nothing, and the next tick does.
    await saveEditionState(deps.store.settings, plan.name, { ...state, failingSince });
    await tellFailure({ name: plan.name, reason: error.message, failingSince }, deps);
    return 'failed';
  }
}

async function readAgain(
  plan: EditionPlan,
  state: EditionState,
  signal: AbortSignal,
  deps: RefreshDeps,
): Promise<Outcome> {
  const { read, parse, store, now } = deps;
  const answer = await read(plan.from, state.etag, signal);
  const at = now();
  const done = async (change: Partial<EditionState>): Promise<void> =>
    saveEditionState(store.settings, plan.name, { ...state, ...change, readAt: at, failingSince: undefined });
  if (answer.unchanged === true) {
    await done({});
    return 'unchanged';
  }
  const { etag, text } = answer;
  const contentHash = sha256(text);
  if (contentHash === state.contentHash) {
    await done({ etag });
    return 'unchanged';
  }
  const found = parse(text, plan.from, at);
  if (found.entries.length === 0) throw new EditionError('the list holds no entry that can be read');
  const known = await entriesKnown(plan, state, deps);
  const outcome = await offer({ plan, found, known, contentHash, at }, deps);
  const doubted = isDoubted(found.entries.length, known);
  const lastEntries = found.entries.length;
  // Kept last: a process that dies before does it all again, and nothing is told twice.
  await done({ etag, contentHash, lastEntries, entries: doubted ? known : lastEntries });
  return outcome;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** How many entries the list is known to have; a shrunken one counts when somebody has applied it. */
async function entriesKnown(
  { name }: EditionPlan,
  { entries, lastEntries, contentHash }: EditionState,
  { store }: RefreshDeps,
): Promise<number | undefined> {
  const newest = await store.registry.pending({ source: name });
  const applied = newest?.settled?.as === 'applied' && newest.contentHash === contentHash;
  return applied ? lastEntries : entries;
}

/** Fewer than half: a list that was cut off looks like that. */
function isDoubted(entries: number, known: number | undefined): boolean {
  return known !== undefined && entries * 2 < known;
}

interface Offer {
  readonly plan: EditionPlan;
  readonly found: EditionEntries;
  readonly known: number | undefined;
  readonly contentHash: string;
  readonly at: Date;
}

async function offer({ plan, found, known, contentHash, at }: Offer, deps: RefreshDeps): Promise<Outcome> {
  const { store, settler } = deps;
  const { name: source, from } = plan;
  const current = await store.registry.snapshot();
  const { entries, report } = mergeEntries(current.entries, found.entries);
  const newest = await store.registry.pending({ source });
  const doubted = isDoubted(found.entries.length, known);
  const told = { from, conflicting: report.conflicting, refusals: found.refused, offered: found.entries };
  if (newest?.contentHash === contentHash && newest.settled?.by !== obsoleteBy) {
    return resume(newest, { ...told, lead: leadOf(found, known, doubted) }, deps);
  }
  if (entries.length === 0) {
    if (newest !== undefined) await store.registry.settle(newest.id, 'dismissed', obsoleteBy, at);
    if (report.conflicting.length > 0) await tellConflicts({ source, before: current, ...told }, deps);
    return 'nothing-new';
  }
  const refused = found.refused.length;
  const pending = await store.registry.keepPending({
    source,
    at,
    against: current.version,
    entries,
    refused,
    contentHash,
  });
  const news = { ...told, pending, before: current, lead: leadOf(found, known, doubted) };
  if (plan.apply === 'ask' || doubted) {
    await tellEdition(news, 'ask', deps);
    return 'asked';
  }
  const { done } = await settler.apply(pending.id, byConfiguration);
  // Otherwise the settler has asked: the registry changed in between.
  if (done) await tellEdition({ ...news, lead: [...news.lead, appliedAtOnce] }, 'applied', deps);
  return done ? 'applied' : 'asked';
}

/** Nothing to apply, but somebody may want to decide; the same contradictions are told once. */
async function tellConflicts(
  { source, ...news }: Omit<Parameters<typeof tellEdition>[0], 'pending' | 'lead'> & { readonly source: string },
  deps: RefreshDeps,
): Promise<void> {
  const id = sha256(JSON.stringify(news.conflicting)).slice(0, 16);
  const refused = news.refusals?.length ?? 0;
  const lead = ['It adds nothing, but says otherwise than the registry; what stands there is left as it is.'];
  await tellEdition({ ...news, lead, pending: { id, source, entries: [], refused } }, 'contradictions', deps);
}

const byConfiguration = { name: 'configuration', user: 'configuration', isJob: true } as const;
const appliedAtOnce = 'Applied at once, as configured.';
/** Who dismisses an edition that has nothing to add any more. */
const obsoleteBy = 'tocsin';

/** The same content was kept before, and its process may have died before it told anybody. */
async function resume(
  pending: PendingEdition,
  told: Omit<Parameters<typeof tellEdition>[0], 'pending' | 'before'>,
  deps: RefreshDeps,
): Promise<Outcome> {
  const { against, settled } = pending;
  const before = (against === 'none' ? undefined : await deps.store.registry.snapshotOf(against)) ?? {
    version: against,
    entries: [],
  };
  if (settled === undefined) {
    await tellEdition({ ...told, pending, before }, 'ask', deps);
    return 'asked';
  }
  if (settled.by !== byConfiguration.name) return 'nothing-new';
  await deps.settler.apply(pending.id, byConfiguration); // finishes what was cut off, else does nothing
  await tellEdition({ ...told, pending, before, lead: [...told.lead, appliedAtOnce] }, 'applied', deps);
  return 'applied';
}

function leadOf({ entries }: EditionEntries, known: number | undefined, doubted: boolean): readonly string[] {
  const read = `${counted(entries.length, 'entry', 'entries')} read`;
  if (!doubted) return [`${read}.`];
  return [
    `${read}, ${counted(known ?? 0, 'entry', 'entries')} before: the list may have been cut off, so somebody must look.`,
  ];
}

/** The list's own fault, not the network's. */
class EditionError extends Error {
  override readonly name = 'EditionError';
}
