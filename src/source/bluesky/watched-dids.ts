/** The DIDs of the watched accounts; a handle is looked up once, and what it was then is remembered. */
import type { SourceLog, WatchedAccount } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { didOfHandle, type IdentityDeps } from './identity.ts';
import { handleOf, isDid } from './syntax.ts';

export interface WatchedDids {
  readonly dids: readonly string[];
  readonly handles: Readonly<Record<string, string>>;
  /** Handles that could not be looked up now. */
  readonly missing: number;
}

export async function watchedDids(
  accounts: readonly WatchedAccount[],
  known: Readonly<Record<string, string>>,
  deps: IdentityDeps & { readonly log: SourceLog },
  signal: AbortSignal,
): Promise<WatchedDids> {
  const dids = new Set<string>();
  const handles = new Map<string, string>();
  let missing = 0;
  for (const { nativeId, handle } of accounts) {
    if (nativeId !== undefined && isDid(nativeId)) {
      dids.add(nativeId);
      continue;
    }
    const name = handle === undefined ? undefined : handleOf(handle);
    if (name === undefined) continue;
    const did = known[name] ?? (await lookUp(name, deps, signal));
    if (did === undefined || !isDid(did)) {
      missing += 1;
      continue;
    }
    dids.add(did);
    handles.set(name, did);
  }
  if (missing > 0) deps.log.warn({ platform: 'bluesky', missing }, 'handles of watched accounts could not be resolved');
  return { dids: [...dids].sort(), handles: Object.fromEntries(handles), missing };
}

/** One handle that cannot be looked up must not keep the others from being read. */
async function lookUp(handle: string, deps: IdentityDeps, signal: AbortSignal): Promise<string | undefined> {
  try {
    return await didOfHandle(handle, deps, signal);
  } catch (error) {
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}
