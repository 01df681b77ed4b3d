/**
 * Posts, their authors and where they came from.
 *
 * `post`, `post_tag` and `post_link` are partitioned by month of `created_at`, which is therefore part of every key.
 * Nothing references a post: partitions are dropped as a whole.
 */
import { type Kysely, type Migration, sql } from 'kysely';

export const posts: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  // Entries of a B-tree end at 2,704 bytes. Ids, tags and links are of any length, so long ones are indexed by digest.
  await sql`
    CREATE FUNCTION index_key(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
      CASE WHEN octet_length(value) <= 800 THEN value
      ELSE left(value, 100) || '#' || encode(sha256(convert_to(value, 'UTF8')), 'hex') END
  `.execute(db);
  await accountTables(db);
  await postTables(db);
  await sourceTables(db);
}

async function accountTables(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE account (
      platform text COLLATE "C" NOT NULL, account_id text COLLATE "C" NOT NULL,
      handle text, handle_seen_at timestamptz,
      created_at timestamptz,
      followers bigint, followers_seen_at timestamptz,
      status text, status_checked_at timestamptz,
      last_post_at timestamptz NOT NULL,
      PRIMARY KEY (platform, account_id));
    CREATE INDEX account_handle ON account (lower(handle));
    CREATE INDEX account_native_id ON account (account_id);

    CREATE TABLE handle_history (
      platform text COLLATE "C" NOT NULL, account_id text COLLATE "C" NOT NULL, handle text NOT NULL,
      seen_until timestamptz NOT NULL,
      PRIMARY KEY (platform, account_id, handle),
      FOREIGN KEY (platform, account_id) REFERENCES account ON DELETE CASCADE);
    CREATE INDEX handle_history_handle ON handle_history (lower(handle));
  `.execute(db);
}

async function postTables(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE post (
      platform text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, account_id text COLLATE "C" NOT NULL,
      created_at timestamptz NOT NULL, seen_at timestamptz NOT NULL, deleted_at timestamptz,
      arrival bigint NOT NULL, likes bigint, reposts bigint, replies bigint, followers bigint,
      kind text NOT NULL CHECK (kind IN ('original', 'reply', 'repost', 'quote')),
      parent_id text, handle text, lang text,
      tags text[] NOT NULL, links text[] NOT NULL, text text NOT NULL,
      PRIMARY KEY (platform, id, created_at)) PARTITION BY RANGE (created_at);
    CREATE INDEX post_account ON post (platform, account_id, created_at) INCLUDE (kind);
    CREATE INDEX post_arrival ON post (arrival);
    CREATE INDEX post_created ON post (created_at) INCLUDE (lang);

    CREATE TABLE post_tag (
      tag text COLLATE "C" NOT NULL, created_at timestamptz NOT NULL,
      platform text COLLATE "C" NOT NULL, account_id text COLLATE "C" NOT NULL,
      post_id text COLLATE "C" NOT NULL) PARTITION BY RANGE (created_at);
    CREATE INDEX post_tag_tag ON post_tag (tag, created_at) INCLUDE (platform, account_id);

    CREATE TABLE post_link (
      link text COLLATE "C" NOT NULL, created_at timestamptz NOT NULL,
      platform text COLLATE "C" NOT NULL, account_id text COLLATE "C" NOT NULL,
      post_id text COLLATE "C" NOT NULL) PARTITION BY RANGE (created_at);
    CREATE INDEX post_link_link ON post_link (link, created_at) INCLUDE (platform, account_id);
  `.execute(db);
  // Months are made as they are needed; dates nobody can mean do not each get one.
  for (const table of ['post', 'post_tag', 'post_link']) {
    await sql`
      CREATE TABLE ${sql.ref(`${table}_early`)} PARTITION OF ${sql.ref(table)}
        FOR VALUES FROM (MINVALUE) TO ('2005-01-01 00:00:00+00');
      CREATE TABLE ${sql.ref(`${table}_late`)} PARTITION OF ${sql.ref(table)}
        FOR VALUES FROM ('2100-01-01 00:00:00+00') TO (MAXVALUE)
    `.execute(db);
  }
  // Kept with every page, exact: tags to suggest and totals to show need no scan of the posts.
  await sql`
    CREATE TABLE arrival_mark (one boolean PRIMARY KEY DEFAULT true CHECK (one), mark bigint NOT NULL);
    INSERT INTO arrival_mark (mark) VALUES (0);
    CREATE TABLE tag (tag text COLLATE "C" PRIMARY KEY, posts bigint NOT NULL);
    CREATE TABLE platform_total (platform text COLLATE "C" PRIMARY KEY, posts bigint NOT NULL);
  `.execute(db);
}

async function sourceTables(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE source_state (
      source_id text PRIMARY KEY, cursor json, watermark timestamptz, last_polled_at timestamptz, last_error text,
      posts bigint NOT NULL DEFAULT 0);
    CREATE TABLE gap (
      source_id text NOT NULL, from_at timestamptz NOT NULL, to_at timestamptz NOT NULL, reason text NOT NULL,
      PRIMARY KEY (source_id, from_at, to_at));
    CREATE INDEX gap_to ON gap (to_at);
  `.execute(db);
}
