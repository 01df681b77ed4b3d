/** Writes posts that are new, with the rows by which they are found: COPY, as nothing has to be asked any more. */
import { sql } from 'kysely';
import { type CopyValue, copyLine } from './copy-text.ts';
import { changed, copyIn, type Db } from './database.ts';
import { indexKey } from './post-digest.ts';
import type { GivenPost } from './post-rows.ts';
import { saidDigest } from './said-digest.ts';

/** Tags and links count once per post in `tag` and in the rows by key; long ones under their `index_key`. */
export async function addPosts(tx: Db, posts: readonly GivenPost[], mark: number): Promise<void> {
  if (posts.length === 0) return;
  const lines = linesOf(posts, mark);
  await copyIn(tx, `COPY post (${postColumns}) FROM STDIN`, lines.post);
  await copyIn(tx, 'COPY post_key (digest, created_at, said) FROM STDIN', lines.key);
  if (lines.tag !== '') await copyIn(tx, `COPY post_tag (tag, ${keyColumns}) FROM STDIN`, lines.tag);
  if (lines.link !== '') await copyIn(tx, `COPY post_link (link, ${keyColumns}) FROM STDIN`, lines.link);
  await countTags(
    tx,
    posts.flatMap(({ tags }) => tags),
  );
  await countPosts(tx, posts);
}

const postColumns =
  'platform, id, account_id, created_at, claimed_at, seen_at, deleted_at, arrival, likes, reposts, replies, ' +
  'followers, kind, parent_id, handle, lang, tags, links, media, edit, text';
const keyColumns = 'created_at, platform, account_id, post_id';

interface Lines {
  readonly post: string;
  readonly key: string;
  readonly tag: string;
  readonly link: string;
}

function linesOf(posts: readonly GivenPost[], mark: number): Lines {
  const numbered = posts.map((post, n) => ({ post, arrival: mark + 1 + n }));
  // Rows of one month together: each goes to the table and the indexes of its month.
  numbered.sort((a, b) => a.post.created_at.getTime() - b.post.created_at.getTime());
  const lines = { post: '', key: '', tag: '', link: '' };
  for (const { post, arrival } of numbered) {
    const id = indexKey(post.id);
    const accountId = indexKey(post.account_id);
    const createdAt = post.created_at.toISOString();
    lines.post += copyLine(valuesOf(post, id, accountId, arrival));
    lines.key += `${post.digest}\t${createdAt}\t${saidDigest(post)}\n`;
    const place = copyLine([createdAt, post.platform, accountId, id]);
    for (const tag of post.tags) lines.tag += `${copyLine([indexKey(tag)]).slice(0, -1)}\t${place}`;
    for (const link of post.links) lines.link += `${copyLine([indexKey(link)]).slice(0, -1)}\t${place}`;
  }
  return lines;
}

function valuesOf(post: GivenPost, id: string, accountId: string, arrival: number): readonly CopyValue[] {
  return [
    post.platform,
    id,
    accountId,
    post.created_at,
    post.claimed_at,
    post.seen_at,
    post.deleted_at,
    arrival,
    post.likes,
    post.reposts,
    post.replies,
    post.followers,
    post.kind,
    post.parent_id,
    post.handle,
    post.lang,
    post.tags,
    post.links,
    post.media,
    post.edit,
    post.text,
  ];
}

/** One for each post that carries a tag and did not before. */
export async function countTags(tx: Db, tags: readonly string[]): Promise<void> {
  if (tags.length === 0) return;
  const counts = countOf(tags.map(indexKey));
  await changed(
    tx,
    sql`
      INSERT INTO tag AS total (tag, posts)
      SELECT * FROM unnest(${[...counts.keys()]}::text[], ${[...counts.values()]}::bigint[])
      ON CONFLICT (tag) DO UPDATE SET posts = total.posts + EXCLUDED.posts`,
  );
}

async function countPosts(tx: Db, posts: readonly GivenPost[]): Promise<void> {
  const counts = countOf(posts.map(({ platform }) => platform));
  await changed(
    tx,
    sql`
      INSERT INTO platform_total AS total (platform, posts)
      SELECT * FROM unnest(${[...counts.keys()]}::text[], ${[...counts.values()]}::bigint[])
      ON CONFLICT (platform) DO UPDATE SET posts = total.posts + EXCLUDED.posts`,
  );
}

function countOf(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
