/** Writes rows of posts and accounts: new ones are added, known ones gain what they lacked. */
import { sql } from 'kysely';
import { addPosts } from './add-posts.ts';
import { type Db, rows } from './database.ts';
import { toJson } from './json.ts';
import { mergePosts } from './merge-posts.ts';
import { indexKey } from './post-digest.ts';
import type { GivenAccount, GivenPost } from './post-rows.ts';
import { saidDigest } from './said-digest.ts';

/** Rows per round of statements: more would hold up other writers for longer, and take more memory. */
export const rowsPerStatement = 5000;

/**
 * @param mark arrival number of the newest post so far; new posts get the numbers after it, in the order given.
 * Only for the holder of the mark: what is new here must not become known meanwhile.
 */
export async function keepPosts(
  tx: Db,
  posts: readonly GivenPost[],
  mark: number,
): Promise<{ readonly added: number; readonly known: number }> {
  const seen = await seenDigests(tx, posts);
  const maybeKnown = posts.filter(({ digest }) => seen.has(digest));
  const same = await saidBefore(tx, maybeKnown);
  const known = await mergePosts(
    tx,
    maybeKnown.filter((post) => !same.has(post.digest)),
  );
  const fresh = posts.filter((post) => !known.has(post) && !same.has(post.digest));
  await addPosts(tx, fresh, mark);
  return { added: fresh.length, known: posts.length - fresh.length };
}

/** Most posts are new, and are told by their digests alone. */
async function seenDigests(tx: Db, posts: readonly GivenPost[]): Promise<ReadonlySet<string>> {
  const digests = posts.map(({ digest }) => digest);
  const found = await rows(
    tx,
    sql<{ digest: string }>`
      SELECT given.digest::text AS digest FROM unnest(${digests}::bigint[]) AS given (digest)
      WHERE (SELECT true FROM post_key WHERE post_key.digest = given.digest LIMIT 1)`,
  );
  return new Set(found.map(({ digest }) => digest));
}

/** Those that are known and say what they said when they came. */
async function saidBefore(tx: Db, posts: readonly GivenPost[]): Promise<ReadonlySet<string>> {
  if (posts.length === 0) return new Set();
  const found = await rows(
    tx,
    sql<{ digest: string }>`
      SELECT given.digest::text AS digest
      FROM unnest(${posts.map(({ digest }) => digest)}::bigint[], ${posts.map(saidDigest)}::bigint[],
        ${posts.map(({ platform }) => platform)}::text[], ${posts.map(({ id }) => indexKey(id))}::text[])
        AS given (digest, said, platform, id)
      CROSS JOIN LATERAL (
        SELECT created_at, said FROM post_key WHERE post_key.digest = given.digest OFFSET 0) AS key
      CROSS JOIN LATERAL (
        SELECT FROM post
        WHERE post.platform = given.platform AND post.id = given.id AND post.created_at = key.created_at OFFSET 0
      ) AS post
      WHERE key.said = given.said`,
  );
  return new Set(found.map(({ digest }) => digest));
}

/**
 * Newest wins for handle, followers and status; a handle that is given up goes to the history. A row that says nothing
 * new is not written: most posts of a file are of accounts with many.
 */
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
    SELECT given.* FROM given LEFT JOIN account USING (platform, account_id)
    WHERE account.account_id IS NULL OR ${tellsSomething}
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

const tellsSomething = sql`(
  given.handle IS NOT NULL AND (account.handle IS NULL OR given.handle_seen_at > account.handle_seen_at
    OR given.handle_seen_at = account.handle_seen_at AND given.handle <> account.handle)
  OR given.created_at IS NOT NULL AND account.created_at IS NULL
  OR given.followers IS NOT NULL AND (account.followers IS NULL OR given.followers_seen_at > account.followers_seen_at
    OR given.followers_seen_at = account.followers_seen_at AND given.followers <> account.followers)
  OR given.status IS NOT NULL AND (account.status IS NULL
    OR COALESCE(given.status_checked_at, '-infinity') >= COALESCE(account.status_checked_at, '-infinity')
      AND (given.status, given.status_checked_at) IS DISTINCT FROM (account.status, account.status_checked_at))
  OR given.last_post_at > account.last_post_at)`;

function newest(value: string, at: string) {
  const [given, kept] = [sql.ref(`excluded.${value}`), sql.ref(`account.${value}`)];
  const [givenAt, keptAt] = [sql.ref(`excluded.${at}`), sql.ref(`account.${at}`)];
  return sql`CASE WHEN ${given} IS NOT NULL
    AND (${kept} IS NULL OR COALESCE(${givenAt}, '-infinity') >= COALESCE(${keptAt}, '-infinity'))
    THEN ${given} ELSE ${kept} END`;
}
