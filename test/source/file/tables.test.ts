import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileNotes, ImportOptions } from '../../../src/source/file/file-format.ts';
import { aFile, readAll, readText } from './files.ts';

type Row = Readonly<Record<string, string>>;

function table(header: readonly string[], rows: readonly Row[], delimiter = ','): string {
  const quoted = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter);
  return [quoted(header), ...rows.map((row) => quoted(header.map((name) => row[name] ?? '')))].join('\n');
}

async function withNotes(text: string | Uint8Array, options: Partial<ImportOptions> = {}) {
  let notes: FileNotes | undefined;
  const read = await readAll(await aFile(text), {
    ...options,
    onNotes(taken) {
      notes = taken;
    },
  });
  return { ...read, notes };
}

const common = ['id', 'thread_id', 'timestamp', 'unix_timestamp', 'link', 'body', 'author', 'author_id'];

describe('a table of 4CAT', () => {
  const xHeader = [
    ...common,
    'author_followers',
    'language_guess',
    'retweet_count',
    'like_count',
    'reply_count',
    'is_retweet',
    'retweeted_user',
    'is_quote_tweet',
    'is_reply',
    'hashtags',
    'urls',
    'missing_fields',
  ];
  const xRow: Row = {
    id: '1800000000000000123',
    thread_id: '1800000000000000100',
    // The machine that wrote it stood in another zone.
    timestamp: '2026-03-02 18:00:00',
    unix_timestamp: '1772445600',
    link: 'https://x.com/name/status/1800000000000000123',
    body: 'Seedlings #GardenWeek',
    author: 'name',
    author_id: '9007199254740993001',
    author_followers: '5',
    language_guess: 'en',
    retweet_count: '0',
    like_count: '1',
    reply_count: '0',
    is_retweet: 'no',
    is_reply: 'yes',
    hashtags: 'GardenWeek,Spring',
    urls: 'https://site1.example/a,b,https://site2.example/5',
    missing_fields: 'reply_count',
  };

  it('is read for X: the number of seconds counts, and missing is not zero', async () => {
    const { posts, refusals } = await readText(table(xHeader, [xRow, { ...xRow, id: '2', is_retweet: 'yes' }]));

    expect(refusals).toEqual([]);
    expect(posts).toMatchObject([
      {
        platform: 'x',
        id: '1800000000000000123',
        accountId: '9007199254740993001',
        handle: 'name',
        createdAt: new Date('2026-03-02T10:00:00Z'),
        kind: 'reply',
        tags: ['gardenweek', 'spring'],
        links: ['site1.example/a,b', 'site2.example/5'],
        likes: 1,
        reposts: 0,
      },
      { kind: 'repost' },
    ]);
    expect(posts[0]?.replies).toBeUndefined();
  });

  it('of X has no link to the post itself or to the one it quotes', async () => {
    const urls = 'https://x.com/name/status/1800000000000000123,https://site1.example/a';

    expect((await readText(table(xHeader, [{ ...xRow, urls }]))).posts).toMatchObject([{ links: ['site1.example/a'] }]);
  });

  it('of Bluesky never takes the word for a post that is gone for the post', async () => {
    const names = ['id', 'thread_id', 'created_at', 'author', 'author_id', 'body', 'quoted_post', 'replied_to_post'];
    const sky: Row = {
      id: 'at://did:plc:abc/app.bsky.feed.post/3k',
      created_at: '2026-03-02T10:00:00+00:00',
      author_id: 'did:plc:abc',
      languages: 'N/A',
    };
    const rows = [
      { ...sky, quoted_post: 'DELETED' },
      { ...sky, quoted_post: 'REMOVED BY AUTHOR' },
      { ...sky, replied_to_post: 'https://bsky.app/profile/did:plc:xyz/post/3j' },
    ];

    const { posts } = await readText(table([...names, 'languages', 'timestamp'], rows));

    expect(posts).toMatchObject([
      { platform: 'bluesky', kind: 'quote', parentId: undefined, lang: undefined },
      { kind: 'quote', parentId: undefined },
      { kind: 'reply', parentId: 'at://did:plc:xyz/app.bsky.feed.post/3j' },
    ]);
  });

  it('keeps authors that were made pseudonyms as they are, without a handle', async () => {
    const hash = 'a'.repeat(64);

    expect((await readText(table(xHeader, [{ ...xRow, author: hash, author_id: hash }]))).posts[0]).toMatchObject({
      accountId: hash,
      handle: undefined,
    });
  });

  it.each([
    [
      'bluesky',
      [
        ...common.filter((name) => name !== 'unix_timestamp'),
        'created_at',
        'tags',
        'like_count',
        'repost_count',
        'replied_to_post',
        'quoted_post',
        'languages',
        'author_created_at',
      ],
      {
        id: 'at://did:plc:abc/app.bsky.feed.post/3k',
        thread_id: '3k',
        timestamp: '2026-03-02 18:00:00',
        created_at: '2026-03-02T10:00:00.000Z',
        author: 'name.example',
        author_id: 'did:plc:abc',
        body: 'Bulbs',
        tags: 'Spring',
        repost_count: '2',
        replied_to_post: 'at://did:plc:d/app.bsky.feed.post/1',
        languages: 'en,de',
      },
      {
        id: 'at://did:plc:abc/app.bsky.feed.post/3k',
        accountId: 'did:plc:abc',
        handle: 'name.example',
        kind: 'reply',
        parentId: 'at://did:plc:d/app.bsky.feed.post/1',
        tags: ['spring'],
        reposts: 2,
        lang: 'en',
      },
    ],
    [
      'telegram',
      [
        'id',
        'thread_id',
        'chat',
        'author',
        'author_username',
        'author_is_bot',
        'body',
        'is_reply',
        'reply_to',
        'views',
        'timestamp',
        'unix_timestamp',
        'message_noforwards',
        'entities_linked',
      ],
      {
        id: 'agarden-12',
        thread_id: 'agarden',
        chat: 'agarden',
        body: 'Bulbs #GardenWeek',
        is_reply: 'yes',
        reply_to: '11',
        timestamp: '2026-03-02 18:00:00',
        unix_timestamp: '1772445600',
        entities_linked: 'https://site1.example/5',
      },
      {
        id: 'agarden-12',
        accountId: 'agarden',
        kind: 'reply',
        parentId: 'agarden-11',
        tags: ['gardenweek'],
        links: ['site1.example/5'],
      },
    ],
  ] as const)('is read for %s', async (platform, header, row, expected) => {
    expect((await readText(table(header, [row]))).posts).toMatchObject([
      { platform, createdAt: new Date('2026-03-02T10:00:00Z'), ...expected },
    ]);
  });

  it('of any other source is told by its links, or by the person who imports it', async () => {
    const header = ['id', 'thread_id', 'author', 'body', 'timestamp', 'link'];
    const row = {
      id: '5',
      thread_id: '5',
      author: 'a',
      body: 'b',
      timestamp: '2026-03-02 10:00:00',
      link: 'https://www.reddit.com/r/a/5',
    };

    const named = table(header, [row, { ...row, link: '' }]);

    expect((await readText(named, { platform: 'forum' })).posts.map(({ platform }) => platform)).toEqual([
      'reddit',
      'forum',
    ]);
    expect((await readText(named, { zone: 'America/New_York' })).posts[0]?.createdAt).toEqual(
      new Date('2026-03-02T15:00:00Z'),
    );
  });

  it('with semicolons is one of Zeeschuimer', async () => {
    const header = [
      'collected_from_url',
      'id',
      'thread_id',
      'author',
      'author_followers',
      'body',
      'timestamp',
      'unix_timestamp',
      'tiktok_url',
      'likes',
      'comments',
      'shares',
      'hashtags',
      'challenges',
    ];
    const row = {
      id: '7300000000000000001',
      thread_id: '7300000000000000001',
      author: 'garden.er',
      body: 'Bulbs; seeds',
      timestamp: 'x',
      unix_timestamp: '1772445600',
      likes: '4',
      shares: '0',
      hashtags: 'Spring',
      challenges: 'gardenweek',
    };

    expect((await readText(table(header, [row], ';'))).posts).toMatchObject([
      {
        platform: 'tiktok',
        id: '7300000000000000001',
        accountId: 'garden.er',
        text: 'Bulbs; seeds',
        tags: ['spring', 'gardenweek'],
        likes: 4,
        reposts: 0,
      },
    ]);
  });
});

