/** What is known of one tag: how much, by whom, when, together with what. */
import { sql } from 'kysely';
import { normalTag } from '../post/normal-form.ts';
import type { Span } from '../post/post.ts';
import { type Db, rows } from './database.ts';
import type { TagActivity } from './store.ts';

const listed = 10;

/**
 * Links and other tags are counted over so many of the newest posts, as each has to be fetched from its place on
 * disk; counts, accounts and days come from the index and are over all.
 */
const newestPosts = 5_000;

export async function tagActivity(db: Db, asked: string, span: Partial<Span>): Promise<TagActivity | undefined> {
  const tag = normalTag(asked);
  const [totals, days] = await Promise.all([totalsOf(db, tag, span), daysOf(db, tag, span)]);
  const platforms = totals.filter(({ platform }) => platform !== null);
  const all = totals.find(({ platform }) => platform === null);
  if (all === undefined || all.first === null || all.last === null) return undefined;
  return {
    tag,
    posts: all.posts,
    accounts: all.accounts,
    first: all.first,
    last: all.last,
    platforms: platforms.map(({ platform, posts }) => ({ platform: platform ?? '', posts })),
    days,
    topLinks: await topLinks(db, tag, span),
    coTags: await coTags(db, tag, span),
  };
}

function within({ from, to }: Partial<Span>) {
  return sql`${from === undefined ? sql`` : sql`AND created_at >= ${from}`}
    ${to === undefined ? sql`` : sql`AND created_at < ${to}`}`;
}

interface Totals {
  /** `null` for all platforms together; the other fields are `null` when there is nothing. */
  readonly platform: string | null;
  readonly posts: number;
  readonly accounts: number;
  readonly first: Date | null;
  readonly last: Date | null;
}

/** Posts are folded to accounts first: counting distinct accounts among all posts would sort them all. */
function totalsOf(db: Db, tag: string, span: Partial<Span>): Promise<readonly Totals[]> {
  return rows(
    db,
    sql<Totals>`
      WITH by_account AS (
        SELECT platform, account_id, count(*) AS posts, min(created_at) AS first, max(created_at) AS last
        FROM post_tag WHERE tag = index_key(${tag}) ${within(span)} GROUP BY platform, account_id
      )
      SELECT platform, COALESCE(sum(posts), 0) AS posts, count(*) AS accounts, min(first) AS first, max(last) AS last
      FROM by_account GROUP BY GROUPING SETS ((), (platform)) ORDER BY posts DESC, platform`,
  );
}

function daysOf(db: Db, tag: string, span: Partial<Span>): Promise<TagActivity['days']> {
  return rows(
    db,
    sql<TagActivity['days'][number]>`
      WITH by_account AS (
        SELECT date_trunc('day', created_at, 'UTC') AS day, platform, account_id, count(*) AS posts
        FROM post_tag WHERE tag = index_key(${tag}) ${within(span)} GROUP BY 1, 2, 3
      )
      SELECT to_char(day AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, sum(posts) AS posts, count(*) AS accounts
      FROM by_account GROUP BY by_account.day ORDER BY by_account.day`,
  );
}

function newest(tag: string, span: Partial<Span>) {
  return sql`
    SELECT post.platform, post.account_id, post.tags, post.links FROM (
      SELECT platform, post_id, created_at FROM post_tag
      WHERE tag = index_key(${tag}) ${within(span)} ORDER BY created_at DESC LIMIT ${newestPosts}
    ) AS key JOIN post ON post.platform = key.platform AND post.id = key.post_id AND post.created_at = key.created_at`;
}

function topLinks(db: Db, tag: string, span: Partial<Span>): Promise<TagActivity['topLinks']> {
  return rows(
    db,
    sql<TagActivity['topLinks'][number]>`
      SELECT link, count(*) AS posts, count(DISTINCT (platform, account_id)) AS accounts
      FROM (${newest(tag, span)}) AS posts, unnest(links) AS link
      GROUP BY link ORDER BY posts DESC, link LIMIT ${listed}`,
  );
}

function coTags(db: Db, tag: string, span: Partial<Span>): Promise<TagActivity['coTags']> {
  return rows(
    db,
    sql<TagActivity['coTags'][number]>`
      SELECT tag, count(*) AS posts FROM (${newest(tag, span)}) AS posts, unnest(tags) AS tag
      WHERE tag <> ${tag} GROUP BY tag ORDER BY posts DESC, tag LIMIT ${listed}`,
  );
}
