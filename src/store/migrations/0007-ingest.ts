/**
 * Where a post is: a digest of its key → its `created_at`, which says the partition. Without it, whether a post is
 * known would be asked of the index of every month.
 */
import { type Kysely, type Migration, sql } from 'kysely';

export const ingest: Migration = { up };

async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- The same number as in post-digest.ts. It is no proof: who finds a digest looks whether the post is there.
    CREATE FUNCTION post_digest(platform text, id text) RETURNS bigint
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
      ('x' || left(encode(sha256(convert_to(platform || E'\n' || id, 'UTF8')), 'hex'), 16))::bit(64)::bigint;

    CREATE TABLE post_key (digest bigint NOT NULL, created_at timestamptz NOT NULL, said bigint);
    INSERT INTO post_key SELECT post_digest(platform, id), created_at FROM post;
    COMMENT ON COLUMN post_key.said IS 'digest of all that was told of the post when it came';
    CREATE INDEX post_key_digest ON post_key (digest)
  `.execute(db);
}
