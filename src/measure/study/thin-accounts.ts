/**
 * F13: accounts that hardly anybody follows and posts that nobody answered, in the three forms of ASPI's "Stop Xinjiang
 * rumors" (2021): under five followers, none, and posts without an interaction.
 */
import { interactionFormula, interactionsBy } from '../interactions.ts';
import { medianOf } from '../median.ts';
import { type Share, shareOf } from '../share.ts';
import type { PostTable } from '../table/post-table.ts';
import { fewFollowers } from '../thin.ts';
import { countOf, membersBehind, participantsOf } from './participants.ts';
import { forRows, isWritten, platformOf, postsBehind, type Rows } from './rows.ts';
import type { TracedCount, TracedShare } from './traced.ts';
import { shareOrWithheld, minN as usualMinN } from './withheld.ts';

export interface ThinOptions {
  readonly rows?: Rows;
  readonly minN?: number | undefined;
}

export interface ThinAccounts {
  /** Accounts whose number of followers is known / accounts. */
  readonly followersKnown: Share;
  readonly followersUnknown: TracedCount;
  /** Fewer than `fewFollowers` / accounts whose number is known. */
  readonly underFive: TracedShare;
  readonly noFollowers: TracedShare;
  readonly medianFollowers: number | undefined;
  /** Written posts with counters / written posts. */
  readonly countersKnown: Share;
  readonly countersUnknown: TracedCount;
  /** Written posts whose interactions are 0 / written posts with counters. */
  readonly withoutInteraction: TracedShare;
  /** How interactions are counted on each platform of these posts. */
  readonly formulas: readonly string[];
}

export const thinNote = 'New users without bad intent have few followers too: this sign never stands alone.';

export function measureThinAccounts(table: PostTable, { rows, minN = usualMinN }: ThinOptions = {}): ThinAccounts {
  const members = participantsOf(table, rows);
  const accounts = countOf(members);
  const followersOf = (account: number): number => table.accounts.followers[account] ?? -1;
  const accountsWith = (fits: (followers: number) => boolean): TracedCount => {
    const isOne = (account: number): boolean => fits(followersOf(account));
    return { n: countOf(members, isOne), behind: membersBehind(members, isOne) };
  };
  const unknown = accountsWith((followers) => followers < 0);
  const known = accounts - unknown.n;
  const shareOfKnown = ({ n, behind }: TracedCount): TracedShare => ({
    share: shareOrWithheld(n, known, minN),
    behind,
  });
  return {
    followersKnown: shareOf(known, accounts),
    followersUnknown: unknown,
    underFive: shareOfKnown(accountsWith((followers) => followers >= 0 && followers < fewFollowers)),
    noFollowers: shareOfKnown(accountsWith((followers) => followers === 0)),
    medianFollowers: medianOf(knownFollowers(members, followersOf, known)),
    ...interactionsOf(table, rows, minN),
  };
}

function knownFollowers(members: Uint8Array, followersOf: (account: number) => number, known: number): Float64Array {
  const values = new Float64Array(known);
  let length = 0;
  for (let account = 0; account < members.length; account++) {
    const followers = followersOf(account);
    if (members[account] === 1 && followers >= 0) values[length++] = followers;
  }
  return values;
}

type InteractionParts = Pick<ThinAccounts, 'countersKnown' | 'countersUnknown' | 'withoutInteraction' | 'formulas'>;

function interactionsOf(table: PostTable, rows: Rows, minN: number): InteractionParts {
  const formulas = table.platforms.map(interactionFormula);
  const used = new Uint8Array(formulas.length);
  const counters = { likes: 0, reposts: 0, quotes: 0 }; // one for all rows: millions of small objects take seconds
  const interactions = (row: number): number => {
    const formula = formulas[platformOf(table, row)];
    if (formula === undefined) return -1;
    counters.likes = table.likes[row] ?? -1;
    counters.reposts = table.reposts[row] ?? -1;
    counters.quotes = table.quotes[row] ?? -1;
    return interactionsBy(formula, counters);
  };
  let written = 0;
  let unknown = 0;
  let none = 0;
  forRows(table, rows, (row) => {
    if (!isWritten(table, row)) return;
    written++;
    used[platformOf(table, row)] = 1;
    const sum = interactions(row);
    if (sum < 0) unknown++;
    else if (sum === 0) none++;
  });
  const writtenWith = (fits: (sum: number) => boolean) =>
    postsBehind(table, (row) => isWritten(table, row) && fits(interactions(row)), rows);
  return {
    countersKnown: shareOf(written - unknown, written),
    countersUnknown: { n: unknown, behind: writtenWith((sum) => sum < 0) },
    withoutInteraction: {
      share: shareOrWithheld(none, written - unknown, minN),
      behind: writtenWith((sum) => sum === 0),
    },
    formulas: formulas.filter((_, platform) => used[platform] === 1).map(({ name }) => name),
  };
}
