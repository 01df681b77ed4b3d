/** Reposts with a known parent, and whose state each of them amplifies: what the measures of amplification count on. */
import { type EntryKind, stateKinds } from '../../registry/registry.ts';
import type { PostTable } from '../table/post-table.ts';
import { type AccountRegistry, parentEntriesOf, unknownParent } from './parent-entries.ts';
import { forRows, isRepost, type Rows } from './rows.ts';

export interface RepostOptions {
  readonly rows?: Rows;
  /** Asked about authors whose posts are not in the set. */
  readonly registry?: AccountRegistry | undefined;
  /** Kinds of entries that count as attributed; those that speak for a state when not given. */
  readonly kinds?: readonly EntryKind[] | undefined;
}

export interface AttributedReposts {
  /** Reposts of others' posts, of which it is known whether the author is in a registry; in the order of the rows. */
  readonly rows: Uint32Array;
  /** Index into `states` for each of `rows`, -1 for a post that is not attributed. */
  readonly state: Int16Array;
  /** ISO codes, in alphabetical order. */
  readonly states: readonly string[];
  /** Reposts of one's own posts; they amplify nobody. */
  readonly own: number;
  readonly unknown: number;
}

export function attributedReposts(table: PostTable, options: RepostOptions): AttributedReposts {
  const kinds = options.kinds ?? stateKinds;
  const parents = parentEntriesOf(table, options.registry);
  const found = new Uint32Array(options.rows?.length ?? table.rows);
  const entryOf = new Int32Array(found.length);
  let length = 0;
  let own = 0;
  let unknown = 0;
  forRows(table, options.rows, (row) => {
    if (!isRepost(table, row)) return;
    if (table.parentAccount[row] === table.account[row]) {
      own++;
      return;
    }
    const entry = parents.of(row);
    if (entry === unknownParent) {
      unknown++;
      return;
    }
    entryOf[length] = entry;
    found[length++] = row;
  });
  const states = [...new Set(parents.entries.filter(({ kind }) => kinds.includes(kind)).map(({ state }) => state))];
  states.sort();
  const byEntry = Int16Array.from(parents.entries, ({ kind, state }) =>
    kinds.includes(kind) ? states.indexOf(state) : -1,
  );
  const state = new Int16Array(length);
  for (let i = 0; i < length; i++) state[i] = byEntry[entryOf[i] ?? -1] ?? -1;
  return { rows: found.slice(0, length), state, states, own, unknown };
}
