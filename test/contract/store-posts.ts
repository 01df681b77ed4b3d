/** What every post store promises. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textKey } from '../../src/post/normal-form.ts';
import { dayMs, type Post } from '../../src/post/post.ts';
import type { KeyQuestion, PostStore } from '../../src/store/store.ts';
import { aPost } from '../builders.ts';
import type { Opened } from './store.ts';

const now = new Date('2026-03-02T13:00:00Z');
const always = { from: new Date('2000-01-01'), to: new Date('2100-01-01') };

export function describePosts(opened: Opened): void {
  describe('posts', () => {
    describeKeeping(opened);
    describeHostileText(opened);
    describeArrival(opened);
    describeReading(opened);
    describeSources(opened);
    describePruning(opened);
  });
}

async function all(posts: PostStore): Promise<Post[]> {
  return [...(await posts.arrivedAfter('', 100_000)).posts];
}

async function inOrder(posts: PostStore, batch = 100): Promise<Post[]> {
  const read: Post[] = [];
  for await (const part of posts.readInOrder({}, undefined, batch)) read.push(...part);
  return read;
}

function describeKeeping(opened: Opened): void {
  it('gives a post back as it was, every field of it', async () => {
    const { posts } = opened().store;
    const full = aPost({
      handle: 'Example_Daily',
      accountCreatedAt: new Date('2019-05-01T08:00:00.123Z'),
      followers: 3_000_000_000,
      text: 'one text, 一段文字 🙂',
      lang: 'zh-Hans',
      kind: 'quote',
      parentId: 'p0',
      parentAccountId: 'a0',
      tags: ['example', '例子'],
      links: ['example.org/a?b=1'],
      likes: 1,
      reposts: 0,
      replies: 3,
      quotes: 4,
      status: 'active',
      statusCheckedAt: new Date('2026-03-02T11:00:00Z'),
      deletedAt: new Date('2026-03-02T12:30:00Z'),
    });
    const bare = aPost();

    const kept = await posts.keepPage('s', { posts: [full, bare] }, now);

    expect(kept).toEqual({ added: 2, known: 0, deleted: 0 });
    expect(await all(posts)).toEqual([full, bare]);
  });

  it('adds nothing when the same page comes again', async () => {
    const { posts, lookups } = opened().store;
    const page = { posts: [aPost({ tags: ['example'] }), aPost({ tags: ['example', 'other'] })] };
    await posts.keepPage('s', page, now);

    const again = await posts.keepPage('s', page, now);

    expect(again).toEqual({ added: 0, known: 2, deleted: 0 });
    expect(await all(posts)).toEqual(page.posts);
    expect((await lookups.tagActivity('example', {}))?.posts).toBe(2);
    expect((await posts.summary()).posts).toBe(2);
  });

  it('learns later whose post is the parent, and how often a post was quoted', async () => {
    const { posts } = opened().store;
    const first = aPost({ kind: 'repost', parentId: 'p0' });
    await posts.keepPage('s', { posts: [first] }, now);

    await posts.keepPage('s', { posts: [{ ...first, parentAccountId: 'a0', quotes: 2 }] }, now);
    await posts.keepPage('s', { posts: [{ ...first, parentAccountId: 'a1', quotes: 1 }] }, now);

    expect(await all(posts)).toEqual([{ ...first, parentAccountId: 'a0', quotes: 2 }]);
  });

  it('keeps the first times of a known post, takes the greater counts and what it lacked', async () => {
    const { posts } = opened().store;
    const first = aPost({ tags: ['a'], links: ['x.example/1'], likes: 5, reposts: 9, text: 'first' });
    await posts.keepPage('s', { posts: [first] }, now);

    await posts.keepPage(
      's',
      {
        posts: [
          {
            ...first,
            createdAt: new Date('2026-05-09T12:00:00Z'),
            seenAt: new Date('2026-05-09T12:00:00Z'),
            tags: ['b', 'a'],
            links: ['x.example/2'],
            likes: 7,
            reposts: 8,
            replies: 1,
            lang: 'en',
            text: 'second',
          },
        ],
      },
      now,
    );

    expect(await all(posts)).toEqual([
      {
        ...first,
        tags: ['a', 'b'],
        links: ['x.example/1', 'x.example/2'],
        likes: 7,
        reposts: 9,
        replies: 1,
        lang: 'en',
      },
    ]);
  });

  it('finds the posts of a family of tags, of a host and of a text, each once', async () => {
    const { posts } = opened().store;
    const text = 'a text of more than twenty characters';
    const given = [
      aPost({
        id: 'f1',
        accountId: 'one',
        tags: ['stop', 'stopit'],
        links: ['news.example/a', 'news.example?b=1'],
        text,
      }),
      aPost({ id: 'f2', tags: ['stopit'], links: ['news.example:8080/a'], accountId: 'other', text: `${text} ABCD` }),
      aPost({
        id: 'f3',
        tags: ['else'],
        links: ['news.example.org/a', 'my.news.example/a'],
        text: 'something else altogether',
      }),
      aPost({ id: 'f4', tags: [], links: ['news.example'] }),
    ];
    await posts.keepPage('s', { posts: given }, now);
    const idsOf = async (question: Omit<KeyQuestion, 'from' | 'to'>): Promise<readonly string[]> =>
      (await posts.postsOf({ ...question, ...always })).map(({ id }) => id).sort();

    expect(await idsOf({ keyKind: 'family', key: 'a name', tags: ['stop', 'stopit'] })).toEqual(['f1', 'f2']);
    expect(await idsOf({ keyKind: 'host', key: 'news.example' })).toEqual(['f1', 'f2', 'f4']);
    const accountIds = ['one', 'other'];
    expect(await idsOf({ keyKind: 'text', key: textKey(text) ?? '', accountIds })).toEqual(['f1', 'f2']);
    expect(await idsOf({ keyKind: 'account', key: 'other', accountIds: ['other'] })).toEqual(['f2']);
  });

  it('finds a known post by a tag that it gained, at its first time', async () => {
    const { posts } = opened().store;
    const post = aPost({ tags: ['a'] });
    await posts.keepPage('s', { posts: [post] }, now);

    await posts.keepPage('s', { posts: [{ ...post, tags: ['b'], createdAt: new Date('2026-07-01') }] }, now);

    const found = await posts.postsOf({ keyKind: 'tag', key: 'b', ...always });
    expect(found.map(({ id, createdAt }) => [id, createdAt])).toEqual([[post.id, post.createdAt]]);
  });

  it('merges a post that occurs twice in a page', async () => {
    const { posts } = opened().store;
    const post = aPost({ likes: 3, tags: ['a'] });

    const kept = await posts.keepPage('s', { posts: [post, { ...post, likes: 5, tags: ['b'] }] }, now);

    expect(kept).toMatchObject({ added: 1, known: 0 });
    expect(await all(posts)).toEqual([{ ...post, likes: 5, tags: ['a', 'b'] }]);
  });

  it('tells posts of two platforms apart that have one id', async () => {
    const { posts } = opened().store;

    const kept = await posts.keepPage(
      's',
      { posts: [aPost({ id: '1', platform: 'x' }), aPost({ id: '1', platform: 'bluesky' })] },
      now,
    );

    expect(kept.added).toBe(2);
    expect((await posts.summary()).platforms).toEqual([
      { platform: 'bluesky', posts: 1 },
      { platform: 'x', posts: 1 },
    ]);
  });

  it('keeps a page that is larger than one statement', async () => {
    const { posts } = opened().store;
    const many = Array.from({ length: 4_500 }, () => aPost({ tags: ['many'] }));

    const kept = await posts.keepPage('s', { posts: many }, now);

    expect(kept.added).toBe(4_500);
    expect((await all(posts)).map(({ id }) => id)).toEqual(many.map(({ id }) => id));
  });

  it('keeps posts of any year, and finds them again', async () => {
    const { posts } = opened().store;
    const years = ['0001-06-01', '1969-07-20', '2004-12-31', '2005-01-01', '2026-03-31', '2099-12-31', '9999-12-31'];
    const old = years.map((day) => aPost({ createdAt: new Date(day), tags: ['old'] }));

    await posts.keepPage('s', { posts: old.toReversed() }, now);
    const again = await posts.keepPage('s', { posts: old }, now);

    expect(again).toMatchObject({ added: 0, known: 7 });
    expect(await inOrder(posts)).toEqual(old);
  });

  it('refuses a post without a date, and then keeps nothing of its page', async () => {
    const { posts } = opened().store;

    const keeping = async () =>
      posts.keepPage('s', { posts: [aPost(), aPost({ createdAt: new Date(Number.NaN) })], cursor: 1 }, now);

    await expect(keeping()).rejects.toThrow(/date/);
    expect(await all(posts)).toEqual([]);
    expect(await posts.cursorOf('s')).toBeUndefined();
  });

  it('marks deleted posts once, also in the page that brings them', async () => {
    const { posts } = opened().store;
    const [a, b] = [aPost(), aPost()];
    const deletes = [a, b, { platform: 'x', id: 'unknown' }, a].map(({ platform, id }) => ({ platform, id }));

    const first = await posts.keepPage('s', { posts: [a, b], deletes }, now);
    const again = await posts.keepPage('s', { posts: [], deletes }, new Date('2026-04-01'));

    expect([first.deleted, again.deleted]).toEqual([2, 0]);
    expect((await all(posts)).map(({ deletedAt }) => deletedAt)).toEqual([now, now]);
  });

  it('takes the text of a deleted post away for good, and keeps what it is counted by', async () => {
    const { posts } = opened().store;
    const post = aPost({ text: 'gone soon', tags: ['t'], links: ['l.example'], likes: 7, handle: 'h', lang: 'en' });
    const [{ platform, id }, later] = [post, new Date('2026-04-01')];
    await posts.keepPage('s', { posts: [post] }, now);

    await posts.keepPage('s', { posts: [], deletes: [{ platform, id }] }, now);
    const again = await posts.keepPage('s', { posts: [post], deletes: [{ platform, id }] }, later);
    await posts.keepPage('s', { posts: [{ ...post, edit: 2, likes: 8 }] }, later);

    expect(again).toEqual({ added: 0, known: 1, deleted: 0 });
    expect(await all(posts)).toMatchObject([{ ...post, text: '', likes: 8, deletedAt: now }]);
    expect(await posts.postsOf({ keyKind: 'tag', key: 't', ...always })).toHaveLength(1);
    expect(await posts.postsOf({ keyKind: 'link', key: 'l.example', ...always })).toHaveLength(1);
  });

  it('finds deleted posts in every month, and by ids too long for an index', async () => {
    const { posts } = opened().store;
    const days = ['0001-06-01', '2004-12-31', '2019-05-01', '2026-03-01', '9999-12-31'];
    const given = days.map((day) => aPost({ id: `${day}${'長'.repeat(900)}`, createdAt: new Date(day), text: 'x' }));
    await posts.keepPage('s', { posts: given }, now);

    const kept = await posts.keepPage('s', { posts: [], deletes: given }, now);

    expect(kept.deleted).toBe(5);
    expect((await all(posts)).map(({ text, deletedAt }) => [text, deletedAt])).toEqual(days.map(() => ['', now]));
  });

  it('takes the text of a post away that came as deleted and is told of as deleted', async () => {
    const { posts } = opened().store;
    const deletedAt = new Date('2026-03-02T12:30:00Z');
    const post = aPost({ text: 'from an archive', deletedAt });
    await posts.keepPage('import:a', { posts: [post] }, now);

    const kept = await posts.keepPage('s', { posts: [], deletes: [post] }, now);

    expect(kept.deleted).toBe(0);
    expect(await all(posts)).toEqual([{ ...post, text: '' }]);
  });

  it('shows every post of an account with the newest status, whichever page it came with', async () => {
    const { posts } = opened().store;
    const early = aPost({ accountId: 'a', status: 'active', statusCheckedAt: new Date('2026-03-02T09:00:00Z') });
    const late = aPost({ accountId: 'a', status: 'suspended', statusCheckedAt: new Date('2026-03-03T09:00:00Z') });

    await posts.keepPage('s', { posts: [late] }, now);
    await posts.keepPage('s', { posts: [early] }, now);

    const found = await all(posts);
    expect(found.map(({ status, statusCheckedAt }) => [status, statusCheckedAt])).toEqual([
      ['suspended', late.statusCheckedAt],
      ['suspended', late.statusCheckedAt],
    ]);
  });
}

function describeHostileText(opened: Opened): void {
  it('takes zero bytes and lone surrogates out, wherever they are', async () => {
    const { posts } = opened().store;
    const hostile = aPost({
      id: 'i\u0000d',
      accountId: 'a\u0000',
      handle: '\u0000h\ud800',
      text: 'zero \u0000 high \ud83d low \ude00 pair 😀 backslash \\u0000 \\ud800',
      tags: ['t\u0000', 't', '\udfff'],
      links: ['l.example/\ud800'],
      parentId: '\u0000',
    });

    await posts.keepPage('s', { posts: [hostile], cursor: { 'k\u0000': '\ud800' } }, now);

    expect(await all(posts)).toMatchObject([
      {
        id: 'id',
        accountId: 'a',
        handle: 'h\ufffd',
        text: 'zero  high \ufffd low \ufffd pair 😀 backslash \\u0000 \\ud800',
        tags: ['t', '\ufffd'],
        links: ['l.example/\ufffd'],
        parentId: '',
      },
    ]);
    expect(await posts.cursorOf('s')).toEqual({ k: '\ufffd' });
  });

  it('keeps posts whose ids are the same once they are cleaned as one', async () => {
    const { posts } = opened().store;

    const kept = await posts.keepPage('s', { posts: [aPost({ id: 'id' }), aPost({ id: 'i\u0000d' })] }, now);

    expect(kept).toMatchObject({ added: 1, known: 0 });
  });

  it('keeps and finds tags, links and ids that are too long for an index', async () => {
    const { posts, lookups } = opened().store;
    const long = '長'.repeat(5_000);
    const post = aPost({ tags: [long], links: [`l.example/${long}`] });
    const strange = aPost({ id: `1${long}`, accountId: `2${long}`, tags: [long] });

    await posts.keepPage('s', { posts: [post, strange] }, now);
    const again = await posts.keepPage('s', { posts: [post, strange] }, now);

    expect(again).toMatchObject({ added: 0, known: 2 });
    expect(await posts.postsOf({ keyKind: 'link', key: `l.example/${long}`, ...always })).toEqual([post]);
    expect(await posts.postsOf({ keyKind: 'tag', key: long, ...always })).toHaveLength(2);
    expect((await lookups.accountActivity('x', strange.accountId, {}))?.posts).toBe(1);
  });

  it('keeps any text', async () => {
    const { posts } = opened().store;
    const text = fc.string({ unit: 'binary', maxLength: 40 });

    await fc.assert(
      fc.asyncProperty(text, text, text, fc.array(text), async (body, handle, lang, tags) => {
        const post = aPost({ text: body, handle, lang, tags });

        await posts.keepPage('s', { posts: [post] }, now);

        const found = await posts.postsOf({ keyKind: 'group', key: '', accountIds: [post.accountId], ...always });
        const clean = (given: string) => given.replaceAll('\u0000', '');
        expect(found).toEqual([
          { ...post, text: clean(body), handle: clean(handle), lang: clean(lang), tags: [...new Set(tags.map(clean))] },
        ]);
      }),
      { numRuns: 50 },
    );
  });
}

function describeArrival(opened: Opened): void {
  it('gives posts in the order of arrival, a few at a time, each once', async () => {
    const { posts } = opened().store;
    const given = Array.from({ length: 7 }, (_, n) => aPost({ createdAt: new Date(now.getTime() - n * 40 * dayMs) }));
    for (const post of given) await posts.keepPage('s', { posts: [post] }, now);

    const seen: Post[] = [];
    let mark = '';
    for (;;) {
      const arrived = await posts.arrivedAfter(mark, 3);
      if (arrived.posts.length === 0) break;
      seen.push(...arrived.posts);
      mark = arrived.mark;
    }

    expect(seen).toEqual(given);
    expect(mark).toBe(await posts.newestMark());
    expect((await posts.arrivedAfter(mark, 3)).mark).toBe(mark);
  });

  it('starts after what is stored with the newest mark', async () => {
    const { posts } = opened().store;
    await posts.keepPage('s', { posts: [aPost(), aPost()] }, now);
    const mark = await posts.newestMark();
    const later = aPost();

    await posts.keepPage('s', { posts: [later] }, now);

    expect((await posts.arrivedAfter(mark, 10)).posts).toEqual([later]);
  });

  it('does not let a known post arrive again', async () => {
    const { posts } = opened().store;
    const post = aPost();
    await posts.keepPage('s', { posts: [post] }, now);
    const mark = await posts.newestMark();

    await posts.keepPage('s', { posts: [{ ...post, likes: 9 }] }, now);

    expect((await posts.arrivedAfter(mark, 10)).posts).toEqual([]);
  });

  it('skips nothing while several processes write', async () => {
    const { store, another } = opened();
    const others = [await another(), await another(), await another()];
    const writers = [store, ...others];
    const pages = 25;
    let writing = writers.length;
    const written = writers.map(async (writer, w) => {
      for (let page = 0; page < pages; page += 1) {
        // Pages of different sizes take differently long to commit.
        const posts = Array.from({ length: 1 + ((page * 7 + w * 13) % 40) }, () => aPost({ tags: [`t${page % 5}`] }));
        await writer.posts.keepPage(`s${w}`, { posts }, now);
      }
      writing -= 1;
    });

    const seen: string[] = [];
    let mark = '';
    for (let last = false; ; ) {
      last = writing === 0;
      const arrived = await store.posts.arrivedAfter(mark, 50);
      seen.push(...arrived.posts.map(({ id }) => id));
      mark = arrived.mark;
      if (last && arrived.posts.length === 0) break;
    }
    await Promise.all(written);
    const stored = (await all(store.posts)).map(({ id }) => id);
    for (const other of others) await other.close();

    expect(seen).toEqual(stored);
    expect(new Set(seen).size).toBe(stored.length);
    expect(stored.length).toBeGreaterThan(writers.length * pages);
  });

  it('keeps a post once that several processes bring at the same time', async () => {
    const { store, another } = opened();
    const others = [await another(), await another()];
    const same = Array.from({ length: 300 }, () => aPost({ tags: ['same'] }));
    const moved = same.map((post) => ({ ...post, createdAt: new Date('2026-06-01') })).toReversed();

    const kept = await Promise.all([
      store.posts.keepPage('a', { posts: same }, now),
      others[0]!.posts.keepPage('b', { posts: moved }, now),
      others[1]!.posts.keepPage('c', { posts: same.toReversed() }, now),
    ]);
    for (const other of others) await other.close();

    expect(kept.reduce((sum, { added }) => sum + added, 0)).toBe(300);
    expect(kept.reduce((sum, { known }) => sum + known, 0)).toBe(600);
    expect(await store.posts.postsOf({ keyKind: 'tag', key: 'same', ...always })).toHaveLength(300);
    expect(await store.lookups.nearestTags('same', 1)).toEqual([{ tag: 'same', posts: 300 }]);
  });
}

function describeReading(opened: Opened): void {
  it('reads in order of time, ties by id, over months, in batches', async () => {
    const { posts } = opened().store;
    const at = new Date('2026-02-27T00:00:00Z').getTime();
    const given = Array.from({ length: 30 }, (_, n) =>
      aPost({ id: `id${String(29 - n).padStart(2, '0')}`, createdAt: new Date(at + (n % 6) * dayMs) }),
    );
    await posts.keepPage('s', { posts: given }, now);

    const sizes: number[] = [];
    const read: Post[] = [];
    for await (const batch of posts.readInOrder({}, undefined, 7)) {
      sizes.push(batch.length);
      read.push(...batch);
    }

    const expected = given.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
    expect(read).toEqual(expected);
    expect(sizes).toEqual([7, 7, 7, 7, 2]);
  });

  it('reads a span, its start included and its end not, and the platforms asked for', async () => {
    const { posts } = opened().store;
    const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour));
    const given = [1, 2, 3, 4].flatMap((hour) => [
      aPost({ createdAt: at(hour), platform: 'x' }),
      aPost({ createdAt: at(hour), platform: 'bluesky' }),
    ]);
    await posts.keepPage('s', { posts: given }, now);

    const read: Post[] = [];
    for await (const batch of posts.readInOrder({ from: at(2), to: at(4) }, ['bluesky'], 10)) read.push(...batch);

    expect(read).toEqual([given[3], given[5]]);
  });

  it('reads one moment, whatever is written meanwhile', async () => {
    const { posts } = opened().store;
    await posts.keepPage('s', { posts: Array.from({ length: 10 }, () => aPost()) }, now);

    let read = 0;
    for await (const batch of posts.readInOrder({}, undefined, 2)) {
      read += batch.length;
      await posts.keepPage('s', { posts: [aPost({ createdAt: new Date('2027-01-01') })] }, now);
    }

    expect(read).toBe(10);
    expect((await posts.summary()).posts).toBe(15);
  });

  it('can be left in the middle, again and again', async () => {
    const { posts } = opened().store;
    await posts.keepPage('s', { posts: Array.from({ length: 10 }, () => aPost()) }, now);

    for (let time = 0; time < 30; time += 1) {
      for await (const batch of posts.readInOrder({}, undefined, 2)) {
        expect(batch).toHaveLength(2);
        break;
      }
    }

    expect(await inOrder(posts)).toHaveLength(10);
  });

  it('finds posts by tag, link and accounts, in order of time', async () => {
    const { posts } = opened().store;
    const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 10, minute));
    const a = aPost({ accountId: 'a', createdAt: at(3), tags: ['t', 'u'], links: ['l.example'] });
    const b = aPost({ accountId: 'b', createdAt: at(1), tags: ['t'] });
    const c = aPost({ accountId: 'a', createdAt: at(2), platform: 'bluesky', tags: ['t'], links: ['l.example'] });
    await posts.keepPage('s', { posts: [a, b, c] }, now);
    const span = { from: at(0), to: at(10) };

    expect(await posts.postsOf({ keyKind: 'tag', key: 't', ...span })).toEqual([b, c, a]);
    expect(await posts.postsOf({ keyKind: 'tag', key: 't', platform: 'x', ...span })).toEqual([b, a]);
    expect(await posts.postsOf({ keyKind: 'tag', key: 't', from: at(1), to: at(3) })).toEqual([b, c]);
    expect(await posts.postsOf({ keyKind: 'link', key: 'l.example', ...span })).toEqual([c, a]);
    expect(await posts.postsOf({ keyKind: 'network', key: 'a', accountIds: ['a'], ...span })).toEqual([c, a]);
    expect(await posts.postsOf({ keyKind: 'group', key: 'g', accountIds: ['a', 'b'], platform: 'x', ...span })).toEqual(
      [b, a],
    );
    expect(await posts.postsOf({ keyKind: 'tag', key: 'none', ...span })).toEqual([]);
  });

  it('leaves out the oldest when more carry a key than were asked for', async () => {
    const { posts } = opened().store;
    const given = [1, 2, 3, 4].map((hour) => aPost({ createdAt: new Date(Date.UTC(2026, 2, 2, hour)), tags: ['t'] }));
    await posts.keepPage('s', { posts: given }, now);

    const found = await posts.postsOf({ keyKind: 'tag', key: 't', ...always, limit: 2 });

    expect(found).toEqual(given.slice(2));
  });

  it('finds the newest posts of hundreds of accounts, whoever of them wrote most, as without a platform', async () => {
    const { posts } = opened().store;
    const random = fc.sample(fc.record({ account: fc.nat(40), minute: fc.nat(60 * 24 * 70) }), {
      seed: 7,
      numRuns: 400,
    });
    const given = random.map(({ account, minute }, n) =>
      aPost({ id: `n${n}`, accountId: `many${account}`, createdAt: new Date(Date.UTC(2026, 0, 20, 0, minute)) }),
    );
    const others = given.map((post) => ({ ...post, id: `o${post.id}`, platform: 'bluesky' }));
    await posts.keepPage('s', { posts: [...given, ...others] }, now);
    const accountIds = Array.from({ length: 250 }, (_, n) => `many${n % 60}`);
    const span = { from: new Date('2026-01-25T00:00:00Z'), to: new Date('2026-03-20T00:00:00Z') };

    for (const limit of [1, 7, 100, 5_000]) {
      const found = await posts.postsOf({ keyKind: 'network', key: '', accountIds, platform: 'x', ...span, limit });
      const inside = given
        .filter(({ createdAt }) => createdAt >= span.from && createdAt < span.to)
        .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1));
      expect(new Set(found.map(({ id }) => id))).toEqual(new Set(inside.slice(0, limit).map(({ id }) => id)));
      expect(found.map(({ createdAt }) => createdAt)).toEqual(
        found.map(({ createdAt }) => createdAt).toSorted((a, b) => a.getTime() - b.getTime()),
      );
    }
    expect(await posts.postsOf({ keyKind: 'network', key: '', accountIds: [], platform: 'x', ...span })).toEqual([]);
  });

  it('sums up what it has', async () => {
    const { posts } = opened().store;
    const empty = await posts.summary();
    await posts.keepPage(
      's',
      {
        posts: [
          aPost({ platform: 'x', accountId: 'a', createdAt: new Date('2026-01-05') }),
          aPost({ platform: 'x', accountId: 'a', createdAt: new Date('2026-03-05') }),
          aPost({ platform: 'bluesky', accountId: 'a', createdAt: new Date('2026-02-05') }),
        ],
      },
      now,
    );

    expect(empty).toEqual({ posts: 0, accounts: 0, first: undefined, last: undefined, platforms: [] });
    expect(await posts.summary()).toEqual({
      posts: 3,
      accounts: 2,
      first: new Date('2026-01-05'),
      last: new Date('2026-03-05'),
      platforms: [
        { platform: 'x', posts: 2 },
        { platform: 'bluesky', posts: 1 },
      ],
    });
  });
}

function describeSources(opened: Opened): void {
  it('keeps the cursor of a source with its page, and leaves it where a page has none', async () => {
    const { posts } = opened().store;
    const watermark = new Date('2026-03-02T12:55:00Z');

    const before = await posts.cursorOf('s');
    await posts.keepPage('s', { posts: [aPost()], cursor: { seq: [1, 2] }, watermark }, now);
    await posts.keepPage('s', { posts: [aPost()] }, now);

    expect(before).toBeUndefined();
    expect(await posts.cursorOf('s')).toEqual({ seq: [1, 2] });
    expect(await posts.sourceStates()).toEqual([
      { sourceId: 's', cursor: { seq: [1, 2] }, watermark, lastPolledAt: now, lastError: undefined, posts: 2 },
    ]);
  });

  it('gives back cursors that look like nothing', async () => {
    const { posts } = opened().store;

    for (const cursor of [null, 0, '', false, []]) {
      await posts.keepPage('s', { posts: [], cursor }, now);
      expect(await posts.cursorOf('s')).toEqual(cursor);
    }
  });

  it('does not let a watermark go back', async () => {
    const { posts } = opened().store;
    const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 12, minute));

    for (const watermark of [at(10), at(5), undefined]) await posts.keepPage('s', { posts: [], watermark }, now);

    expect(await posts.sourceStates()).toMatchObject([{ watermark: at(10) }]);
  });

  it('knows the platform of a source and when it was read; of an import neither', async () => {
    const { posts } = opened().store;

    await posts.keepPage({ id: 'x:search', platform: 'x', coverage: 'platform' }, { posts: [] }, now);
    await posts.keepPage('import:a.csv', { posts: [] }, now);

    const states = await posts.sourceStates();
    expect(states.map(({ sourceId, platform, lastReadAt }) => [sourceId, platform, lastReadAt])).toEqual([
      ['import:a.csv', undefined, undefined],
      ['x:search', 'x', now],
    ]);
  });

  it('keeps each gap once and finds those that touch a span', async () => {
    const { posts } = opened().store;
    const at = (hour: number) => new Date(Date.UTC(2026, 2, 2, hour));
    const gap = { from: at(2), to: at(4), reason: 'rate limit' };
    await posts.keepPage('s', { posts: [], gaps: [gap] }, now);
    await posts.keepPage('s', { posts: [], gaps: [gap, { from: at(8), to: at(9), reason: 'down' }] }, now);

    expect(await posts.gapsIn({ from: at(3), to: at(5) })).toEqual([{ sourceId: 's', coverage: 'part', ...gap }]);
    expect(await posts.gapsIn({ from: at(4), to: at(8) })).toEqual([]);
    expect(await posts.gapsIn({ from: at(0), to: at(24) })).toHaveLength(2);
  });

  it('says what a gap hides', async () => {
    const { posts } = opened().store;
    const gap = { from: new Date('2026-03-02T10:00:00Z'), to: now, reason: 'seven days are kept' };

    await posts.keepPage({ id: 'x:search', platform: 'x', coverage: 'platform' }, { posts: [], gaps: [gap] }, now);

    expect(await posts.gapsIn(always)).toEqual([{ sourceId: 'x:search', platform: 'x', coverage: 'platform', ...gap }]);
  });
}

function describePruning(opened: Opened): void {
  it('removes what is older, whole months and parts of one, and keeps every count true', async () => {
    const { store, query } = opened();
    const days = ['1999-01-01', '2025-12-31', '2026-01-15', '2026-02-01', '2026-02-20', '2026-03-01'];
    const given = days.map((day, n) =>
      aPost({ accountId: `a${n}`, createdAt: new Date(day), tags: ['t', day], links: ['l.example'] }),
    );
    await store.posts.keepPage('s', { posts: given, gaps: [{ from: new Date(0), to: new Date(1), reason: '' }] }, now);
    const mark = await store.posts.newestMark();

    const removed = await store.posts.prune(new Date('2026-02-10'));

    expect(removed).toBe(4);
    expect(await inOrder(store.posts)).toEqual(given.slice(4));
    expect(await store.posts.postsOf({ keyKind: 'link', key: 'l.example', ...always })).toEqual(given.slice(4));
    expect(await store.posts.summary()).toMatchObject({
      posts: 2,
      accounts: 2,
      platforms: [{ platform: 'x', posts: 2 }],
    });
    expect(await store.lookups.tagsStartingWith('', 10)).toEqual(['t', '2026-02-20', '2026-03-01']);
    expect(await store.lookups.nearestTags('t', 1)).toEqual([{ tag: 't', posts: 2 }]);
    expect(await store.lookups.findAccounts('a0')).toEqual([]);
    expect(await store.posts.gapsIn({ from: new Date(-1), to: now })).toEqual([]);
    expect(await store.posts.newestMark()).toBe(mark);
    expect(await query('SELECT count(*)::int AS keys FROM post_key')).toEqual([{ keys: 2 }]);
    const tables = await query(`SELECT relname FROM pg_class WHERE relname ~ '^post_y\\d+m\\d+$' ORDER BY 1`);
    expect(tables.map((row) => row['relname'])).toEqual(['post_y2026m02', 'post_y2026m03']);
  });

  it('removes posts also while somebody is reading them', async () => {
    const { posts } = opened().store;
    await posts.keepPage('s', { posts: [aPost(), aPost()] }, now);

    const seen: number[] = [];
    let removed = 0;
    for await (const batch of posts.readInOrder({}, undefined, 1)) {
      if (seen.length === 0) removed = await posts.prune(new Date('2026-06-01'));
      seen.push(batch.length);
    }

    expect(removed).toBe(2);
    expect(seen).toEqual([1, 1]);
    expect(await all(posts)).toEqual([]);
  });

  it('takes posts of a month that was removed', async () => {
    const { posts } = opened().store;
    const post = aPost();
    await posts.keepPage('s', { posts: [post] }, now);
    await posts.prune(new Date('2026-06-01'));

    const kept = await posts.keepPage('s', { posts: [post] }, now);

    expect(kept.added).toBe(1);
    expect(await all(posts)).toEqual([post]);
  });
}
