import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress } from '../../../src/registry/lists/read-address.ts';
import { refang } from '../../../src/registry/lists/refang.ts';

describe('refang', () => {
  it.each([
    ['hxxps://twitter[.]com/ExampleOne', 'https://twitter.com/ExampleOne'],
    ['hxxp[:]//x[.]com/a', 'http://x.com/a'],
    ['hXXp[://]news[.]example/a', 'http://news.example/a'],
    ['https://www[.]tiktok[.]com/@one', 'https://www.tiktok.com/@one'],
    ['news(.)example', 'news.example'],
    ['news[dot]example', 'news.example'],
    ['someone[at]mail[.]example', 'someone@mail.example'],
    ['a plain [sic] sentence (at home)', 'a plain [sic] sentence (at home)'],
  ])('%s', (written, usual) => {
    expect(refang(written)).toBe(usual);
  });

  it('leaves alone what is in its usual form', () => {
    fc.assert(
      fc.property(fc.webUrl(), (url) => {
        expect(refang(url)).toBe(url);
      }),
      { numRuns: 30 },
    );
  });
});

describe('readAddress', () => {
  it.each([
    ['https://twitter.com/ExampleOne/', 'x', 'ExampleOne'],
    ['x.com/ExampleOne/status/1234567890', 'x', 'ExampleOne'],
    ['https://mobile.twitter.com/ExampleOne?lang=en', 'x', 'ExampleOne'],
    ['https://www.youtube.com/@example-one', 'youtube', 'example-one'],
    ['https://www.tiktok.com/@example.one', 'tiktok', 'example.one'],
    ['https://t.me/example_one/42', 'telegram', 'example_one'],
    ['http://t.me/s/example_one', 'telegram', 'example_one'],
    ['https://medium.com/@example.one/', 'medium', 'example.one'],
    ['https://www.reddit.com/user/Example-One', 'reddit', 'Example-One'],
    ['https://jp.quora.com/profile/Example-One-3', 'quora', 'Example-One-3'],
    ['https://bsky.app/profile/example.bsky.social', 'bluesky', 'example.bsky.social'],
  ])('%s is an account of %s', (written, platform, handle) => {
    expect(readAddress(written)).toEqual({ what: 'account', account: { platform, handle } });
  });

  it('takes the native id where the address has one', () => {
    expect(readAddress('https://www.facebook.com/profile.php?id=100000000000123&sk=about')).toEqual({
      what: 'account',
      account: { platform: 'facebook', nativeId: '100000000000123' },
    });
    expect(readAddress('https://www.youtube.com/channel/UCexampleexampleexampleA')).toEqual({
      what: 'account',
      account: { platform: 'youtube', nativeId: 'UCexampleexampleexampleA' },
    });
  });

  it.each(['https://www.news.example/', 'news.example', 'HTTP://NEWS.Example:8080', 'https://news.example/?'])(
    '%s is a site',
    (written) => {
      expect(readAddress(written)).toEqual({ what: 'site', host: 'news.example' });
    },
  );

  it('takes a blog for a site of its own, and the blogs’ common host for nobody’s', () => {
    expect(readAddress('http://someone1.blogspot.com')).toEqual({ what: 'site', host: 'someone1.blogspot.com' });
    expect(readAddress('https://blogspot.com/')).toMatchObject({ what: 'page' });
    expect(readAddress('https://someone1.blogspot.com/2021/12/a.html')).toMatchObject({ what: 'page' });
  });

  it.each([
    'https://www.youtube.com/watch?v=abcdefghijk',
    'https://x.com/hashtag/vote',
    'https://x.com/i/lists/1',
    'https://x.com',
    'https://t.me/+abcdefghijkl',
    'https://t.me/joinchat/abcdef',
    'https://t.me/c/1234567/8',
    'https://www.reddit.com/r/example/',
    'https://www.facebook.com/groups/123456',
    'https://news.example/article',
    'https://chng.it/',
    'change.org/p/something',
    'https://x.com/a_name_of_more_than_fifteen',
  ])('%s names neither account nor site', (written) => {
    expect(readAddress(written)).toMatchObject({ what: 'page' });
  });

  it.each([
    '',
    'word',
    'someone@mail.example',
    'two words.example',
    '10.0.0.1',
    'javascript:alert(1)',
    '#tag.example',
    '…',
  ])('%s is no address', (written) => {
    expect(readAddress(written)).toBeUndefined();
  });

  it('never gives a host that is not a plain one, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (text) => {
        const read = readAddress(text);
        const host = read?.what === 'site' ? read.host : 'none.example';

        expect(host).toMatch(/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/);
      }),
      { numRuns: 50 },
    );
  });
});
