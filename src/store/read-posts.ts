/** Rows → posts: in order of arrival, in order of time, and by what they carry. */
import { type RawBuilder, sql } from 'kysely';
import type pg from 'pg';
import { textKey } from '../post/normal-form.ts';
import type { AccountStatus, Post, PostKind, Span } from '../post/post.ts';
import { type Db, rows } from './database.ts';
import type { Arrivals, KeyQuestion } from './store.ts';

interface PostRow {
  readonly platform: string;
  readonly id: string;
  readonly account_id: string;
  readonly handle: string | null;
  readonly account_created_at: Date | null;
  readonly followers: number | null;
  readonly created_at: Date;
  readonly claimed_at: Date | null;
  readonly seen_at: Date;
  readonly text: string;
  readonly lang: string | null;
  readonly kind: PostKind;
  readonly parent_id: string | null;
  readonly parent_account_id: string | null;
  readonly tags: readonly string[];
  readonly links: readonly string[];
  readonly media: readonly string[] | null;
  readonly edit: number | null;
  readonly likes: number | null;
  readonly reposts: number | null;
  readonly replies: number | null;
  readonly quotes: number | null;
  readonly status: AccountStatus | null;
  readonly status_checked_at: Date | null;
  readonly deleted_at: Date | null;
}

/** A post with what is known of its author now; `post` and `account` are the aliases. */
const columns = sql`
  post.platform, post.id, post.account_id, COALESCE(post.handle, account.handle) AS handle,
  account.created_at AS account_created_at, post.followers, post.created_at, post.claimed_at,
  post.seen_at, post.text, post.lang, post.kind, post.parent_id, post.parent_account_id, post.tags, post.links, post.media, post.edit,
  post.likes, post.reposts, post.replies, post.quotes, account.status, account.status_checked_at, post.deleted_at`;
const withAuthor = sql`LEFT JOIN account ON account.platform = post.platform AND account.account_id = post.account_id`;

export async function arrivedAfter(db: Db, mark: string, limit: number): Promise<Arrivals> {
  const found = await rows(
    db,
    sql<PostRow & { readonly arrival: number }>`
      SELECT ${columns}, post.arrival FROM post ${withAuthor}
      WHERE post.arrival > ${arrivalOf(mark)} ORDER BY post.arrival LIMIT ${limit}`,
  );
  return { posts: found.map(postOf), mark: found.at(-1)?.arrival.toString() ?? mark };
}

export async function newestMark(db: Db): Promise<string> {
  const [row] = await rows(db, sql<{ mark: number }>`SELECT mark FROM arrival_mark`);
  return String(row?.mark ?? 0);
}

function arrivalOf(mark: string): number {
  if (!/^\d*$/.test(mark)) throw new RangeError(`"${mark}" is no arrival mark`);
  return Number(mark);
}

const postsPerQuestion = 20_000;
/** Found by the accounts that wrote them. */
const byAccount: ReadonlySet<string> = new Set(['account', 'group', 'network', 'text']);

/** The newest up to the limit, in order of time. */
export async function postsOf(db: Db, question: KeyQuestion): Promise<readonly Post[]> {
  const found = await rows(
    db,
    question.platform === undefined ? byKeys(question) : onPlatform(question, question.platform),
  );
  const posts = found.map(postOf);
  // A text has no index of its own: it is looked for among the posts of the accounts that used it.
  return question.keyKind === 'text' ? posts.filter(({ text }) => textKey(text) === question.key) : posts;
}

function onPlatform(question: KeyQuestion, platform: string): RawBuilder<PostRow> {
  return byAccount.has(question.keyKind) ? byAccounts(question, platform) : byKeys(question);
}

function byKeys(question: KeyQuestion): RawBuilder<PostRow> {
  return sql<PostRow>`
    SELECT ${columns} FROM (${keysOf(question)}) AS key
    JOIN post ON post.platform = key.platform AND post.id = key.post_id AND post.created_at = key.created_at
    ${withAuthor}
    ORDER BY post.created_at, post.id, post.platform`;
}

/**
 * Account by account along the index, twice: first only for the time of the oldest post within the limit, then for the posts
 * from there on. One condition over hundreds of accounts would be answered by reading whole months.
 */
function byAccounts(
  { accountIds, from, to, limit = postsPerQuestion }: KeyQuestion,
  platform: string,
): RawBuilder<PostRow> {
  return sql<PostRow>`
    WITH who AS MATERIALIZED (SELECT DISTINCT index_key(id) AS account_id FROM unnest(${accountIds ?? []}::text[]) AS id),
    oldest AS MATERIALIZED (
      SELECT COALESCE((
        SELECT theirs.created_at FROM who CROSS JOIN LATERAL (
          SELECT created_at FROM post
          WHERE platform = ${platform} AND account_id = who.account_id AND created_at >= ${from} AND created_at < ${to}
          ORDER BY created_at DESC LIMIT ${limit}
        ) AS theirs ORDER BY theirs.created_at DESC OFFSET ${limit - 1} LIMIT 1
      ), ${from}) AS at
    ),
    found AS (
      SELECT theirs.* FROM who CROSS JOIN oldest CROSS JOIN LATERAL (
        SELECT * FROM post
        WHERE platform = ${platform} AND account_id = who.account_id AND created_at >= oldest.at AND created_at < ${to}
      ) AS theirs ORDER BY theirs.created_at DESC, theirs.id DESC LIMIT ${limit}
    )
    SELECT ${columns} FROM found AS post ${withAuthor} ORDER BY post.created_at, post.id, post.platform`;
}

