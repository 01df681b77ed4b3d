/** What is known of one account, and how to find one by its handle. */
import { sql } from 'kysely';
import type { AccountStatus, Span } from '../post/post.ts';
import { type Db, rows } from './database.ts';
import type { AccountActivity } from './store.ts';

const listedTags = 10;

/** Tags are counted over so many of the newest posts; a busy account has 180,000 in two years, which takes a second. */
const newestPosts = 5_000;

export interface FoundAccount {
  readonly platform: string;
  readonly accountId: string;
}

/** Who has the handle or the id now; former holders of the handle only where nobody has it now. */
export async function findAccounts(db: Db, handleOrId: string): Promise<readonly FoundAccount[]> {
  const asked = handleOrId.trim().replace(/^@/, '');
  if (asked === '') return [];
  const current = await rows(
    db,
    sql<FoundAccount>`
      SELECT platform, account_id AS "accountId" FROM account WHERE lower(handle) = lower(${asked})
      UNION
      SELECT platform, account_id FROM account WHERE account_id = index_key(${asked})
      ORDER BY 1, 2 LIMIT 100`,
  );
  if (current.length > 0) return current;
  return rows(
    db,
    sql<FoundAccount>`
      SELECT DISTINCT platform, account_id AS "accountId" FROM handle_history
      WHERE lower(handle) = lower(${asked}) ORDER BY platform, account_id LIMIT 100`,
  );
}

interface AccountRow {
  readonly handle: string | null;
  readonly created_at: Date | null;
  readonly followers: number | null;
  readonly status: AccountStatus | null;
  readonly status_checked_at: Date | null;
}

interface HourRow {
  readonly hour: number;
  readonly posts: number;
  readonly reposts: number;
  readonly first: Date;
  readonly last: Date;
}

export async function accountActivity(
  db: Db,
  platform: string,
  accountId: string,
  span: Partial<Span>,
): Promise<AccountActivity | undefined> {
  const [account] = await rows(
    db,
    sql<AccountRow>`
      SELECT handle, created_at, followers, status, status_checked_at FROM account
      WHERE platform = ${platform} AND account_id = index_key(${accountId})`,
  );
  if (account === undefined) return undefined;
  const hours = await hoursOf(db, platform, accountId, span);
  const times = hours.flatMap(({ first, last }) => [first.getTime(), last.getTime()]);
  return {
    platform,
    accountId,
    handle: account.handle ?? undefined,
    createdAt: account.created_at ?? undefined,
    followers: account.followers ?? undefined,
    status: account.status ?? undefined,
    statusCheckedAt: account.status_checked_at ?? undefined,
    posts: hours.reduce((sum, { posts }) => sum + posts, 0),
    reposts: hours.reduce((sum, { reposts }) => sum + reposts, 0),
    first: times.length === 0 ? undefined : new Date(Math.min(...times)),
    last: times.length === 0 ? undefined : new Date(Math.max(...times)),
    topTags: await topTags(db, platform, accountId, span),
    hours: Array.from({ length: 24 }, (_, hour) => hours.find((row) => row.hour === hour)?.posts ?? 0),
  };
}

function postsOfAccount(platform: string, accountId: string, { from, to }: Partial<Span>) {
  return sql`post WHERE platform = ${platform} AND account_id = index_key(${accountId})
    ${from === undefined ? sql`` : sql`AND created_at >= ${from}`}
    ${to === undefined ? sql`` : sql`AND created_at < ${to}`}`;
}

function hoursOf(db: Db, platform: string, accountId: string, span: Partial<Span>): Promise<readonly HourRow[]> {
  return rows(
    db,
    sql<HourRow>`
      SELECT extract(hour FROM created_at AT TIME ZONE 'UTC')::int AS hour, count(*) AS posts,
        count(*) FILTER (WHERE kind = 'repost') AS reposts, min(created_at) AS first, max(created_at) AS last
      FROM ${postsOfAccount(platform, accountId, span)} GROUP BY 1`,
  );
}

function topTags(
  db: Db,
  platform: string,
  accountId: string,
  span: Partial<Span>,
): Promise<AccountActivity['topTags']> {
  return rows(
    db,
    sql<AccountActivity['topTags'][number]>`
      SELECT tag, count(*) AS posts FROM (
        SELECT tags FROM ${postsOfAccount(platform, accountId, span)} ORDER BY created_at DESC LIMIT ${newestPosts}
      ) AS newest, unnest(tags) AS tag
      GROUP BY tag ORDER BY posts DESC, tag LIMIT ${listedTags}`,
  );
}
