/** What was looked at: posts, accounts, platforms, first and last post, and what is unknown of them. */

import { forRows, isRepost, platformOf, select } from '../../measure/study/rows.ts';
import type { Behind, PostTable } from '../../measure/table/post-table.ts';
import { postKinds } from '../../post/post.ts';
import { day, number, text } from '../cells.ts';
import type { StudyContext } from '../context.ts';
import type { Cell, StudySection } from '../report.ts';

export function overviewSection(context: StudyContext, notes: readonly string[]): StudySection {
  const { table, rows } = context;
  const all = rows?.length ?? table.rows;
  return {
    id: 'overview',
    title: 'What was looked at',
    measure: '',
    definition: 'All posts that the question selects; a post that was read twice is counted once.',
    parameters: [`registry version ${table.registryVersion}`],
    guard:
      'What is not in the inputs is not in any number: deleted and closed posts, and platforms that were not read.',
    notes: [...(all === 0 ? ['No post was selected.'] : []), ...notes],
    tables: [
      {
        id: 'platforms',
        title: 'Platforms',
        columns: [
          'platform',
          'posts',
          'originals',
          'replies',
          'quotes',
          'reposts (folded)',
          'accounts',
          'first',
          'last',
        ],
        rows: platformRows(context),
      },
      {
        id: 'unknown',
        title: 'What is unknown',
        columns: ['unknown', 'posts or accounts'],
        rows: unknownRows(context),
      },
    ],
    pictures: [],
  };
}

interface PlatformTally {
  readonly kinds: number[];
  readonly accounts: Set<number>;
  first: number;
  last: number;
}

function platformRows({ table, rows }: StudyContext): readonly (readonly Cell[])[] {
  const tallies = table.platforms.map(
    (): PlatformTally => ({
      kinds: postKinds.map(() => 0),
      accounts: new Set(),
      first: Number.POSITIVE_INFINITY,
      last: Number.NEGATIVE_INFINITY,
    }),
  );
  forRows(table, rows, (row) => {
    const tally = tallies[platformOf(table, row)];
    if (tally === undefined) return;
    const kind = table.kind[row] ?? 0;
    tally.kinds[kind] = (tally.kinds[kind] ?? 0) + 1;
    tally.accounts.add(table.account[row] ?? 0);
    const at = table.at[row] ?? 0;
    if (at < tally.first) tally.first = at;
    if (at > tally.last) tally.last = at;
  });
  return tallies.flatMap(({ kinds, accounts, first, last }, platform) => {
    const posts = kinds.reduce((sum, n) => sum + n, 0);
    if (posts === 0) return [];
    const of = (kind: (typeof postKinds)[number]): Cell => {
      const index = postKinds.indexOf(kind);
      const fits = (row: number): boolean => platformOf(table, row) === platform && table.kind[row] === index;
      return number(kinds[index], () => ({ of: 'posts', rows: select(table, fits, rows) }));
    };
    return [
      [
        text(table.platforms[platform] ?? ''),
        number(posts, () => ({ of: 'posts', rows: select(table, (row) => platformOf(table, row) === platform, rows) })),
        ...(['original', 'reply', 'quote', 'repost'] as const).map(of),
        number(accounts.size, () => ({ of: 'accounts', rows: Uint32Array.from(accounts).sort() })),
        day(first),
        day(last),
      ],
    ];
  });
}

function unknownRows({ table, rows }: StudyContext): readonly (readonly Cell[])[] {
  const { createdAt, followers, status } = table.accounts;
  return [
    [
      text('posts without any counter'),
      postsWhere(table, rows, (row) => !isRepost(table, row) && lacksCounters(table, row)),
    ],
    [
      text('posts in an unknown language'),
      postsWhere(table, rows, (row) => table.langs[table.lang[row] ?? 0] === 'und'),
    ],
    [
      text('reposts whose original is not among the posts read'),
      postsWhere(table, rows, (row) => isRepost(table, row) && (table.parent[row] ?? -1) < 0),
    ],
    [text('posts found deleted'), postsWhere(table, rows, (row) => table.deleted[row] === 1)],
    [
      text('accounts without a creation date'),
      accountsWhere(table, rows, (account) => Number.isNaN(createdAt[account] ?? Number.NaN)),
    ],
    [
      text('accounts without a number of followers'),
      accountsWhere(table, rows, (account) => (followers[account] ?? -1) < 0),
    ],
    [text('accounts never looked at again'), accountsWhere(table, rows, (account) => status[account] === 0)],
  ];
}

function lacksCounters({ likes, reposts, replies, quotes }: PostTable, row: number): boolean {
  return [likes, reposts, replies, quotes].every((column) => (column[row] ?? -1) < 0);
}

function postsWhere(table: PostTable, rows: Uint32Array | undefined, fits: (row: number) => boolean): Cell {
  let n = 0;
  forRows(table, rows, (row) => {
    if (fits(row)) n += 1;
  });
  return number(n, (): Behind => ({ of: 'posts', rows: select(table, fits, rows) }));
}

function accountsWhere(table: PostTable, rows: Uint32Array | undefined, fits: (account: number) => boolean): Cell {
  const marks = new Uint8Array(table.accounts.size);
  forRows(table, rows, (row) => {
    const account = table.account[row] ?? 0;
    if (fits(account)) marks[account] = 1;
  });
  const found = (): Uint32Array => {
    const accounts: number[] = [];
    for (const [account, mark] of marks.entries()) if (mark === 1) accounts.push(account);
    return Uint32Array.from(accounts);
  };
  return number(
    marks.reduce((sum, mark) => sum + mark, 0),
    (): Behind => ({ of: 'accounts', rows: found() }),
  );
}
