/** The last looks at accounts: who was found suspended, when, and of whom nothing is known. Unknown is not "not suspended". */
import { accountStatuses } from '../../post/post.ts';
import type { PostTable } from '../table/post-table.ts';

const suspended = 1 + accountStatuses.indexOf('suspended');

/** Platforms hardly ever say why an account is gone. */
export const suspendedWords = 'later suspended, reason not given';

/** @param sources that list the account in a set which a platform took down */
export function takedownWords(sources: readonly string[]): string {
  return `in a takedown set (${sources.join('; ')})`;
}

export interface Looks {
  readonly accounts: number;
  /** Accounts of which no look is recorded. */
  readonly accountsUnknown: number;
  /** Looks whose time is not known, such as a takedown archive's. */
  readonly withoutTime: number;
  /** Earliest and latest of the last looks; undefined when no time is known. */
  readonly earliest: Date | undefined;
  readonly latest: Date | undefined;
}

export function isSuspended(table: PostTable, row: number): boolean {
  return table.accounts.status[table.account[row] ?? 0] === suspended;
}

export function isLooked(table: PostTable, row: number): boolean {
  return (table.accounts.status[table.account[row] ?? 0] ?? 0) !== 0;
}

/** @param accounts each once */
export function looksAt(table: PostTable, accounts: Uint32Array): Looks {
  const { status, statusAt } = table.accounts;
  let unknown = 0;
  let withoutTime = 0;
  let earliest = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  for (const account of accounts) {
    const at = statusAt[account] ?? Number.NaN;
    if (status[account] === 0) unknown += 1;
    else if (Number.isNaN(at)) withoutTime += 1;
    else {
      earliest = Math.min(earliest, at);
      latest = Math.max(latest, at);
    }
  }
  const isTimed = earliest <= latest;
  return {
    accounts: accounts.length,
    accountsUnknown: unknown,
    withoutTime,
    earliest: isTimed ? new Date(earliest) : undefined,
    latest: isTimed ? new Date(latest) : undefined,
  };
}
