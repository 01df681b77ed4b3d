import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileNotes } from '../../../src/source/file/file-format.ts';
import { aFile, readAll, readText } from './files.ts';

const aUser = (id: string, more = {}) => ({
  id,
  username: `name${id}`,
  name: `Name ${id}`,
  created_at: '2015-02-03T04:05:06.000Z',
  public_metrics: { followers_count: 12, following_count: 1, tweet_count: 3, listed_count: 0 },
  ...more,
});

const aTweet = (id: string, more = {}) => ({
  id,
  text: 'Seedlings for all #GardenWeek',
  author_id: '9007199254740993001',
  created_at: '2026-03-02T10:00:00.000Z',
  lang: 'en',
  edit_history_tweet_ids: [id],
  conversation_id: id,
  entities: { hashtags: [{ start: 18, end: 29, tag: 'GardenWeek' }] },
  public_metrics: { retweet_count: 3, reply_count: 2, like_count: 1, quote_count: 0 },
  ...more,
});

const retrieved = {
  url: 'https://api.example/2/tweets/search/all',
  version: '2.14.0',
  retrieved_at: '2026-03-03T00:00:00+00:00',
};
const author = aUser('9007199254740993001');
const line = (value: unknown) => JSON.stringify(value);

async function notesOf(text: string): Promise<FileNotes | undefined> {
  let notes: FileNotes | undefined;
  await readAll(await aFile(text, 'a.jsonl'), {
    onNotes(taken) {
      notes = taken;
    },
  });
  return notes;
}