const meltwaterNew = [
  'Date',
  'Time',
  'Document ID',
  'URL',
  'Input Name',
  'Source Type',
  'Source Name',
  'Source Domain',
  'Content Type',
  'Author Name',
  'Author Handle',
  'Title',
  'Opening Text',
  'Hit Sentence',
  'Hashtags',
  'Links',
  'Language',
  'Shares',
  'Likes',
  'Replies',
  'Reposts',
  'Reach',
];
const meltwaterOld = [
  'Date',
  'Headline',
  'URL',
  'Opening Text',
  'Hit Sentence',
  'Source',
  'Influencer',
  'Language',
  'Tweet Id',
  'Twitter Id',
  'Twitter Screen Name',
  'Twitter Followers',
  'Alternate Date Format',
  'Time',
];

describe('a Meltwater export', () => {
  const post: Row = {
    Date: '2026-03-02',
    Time: '10:00:00',
    'Document ID': 'abc123',
    URL: 'https://x.com/name/status/1800000000000000123',
    'Source Type': 'twitter',
    'Author Handle': '@name',
    'Hit Sentence': 'Seedlings for all',
    Hashtags: '#GardenWeek, #Spring',
    Links: 'https://site1.example/5',
    Language: 'English',
    Likes: '1',
    Reposts: '',
  };

  it('is read in its new edition, in UTF-16 with tabs as well', async () => {
    const text = table(meltwaterNew, [post], '\t');

    for (const content of [text, Buffer.from(`\u{feff}${text}`, 'utf16le')]) {
      const { posts } = await withNotes(content, { zone: 'Europe/Berlin' });

      expect(posts).toMatchObject([
        {
          platform: 'x',
          id: '1800000000000000123',
          accountId: 'name',
          handle: 'name',
          createdAt: new Date('2026-03-02T09:00:00Z'),
          lang: 'en',
          tags: ['gardenweek', 'spring'],
          links: ['site1.example/5'],
          likes: 1,
        },
      ]);
      expect(posts[0]?.reposts).toBeUndefined();
    }
  });

  it('leaves out the counters of a repost on X, which are those of the original', async () => {
    const { posts } = await withNotes(table(meltwaterNew, [{ ...post, 'Hit Sentence': 'RT @b: Seedlings' }]));

    expect(posts).toMatchObject([{ kind: 'repost', likes: undefined }]);
  });

  it('keeps a post whose text is withheld, and tells how many those are', async () => {
    const { posts, notes } = await withNotes(
      table(meltwaterNew, [{ ...post, 'Hit Sentence': '', Hashtags: '' }, post]),
    );

    expect(posts[0]).toMatchObject({ id: '1800000000000000123', text: '' });
    expect(notes?.told).toEqual({
      'posts whose text the export withholds': 1,
      'times taken for UTC: --zone names the zone of the account that exported': 2,
    });
  });

  it('is read in its old edition: ids in quotes, and the outlet as the author of an article', async () => {
    const tweet = {
      Date: '02-Mar-2026 10:00AM',
      URL: 'http://twitter.com/name/statuses/5',
      'Hit Sentence': 'RT @b: Seedlings',
      Source: 'Twitter',
      'Tweet Id': '"1800000000000000123"',
      'Twitter Id': '"9007199254740993001"',
      'Twitter Screen Name': '@name',
      'Twitter Followers': '1,200',
    };
    const article = {
      Date: '02-Mar-2026 10:00AM',
      Headline: 'Gardens',
      URL: 'https://www.site1.example/news/5',
      'Opening Text': 'It is spring.',
      Source: 'Site One',
      Influencer: 'A. Writer',
      Language: 'Chinese (Simplified)',
    };

    expect((await readText(table(meltwaterOld, [tweet, article]))).posts).toMatchObject([
      {
        platform: 'x',
        id: '1800000000000000123',
        accountId: '9007199254740993001',
        handle: 'name',
        followers: 1200,
        kind: 'repost',
      },
      {
        platform: 'web',
        id: 'https://www.site1.example/news/5',
        accountId: 'site1.example',
        text: 'Gardens\nIt is spring.',
        lang: 'zh-Hans',
      },
    ]);
  });

  it('refuses a date that could be two days, until somebody says the order', async () => {
    const text = table(meltwaterNew, [{ ...post, Date: '03/04/2026' }]);

    expect((await readText(text)).refusals).toEqual([{ line: 2, reason: 'has no time that can be read' }]);
    expect((await readText(text, { dateOrder: 'dmy' })).posts[0]?.createdAt).toEqual(new Date('2026-04-03T10:00:00Z'));
  });
});

