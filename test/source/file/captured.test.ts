import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText } from './files.ts';

const capture = (source: string, data: unknown, more = {}) =>
  JSON.stringify({
    id: 1,
    nav_index: '1:1:0',
    item_id: 1_800_000_000_000_000_000,
    timestamp_collected: 1_772_445_600_000,
    last_updated: 1_772_445_600_000,
    source_platform: source,
    source_platform_url: 'https://site.example/',
    source_url: 'https://site.example/api',
    user_agent: 'a browser',
    data,
    ...more,
  });

const aUser = {
  rest_id: '9007199254740993001',
  legacy: { screen_name: 'name', created_at: 'Tue Feb 03 04:05:06 +0000 2015', followers_count: 5 },
};
const aTweet = (more = {}, legacy = {}) => ({
  __typename: 'Tweet',
  // Rounded by the extension; nothing may read it.
  id: 1_800_000_000_000_000_000,
  rest_id: '1800000000000000123',
  core: { user_results: { result: aUser } },
  views: { count: '17' },
  legacy: {
    id_str: '1800000000000000123',
    user_id_str: '9007199254740993001',
    full_text: 'Seedlings &amp; bulbs #GardenWeek https://t.example/1',
    created_at: 'Mon Mar 02 10:00:00 +0000 2026',
    entities: {
      hashtags: [{ text: 'GardenWeek' }],
      urls: [{ url: 'https://t.example/1', expanded_url: 'https://site1.example/5' }],
    },
    favorite_count: 1,
    retweet_count: 0,
    reply_count: 2,
    conversation_id_str: '1800000000000000123',
    lang: 'en',
    ...legacy,
  },
  ...more,
});

describe('a capture of X', () => {
  it('is read by rest_id, in both shapes of the author', async () => {
    const core = {
      user_results: {
        result: {
          rest_id: '9',
          core: { screen_name: 'newer', created_at: 'Tue Feb 03 04:05:06 +0000 2015' },
          legacy: { followers_count: 6 },
        },
      },
    };

    const { posts, refusals } = await readText(
      `${capture('twitter.com', aTweet())}\n${capture('twitter.com', aTweet({ core, rest_id: '1800000000000000125' }))}`,
    );

    expect(refusals).toEqual([]);
    expect(posts).toMatchObject([
      {
        platform: 'x',
        id: '1800000000000000123',
        accountId: '9007199254740993001',
        handle: 'name',
        followers: 5,
        text: 'Seedlings & bulbs #GardenWeek https://t.example/1',
        tags: ['gardenweek'],
        links: ['site1.example/5'],
        likes: 1,
        reposts: 0,
        replies: 2,
      },
      { id: '1800000000000000125', handle: 'newer', followers: 6, accountCreatedAt: new Date('2015-02-03T04:05:06Z') },
    ]);
  });

  it('has the text of a note, of what is repeated, and the parent of a reply and a quote', async () => {
    const note = {
      note_tweet_results: {
        result: { text: 'A very long text #Later', entity_set: { hashtags: [{ text: 'Later' }] } },
      },
    };
    const original = aTweet({ rest_id: '5' });
    const items = [
      aTweet({ note_tweet: note }),
      aTweet(
        {},
        { full_text: 'RT @name: Seed…', entities: {}, retweeted_status_result: { result: { tweet: original } } },
      ),
      aTweet({}, { in_reply_to_status_id_str: '6', in_reply_to_user_id_str: '60' }),
      aTweet({ quoted_status_result: { result: { rest_id: '7', legacy: { user_id_str: '70' } } } }),
    ];

    const { posts } = await readText(items.map((item) => capture('x.com', item)).join('\n'));

    expect(posts).toMatchObject([
      { text: 'A very long text #Later', tags: ['later', 'gardenweek'] },
      { kind: 'repost', parentId: '5', tags: ['gardenweek'] },
      { kind: 'reply', parentId: '6', parentAccountId: '60' },
      { kind: 'quote', parentId: '7', parentAccountId: '70' },
    ]);
    expect(posts[1]?.likes).toBeUndefined();
  });

  it('keeps the id of its first edition when it was edited', async () => {
    const editions = ['1800000000000000100', '1800000000000000123'];
    const control = { edit_tweet_ids: editions, is_edit_eligible: true };
    const items = [
      aTweet({ edit_control: control }),
      aTweet({ edit_control: { initial_tweet_id: editions[0], edit_control_initial: control } }),
      // A list without the post itself is another post's.
      aTweet({ edit_control: { edit_tweet_ids: ['5'] } }),
    ];

    const { posts } = await readText(items.map((item) => capture('twitter.com', item)).join('\n'));

    expect(posts).toMatchObject([
      { id: '1800000000000000100', edit: 1 },
      { id: '1800000000000000100', edit: 1 },
      { id: '1800000000000000123', edit: undefined },
    ]);
  });

  it('has no link to itself or to the post that it quotes', async () => {
    const urls = [
      { expanded_url: 'https://twitter.com/i/web/status/1800000000000000123' },
      { expanded_url: 'https://x.com/other/status/7' },
      { expanded_url: 'https://site1.example/5' },
    ];
    const quote = aTweet({ quoted_status_result: { result: { rest_id: '7' } } }, { entities: { hashtags: [], urls } });

    const { posts } = await readText(capture('twitter.com', quote));

    expect(posts).toMatchObject([{ kind: 'quote', parentId: '7', links: ['site1.example/5'] }]);
  });

  it('is refused where the site gave a placeholder', async () => {
    expect((await readText(capture('twitter.com', { __typename: 'TweetTombstone' }))).refusals).toEqual([
      { line: 1, reason: 'holds no post of X: the site gave a placeholder' },
    ]);
  });

  it('loses NUL bytes, not the line', async () => {
    const text = capture('twitter.com', aTweet()).replace('Seedlings', 'Seed\0lings');

    expect((await readText(text)).posts[0]?.text).toContain('Seedlings');
  });
});

