/** F2b: how much of the reposting of attributed posts was done by accounts that were suspended later. */
import type { PostTable } from '../table/post-table.ts';
import { attributedReposts } from './attributed-reposts.ts';
import type { ClassOptions } from './classes.ts';
import { isLooked, isSuspended, type Looks, looksAt } from './looks.ts';
import type { AccountRegistry } from './parent-entries.ts';
import { distinctAccounts, type Rows } from './rows.ts';
import type { TracedCount, TracedShare } from './traced.ts';
import { minN, shareOrWithheld } from './withheld.ts';

export interface SuspendedAmplifierOptions extends ClassOptions {
  /** Asked about authors whose posts are not in the set; without it they are known by their posts only. */
  readonly registry?: AccountRegistry | undefined;
  readonly rows?: Rows;
  readonly minN?: number | undefined;
}

export interface SuspendedAmplifiers {
  readonly registryVersion: string;
  /** Reposts of others' posts whose author is attributed to a state. */
  readonly reposts: TracedCount;
  /** Those by accounts that were suspended at the last look / all of them. */
  readonly ofAll: TracedShare;
  /** The same / those by accounts that were looked at. */
  readonly ofLooked: TracedShare;
  /** Accounts that were suspended / accounts that reposted attributed posts. */
  readonly accountsOfAll: TracedShare;
  readonly accountsOfLooked: TracedShare;
  readonly looks: Looks;
  /** Reposts of one's own posts, and those whose original author is not known: in none of the numbers above. */
  readonly own: number;
  readonly parentUnknown: number;
}

export function measureSuspendedAmplifiers(
  table: PostTable,
  options: SuspendedAmplifierOptions = {},
): SuspendedAmplifiers {
  const { rows, registry, states, minN: least = minN } = options;
  const all = attributedReposts(table, { rows, registry });
  const isAsked = all.states.map((state) => states === undefined || states.includes(state));
  const reposts = all.rows.filter((_, place) => isAsked[all.state[place] ?? -1] === true);
  const suspended = reposts.filter((row) => isSuspended(table, row));
  const looked = reposts.filter((row) => isLooked(table, row)).length;
  const accounts = distinctAccounts(table, reposts);
  const suspendedAccounts = distinctAccounts(table, suspended);
  const looks = looksAt(table, accounts);
  const traced = (of: 'posts' | 'accounts', found: Uint32Array, outOf: number): TracedShare => ({
    share: shareOrWithheld(found.length, outOf, least),
    behind: () => ({ of, rows: found }),
  });
  return {
    registryVersion: table.registryVersion,
    reposts: { n: reposts.length, behind: () => ({ of: 'posts', rows: reposts }) },
    ofAll: traced('posts', suspended, reposts.length),
    ofLooked: traced('posts', suspended, looked),
    accountsOfAll: traced('accounts', suspendedAccounts, accounts.length),
    accountsOfLooked: traced('accounts', suspendedAccounts, looks.accounts - looks.accountsUnknown),
    looks,
    own: all.own,
    parentUnknown: all.unknown,
  };
}