describe('JSON lines of twarc', () => {
  it('give the posts of an answer, those it includes once, and its accounts', async () => {
    const quoting = aTweet('1800000000000000002', {
      referenced_tweets: [{ type: 'quoted', id: '1700000000000000001' }],
    });
    const included = aTweet('1700000000000000001', { author_id: '77', created_at: '2026-03-01T10:00:00.000Z' });
    const answer = {
      data: [aTweet('1800000000000000001'), quoting],
      includes: { users: [author, aUser('77', { protected: true })], tweets: [included] },
      errors: [],
      meta: { result_count: 2 },
      __twarc: retrieved,
    };
    const second = { ...answer, data: [aTweet('1800000000000000003')] };

    const { posts, accounts, refusals, lines } = await readText(`${line(answer)}\n${line(second)}\n`);

    expect(refusals).toEqual([]);
    expect(posts.map(({ id }) => id)).toEqual([
      '1800000000000000001',
      '1800000000000000002',
      '1700000000000000001',
      '1800000000000000003',
    ]);
    expect(lines).toEqual([1, 1, 1, 2]);
    expect(posts[0]).toMatchObject({
      platform: 'x',
      accountId: '9007199254740993001',
      handle: 'name9007199254740993001',
      followers: 12,
      tags: ['gardenweek'],
      likes: 1,
      reposts: 3,
      replies: 2,
    });
    expect(posts[1]).toMatchObject({ kind: 'quote', parentId: '1700000000000000001' });
    expect(accounts.map(({ accountId, status }) => [accountId, status])).toEqual([
      ['9007199254740993001', 'active'],
      ['77', 'protected'],
    ]);
    expect(accounts[1]?.statusCheckedAt).toEqual(new Date('2026-03-03T00:00:00Z'));
  });

  it('take the whole text of a repost, and none of its counters', async () => {
    const original = aTweet('1700000000000000001', { author_id: '77', text: 'All of the long text #GardenWeek' });
    const repost = aTweet('1800000000000000001', {
      text: 'RT @name77: All of the lo…',
      entities: {},
      referenced_tweets: [{ type: 'retweeted', id: original.id }],
    });

    const { posts } = await readText(line({ data: [repost], includes: { users: [author], tweets: [original] } }));

    expect(posts[0]).toMatchObject({
      kind: 'repost',
      parentId: original.id,
      text: original.text,
      tags: ['gardenweek'],
    });
    expect(posts[0]?.likes).toBeUndefined();
  });

  it('may be flattened, with the author and what is referred to inside', async () => {
    const flat = aTweet('1800000000000000001', {
      author,
      referenced_tweets: [
        { type: 'replied_to', ...aTweet('1700000000000000001', { author_id: '77', author: aUser('77') }) },
      ],
      __twarc: retrieved,
    });

    const { posts, accounts } = await readText(line(flat));

    expect(posts).toMatchObject([
      { id: flat.id, kind: 'reply', parentId: '1700000000000000001', handle: author.username },
      { id: '1700000000000000001', handle: 'name77' },
    ]);
    expect(accounts).toHaveLength(2);
  });

  it('may be lines of a stream, or users', async () => {
    const stream = {
      data: aTweet('1800000000000000001'),
      includes: { users: [author] },
      matching_rules: [{ id: '5', tag: 'w' }],
    };
    const users = { data: [aUser('5'), aUser('6')], __twarc: retrieved };

    const { posts, accounts } = await readText(`${line(stream)}\n${line(users)}`);

    expect(posts.map(({ id }) => id)).toEqual(['1800000000000000001']);
    expect(accounts.map(({ accountId }) => accountId)).toEqual([author.id, '5', '6']);
  });

  it('keep a post of the old API that was met before inside another one: its counters are newer', async () => {
    const quoted = {
      id_str: '900719925474099301',
      created_at: 'Wed Jul 20 09:00:00 +0000 2022',
      full_text: 'a',
      user: { id_str: '5' },
    };
    const quote = {
      ...quoted,
      id_str: '900719925474099302',
      quoted_status_id_str: quoted.id_str,
      quoted_status: quoted,
    };

    const { posts } = await readText([quote, quote, { ...quoted, favorite_count: 7 }].map(line).join('\n'));

    expect(posts.map(({ id, likes }) => [id, likes])).toEqual([
      [quote.id_str, undefined],
      [quoted.id_str, undefined],
      [quote.id_str, undefined],
      [quoted.id_str, 7],
    ]);
  });

  it('may be users, one a line', async () => {
    const { accounts, refusals } = await readText(line({ ...aUser('5'), __twarc: retrieved }));

    expect(refusals).toEqual([]);
    expect(accounts).toMatchObject([{ accountId: '5', statusCheckedAt: new Date('2026-03-03T00:00:00Z') }]);
  });

  it('leave out the links that X adds: to the post itself, and to what it quotes', async () => {
    const urls = [
      { expanded_url: 'https://twitter.com/i/web/status/1800000000000000001' },
      { expanded_url: 'https://twitter.com/name77/status/1700000000000000001' },
      { expanded_url: 'https://x.com/name/status/1600000000000000001' },
    ];
    const newer = aTweet('1800000000000000001', {
      entities: { urls },
      referenced_tweets: [{ type: 'quoted', id: '1700000000000000001' }],
      __twarc: retrieved,
    });
    const older = {
      id_str: newer.id,
      created_at: 'Mon Mar 02 10:00:00 +0000 2026',
      full_text: 'a',
      entities: { urls },
      quoted_status_id_str: '1700000000000000001',
      user: { id_str: '5' },
    };

    const { posts } = await readText(`${line(newer)}\n${line(older)}`);

    expect(posts.map(({ links }) => links)).toEqual([
      ['x.com/name/status/1600000000000000001'],
      ['x.com/name/status/1600000000000000001'],
    ]);
  });

  it('may be posts of the old API', async () => {
    const user = {
      id_str: '9007199254740993001',
      screen_name: 'name',
      created_at: 'Tue Feb 03 04:05:06 +0000 2015',
      followers_count: 5,
    };
    const original = {
      id: 1,
      id_str: '900719925474099301',
      created_at: 'Wed Jul 20 09:00:00 +0000 2022',
      full_text: 'Bulbs &amp; seeds #GardenWeek',
      entities: { hashtags: [{ text: 'GardenWeek' }], urls: [{ expanded_url: 'https://www.site1.example/5/' }] },
      user,
      favorite_count: 4,
      retweet_count: 0,
      lang: 'in',
    };
    const repost = {
      ...original,
      id_str: '900719925474099302',
      full_text: 'RT @name: Bul…',
      retweeted_status: original,
    };

    const { posts } = await readText(line(repost));

    expect(posts).toMatchObject([
      {
        id: '900719925474099302',
        kind: 'repost',
        parentId: '900719925474099301',
        parentAccountId: user.id_str,
        text: 'Bulbs & seeds #GardenWeek',
      },
      {
        id: '900719925474099301',
        accountCreatedAt: new Date('2015-02-03T04:05:06Z'),
        createdAt: new Date('2022-07-20T09:00:00Z'),
        likes: 4,
        reposts: 0,
        lang: 'id',
        tags: ['gardenweek'],
        links: ['site1.example/5'],
      },
    ]);
    expect(posts[0]?.likes).toBeUndefined();
  });

  it('skip a broken line in the middle and tell of it', async () => {
    const { posts, refusals } = await readText(
      [
        line(aTweet('1')),
        '{"data": [',
        line({ data: [{ text: 'no id' }], __twarc: retrieved }),
        line(aTweet('2')),
      ].join('\n'),
    );

    expect(posts.map(({ id }) => id)).toEqual(['1', '2']);
    expect(refusals).toEqual([
      { line: 2, reason: 'is not JSON' },
      { line: 3, reason: 'holds a post without an id that can be used' },
    ]);
  });

  it('say clearly that counts are no posts', async () => {
    const counts = {
      data: [{ start: '2026-03-01T00:00:00.000Z', end: '2026-03-02T00:00:00.000Z', tweet_count: 7 }],
      meta: {},
    };

    const { refusals } = await readText(line(counts));

    expect(refusals).toEqual([{ line: 1, reason: 'holds counts of posts, no posts: Tocsin cannot import counts' }]);
  });

  it('tell how many posts X no longer found', async () => {
    const gone = (id: string) => ({
      value: id,
      title: 'Not Found Error',
      resource_type: 'tweet',
      type: 'https://api.twitter.com/2/problems/resource-not-found',
    });
    const text = `${line({ data: [aTweet('1')], errors: [gone('2'), gone('3')], __twarc: retrieved })}\n${line({ errors: [gone('4')], __twarc: retrieved })}`;

    expect(await notesOf(text)).toEqual({
      refusedBy: {},
      unknownColumns: [],
      told: { 'posts or accounts that X did not find when the file was made': 3, 'answers without a post': 1 },
    });
  });

  it('may be one list of posts, and lines of many megabytes', async () => {
    const long = { ...aTweet('1'), padding: 'x'.repeat(3_000_000) };

    expect((await readText(line([long, aTweet('2')]))).posts.map(({ id }) => id)).toEqual(['1', '2']);
    expect((await readText(`${line(long)}\n${line(aTweet('2'))}`)).posts.map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('keep every id byte for byte, and count each line', async () => {
    const anId = fc.bigInt({ min: 1n, max: 10n ** 19n }).map(String);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anId, { minLength: 1, maxLength: 8 }), async (ids) => {
        const { posts, refusals } = await readText(ids.map((id) => line(aTweet(id, { author_id: id }))).join('\n'));

        expect(refusals).toEqual([]);
        expect(posts.map(({ id, accountId }) => [id, accountId])).toEqual(ids.map((id) => [id, id]));
      }),
      { numRuns: 30 },
    );
  });

  it('never make the reader throw', async () => {
    const value = fc.oneof(
      fc.object({ maxDepth: 2 }),
      fc.record({
        data: fc.jsonValue({ maxDepth: 3 }),
        includes: fc.jsonValue({ maxDepth: 3 }),
        errors: fc.jsonValue(),
      }),
      fc
        .jsonValue({ maxDepth: 3 })
        .map((entities) => aTweet('3', { entities, author: entities, referenced_tweets: entities })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 5 }), async (values) => {
        const text = [line(aTweet('1')), ...values.map(line)].join('\n');

        expect((await readText(text, { format: 'twarc2' })).posts.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a table of twarc-csv', () => {
  const header = [
    'id',
    'conversation_id',
    'referenced_tweets.replied_to.id',
    'referenced_tweets.retweeted.id',
    'referenced_tweets.quoted.id',
    'author_id',
    'created_at',
    'text',
    'lang',
    'public_metrics.reply_count',
    'public_metrics.retweet_count',
    'public_metrics.like_count',
    'edit_history_tweet_ids',
    'entities.hashtags',
    'entities.urls',
    'attachments.media_keys',
    'author.username',
    'author.created_at',
    'author.protected',
    'author.public_metrics.followers_count',
    '__twarc.retrieved_at',
    'my own note',
  ];
  const cells = (given: Record<string, string>) =>
    header
      .map((name) => given[name] ?? '')
      .map((cell) => `"${cell.replaceAll('"', '""')}"`)
      .join(',');
  const row = {
    id: '1800000000000000001',
    author_id: '9007199254740993001',
    created_at: '2026-03-02T10:00:00.000Z',
    text: 'Two lines\nand #More',
    lang: 'und',
    'public_metrics.like_count': '0',
    'public_metrics.retweet_count': '',
    edit_history_tweet_ids: '["1800000000000000001"]',
    'entities.hashtags': JSON.stringify([{ start: 0, end: 5, tag: 'GardenWeek' }]),
    'entities.urls': JSON.stringify([
      { expanded_url: 'https://short.example/1', unwound_url: 'https://site1.example/long?utm_source=x' },
      { expanded_url: 'https://x.com/name/status/1/photo/1', media_key: '3_1' },
    ]),
    'author.username': 'name',
    'author.created_at': '2015-02-03T04:05:06.000Z',
    'author.protected': 'True',
    'author.public_metrics.followers_count': '12',
    '__twarc.retrieved_at': '2026-03-03T00:00:00+00:00',
  };

  it('is read with its lists of JSON, and unknown is not zero', async () => {
    const { posts, lines } = await readText(
      `${header.join(',')}\n${cells(row)}\n${cells({ ...row, id: '2', edit_history_tweet_ids: '' })}\n`,
    );

    expect(posts[0]).toMatchObject({
      platform: 'x',
      id: '1800000000000000001',
      accountId: '9007199254740993001',
      handle: 'name',
      followers: 12,
      tags: ['gardenweek'],
      links: ['site1.example/long'],
      likes: 0,
      kind: 'original',
      status: 'protected',
      statusCheckedAt: new Date('2026-03-03T00:00:00Z'),
    });
    expect(posts[0]?.reposts).toBeUndefined();
    expect(posts[0]?.lang).toBeUndefined();
    // A row after one of two lines is numbered by its own first line.
    expect(lines).toEqual([2, 4]);
  });

  it('refuses an id that a spreadsheet damaged, and keeps a post whose parent is damaged', async () => {
    const text = [
      header.join(','),
      cells({ ...row, id: '1.8E+18' }),
      cells({ ...row, 'referenced_tweets.quoted.id': '1.7E+18' }),
    ];

    const { posts, refusals } = await readText(text.join('\n'));

    expect(refusals).toEqual([{ line: 2, reason: 'has no usable post id' }]);
    expect(posts).toMatchObject([{ kind: 'quote', parentId: undefined }]);
  });

  it('leaves out the links that X adds', async () => {
    const quote = {
      ...row,
      'referenced_tweets.quoted.id': '77',
      'entities.urls': JSON.stringify([
        { expanded_url: 'https://twitter.com/b/status/77' },
        { expanded_url: `https://twitter.com/i/web/status/${row.id}` },
      ]),
    };

    expect((await readText(`${header.join(',')}\n${cells(quote)}`)).posts).toMatchObject([
      { kind: 'quote', links: [] },
    ]);
  });

  it('keeps one id for a post that was edited', async () => {
    const edited = { ...row, id: '3', edit_history_tweet_ids: '["1","3"]' };

    expect((await readText(`${header.join(',')}\n${cells(edited)}`)).posts).toMatchObject([{ id: '1', edit: 1 }]);
  });

  it('names columns that are not its own, once', async () => {
    const notes = await notesOf(`${header.join(',')}\n${cells(row)}\n${cells(row)}\n`);

    expect(notes?.unknownColumns).toEqual(['my own note']);
  });
});
