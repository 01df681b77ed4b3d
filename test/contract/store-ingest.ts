/** What keeping posts promises of fields that change, and of files that are imported again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Post } from '../../src/post/post.ts';
import type { PostStore } from '../../src/store/store.ts';
import { aPost } from '../builders.ts';
import type { Opened } from './store.ts';

const now = new Date('2026-03-02T13:00:00Z');

export function describeIngest(opened: Opened): void {
  describe('keeping posts again', () => {
    describeFields(opened);
    describeEdits(opened);
    describeFiles(opened);
  });
}

async function keep(posts: PostStore, ...given: readonly Post[]): Promise<void> {
  await posts.keepPage('s', { posts: given }, now);
}

async function all(posts: PostStore): Promise<readonly Post[]> {
  return (await posts.arrivedAfter('', 100_000)).posts;
}

function describeFields(opened: Opened): void {
  it('gives the claimed time, the media and the edit of a post back', async () => {
    const { posts } = opened().store;
    const post = aPost({ claimedAt: new Date('2019-01-02T03:04:05.678Z'), media: ['m1', 'm"2\\,'], edit: 2 });
    const none = aPost({ media: [] });

    await keep(posts, post, none);

    expect(await all(posts)).toEqual([post, none]);
  });

  it('takes the claimed time and media that a known post lacked, each medium once', async () => {
    const { posts } = opened().store;
    const post = aPost();
    const claimedAt = new Date('2026-03-01T00:00:00Z');

    await keep(posts, post);
    await keep(posts, { ...post, claimedAt, media: ['a', 'b'] });
    await keep(posts, { ...post, claimedAt: now, media: ['c', 'b'] });

    expect(await all(posts)).toEqual([{ ...post, claimedAt, media: ['a', 'b', 'c'] }]);
  });

  it('drops a claimed time that no calendar has, and keeps the post', async () => {
    const { posts } = opened().store;
    const post = aPost({ claimedAt: new Date(8.64e15) });

    await keep(posts, post);

    expect(await all(posts)).toEqual([{ ...post, claimedAt: undefined }]);
  });

  it('keeps text, tags and media with every sign that COPY and arrays give a meaning to', async () => {
    const { posts } = opened().store;
    const signs = ['\\', '\t', '\n', '\r', '"', "'", '{', '}', ',', 'N', '.', 'a', '人', '😀'];
    const text = fc.string({ unit: fc.constantFrom(...signs), maxLength: 12 });

    await fc.assert(
      fc.asyncProperty(text, text, fc.uniqueArray(text), async (body, handle, items) => {
        const post = aPost({ text: body, handle, tags: items, links: items, media: items });

        await keep(posts, post);

        expect((await all(posts)).at(-1)).toEqual(post);
      }),
      { numRuns: 60 },
    );
  });
}

function describeEdits(opened: Opened): void {
  it('keeps the text and language of the highest edit, whichever comes first', async () => {
    const { posts } = opened().store;
    const edits = [
      aPost({ id: 'p', text: 'first', lang: 'en' }),
      aPost({ id: 'p', text: 'second', lang: 'de', edit: 1 }),
      aPost({ id: 'p', text: 'third', lang: 'fr', edit: 2 }),
    ];

    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(edits, { minLength: 3 }),
        fc.boolean(),
        fc.uuid(),
        async (order, together, id) => {
          const given = order.map((post) => ({ ...post, id }));
          if (together) await keep(posts, ...given);
          else for (const post of given) await keep(posts, post);

          expect((await all(posts)).at(-1)).toMatchObject({ id, text: 'third', lang: 'fr', edit: 2 });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('keeps the first text of equal edits, unless it was empty', async () => {
    const { posts } = opened().store;
    const [full, empty] = [aPost({ text: 'first', edit: 1 }), aPost({ text: '', edit: 1 })];

    await keep(posts, full, empty);
    await keep(posts, { ...full, text: 'other' }, { ...empty, text: 'other' });

    expect((await all(posts)).map(({ text }) => text)).toEqual(['first', 'other']);
  });

  it('takes an edit that empties the text, and no older text after it', async () => {
    const { posts } = opened().store;
    const post = aPost({ text: 'first' });

    await keep(posts, post);
    await keep(posts, { ...post, text: '', edit: 1 });
    await keep(posts, post);

    expect(await all(posts)).toMatchObject([{ text: '', edit: 1 }]);
  });

  it('counts an unknown edit as none', async () => {
    const { posts } = opened().store;
    const post = aPost({ text: 'first' });

    await keep(posts, post);
    await keep(posts, { ...post, text: 'other', edit: 0 });

    expect(await all(posts)).toMatchObject([{ text: 'first', edit: 0 }]);
  });

  it('never gives a deleted post its text back', async () => {
    const { posts } = opened().store;
    const post = aPost({ text: 'gone' });
    await keep(posts, post);
    await posts.keepPage('s', { posts: [], deletes: [{ platform: post.platform, id: post.id }] }, now);

    await keep(posts, post);
    await keep(posts, { ...post, text: 'back', likes: 3 });
    await keep(posts, { ...post, text: 'edited', edit: 4, lang: 'en' });

    expect(await all(posts)).toMatchObject([{ text: '', likes: 3, deletedAt: now }]);
  });
}

function describeFiles(opened: Opened): void {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      aPost({
        id: `many-${n}`,
        accountId: `a${n % 300}`,
        createdAt: new Date(Date.UTC(2019 + (n % 5), n % 12, 1 + (n % 28))),
        tags: [`t${n % 40}`, 'every'],
        links: n % 3 === 0 ? [`l.example/${n % 50}`] : [],
        likes: n % 9,
        text: `text ${n}`,
      }),
    );

  it('adds nothing to any table when the same file comes again', async () => {
    const { store, query } = opened();
    const file = many(12_000);
    const counts = () =>
      query(`
        SELECT (SELECT count(*)::int FROM post) AS posts, (SELECT count(*)::int FROM post_key) AS keys,
          (SELECT count(*)::int FROM post_tag) AS tags, (SELECT count(*)::int FROM post_link) AS links,
          (SELECT sum(posts)::int FROM tag) AS counted, (SELECT posts::int FROM platform_total) AS total,
          (SELECT mark::int FROM arrival_mark) AS mark`);

    const first = await store.posts.keepPage('s', { posts: file }, now);
    const before = await counts();
    const second = await store.posts.keepPage('s', { posts: file }, now);

    expect(first).toMatchObject({ added: 12_000, known: 0 });
    expect(before).toEqual([
      { posts: 12_000, keys: 12_000, tags: 24_000, links: 4_000, counted: 24_000, total: 12_000, mark: 12_000 },
    ]);
    expect(second).toMatchObject({ added: 0, known: 12_000 });
    expect(await counts()).toEqual(before);
  });

  it('adds what is new among what is known, in the order given', async () => {
    const { posts } = opened().store;
    const file = many(60);
    const half = file.filter((_, n) => n % 2 === 0);
    await keep(posts, ...half);

    const kept = await posts.keepPage('s', { posts: file.toReversed() }, now);

    expect(kept).toMatchObject({ added: 30, known: 30 });
    expect((await all(posts)).slice(30).map(({ id }) => id)).toEqual(
      file
        .filter((_, n) => n % 2 === 1)
        .map(({ id }) => id)
        .reverse(),
    );
  });

  it('takes a change of one post among many that say the same as before', async () => {
    const { posts } = opened().store;
    const file = many(50);
    await keep(posts, ...file);

    await keep(
      posts,
      ...file.map((post, n) => (n === 7 ? { ...post, likes: 99, tags: [...post.tags, 'added'] } : post)),
    );

    const found = await all(posts);
    expect(found.map(({ likes }) => likes)).toEqual(file.map(({ likes }, n) => (n === 7 ? 99 : likes)));
    expect(found[7]?.tags).toEqual(['t7', 'every', 'added']);
    expect(await posts.postsOf({ keyKind: 'tag', key: 'added', from: new Date(0), to: now })).toEqual([found[7]]);
  });

  it('adds a post again that was pruned, also when its digest was left over', async () => {
    const { store, query } = opened();
    const post = aPost({ createdAt: new Date('2020-05-05T00:00:00Z') });
    await keep(store.posts, post);
    await query('DELETE FROM post; UPDATE post_key SET said = NULL');

    const again = await store.posts.keepPage('s', { posts: [post] }, now);
    const third = await store.posts.keepPage('s', { posts: [post] }, now);

    expect([again, third]).toMatchObject([
      { added: 1, known: 0 },
      { added: 0, known: 1 },
    ]);
    expect(await all(store.posts)).toEqual([post]);
  });

  it('tells two posts apart whose digests are the same', async () => {
    const { store, query } = opened();
    const [a, b] = [aPost({ tags: ['a'] }), aPost({ tags: ['b'] })];
    await keep(store.posts, a);
    await query(`
      INSERT INTO post_key (digest, created_at)
      SELECT post_digest('${b.platform}', '${b.id}'), created_at FROM post_key`);

    const kept = await store.posts.keepPage('s', { posts: [b] }, now);

    expect(kept).toMatchObject({ added: 1, known: 0 });
    expect(await all(store.posts)).toEqual([a, b]);
  });

  it('has the same digests and keys as the database', async () => {
    const { store, query } = opened();
    const long = '長'.repeat(600);
    await keep(store.posts, aPost({ id: '😀é' }), aPost({ id: long, tags: [long, `x${'y'.repeat(900)}`] }));

    const wrong = await query(`
      SELECT id FROM post JOIN post_key USING (created_at)
      GROUP BY id HAVING NOT bool_or(digest = post_digest(platform, id)) AND id NOT LIKE '長%'`);
    const tags = await query('SELECT tag FROM post_tag EXCEPT SELECT index_key(tag) FROM post, unnest(tags) AS tag');
    const ids = await query(`SELECT id = index_key('${long}') AS same FROM post WHERE id LIKE '長%'`);

    expect([wrong, tags, ids]).toEqual([[], [], [{ same: true }]]);
  });
}
