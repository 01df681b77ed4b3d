import { describe, expect, it } from 'vitest';
import { aFile, readAll, readText } from './files.ts';

const rows = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

describe('a share log', () => {
  it('is read by the headers of CooRTweet, with tags as its objects', async () => {
    const { posts, refusals } = await readText(
      rows('object_id,account_id,content_id,timestamp_share', 'Tag A,acc1,p1,1610870193', '#tagB,acc2,p2,1610870194'),
      { platform: 'x' },
    );

    expect(refusals).toEqual([]);
    expect(posts).toMatchObject([
      { platform: 'x', id: 'p1', accountId: 'acc1', kind: 'original', tags: ['tag a'], links: [], text: '' },
      { platform: 'x', id: 'p2', accountId: 'acc2', createdAt: new Date(1610870194_000), tags: ['tagb'] },
    ]);
  });

  it.each([
    ['hashtag_id', { tags: ['123'], links: [], kind: 'original' }],
    ['url_id', { tags: [], links: ['123'], kind: 'original' }],
    ['repost_id', { tags: [], links: [], kind: 'repost', parentId: '123' }],
    ['retweet_id', { kind: 'repost', parentId: '123' }],
    ['object_id', { tags: ['123'] }],
  ])('takes the kind of its objects from the header %s', async (header, expected) => {
    const { posts } = await readText(rows(`${header},user_id,time,message_id`, '123,a,1610870193,p'));

    expect(posts).toMatchObject([expected]);
  });

  it('takes the kind of its objects from the importer before the header', async () => {
    const log = rows(
      'object_id,account_id,content_id,timestamp',
      'https://www.Host.example/a/?utm_source=z,a,p,1610870193',
    );

    expect((await readText(log, { objectKind: 'link' })).posts).toMatchObject([
      { tags: [], links: ['host.example/a'] },
    ]);
    expect((await readText(log, { objectKind: 'repost' })).posts[0]?.kind).toBe('repost');
  });

  it('is read by the columns named', async () => {
    const { posts } = await readText(rows('Who;What;When;Words', 'a;Tag;2021-03-25 02:11;hello; '.slice(0, -2)), {
      columns: { object: 'what', account: 'who', time: 'When', text: 'words' },
    });

    expect(posts).toMatchObject([
      { accountId: 'a', tags: ['tag'], createdAt: new Date('2021-03-25T02:11:00Z'), text: 'hello' },
    ]);
  });

  it.each([
    [',', 'comma'],
    [';', 'semicolon'],
    ['\t', 'tab'],
  ])('may be separated by %j (%s)', async (separator) => {
    const log = rows(['hashtag', 'account_id', 'timestamp'].join(separator), ['t', 'a', '1610870193'].join(separator));

    expect((await readText(log)).posts).toMatchObject([{ tags: ['t'], accountId: 'a' }]);
  });

  it('gives posts ids of their own when it has none, the same at every import', async () => {
    const log = rows('hashtag,account_id,timestamp', 't,a,1610870193', 't,b,1610870193', 't,a,1610870194');

    const first = (await readText(log)).posts.map(({ id }) => id);

    expect(new Set(first).size).toBe(3);
    expect((await readText(log)).posts.map(({ id }) => id)).toEqual(first);
    expect((await readText(log.replace('#t', 't').replace('hashtag', 'tag'))).posts.map(({ id }) => id)).toEqual(first);
  });

  it('counts equal rows without post ids as posts of their own, in any order', async () => {
    const a = 't,a,1610870193';
    const b = 't,b,1610870193';

    const ids = (await readText(rows('hashtag,account_id,timestamp', a, b, a, a))).posts.map(({ id }) => id);
    const reordered = (await readText(rows('hashtag,account_id,timestamp', b, a, a, a))).posts.map(({ id }) => id);

    expect(new Set(ids).size).toBe(4);
    expect(reordered.toSorted()).toEqual(ids.toSorted());
  });

  it('gives the rows of one post its one id', async () => {
    const { posts } = await readText(
      rows('hashtag_id,account_id,timestamp,post_id', '1,a,1610870193,p', '2,a,1610870193,p'),
    );

    expect(posts.map(({ id, tags }) => [id, tags])).toEqual([
      ['p', ['1']],
      ['p', ['2']],
    ]);
  });

  it('takes the platform from the longest prefix of the account id', async () => {
    const log = rows('tag,account_id,timestamp', 't,fb_1,1610870193', 't,fb_grp_1,1610870193', 't,zz_1,1610870193');
    const platformByPrefix = { fb_: 'facebook', fb_grp_: 'facebook-groups' };

    const { posts, refusals } = await readText(log, { platformByPrefix });

    expect(posts.map(({ platform }) => platform)).toEqual(['facebook', 'facebook-groups']);
    expect(refusals).toEqual([{ line: 4, reason: expect.stringContaining('belongs to no platform') }]);
    const withDefault = await readText(log, { platformByPrefix, platform: 'x' });
    expect(withDefault.posts.map(({ platform }) => platform)).toEqual(['facebook', 'facebook-groups', 'x']);
  });

  it('without a platform is of the platform "file"', async () => {
    expect((await readText(rows('tag,account_id,timestamp', 't,a,1610870193'))).posts[0]?.platform).toBe('file');
  });

  it('keeps the words, links, names and replies of a message log', async () => {
    const { posts } = await readText(
      rows(
        'message_id,user_id,username,repost_id,reply_id,message,timestamp,urls',
        `1,4,user_4,,,mango,1606451170.518101,"['http://example.com/2', 'http://example.com/1']"`,
        '2,1,user_1,1,,camel,1606451170.518142,[]',
        '3,2,user_2,,1,fox,1606451171,[]',
      ),
    );

    expect(posts).toMatchObject([
      { id: '1', handle: 'user_4', kind: 'original', text: 'mango', links: ['example.com/2', 'example.com/1'] },
      { id: '2', kind: 'repost', parentId: '1' },
      { id: '3', kind: 'reply', parentId: '1' },
    ]);
  });

  it('refuses bad rows with their line and reads the others', async () => {
    const { posts, refusals } = await readText(
      rows(
        'tag,account_id,timestamp',
        't,,1610870193',
        't,a,soon',
        ',a,1610870193',
        't,a,1610870193,more',
        't,a',
        't,a,5000000000',
        '',
        't,a,1610870193',
      ),
    );

    expect(posts).toHaveLength(1);
    expect(refusals).toEqual([
      { line: 2, reason: 'has no usable account id' },
      { line: 3, reason: 'has no time that can be read' },
      { line: 4, reason: 'has no object' },
      { line: 5, reason: 'has 4 columns, the header has 3' },
      { line: 6, reason: 'has 2 columns, the header has 3' },
      { line: 7, reason: 'time 2128-06-11T08:53:20.000Z is in the future' },
    ]);
  });

  it('counts lines right behind line breaks inside quotes', async () => {
    const { lines, refusals } = await readText(
      rows('tag,account_id,timestamp,text', 't,a,1610870193,"one\ntwo\r\n\nfour"', 't,a,never,x', 't,a,1610870193,y'),
    );

    expect(lines).toEqual([2, 7]);
    expect(refusals).toEqual([{ line: 6, reason: 'has no time that can be read' }]);
  });

  it('holds nothing that a database refuses', async () => {
    const { posts, refusals } = await readText(
      rows(
        'tag,account_id,timestamp,text',
        't\0x,a,1610870193,a\0b',
        't,a\0,1610870193,x',
        `t,${'a'.repeat(300)},1610870193,x`,
      ),
    );

    expect(posts).toMatchObject([{ text: 'a\u{fffd}b', tags: ['t\u{fffd}x'] }]);
    expect(refusals.map(({ line }) => line)).toEqual([3, 4]);
  });

  it('says which column it misses', async () => {
    const path = await aFile(rows('tag,account_id,moment', 't,a,1'));

    await expect(readAll(path, { format: 'csv-log' })).rejects.toThrow('a time column (timestamp, created_at …)');
    await expect(readAll(path, { columns: { object: 'tag', account: 'account_id', time: 'when' } })).rejects.toThrow(
      'lacks the column "when"',
    );
  });
});
