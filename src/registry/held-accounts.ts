/** The accounts of one entry, found by what they claim: a takedown set has tens of thousands in one entry. */
import { claimKeys, sameAccount } from './claim.ts';
import type { RegistryAccount } from './registry.ts';

export interface HeldAccounts {
  readonly list: readonly RegistryAccount[];
  /** Place of the first account that is the same; -1 without one. */
  find(account: RegistryAccount): number;
  add(account: RegistryAccount): void;
  replace(place: number, account: RegistryAccount): void;
}

export function createHeldAccounts(accounts: readonly RegistryAccount[]): HeldAccounts {
  const list: RegistryAccount[] = [];
  const places = new Map<string, number[]>();

  function note(account: RegistryAccount, place: number): void {
    for (const key of claimKeys(account)) {
      const known = places.get(key);
      if (known === undefined) places.set(key, [place]);
      else if (!known.includes(place)) known.push(place);
    }
  }

  function add(account: RegistryAccount): void {
    note(account, list.push(account) - 1);
  }

  for (const account of accounts) add(account);
  return {
    list,
    find(account) {
      let first = -1;
      for (const place of claimKeys(account).flatMap((key) => places.get(key) ?? [])) {
        const held = list[place];
        if (held !== undefined && sameAccount(held, account) && (first < 0 || place < first)) first = place;
      }
      return first;
    },
    add,
    replace(place, account) {
      list[place] = account;
      note(account, place);
    },
  };
}
