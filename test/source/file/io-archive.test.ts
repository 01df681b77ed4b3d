import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportOptions } from '../../../src/source/file/file-format.ts';
import { aFile, readAll } from './files.ts';

const header =
  'tweetid,userid,user_display_name,user_screen_name,user_reported_location,user_profile_description,user_profile_url,follower_count,following_count,account_creation_date,account_language,tweet_language,tweet_text,tweet_time,tweet_client_name,in_reply_to_userid,in_reply_to_tweetid,quoted_tweet_tweetid,is_retweet,retweet_userid,retweet_tweetid,latitude,longitude,quote_count,reply_count,like_count,retweet_count,hashtags,urls,user_mentions';
const names = header.split(',');
const hashed = 'Owp8o6AVafSvBzaACfm2SANUYYvrk7ckHffD3PImGfU=';

type Row = Readonly<Record<string, string>>;

function aRow(cells: Row = {}): string {
  const row: Row = {
    tweetid: '9000000000000000008',
    userid: hashed,
    user_display_name: hashed,
    user_screen_name: hashed,
    follower_count: '1',
    following_count: '90',
    account_creation_date: '2021-01-08',
    tweet_language: 'en',
    tweet_text: 'Sample statement',
    tweet_time: '2021-03-25 02:11',
    is_retweet: 'False',
    latitude: 'absent',
    longitude: 'absent',
    quote_count: '0',
    reply_count: '4',
    like_count: '9',
    retweet_count: '3',
    hashtags: '[]',
    urls: '[]',
    user_mentions: '[]',
    ...cells,
  };
  return names.map((name) => `"${(row[name] ?? '').replaceAll('"', '""')}"`).join(',');
}

async function readRows(rows: readonly Row[], options: Partial<ImportOptions> = {}) {
  const quoted = names.map((name) => `"${name}"`).join(',');
  return readAll(await aFile(`${quoted}\n${rows.map(aRow).join('\n')}\n`), options);
}

async function readOne(cells: Row, options: Partial<ImportOptions> = {}) {
  const { posts, refusals } = await readRows([cells], options);
  expect(refusals).toEqual([]);
  return posts[0];
}

