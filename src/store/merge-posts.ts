/** Adds to known posts what they lacked. Most of what is read again says nothing new, and is not written again. */
import { sql } from 'kysely';
import { countTags } from './add-posts.ts';
import { changed, type Db, rows } from './database.ts';
import type { GivenPost } from './given-post.ts';
import { toJson } from './json.ts';
import { indexKey } from './post-digest.ts';

/** @returns those that are known; a digest may be left over from a post that was pruned. */
export async function mergePosts(tx: Db, posts: readonly GivenPost[]): Promise<ReadonlySet<GivenPost>> {
  if (posts.length === 0) return new Set();
  const { unknown, news } = await compared(tx, posts);
  const gone = new Set(unknown);
  if (news.length > 0) {
    await merge(
      tx,
      news.flatMap(({ n, ...known }) => {
        const post = posts[n];
        return post === undefined ? [] : [{ post, known }];
      }),
    );
  }
  return new Set(posts.filter((_, n) => !gone.has(n)));
}

/** A known post that something is told of. */
interface Known {
  /** As the database writes it, which is finer than a `Date`. */
  readonly at: string;
  /** The same since 1970, for comparing. */
  readonly seconds: number;
  /** What it has not yet. */
  readonly tags: readonly string[];
  readonly links: readonly string[];
}

/**
 * What each post has to say, without sending its text. Lateral and with OFFSET 0, so that each row is looked up by
 * index in its own month whatever the statistics say of the tables.
 */
async function compared(
  tx: Db,
  posts: readonly GivenPost[],
): Promise<{ readonly unknown: readonly number[]; readonly news: readonly (Known & { readonly n: number })[] }> {
  const given = posts.map((post, n) => ({
    ...post,
    n,
    id: indexKey(post.id),
    text: post.text === '' ? '' : '.',
    handle: post.handle === undefined ? undefined : '',
    seen_at: undefined,
    kind: undefined,
    account_id: undefined,
    created_at: undefined,
    told: undefined,
    said: undefined,
  }));
  const found = await rows(
    tx,
    sql<{ n: number; at: string | null; seconds: number; tags: string[]; links: string[] }>`
      WITH given AS MATERIALIZED (
        SELECT * FROM json_to_recordset(${toJson(given)}::json) AS row (n int, digest bigint, platform text, id text,
          claimed_at timestamptz, deleted_at timestamptz, likes bigint, reposts bigint, replies bigint,
          quotes bigint, followers bigint, parent_id text, parent_account_id text, handle text, lang text, tags text[],
          links text[], media text[], edit int, text text)
      )
      SELECT given.n, post.created_at::text AS at, extract(epoch FROM post.created_at) AS seconds,
        ARRAY(SELECT tag FROM unnest(given.tags) AS tag WHERE tag <> ALL (post.tags)) AS tags,
        ARRAY(SELECT link FROM unnest(given.links) AS link WHERE link <> ALL (post.links)) AS links
      FROM given LEFT JOIN LATERAL (
        SELECT post.* FROM (SELECT created_at FROM post_key WHERE post_key.digest = given.digest OFFSET 0) AS key
        CROSS JOIN LATERAL (
          SELECT * FROM post
          WHERE post.platform = given.platform AND post.id = given.id AND post.created_at = key.created_at OFFSET 0
        ) AS post LIMIT 1
      ) AS post ON true
      WHERE post.id IS NULL OR ${saysSomething}`,
  );
  return {
    unknown: found.flatMap(({ n, at }) => (at === null ? [n] : [])),
    news: found.flatMap(({ at, ...rest }) => (at === null ? [] : [{ at, ...rest }])),
  };
}

const isLaterEdit = sql`(post.deleted_at IS NULL AND COALESCE(given.edit, 0) > COALESCE(post.edit, 0))`;
const bringsText = sql`(post.deleted_at IS NULL AND post.text = '' AND given.text <> ''
  AND COALESCE(given.edit, 0) = COALESCE(post.edit, 0))`;

