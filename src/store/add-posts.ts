/** Writes posts that are new, with the rows by which they are found: COPY, as nothing has to be asked any more. */
import { type RawBuilder, sql } from 'kysely';
import { copyFields, copyLine } from './copy-text.ts';
import { changed, copyIn, type Db } from './database.ts';
import type { GivenPost } from './given-post.ts';
import { indexKey } from './post-digest.ts';
import { toldColumns } from './said-digest.ts';

/** Tags and links count once per post in `tag` and in the rows by key; long ones under their `index_key`. */
export async function addPosts(tx: Db, posts: readonly GivenPost[], mark: number): Promise<void> {
  if (posts.length === 0) return;
  const lines: KeyLines = { key: '', tag: '', link: '' };
  await copyIn(tx, `COPY post (${postColumns}) FROM STDIN`, postLines(posts, mark, lines));
  await copyIn(tx, 'COPY post_key (digest, created_at, said) FROM STDIN', [lines.key]);
  if (lines.tag !== '') await copyIn(tx, `COPY post_tag (tag, ${keyColumns}) FROM STDIN`, [lines.tag]);
  if (lines.link !== '') await copyIn(tx, `COPY post_link (link, ${keyColumns}) FROM STDIN`, [lines.link]);
  await countPosts(tx, posts);
}

const postColumns = `platform, id, account_id, created_at, seen_at, arrival, kind, ${toldColumns}`;
const keyColumns = 'created_at, platform, account_id, post_id';

/** Lines of the tables by which posts are found. */
interface KeyLines {
  key: string;
  tag: string;
  link: string;
}

/** Small enough that the server works on one chunk while the next is written. */
const postsPerChunk = 500;

/** In chunks; the lines of the other tables are complete with the last one. */
function* postLines(posts: readonly GivenPost[], mark: number, lines: KeyLines): Generator<string> {
  const numbered = posts.map((post, n) => ({ post, arrival: mark + 1 + n }));
  // Rows of one month together: each goes to the table and the indexes of its month.
  numbered.sort((a, b) => a.post.created_at.getTime() - b.post.created_at.getTime());
  for (let from = 0; from < numbered.length; from += postsPerChunk) {
    let chunk = '';
    for (const { post, arrival } of numbered.slice(from, from + postsPerChunk)) {
      const id = indexKey(post.id);
      const accountId = indexKey(post.account_id);
      const createdAt = post.created_at.toISOString();
      const own = [post.platform, id, accountId, createdAt, post.seen_at, arrival, post.kind];
      chunk += `${copyFields(own)}\t${post.told}`;
      lines.key += `${post.digest}\t${createdAt}\t${post.said}\n`;
      const place = copyLine([createdAt, post.platform, accountId, id]);
      for (const tag of post.tags) lines.tag += `${copyFields([indexKey(tag)])}\t${place}`;
      for (const link of post.links) lines.link += `${copyFields([indexKey(link)])}\t${place}`;
    }
    yield chunk;
  }
}

/** One for each post that carries a tag and did not before. */
export async function countTags(tx: Db, tags: readonly string[]): Promise<void> {
  if (tags.length > 0) await changed(tx, tagCounts(tags));
}

function tagCounts(tags: readonly string[]): RawBuilder<unknown> {
  const counts = countOf(tags.map(indexKey));
  return sql`
    INSERT INTO tag AS total (tag, posts)
    SELECT * FROM unnest(${[...counts.keys()]}::text[], ${[...counts.values()]}::bigint[])
    ON CONFLICT (tag) DO UPDATE SET posts = total.posts + EXCLUDED.posts`;
}

/** Totals of platforms and tags, in one statement. */
async function countPosts(tx: Db, posts: readonly GivenPost[]): Promise<void> {
  const counts = countOf(posts.map(({ platform }) => platform));
  await changed(
    tx,
    sql`
      WITH counted_tags AS (${tagCounts(posts.flatMap(({ tags }) => tags))})
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
