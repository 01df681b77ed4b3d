/** Writes rows of posts and accounts: new ones are added, known ones gain what they lacked. */
import { sql } from 'kysely';
import { type Db, rows } from './database.ts';
import { toJson } from './json.ts';
import type { GivenAccount, GivenPost } from './post-rows.ts';

/** Rows per statement: more is no faster (measured), and less makes more round trips. */
export const rowsPerStatement = 2_000;

/**
 * @param mark arrival number of the newest post so far; new posts get the numbers after it, in the order given.
 * Tags and links count once per post in `tag` and in the rows by key; long ones under their `index_key`.
 */
export async function keepPosts(
  tx: Db,
  posts: readonly GivenPost[],
  mark: number,
): Promise<{ readonly added: number; readonly known: number }> {
  const given = toJson(posts.map((post, n) => ({ n, ...post })));
  const [kept] = await rows(
    tx,
    sql<{ added: number; known: number }>`
      WITH given AS MATERIALIZED (
        SELECT n, platform, index_key(id) AS id, index_key(account_id) AS account_id, created_at, seen_at, deleted_at,
          likes, reposts, replies, followers, kind, parent_id, handle, lang, tags, links, text
        FROM json_to_recordset(${given}::json) AS row (n int, platform text, id text, account_id text,
          created_at timestamptz, seen_at timestamptz, deleted_at timestamptz, likes bigint, reposts bigint,
          replies bigint, followers bigint, kind text, parent_id text, handle text, lang text, tags text[],
          links text[], text text)
      ), known AS MATERIALIZED (
        SELECT given.n, post.account_id, post.created_at, post.tags, post.links
        FROM given JOIN post ON post.platform = given.platform AND post.id = given.id
      ), fresh AS MATERIALIZED (
        SELECT * FROM given WHERE NOT EXISTS (SELECT FROM known WHERE known.n = given.n)
      ), inserted AS (
        INSERT INTO post (platform, id, account_id, created_at, seen_at, deleted_at, arrival, likes, reposts, replies,
          followers, kind, parent_id, handle, lang, tags, links, text)
        SELECT platform, id, account_id, created_at, seen_at, deleted_at, ${mark}::bigint + row_number() OVER (ORDER BY n),
          likes, reposts, replies, followers, kind, parent_id, handle, lang, tags, links, text
        FROM fresh
      ), ${mergedIntoKnown}, ${keysOf('tag')}, ${keysOf('link')},
      counted AS (
        INSERT INTO tag AS total (tag, posts) SELECT tag, count(*) FROM added_tag GROUP BY tag
        ON CONFLICT (tag) DO UPDATE SET posts = total.posts + EXCLUDED.posts
      ), totalled AS (
        INSERT INTO platform_total AS total (platform, posts) SELECT platform, count(*) FROM fresh GROUP BY platform
        ON CONFLICT (platform) DO UPDATE SET posts = total.posts + EXCLUDED.posts
      )
      SELECT (SELECT count(*) FROM fresh) AS added, (SELECT count(*) FROM known) AS known`,
  );
  return { added: kept?.added ?? 0, known: kept?.known ?? 0 };
}

/** Updates known posts, and only those with something new: an unchanged row is not written again. */
const mergedIntoKnown = sql`
  merged AS (
    UPDATE post SET
      likes = GREATEST(post.likes, given.likes), reposts = GREATEST(post.reposts, given.reposts),
      replies = GREATEST(post.replies, given.replies), followers = COALESCE(post.followers, given.followers),
      deleted_at = COALESCE(post.deleted_at, given.deleted_at), parent_id = COALESCE(post.parent_id, given.parent_id),
      handle = COALESCE(post.handle, given.handle), lang = COALESCE(post.lang, given.lang),
      text = CASE WHEN post.text = '' THEN given.text ELSE post.text END,
      tags = post.tags || ARRAY(SELECT tag FROM unnest(given.tags) AS tag WHERE tag <> ALL (post.tags)),
      links = post.links || ARRAY(SELECT link FROM unnest(given.links) AS link WHERE link <> ALL (post.links))
    FROM known JOIN given ON given.n = known.n
    WHERE post.platform = given.platform AND post.id = given.id AND post.created_at = known.created_at AND (
      (GREATEST(post.likes, given.likes), GREATEST(post.reposts, given.reposts), GREATEST(post.replies, given.replies))
        IS DISTINCT FROM (post.likes, post.reposts, post.replies)
      OR given.followers IS NOT NULL AND post.followers IS NULL
      OR given.deleted_at IS NOT NULL AND post.deleted_at IS NULL
      OR given.parent_id IS NOT NULL AND post.parent_id IS NULL
      OR given.handle IS NOT NULL AND post.handle IS NULL
      OR given.lang IS NOT NULL AND post.lang IS NULL
      OR given.text <> '' AND post.text = ''
      OR NOT given.tags <@ post.tags OR NOT given.links <@ post.links)
  )`;