describe('a Brandwatch export', () => {
  const preamble =
    'Report:,Bulk Mentions Download\nBrand:,Garden\nFrom:,"Sun Mar 01 00:00:00 UTC 2026"\nTo:,x\nLabel:,x\n\n';
  const header = (prefix: string) => [
    'Query Id',
    'Query Name',
    'Date',
    'Title',
    'Snippet',
    'Full Text',
    'Url',
    'Domain',
    'Page Type',
    'Language',
    'Author',
    'Expanded URLs',
    'Hashtags',
    'Likes',
    'Thread Entry Type',
    `${prefix} Author ID`,
    `${prefix} Followers`,
    `${prefix} Retweets`,
    `${prefix} Retweet Of`,
    `${prefix} Reply Count`,
    'Bluesky Author Id',
  ];
  const post = (prefix: string): Row => ({
    'Query Id': '1',
    Date: '2026-03-02 10:00:00.0',
    'Full Text': 'Seedlings for all',
    Url: 'http://twitter.com/name/statuses/1800000000000000123',
    Domain: 'twitter.com',
    'Page Type': 'twitter',
    Language: 'en',
    Author: 'name',
    'Expanded URLs': 'https://site1.example/5, https://site2.example/6',
    Hashtags: '#gardenweek, #spring',
    [`${prefix} Author ID`]: '9007199254740993001',
    [`${prefix} Followers`]: '12',
    [`${prefix} Retweets`]: '0',
  });

  it.each(['Twitter', 'X'])('is read below its preamble, with columns of %s', async (prefix) => {
    const { posts, lines, notes } = await withNotes(
      preamble +
        table(header(prefix), [
          post(prefix),
          { ...post(prefix), [`${prefix} Retweet Of`]: 'http://twitter.com/b/statuses/77' },
        ]),
    );

    expect(posts).toMatchObject([
      {
        platform: 'x',
        id: '1800000000000000123',
        accountId: '9007199254740993001',
        handle: 'name',
        followers: 12,
        createdAt: new Date('2026-03-02T10:00:00Z'),
        tags: ['gardenweek', 'spring'],
        links: ['site1.example/5', 'site2.example/6'],
        reposts: 0,
      },
      { kind: 'repost', parentId: '77', reposts: undefined },
    ]);
    expect(posts[0]?.likes).toBeUndefined();
    expect(lines).toEqual([8, 9]);
    expect(notes?.unknownColumns).toEqual([]);
  });

  it('is read for Bluesky and for news', async () => {
    const names = header('X');
    const sky = {
      ...post('X'),
      'X Author ID': '',
      'Bluesky Author Id': 'did:plc:abc',
      'Page Type': 'bluesky',
      Url: 'https://bsky.app/profile/name.example/post/3k',
      Domain: 'bsky.app',
      Author: 'name.example',
    };
    const news = {
      'Query Id': '1',
      Date: '2026-03-02 10:00:00.0',
      Title: 'Gardens',
      Snippet: 'It is spring.',
      Url: 'https://site1.example/news/5',
      Domain: 'site1.example',
      'Page Type': 'news',
    };

    expect((await readText(preamble + table(names, [sky, news]))).posts).toMatchObject([
      {
        platform: 'bluesky',
        id: 'at://did:plc:abc/app.bsky.feed.post/3k',
        accountId: 'did:plc:abc',
        handle: 'name.example',
      },
      { platform: 'web', accountId: 'site1.example', text: 'Gardens\nIt is spring.' },
    ]);
  });
});