describe('the tweets file of a takedown archive', () => {
  it('is read with its times in UTC and its hashed names left out', async () => {
    expect(await readOne({})).toEqual({
      platform: 'x',
      id: '9000000000000000008',
      accountId: hashed,
      handle: undefined,
      accountCreatedAt: new Date('2021-01-08T00:00:00Z'),
      followers: 1,
      createdAt: new Date('2021-03-25T02:11:00Z'),
      seenAt: new Date('2026-11-24T12:00:00Z'),
      text: 'Sample statement',
      lang: 'en',
      kind: 'original',
      parentId: undefined,
      parentAccountId: undefined,
      tags: [],
      links: [],
      likes: 9,
      reposts: 3,
      replies: 4,
      quotes: 0,
      status: 'suspended',
      statusCheckedAt: undefined,
    });
  });

  it('keeps the handle of an account that is not hashed', async () => {
    expect(await readOne({ userid: '7700000001', user_screen_name: 'synthetic_outlet' })).toMatchObject({
      accountId: '7700000001',
      handle: 'synthetic_outlet',
    });
  });

  it('keeps line breaks and doubled quotes of a text', async () => {
    expect((await readOne({ tweet_text: 'one\n"two"\r\n#three' }))?.text).toBe('one\n"two"\n#three');
  });

  it('reads lists as Python prints them', async () => {
    const post = await readOne({
      hashtags: String.raw`['SampleTag', '示例话题', "it's", 'a\\b', '#SampleTag']`,
      urls: "['https://www.host.example/a?x=1', 'http://other.example/']",
    });

    expect(post?.tags).toEqual(['sampletag', '示例话题', "it's", String.raw`a\b`]);
    expect(post?.links).toEqual(['host.example/a?x=1', 'other.example']);
  });

  it.each([
    ['https://www.state-media.example/a/1.html@userone@usertwo', 'state-media.example/a/1.html'],
    ['https://host.example/1@avE+oudgNs3AQco2MVNNN13vj9Ld0F4ju2GnU0Go=', 'host.example/1'],
    ['https://host.example@userone', 'host.example'],
    ['https://video.example/@maker/7', 'video.example/@maker/7'],
    ['https://video.example/@maker', 'video.example/@maker'],
    ['https://host.example/?mail=a@b.example', 'host.example?mail=a%40b.example'],
  ])('cuts glued names off %s', async (url, link) => {
    expect((await readOne({ urls: `['${url}']` }))?.links).toEqual([link]);
  });

  it('knows a quote by an id that is damaged, and does not use that id', async () => {
    expect(await readOne({ quoted_tweet_tweetid: '1.3499473910387876e+18' })).toMatchObject({
      kind: 'quote',
      parentId: undefined,
    });
    expect(await readOne({ quoted_tweet_tweetid: '1349947391038787600' })).toMatchObject({
      kind: 'quote',
      parentId: '1349947391038787600',
    });
  });

  it('knows a repost, and does not take the counters of the post it repeats', async () => {
    const post = await readOne({
      is_retweet: 'True',
      retweet_userid: '7700000001',
      retweet_tweetid: '1.3560000000000000e+18',
      like_count: '5000',
      retweet_count: '700',
    });

    expect(post).toMatchObject({ kind: 'repost', parentId: undefined, parentAccountId: '7700000001' });
    expect([post?.likes, post?.reposts, post?.replies]).toEqual([undefined, undefined, undefined]);
    expect((await readOne({ is_retweet: 'True', retweet_tweetid: '77' }))?.parentId).toBe('77');
  });

  it('knows a reply, also to a post that is not named', async () => {
    expect(await readOne({ in_reply_to_userid: hashed, in_reply_to_tweetid: '1.3561e+18' })).toMatchObject({
      kind: 'reply',
      parentId: undefined,
    });
    expect(await readOne({ in_reply_to_userid: hashed })).toMatchObject({
      kind: 'reply',
      parentId: undefined,
      parentAccountId: hashed,
    });
    expect((await readOne({ in_reply_to_tweetid: '88' }))?.parentId).toBe('88');
  });

  it('reads counts with a decimal point, and leaves out what is no count', async () => {
    expect(await readOne({ like_count: '12.0', retweet_count: '', reply_count: 'absent' })).toMatchObject({
      likes: 12,
      reposts: undefined,
      replies: undefined,
    });
  });

  it('refuses rows without a usable id, time or list, with their line', async () => {
    const { posts, refusals } = await readRows([
      { tweet_text: 'two\nlines' },
      { tweetid: '9.0e+18' },
      { userid: '' },
      { tweet_time: 'absent' },
      { hashtags: "['a'" },
      { urls: "['a" },
      {},
    ]);

    expect(posts).toHaveLength(2);
    expect(refusals).toEqual([
      { line: 4, reason: 'has no usable tweetid (missing, or damaged by a spreadsheet)' },
      { line: 5, reason: 'has no usable userid' },
      { line: 6, reason: 'has no tweet_time that can be read' },
      { line: 7, reason: 'has a damaged list in hashtags' },
      { line: 8, reason: 'has a damaged list in urls' },
    ]);
  });

  it('says when the accounts were gone, if its name or the importer does', async () => {
    const at = new Date('2021-12-02T00:00:00Z');
    const named = async (name: string, options: Partial<ImportOptions> = {}) => {
      const path = await aFile(`${header}\n${aRow()}\n`);
      const renamed = join(dirname(path), name);
      await rename(path, renamed);
      return (await readAll(renamed, options)).posts[0];
    };

    expect((await named('hashed_2021_12_CNXX_9999_tweets.csv'))?.statusCheckedAt).toEqual(
      new Date('2022-01-01T00:00:00Z'),
    );
    expect((await named('sample_052020_tweets_csv_hashed_2.csv'))?.statusCheckedAt).toEqual(
      new Date('2020-06-01T00:00:00Z'),
    );
    expect((await named('CNXX_9999_tweets_csv_hashed_2021.csv'))?.statusCheckedAt).toBeUndefined();
    expect((await named('tweets.csv', { takedownAt: at }))?.statusCheckedAt).toEqual(at);
    expect(await named('2021_12_control.csv', { takedown: false })).not.toHaveProperty('status');
  });

  it('is of the platform named by the importer', async () => {
    expect((await readOne({}, { platform: 'x-archive' }))?.platform).toBe('x-archive');
  });
});

describe('the users file of a takedown archive', () => {
  const account = {
    platform: 'x',
    accountId: '7700000001',
    handle: 'synthetic_outlet',
    accountCreatedAt: new Date('2012-05-01T00:00:00Z'),
    followers: 250_000,
    status: 'suspended',
    statusCheckedAt: undefined,
  };
  const row = '7700000001,Synthetic Outlet,synthetic_outlet,,"Bio with\na line break",,250000,120,2012-05-01,en';
  const hashedRow = `${hashed},${hashed},${hashed},,,,1,90,2021-01-08,zh-cn`;

  it.each([
    ['snake', names.slice(1, 11).join(',')],
    [
      'camel',
      'userid,userDisplayName,userScreenName,userReportedLocation,userProfileDescription,userProfileUrl,followerCount,followingCount,accountCreationDate,accountLanguage',
    ],
  ])('gives facts about accounts, in %s case', async (_, users) => {
    const { accounts, posts, refusals } = await readAll(
      await aFile(`${users}\n${row}\n${hashedRow}\n,x,x,,,,1,1,2021-01-08,en\n`),
    );

    expect(posts).toEqual([]);
    expect(accounts).toEqual([
      account,
      {
        ...account,
        accountId: hashed,
        handle: undefined,
        accountCreatedAt: new Date('2021-01-08T00:00:00Z'),
        followers: 1,
      },
    ]);
    expect(refusals).toEqual([{ line: 5, reason: 'has no usable userid' }]);
  });
});
