import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapXPost, mapXUser } from '../../../src/source/x/map-post.ts';
import { readEach, XIncludes, XPost, XUser } from '../../../src/source/x/schema.ts';
import { idBefore, laterId, timeOfId } from '../../../src/source/x/snowflake.ts';
import { idAt } from '../../fakes/x-api.ts';
import { aTime } from '../a-poll.ts';

const seenAt = new Date('2026-03-02T12:05:00Z');
const id = idAt(aTime, 5);

function map(given: Readonly<Record<string, unknown>>, includes?: Readonly<Record<string, unknown>>) {
  const post = XPost.parse({
    id,
    author_id: '7001',
    text: 'lanterns',
    created_at: '2026-03-02T12:00:00.000Z',
    ...given,
  });
  return mapXPost(post, { seenAt, includes: includes && XIncludes.parse(includes) });
}

describe('a post of X', () => {
  it('becomes a post with its tags, links and counters', () => {
    const post = map({
      text: 'Tonight &amp; tomorrow: A &lt; B &gt; C #LanternDay https://t.co/a',
      lang: 'en',
      edit_history_tweet_ids: [id],
      entities: {
        hashtags: [{ start: 0, end: 11, tag: 'LanternDay' }],
        urls: [
          {
            url: 'https://t.co/a',
            expanded_url: 'https://short.example/x',
            unwound_url: 'https://www.example.org/a?utm_source=x',
          },
          { url: 'https://t.co/b', expanded_url: 'https://other.example/b/' },
        ],
      },
      attachments: { media_keys: ['3_900', '3_900', '7_901'] },
      public_metrics: { retweet_count: 4, reply_count: 5, like_count: 6, quote_count: 7, impression_count: 8 },
      in_reply_to_user_id: '99',
      something_new: { x: 1 },
    });

    expect(post).toEqual({
      platform: 'x',
      id,
      accountId: '7001',
      createdAt: aTime,
      seenAt,
      text: 'Tonight & tomorrow: A < B > C #LanternDay https://t.co/a',
      lang: 'en',
      kind: 'original',
      parentId: undefined,
      parentAccountId: undefined,
      tags: ['lanternday'],
      links: ['example.org/a', 'other.example/b'],
      media: ['3_900', '7_901'],
      edit: 0,
      likes: 6,
      reposts: 4,
      replies: 5,
      quotes: 7,
    });
  });

  it.each([
    ['a repost, by what is included', { referenced_tweets: [{ type: 'retweeted', id: '500' }] }, '88'],
    [
      'a reply, by what it says itself',
      { referenced_tweets: [{ type: 'replied_to', id: '501' }], in_reply_to_user_id: '99' },
      '99',
    ],
    [
      'a repost of nobody who is known',
      { referenced_tweets: [{ type: 'retweeted', id: '502' }], in_reply_to_user_id: '99' },
      undefined,
    ],
  ])('knows whose post is the parent of %s', (_, given, author) => {
    const post = map({ text: 'a', ...given }, { tweets: [{ id: '500', text: 'b', author_id: '88' }] });

    expect(post?.parentAccountId).toBe(author);
  });

  it('takes the long text and its entities first', () => {
    const post = map({
      text: 'The beginning …',
      entities: { hashtags: [{ tag: 'first' }] },
      note_tweet: {
        text: 'The beginning and the end #second',
        entities: { hashtags: [{ tag: 'second' }, { tag: 'first' }] },
      },
    });

    expect(post?.text).toBe('The beginning and the end #second');
    expect(post?.tags).toEqual(['second', 'first']);
  });

  it('keeps its first id over edits, and counts them', () => {
    const [first, second, third] = [idAt(aTime, 1), idAt(aTime, 2), idAt(aTime, 3)];

    const edits = [first, second, third].map((one, n) =>
      map({ id: one, edit_history_tweet_ids: [first, second, third].slice(0, n + 1) }),
    );

    expect(edits.map((post) => [post?.id, post?.edit])).toEqual([
      [first, 0],
      [first, 1],
      [first, 2],
    ]);
  });

  it('has no number of edits where X gives no history', () => {
    expect(map({})?.edit).toBeUndefined();
  });

  it('is a repost of another one, whose counters are not its own', () => {
    const post = map({
      text: 'RT @ada: the beginning of a long …',
      referenced_tweets: [{ type: 'retweeted', id: '4001' }],
      public_metrics: { retweet_count: 400, reply_count: 0, like_count: 0 },
    });

    expect(post).toMatchObject({ kind: 'repost', parentId: '4001', text: 'RT @ada: the beginning of a long …' });
    expect([post?.likes, post?.reposts, post?.replies]).toEqual([undefined, undefined, undefined]);
  });

  it('takes the words of what it reposts when X sends them along', () => {
    const post = map(
      {
        text: 'RT @ada: cut …',
        referenced_tweets: [{ type: 'retweeted', id: '4001' }],
        entities: { hashtags: [{ tag: 'cu' }] },
      },
      {
        tweets: [
          { id: '4001', author_id: '1', text: 'whole #Cup', entities: { hashtags: [{ tag: 'Cup' }] }, lang: 'de' },
        ],
      },
    );

    expect(post).toMatchObject({ accountId: '7001', text: 'whole #Cup', tags: ['cup'], lang: 'de', kind: 'repost' });
  });

  it.each([
    [[{ type: 'replied_to', id: '41' }], 'reply', '41'],
    [[{ type: 'quoted', id: '42' }], 'quote', '42'],
    [
      [
        { type: 'replied_to', id: '41' },
        { type: 'quoted', id: '42' },
      ],
      'quote',
      '42',
    ],
    [[{ type: 'of a new kind', id: '43' }], 'original', undefined],
  ])('with the references %j is a %s', (references, kind, parentId) => {
    expect(map({ referenced_tweets: references })).toMatchObject({ kind, parentId });
  });

  it('does not link to its own pictures, nor to the post that it quotes', () => {
    const post = map({
      referenced_tweets: [{ type: 'quoted', id: '42' }],
      entities: {
        urls: [
          { expanded_url: 'https://x.com/ada/status/55/photo/1', media_key: '3_1' },
          { expanded_url: 'https://twitter.com/ada/status/55/video/1' },
          { expanded_url: 'https://twitter.com/ben/status/42' },
          { expanded_url: 'https://x.com/ben/status/43' },
        ],
      },
    });

    expect(post?.links).toEqual(['x.com/ben/status/43']);
  });

  it.each([
    ['qst', undefined],
    ['qme', undefined],
    ['und', undefined],
    ['zxx', undefined],
    ['in', 'id'],
    ['iw', 'he'],
    ['zh-cn', 'zh-cn'],
    ['en', 'en'],
    [7, undefined],
  ])('in the language %s is in %s', (lang, expected) => {
    expect(map({ lang })?.lang).toBe(expected);
  });

  it('takes its time from its id where X gives none', () => {
    expect(map({ created_at: undefined })?.createdAt).toEqual(aTime);
    expect(map({ created_at: 'yesterday' })?.createdAt).toEqual(aTime);
  });

  it('knows its author where X sends the user along, wrapped or not', () => {
    const user = {
      id: '7001',
      username: 'ada_of_the_hill',
      created_at: '2019-05-01T00:00:00.000Z',
      public_metrics: { followers_count: 12, followers_count_str: '12' },
    };

    for (const users of [[user], [{ data: user }]]) {
      expect(map({}, { users })).toMatchObject({
        handle: 'ada_of_the_hill',
        accountCreatedAt: new Date('2019-05-01T00:00:00Z'),
        followers: 12,
      });
    }
  });

  it('that is withheld is read with what is there', () => {
    const post = map({ text: undefined, withheld: { country_codes: ['DE'], copyright: false }, entities: null });

    expect(post).toMatchObject({ text: '', tags: [], links: [] });
  });

  it('of nobody is none', () => {
    expect(map({ author_id: undefined })).toBeUndefined();
  });

  it('with an id that was a number is refused, and costs no other', () => {
    const { items, refused } = readEach(XPost, [
      { id: 1_899_000_000_000_000_000, text: 'a' },
      { id: '5', text: 'b' },
      null,
    ]);

    expect(items.map((post) => post.id)).toEqual(['5']);
    expect(refused).toBe(2);
  });

  it('never fails, whatever its fields hold', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            text: fc.jsonValue(),
            lang: fc.jsonValue(),
            created_at: fc.jsonValue(),
            entities: fc.jsonValue(),
            note_tweet: fc.jsonValue(),
            referenced_tweets: fc.jsonValue(),
            attachments: fc.jsonValue(),
            public_metrics: fc.jsonValue(),
            edit_history_tweet_ids: fc.jsonValue(),
          },
          { requiredKeys: [] },
        ),
        (fields) => {
          const post = map(fields);

          return post !== undefined && post.id === id && !Number.isNaN(post.createdAt.getTime());
        },
      ),
    );
  });
});

describe('a user of X', () => {
  it('becomes what is known of the account', () => {
    const user = XUser.parse({ id: '7001', username: 'ada', protected: true, public_metrics: { followers_count: 0 } });

    expect(mapXUser(user, seenAt)).toEqual({
      platform: 'x',
      accountId: '7001',
      handle: 'ada',
      accountCreatedAt: undefined,
      followers: 0,
      status: 'protected',
      statusCheckedAt: seenAt,
    });
  });
});

describe('ids of X', () => {
  it('hold their time', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2011-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
        (time) => {
          expect(timeOfId(idAt(time, 17))).toEqual(time);
          expect(BigInt(idBefore(time))).toBe(BigInt(idAt(time)) - 1n);
        },
      ),
    );
  });

  it('are compared as numbers', () => {
    expect(laterId('999', '1000')).toBe('1000');
    expect(laterId(undefined, '7')).toBe('7');
    expect(laterId('7', undefined)).toBe('7');
  });
});