const saysSomething = sql`(
  (GREATEST(post.likes, given.likes), GREATEST(post.reposts, given.reposts), GREATEST(post.replies, given.replies),
    GREATEST(post.quotes, given.quotes), GREATEST(post.edit, given.edit))
    IS DISTINCT FROM (post.likes, post.reposts, post.replies, post.quotes, post.edit)
  OR given.followers IS NOT NULL AND post.followers IS NULL
  OR given.claimed_at IS NOT NULL AND post.claimed_at IS NULL
  OR given.deleted_at IS NOT NULL AND post.deleted_at IS NULL
  OR given.parent_id IS NOT NULL AND post.parent_id IS NULL
  OR given.parent_account_id IS NOT NULL AND post.parent_account_id IS NULL
  OR given.handle IS NOT NULL AND post.handle IS NULL
  OR given.lang IS NOT NULL AND post.lang IS NULL
  OR ${bringsText}
  OR NOT given.tags <@ post.tags OR NOT given.links <@ post.links
  OR given.media IS NOT NULL AND (post.media IS NULL OR NOT given.media <@ post.media))`;

async function merge(tx: Db, news: readonly { readonly post: GivenPost; readonly known: Known }[]): Promise<void> {
  const given = toJson(
    news.map(({ post, known }) => ({
      ...post,
      told: undefined,
      id: indexKey(post.id),
      at: known.at,
      new_tags: known.tags,
      new_links: known.links,
    })),
  );
  // Bounds of time, so that only the months between them are planned for.
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { known } of news) {
    from = Math.min(from, known.seconds);
    to = Math.max(to, known.seconds);
  }
  await changed(
    tx,
    sql`
      WITH given AS MATERIALIZED (
        SELECT * FROM json_to_recordset(${given}::json) AS row (platform text, id text, at timestamptz,
          claimed_at timestamptz, deleted_at timestamptz, likes bigint, reposts bigint, replies bigint,
          quotes bigint, followers bigint, parent_id text, parent_account_id text, handle text, lang text,
          new_tags text[], new_links text[], media text[], edit int, text text)
      ), merged AS (
        UPDATE post SET
          likes = GREATEST(post.likes, given.likes), reposts = GREATEST(post.reposts, given.reposts),
          quotes = GREATEST(post.quotes, given.quotes),
          parent_account_id = COALESCE(post.parent_account_id, given.parent_account_id),
          replies = GREATEST(post.replies, given.replies), edit = GREATEST(post.edit, given.edit),
          followers = COALESCE(post.followers, given.followers),
          claimed_at = COALESCE(post.claimed_at, given.claimed_at),
          deleted_at = COALESCE(post.deleted_at, given.deleted_at),
          parent_id = COALESCE(post.parent_id, given.parent_id), handle = COALESCE(post.handle, given.handle),
          lang = CASE WHEN ${isLaterEdit} THEN COALESCE(given.lang, post.lang) ELSE COALESCE(post.lang, given.lang) END,
          text = CASE WHEN ${isLaterEdit} OR ${bringsText} THEN given.text ELSE post.text END,
          tags = post.tags || given.new_tags, links = post.links || given.new_links,
          media = CASE WHEN given.media IS NULL THEN post.media ELSE COALESCE(post.media, '{}')
            || ARRAY(SELECT item FROM unnest(given.media) AS item WHERE item <> ALL (COALESCE(post.media, '{}'))) END
        FROM given
        WHERE post.platform = given.platform AND post.id = given.id AND post.created_at = given.at
          AND post.created_at BETWEEN to_timestamp(${Math.floor(from)}) AND to_timestamp(${Math.ceil(to)})
        RETURNING post.platform, post.id, post.created_at, post.account_id, given.new_tags, given.new_links
      ), tagged AS (
        INSERT INTO post_tag (tag, created_at, platform, account_id, post_id)
        SELECT index_key(tag), created_at, platform, account_id, id FROM merged, unnest(new_tags) AS tag
      )
      INSERT INTO post_link (link, created_at, platform, account_id, post_id)
      SELECT index_key(link), created_at, platform, account_id, id FROM merged, unnest(new_links) AS link`,
  );
  await countTags(
    tx,
    news.flatMap(({ known }) => known.tags),
  );
}
