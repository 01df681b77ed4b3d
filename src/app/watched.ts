/** What sources are asked to read: watched tags and hosts, and the accounts that the registry lists. */
import type { EntryKind, Registry } from '../registry/registry.ts';
import type { Watched, WatchedAccount } from '../source/source.ts';

export interface WatchedDeps {
  readonly tags: readonly string[];
  readonly hosts: readonly string[];
  readonly kinds: readonly EntryKind[];
  readonly registry: () => Promise<Registry>;
  readonly now: () => Date;
}

export function createWatched({
  tags,
  hosts,
  kinds,
  registry,
  now,
}: WatchedDeps): (platform: string) => Promise<Watched> {
  return async (platform) => {
    const at = now();
    const accounts = new Map<string, WatchedAccount>();
    for (const entry of (await registry()).entries) {
      if (entry.status === 'withdrawn' || !kinds.includes(entry.kind)) continue;
      for (const account of entry.accounts) {
        if (account.platform !== platform) continue;
        if ((account.validFrom ?? at) > at || (account.validTo ?? at) < at) continue;
        const { handle, nativeId } = account;
        accounts.set(nativeId ?? `@${handle?.toLowerCase()}`, { handle, nativeId });
      }
    }
    return { tags, hosts, accounts: [...accounts.values()] };
  };
}
