/** One source → store: under its lease, page by page; what goes wrong decides when it is asked again. */
import type { Page, PollContext, Source, Watched } from '../src/source/source.ts';
import { SourceError } from '../src/source/source-error.ts';
import type { NewTrouble, PostStore, SourceStore, SourceTrouble } from '../src/store/store.ts';
import { createBudget } from './budget.ts';

export interface PollDeps {
  readonly posts: Pick<PostStore, 'keepPage' | 'cursorOf'>;
  readonly sources: SourceStore;
  readonly watched: (platform: string) => Promise<Watched>;
  /** Names this process as the holder of leases. */
  readonly holder: string;
  /** Time of the source: the wall clock, or the sample's own. */
  readonly clockOf: (source: Source) => () => Date;
  /** Hears once of every trouble that a person should know of. */
  readonly onTrouble: (source: Source, trouble: SourceTrouble, message: string) => Promise<void>;
  /** Hears of every failure, for the log. */
  readonly onFailure: (source: Source, error: unknown) => void;
}

export interface PollReport {
  /** `read`: to its end; `busy`: somebody else reads it; `stopped`: told to stop; `failed`: see the store. */
  readonly outcome: 'read' | 'busy' | 'stopped' | 'failed';
  readonly added: number;
  readonly known: number;
  readonly deleted: number;
}

/** A process that died frees its sources after so long; one that lives renews in time. */
const leaseMs = 120_000;
const renewMs = 30_000;
const watchedAgainMs = 5 * 60_000;

export async function pollSource(source: Source, deps: PollDeps, signal: AbortSignal): Promise<PollReport> {
  const counts = { added: 0, known: 0, deleted: 0 };
  if (!(await deps.sources.takeLease(source.id, deps.holder, leaseMs, new Date()))) {
    return { outcome: 'busy', ...counts };
  }
  const run = new AbortController();
  const stop = (): void => run.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const renewal = setInterval(() => void renew(source, deps, run), renewMs);
  try {
    await readPages(source, deps, run.signal, counts);
    await deps.sources.noteRead(source, source.catchesUp, deps.clockOf(source)());
    return { outcome: 'read', ...counts };
  } catch (error) {
    if (run.signal.aborted) return { outcome: 'stopped', ...counts };
    await noteFailure(source, error, deps);
    return { outcome: 'failed', ...counts };
  } finally {
    clearInterval(renewal);
    signal.removeEventListener('abort', stop);
    await deps.sources.releaseLease(source.id, deps.holder);
  }
}

/** A lease that was lost, or cannot be renewed, ends the run: two readers would write over each other's cursor. */
async function renew(source: Source, deps: PollDeps, run: AbortController): Promise<void> {
  try {
    if (await deps.sources.takeLease(source.id, deps.holder, leaseMs, new Date())) return;
    run.abort(new Error(`another process reads ${source.id}`));
  } catch (error) {
    run.abort(error);
  }
}

async function readPages(
  source: Source,
  deps: PollDeps,
  signal: AbortSignal,
  counts: { added: number; known: number; deleted: number },
): Promise<void> {
  const clock = deps.clockOf(source);
  const now = clock();
  let watched = await deps.watched(source.platform);
  const context: PollContext = {
    now,
    clock,
    signal,
    budget: createBudget(source.budget, deps.sources, clock),
    // A stream runs for days, and lists change meanwhile.
    get watched() {
      return watched;
    },
  };
  const refresh = setInterval(() => {
    deps.watched(source.platform).then(
      (list) => (watched = list),
      // The list as it was serves on.
      () => undefined,
    );
  }, watchedAgainMs);
  try {
    await keepPages(source, context, deps, counts);
  } finally {
    clearInterval(refresh);
  }
}

async function keepPages(
  source: Source,
  context: PollContext,
  deps: PollDeps,
  counts: { added: number; known: number; deleted: number },
): Promise<void> {
  const { now, clock, signal } = context;
  let first = true;
  for await (const page of source.poll(await deps.posts.cursorOf(source.id), context)) {
    // One transaction: after a crash the page is read again, and what is known is ignored.
    const kept = await deps.posts.keepPage(source, pageUpTo(page, now), clock());
    counts.added += kept.added;
    counts.known += kept.known;
    counts.deleted += kept.deleted;
    // A stream never ends: its first page says that it is read again.
    if (first && source.everyMinutes === 0) await deps.sources.noteRead(source, source.catchesUp, clock());
    first = false;
    signal.throwIfAborted();
  }
}

/** A run that lasts moves on; the watermark of a short one may not pass its beginning. */
function pageUpTo(page: Page, now: Date): Page {
  return page.done === true && page.watermark !== undefined && page.watermark > now
    ? { ...page, watermark: now }
    : page;
}

/** Failures in a row after which a source is left alone for a while. */
const failuresToOpen = 5;
const firstPauseMs = 60_000;
const longestPauseMs = 30 * 60_000;
/** A person has to act; asking more often would only make more refusals. */
const credentialPauseMs = 30 * 60_000;

async function noteFailure(source: Source, error: unknown, deps: PollDeps): Promise<void> {
  deps.onFailure(source, error);
  const now = deps.clockOf(source)();
  const before = (await deps.sources.state(source.id))?.trouble;
  const trouble = await deps.sources.noteTrouble(source, troubleOf(source, error, before, now), now);
  if (isToBeTold(trouble, before)) await deps.onTrouble(source, trouble, messageOf(error));
}

/** What is done about an error depends on its kind alone. */
function troubleOf(
  source: Pick<Source, 'catchesUp'>,
  error: unknown,
  before: SourceTrouble | undefined,
  now: Date,
): NewTrouble {
  const kind = error instanceof SourceError ? error.kind : 'unavailable';
  const until = error instanceof SourceError ? error.until : undefined;
  const message = messageOf(error);
  const after = (ms: number): Date => new Date(now.getTime() + ms);
  if (kind === 'wait') {
    return { kind, message, notBefore: until ?? after(firstPauseMs), failure: false, gap: !source.catchesUp };
  }
  if (kind === 'budget') return { kind, message, notBefore: until ?? after(longestPauseMs), failure: false, gap: true };
  if (kind === 'credential') {
    return { kind, message, notBefore: until ?? after(credentialPauseMs), failure: true, gap: true };
  }
  const failures = (before?.failures ?? 0) + 1;
  const isOpen = failures >= failuresToOpen;
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - failuresToOpen));
  return { kind, message, notBefore: isOpen ? after(pause) : until, failure: true, gap: isOpen };
}

/** Once for each trouble: when a person must act, when the budget is spent, and when a source is left alone. */
function isToBeTold(trouble: SourceTrouble, before: SourceTrouble | undefined): boolean {
  if (trouble.kind === 'credential' || trouble.kind === 'budget') return before?.kind !== trouble.kind;
  return trouble.failures === failuresToOpen;
}

/** Only our own errors have messages made for people; others may hold anything. */
function messageOf(error: unknown): string {
  return error instanceof SourceError ? error.message : 'something went wrong that is in the log';
}
