/** Writes rows of posts and accounts: new ones are added, known ones gain what they lacked. */
import { sql } from 'kysely';
import { addPosts } from './add-posts.ts';
import { type Db, rows } from './database.ts';
import type { GivenPost } from './given-post.ts';
import { toJson } from './json.ts';
import { mergePosts } from './merge-posts.ts';
import type { GivenAccount } from './post-rows.ts';

/** Rows per round of statements: more would hold up other writers for longer, and take more memory. */
export const rowsPerStatement = 10_000;

/**
 * @param mark arrival number of the newest post so far; new posts get the numbers after it, in the order given.
 * Only for the holder of the mark: what is new here must not become known meanwhile.
 */
export async function keepPosts(
  tx: Db,
  posts: readonly GivenPost[],
  mark: number,
): Promise<{ readonly added: number; readonly known: number }> {
  const { same, maybeKnown } = await seenBefore(tx, posts);
  const merged = await mergePosts(tx, maybeKnown);
  const fresh = posts.filter((post) => !same.has(post) && !merged.has(post));
  await addPosts(tx, fresh, mark);
  return { added: fresh.length, known: posts.length - fresh.length };
}

interface Seen {
  /** Known, and they tell what they told when they came. */
  readonly same: ReadonlySet<GivenPost>;
  /** A digest alone proves nothing. */
  readonly maybeKnown: readonly GivenPost[];
}

/**
 * Most posts are new or tell what they told before, and either is told by their digests alone. Keys go in the
 * transaction in which their posts go: see prune.ts.
 */
async function seenBefore(tx: Db, posts: readonly GivenPost[]): Promise<Seen> {
  const digests = `{${posts.map(({ digest }) => digest).join()}}`;
  const told = `{${posts.map(({ said }) => said).join()}}`;
  const found = await rows(
    tx,
    sql<{ n: number; same: boolean | null }>`
      SELECT given.n::int AS n, key.same
      FROM unnest(${digests}::bigint[], ${told}::bigint[]) WITH ORDINALITY AS given (digest, said, n)
      CROSS JOIN LATERAL (
        SELECT bool_or(post_key.said = given.said) AS same FROM post_key
        WHERE post_key.digest = given.digest HAVING count(*) > 0 OFFSET 0) AS key`,
  );
  const same = new Set<GivenPost>();
  const maybeKnown: GivenPost[] = [];
  for (const row of found) {
    const post = posts[row.n - 1];
    if (post === undefined) continue;
    if (row.same === true) same.add(post);
    else maybeKnown.push(post);
  }
  return { same, maybeKnown };
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