function keysOf({ keyKind, key, tags, accountIds, platform, from, to, limit = postsPerQuestion }: KeyQuestion) {
  const within = sql`
    ${platform === undefined ? sql`` : sql`AND platform = ${platform}`} AND created_at >= ${from} AND created_at < ${to}`;
  const end = sql`ORDER BY created_at DESC, post_id DESC LIMIT ${limit}`;
  const once = sql`GROUP BY platform, post_id, created_at`;
  switch (keyKind) {
    case 'account':
    case 'group':
    case 'network':
    case 'text':
      return sql`
        SELECT platform, id AS post_id, created_at FROM post
        WHERE account_id = ANY (SELECT index_key(id) FROM unnest(${accountIds ?? []}::text[]) AS id) ${within} ${end}`;
    case 'family':
      return sql`
        SELECT platform, post_id, created_at FROM post_tag
        WHERE tag = ANY (SELECT index_key(tag) FROM unnest(${tags ?? []}::text[]) AS tag) ${within} ${once} ${end}`;
    case 'host':
      return sql`
        SELECT platform, post_id, created_at FROM post_link WHERE (${onHost(key)}) ${within} ${once} ${end}`;
    case 'tag':
    case 'link':
      return sql`
        SELECT platform, post_id, created_at FROM ${sql.table(`post_${keyKind}`)}
        WHERE ${sql.ref(keyKind)} = index_key(${key}) ${within} ${end}`;
  }
}

/** Links of a host in normal form: the host itself, or what follows after a path, a query or a port; ranges use the index. */
function onHost(host: string) {
  const ranges = ['/', '?', ':'].map((sign) => {
    const after = String.fromCodePoint(sign.charCodeAt(0) + 1);
    return sql`OR (link >= ${host + sign} AND link < ${host + after})`;
  });
  return sql`link = index_key(${host}) ${sql.join(ranges, sql` `)}`;
}

/** A server-side cursor: one snapshot however long reading takes, and no more than a batch in memory. */
export async function* readInOrder(
  db: Db,
  pool: pg.Pool,
  { from, to }: Partial<Span>,
  platforms: readonly string[] | undefined,
  batch: number,
): AsyncGenerator<readonly Post[]> {
  const conditions = [
    ...(from === undefined ? [] : [sql`post.created_at >= ${from}`]),
    ...(to === undefined ? [] : [sql`post.created_at < ${to}`]),
    ...(platforms === undefined ? [] : [sql`post.platform = ANY (${platforms}::text[])`]),
  ];
  const where = conditions.length === 0 ? sql`` : sql`WHERE ${sql.join(conditions, sql` AND `)}`;
  const question: RawBuilder<PostRow> = sql<PostRow>`
    DECLARE reading NO SCROLL CURSOR FOR
    SELECT ${columns} FROM post ${withAuthor} ${where} ORDER BY post.created_at, post.id, post.platform`;
  const declared = question.compile(db);
  const client = await pool.connect();
  let whole = false;
  try {
    await client.query('BEGIN READ ONLY');
    // Everything will be read, but in order: reading along the index starts at once, sorting first would not.
    await client.query('SET LOCAL cursor_tuple_fraction = 0.001');
    await client.query(declared.sql, [...declared.parameters]);
    for (;;) {
      const { rows: found } = await client.query<PostRow>(`FETCH ${Math.max(1, Math.trunc(batch))} FROM reading`);
      if (found.length === 0) break;
      yield found.map(postOf);
    }
    await client.query('COMMIT');
    whole = true;
  } finally {
    // Whoever stops reading early leaves a transaction open; rolling it back makes the connection usable again.
    if (!whole) await client.query('ROLLBACK').catch(() => undefined);
    client.release();
  }
}

function postOf(row: PostRow): Post {
  return {
    platform: row.platform,
    id: row.id,
    accountId: row.account_id,
    handle: row.handle ?? undefined,
    accountCreatedAt: row.account_created_at ?? undefined,
    followers: row.followers ?? undefined,
    createdAt: row.created_at,
    claimedAt: row.claimed_at ?? undefined,
    seenAt: row.seen_at,
    text: row.text,
    lang: row.lang ?? undefined,
    kind: row.kind,
    parentId: row.parent_id ?? undefined,
    parentAccountId: row.parent_account_id ?? undefined,
    tags: row.tags,
    links: row.links,
    media: row.media ?? undefined,
    edit: row.edit ?? undefined,
    likes: row.likes ?? undefined,
    reposts: row.reposts ?? undefined,
    replies: row.replies ?? undefined,
    quotes: row.quotes ?? undefined,
    status: row.status ?? undefined,
    statusCheckedAt: row.status_checked_at ?? undefined,
    deletedAt: row.deleted_at ?? undefined,
  };
}