/** Adds rows by key for new posts and for keys that known posts lacked. */
function keysOf(key: 'tag' | 'link') {
  const [table, list, column, added] = [
    sql.table(`post_${key}`),
    sql.ref(`${key}s`),
    sql.ref(key),
    sql.table(`added_${key}`),
  ];
  return sql`
    ${added} AS (
      INSERT INTO ${table} (${column}, created_at, platform, account_id, post_id)
      SELECT index_key(value), created_at, platform, account_id, id FROM fresh, unnest(fresh.${list}) AS value
      UNION ALL
      SELECT index_key(value), known.created_at, given.platform, known.account_id, given.id
      FROM known JOIN given ON given.n = known.n, unnest(given.${list}) AS value
      WHERE value <> ALL (known.${list})
      RETURNING ${column}
    )`;
}

/** Newest wins for handle, followers and status; a handle that is given up goes to the history. */
export async function keepAccounts(tx: Db, accounts: readonly GivenAccount[]): Promise<void> {
  await sql`
    WITH given AS MATERIALIZED (
      SELECT platform, index_key(account_id) AS account_id, handle, handle_seen_at, created_at, followers,
        followers_seen_at, status, status_checked_at, last_post_at
      FROM json_to_recordset(${toJson(accounts)}::json) AS row (platform text, account_id text, handle text,
        handle_seen_at timestamptz, created_at timestamptz, followers bigint, followers_seen_at timestamptz,
        status text, status_checked_at timestamptz, last_post_at timestamptz)
    ), renamed AS (
      INSERT INTO handle_history AS history (platform, account_id, handle, seen_until)
      SELECT platform, account_id,
        CASE WHEN given.handle_seen_at >= account.handle_seen_at THEN account.handle ELSE given.handle END,
        LEAST(given.handle_seen_at, account.handle_seen_at)
      FROM given JOIN account USING (platform, account_id)
      WHERE given.handle <> account.handle
      ON CONFLICT (platform, account_id, handle) DO UPDATE
        SET seen_until = GREATEST(history.seen_until, EXCLUDED.seen_until)
    )
    INSERT INTO account (platform, account_id, handle, handle_seen_at, created_at, followers, followers_seen_at,
      status, status_checked_at, last_post_at)
    SELECT platform, account_id, handle, handle_seen_at, created_at, followers, followers_seen_at, status,
      status_checked_at, last_post_at
    FROM given
    ON CONFLICT (platform, account_id) DO UPDATE SET
      handle = ${newest('handle', 'handle_seen_at')},
      handle_seen_at = GREATEST(account.handle_seen_at, EXCLUDED.handle_seen_at),
      created_at = COALESCE(account.created_at, EXCLUDED.created_at),
      followers = ${newest('followers', 'followers_seen_at')},
      followers_seen_at = GREATEST(account.followers_seen_at, EXCLUDED.followers_seen_at),
      status = ${newest('status', 'status_checked_at')},
      status_checked_at = GREATEST(account.status_checked_at, EXCLUDED.status_checked_at),
      last_post_at = GREATEST(account.last_post_at, EXCLUDED.last_post_at)
  `.execute(tx);
}

function newest(value: string, at: string) {
  const [given, kept] = [sql.ref(`excluded.${value}`), sql.ref(`account.${value}`)];
  const [givenAt, keptAt] = [sql.ref(`excluded.${at}`), sql.ref(`account.${at}`)];
  return sql`CASE WHEN ${given} IS NOT NULL
    AND (${kept} IS NULL OR COALESCE(${givenAt}, '-infinity') >= COALESCE(${keptAt}, '-infinity'))
    THEN ${given} ELSE ${kept} END`;
}
