/** Known posts and accounts → their platform → store: what is gone, and who wrote it. */
import type { Checker, CheckQuestion, PollContext } from '../src/source/source.ts';
import { SourceError } from '../src/source/source-error.ts';
import type { SourceStore, Store } from '../src/store/store.ts';
import { createBudget } from './budget.ts';

export interface LookUpDeps {
  readonly store: { readonly posts: Pick<Store['posts'], 'keepPage'>; readonly sources: SourceStore };
  readonly now: () => Date;
  readonly onFailure: (checker: string, error: unknown) => void;
}

export interface LookedUp {
  /** `false`: the platform did not answer to the end; what came is kept. */
  readonly complete: boolean;
  readonly deleted: number;
  readonly accounts: number;
}

/** Keeps what the platform says under the name of the checker, `check:x`; its trouble stands in `/status`. */
export async function lookUp(
  checker: Checker,
  question: CheckQuestion,
  deps: LookUpDeps,
  signal: AbortSignal,
): Promise<LookedUp> {
  const { store, now } = deps;
  const source = { id: `check:${checker.platform}`, platform: checker.platform, coverage: 'part' } as const;
  const counts = { deleted: 0, accounts: 0 };
  if (question.posts.length === 0 && question.accounts.length === 0) return { complete: true, ...counts };
  const trouble = (await store.sources.state(source.id))?.trouble;
  if (trouble?.notBefore !== undefined && trouble.notBefore > now()) return { complete: false, ...counts };
  const context: PollContext = {
    now: now(),
    clock: now,
    signal,
    budget: createBudget(checker.budget, store.sources, now),
    watched: { tags: [], hosts: [], accounts: [] },
  };
  try {
    for await (const page of checker.lookUp(question, context)) {
      // A look-up has no place to go on from: its cursor is nobody's.
      const { cursor: _, ...found } = page;
      const kept = await store.posts.keepPage(source, { ...found, cursor: undefined }, now());
      counts.deleted += kept.deleted;
      counts.accounts += page.accounts?.length ?? 0;
    }
    await store.sources.noteRead(source, true, now());
    return { complete: true, ...counts };
  } catch (error) {
    if (signal.aborted) return { complete: false, ...counts };
    deps.onFailure(source.id, error);
    const known = error instanceof SourceError;
    await store.sources.noteTrouble(
      source,
      {
        kind: known ? error.kind : 'unavailable',
        message: known ? error.message : 'something went wrong that is in the log',
        notBefore: known ? error.until : undefined,
        failure: !known || error.kind !== 'wait',
        gap: false,
      },
      now(),
    );
    return { complete: false, ...counts };
  }
}