describe('a capture of another site', () => {
  it.each([
    [
      'tiktok.com',
      {
        id: '7300000000000000001',
        desc: 'Bulbs #GardenWeek',
        createTime: 1_772_445_600,
        author: { id: '6800000000000000001', uniqueId: 'garden.er' },
        authorStats: { followerCount: 9 },
        stats: { diggCount: 4, shareCount: 0, commentCount: 2, playCount: 100 },
        textExtra: [{ hashtagName: 'Spring' }, { userUniqueId: 'b' }],
      },
      {
        platform: 'tiktok',
        id: '7300000000000000001',
        accountId: '6800000000000000001',
        handle: 'garden.er',
        followers: 9,
        tags: ['spring', 'gardenweek'],
        likes: 4,
        reposts: 0,
        replies: 2,
      },
    ],
    [
      'tiktok-comments',
      {
        cid: '7300000000000000009',
        aweme_id: '7300000000000000001',
        text: 'yes',
        create_time: 1_772_445_600,
        user: { uid: '5', unique_id: 'b' },
        digg_count: 0,
        reply_id: '0',
      },
      { platform: 'tiktok', id: '7300000000000000009', kind: 'reply', parentId: '7300000000000000001', likes: 0 },
    ],
    [
      'instagram.com',
      {
        id: '333_1',
        pk: '333',
        code: 'CJqGarden_-1',
        taken_at: 1_772_445_600,
        user: { pk: '44', username: 'agarden' },
        caption: { text: 'Bulbs #GardenWeek' },
        like_count: 3,
        like_and_view_counts_disabled: true,
        comment_count: 0,
      },
      {
        platform: 'instagram',
        id: 'CJqGarden_-1',
        accountId: '44',
        handle: 'agarden',
        tags: ['gardenweek'],
        likes: undefined,
        replies: 0,
        media: ['333'],
      },
    ],
    [
      'threads.net',
      {
        pk: '333',
        code: 'DAbc',
        taken_at: 1_772_445_600,
        user: { pk: '44', username: 'agarden' },
        caption: { text: 'Bulbs' },
        like_count: 3,
        text_post_app_info: {
          is_reply: true,
          repost_count: 1,
          direct_reply_count: 0,
          link_preview_attachment: { url: 'https://l.threads.com/?u=https%3A%2F%2Fsite1.example%2F5&e=x' },
        },
      },
      { platform: 'threads', id: 'DAbc', kind: 'reply', links: ['site1.example/5'], reposts: 1, replies: 0 },
    ],
    [
      'truthsocial.com',
      {
        id: '114000000000000001',
        created_at: '2026-03-02T10:00:00.000Z',
        content: '<p>Bulbs &amp; seeds <a href="#">#GardenWeek</a></p>',
        account: { id: '107', acct: 'garden', followers_count: 2 },
        tags: [{ name: 'gardenweek' }],
        reblogs_count: 1,
        favourites_count: 2,
        replies_count: 3,
      },
      {
        platform: 'truthsocial',
        id: '114000000000000001',
        accountId: '107',
        text: 'Bulbs & seeds #GardenWeek',
        tags: ['gardenweek'],
        likes: 2,
        reposts: 1,
        replies: 3,
      },
    ],
    [
      'gab.com',
      {
        id: '115',
        i: '115',
        ai: '77',
        ca: '2026-03-02T10:00:00.000Z',
        c: 'Bulbs #GardenWeek',
        author_info: { i: '77', un: 'garden' },
      },
      { platform: 'gab', id: '115', accountId: '77', handle: 'garden', tags: ['gardenweek'], likes: undefined },
    ],
    [
      'douyin.com',
      {
        aweme_id: '7300000000000000002',
        desc: '春天 #花园',
        create_time: 1_772_445_600,
        author: { uid: '99', sec_uid: 'MS4w', nickname: 'n' },
        statistics: { digg_count: 7, comment_count: 0, share_count: 1 },
        text_extra: [{ hashtag_name: '花园周' }],
      },
      {
        platform: 'douyin',
        id: '7300000000000000002',
        accountId: '99',
        tags: ['花园周', '花园'],
        likes: 7,
        reposts: 1,
        replies: 0,
      },
    ],
    [
      'xiaohongshu.com',
      {
        id: '65f0',
        model_type: 'note',
        note_card: {
          time: 1_772_445_600_000,
          display_title: '春天',
          desc: '花园 #花园周[话题]#',
          user: { user_id: '5f', nickname: 'n' },
          interact_info: { liked_count: '7' },
        },
      },
      { platform: 'xiaohongshu', id: '65f0', accountId: '5f', tags: ['花园周'], likes: 7 },
    ],
  ])('%s is read in its own shape', async (source, data, expected) => {
    const { posts, refusals } = await readText(capture(source, data));

    expect(refusals).toEqual([]);
    expect(posts).toMatchObject([expected]);
    expect(posts[0]?.createdAt).toEqual(new Date('2026-03-02T10:00:00Z'));
  });

  it.each([
    [
      'threads.net',
      {
        code: 'DAbc_-1',
        taken_at: 1_772_445_600,
        user: { pk: '63000000001', username: 'garden' },
        like_count: 9,
        text_post_app_info: { share_info: { reposted_post: { code: 'DAbc_-0' } }, repost_count: 4 },
      },
      'DAbc_-0',
    ],
    ['gab.com', { i: '115', ai: '77', ca: '2026-03-02T10:00:00.000Z', c: '', rb: '114', fbc: 5, rbc: 6, rc: 7 }, '114'],
  ])('%s: the counters of a repost are those of the original', async (source, data, parentId) => {
    const { posts } = await readText(capture(source, data));

    expect(posts).toMatchObject([
      { kind: 'repost', parentId, likes: undefined, reposts: undefined, replies: undefined },
    ]);
  });

  it('is refused by name when Tocsin does not read it', async () => {
    expect((await readText(`${capture('9gag.com', {})}\n${capture('https://a b', {})}`)).refusals).toEqual([
      { line: 1, reason: 'was captured on 9gag.com, which Tocsin does not read' },
      { line: 2, reason: 'was captured on another site, which Tocsin does not read' },
    ]);
  });

  it('is refused without a time, and says where the site shows one', async () => {
    const card = { id: '65f0', model_type: 'note', note_card: { display_title: 't', user: { user_id: '5f' } } };

    expect((await readText(capture('xiaohongshu.com', card))).refusals[0]?.reason).toMatch(/^has no time/);
  });

  it('never makes the reader throw, and each line is read or refused', async () => {
    const sources = fc.constantFrom(
      'twitter.com',
      'tiktok.com',
      'tiktok-comments',
      'instagram.com',
      'threads.net',
      'truthsocial.com',
      'gab.com',
      'douyin.com',
      'xiaohongshu.com',
      'other',
    );
    const keys = fc.constantFrom(
      'id',
      'legacy',
      'rest_id',
      'core',
      'author',
      'user',
      'caption',
      'createTime',
      'taken_at',
      'content',
      'account',
      'tags',
      'note_card',
      'desc',
      'entities',
      'text_extra',
    );
    const data = fc.dictionary(keys, fc.jsonValue({ maxDepth: 3 }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(sources, data), { minLength: 1, maxLength: 6 }), async (items) => {
        const { posts, refusals } = await readText(items.map(([source, value]) => capture(source, value)).join('\n'));

        expect(posts.length + refusals.length).toBe(items.length);
      }),
      { numRuns: 100 },
    );
  });
});