describe('the formats of tables', () => {
  it('are never confused by what cells hold: every row is a post or refused, and counts add up', async () => {
    const headers = [
      [',', ['Page Name', 'User Name', 'Facebook Id', 'Post Created', 'URL', 'Message', 'Likes']],
      [',', ['id', 'creation_time', 'text', 'post_owner.id', 'statistics.like_count']],
      [
        ',',
        [
          'id',
          'thread_id',
          'author',
          'body',
          'timestamp',
          'unix_timestamp',
          'link',
          'hashtags',
          'urls',
          'missing_fields',
        ],
      ],
      ['\t', meltwaterNew],
      [',', meltwaterOld],
      [',', ['Query Id', 'Date', 'Full Text', 'Url', 'Page Type', 'Author', 'X Author ID', 'X Retweet Of']],
      [
        ',',
        [
          'id',
          'author_id',
          'text',
          'created_at',
          'public_metrics.like_count',
          'entities.hashtags',
          'entities.urls',
          'edit_history_tweet_ids',
        ],
      ],
    ] as const;
    const cell = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '2026-03-02 10:00:00',
        '1772445600',
        'https://x.com/a/status/1',
        '[',
        '["a"',
        '1,234',
        'NA',
        '"',
        'a\nb',
        '[{"tag":1}]',
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...headers).chain(([delimiter, names]) =>
          fc.tuple(
            fc.constant(delimiter),
            fc.constant(names),
            fc.array(fc.array(cell, { minLength: names.length, maxLength: names.length }), {
              minLength: 1,
              maxLength: 5,
            }),
          ),
        ),
        async ([delimiter, names, rows]) => {
          const text = table(
            names,
            rows.map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']))),
            delimiter,
          );
          const { posts, refusals, notes } = await withNotes(text);

          expect(posts.length + refusals.length).toBe(rows.length);
          expect(Object.values(notes?.refusedBy ?? {}).reduce((sum, n) => sum + n, 0)).toBe(refusals.length);
        },
      ),
      { numRuns: 150 },
    );
  });
});