describe('JSON lines of 4CAT', () => {
  it('are the same objects with the wrapper inside', async () => {
    const item = { ...aTweet(), __import_meta: { source_platform: 'twitter.com', timestamp_collected: 1 } };

    expect((await readText(JSON.stringify(item))).posts).toMatchObject([{ platform: 'x', id: '1800000000000000123' }]);
  });

  it('are read for X and Telegram, and refused for what is not known', async () => {
    const tweet = {
      id: '1800000000000000001',
      text: 'Bulbs',
      author_id: '5',
      created_at: '2026-03-02T10:00:00.000Z',
      author_user: { id: '5', username: 'name' },
      '4CAT_metadata': { collected_at: 1 },
    };
    const message = {
      _type: 'Message',
      '4CAT_metadata': {},
      id: 12,
      date: 1_772_445_600,
      message: 'Bulbs #GardenWeek',
      _chat: { id: 1001, username: 'agarden' },
      peer_id: { channel_id: 1001 },
      forwards: 3,
      reply_to: { reply_to_msg_id: 11 },
    };

    const { posts, refusals } = await readText(
      [tweet, message, { '4CAT_metadata': {}, what: 1 }].map((value) => JSON.stringify(value)).join('\n'),
    );

    expect(posts).toMatchObject([
      { platform: 'x', id: '1800000000000000001', handle: 'name' },
      {
        platform: 'telegram',
        id: 'agarden-12',
        accountId: '1001',
        kind: 'reply',
        parentId: 'agarden-11',
        reposts: 3,
        tags: ['gardenweek'],
      },
    ]);
    expect(refusals).toHaveLength(1);
  });
});
