import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSubject } from '../../src/registry/subject.ts';

describe('what a person asks about', () => {
  it.each([
    ['@ExampleDaily', '@ExampleDaily', [{ handle: 'ExampleDaily' }]],
    ['@@ExampleDaily', '@ExampleDaily', [{ handle: 'ExampleDaily' }]],
    ['ExampleDaily', '@ExampleDaily', [{ handle: 'ExampleDaily' }]],
    ['@name@social.example', '@name@social.example', [{ platform: 'mastodon', handle: 'name@social.example' }]],
    ['https://x.com/ExampleDaily', '@ExampleDaily', [{ platform: 'x', handle: 'ExampleDaily' }]],
    ['https://x.com/ExampleDaily/status/123?s=20', '@ExampleDaily', [{ platform: 'x', handle: 'ExampleDaily' }]],
    ['mobile.twitter.com/ExampleDaily', '@ExampleDaily', [{ platform: 'x', handle: 'ExampleDaily' }]],
    ['https://t.me/s/exampledaily', '@exampledaily', [{ platform: 'telegram', handle: 'exampledaily' }]],
    ['https://www.youtube.com/@example', '@example', [{ platform: 'youtube', handle: 'example' }]],
    [
      'https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv',
      'UCabcdefghijklmnopqrstuv',
      [{ platform: 'youtube', nativeId: 'UCabcdefghijklmnopqrstuv' }],
    ],
    [
      'https://bsky.app/profile/daily.example/post/3k',
      '@daily.example',
      [{ platform: 'bluesky', handle: 'daily.example' }],
    ],
    [
      'https://bsky.app/profile/did:plc:abc123',
      'did:plc:abc123',
      [{ platform: 'bluesky', nativeId: 'did:plc:abc123' }],
    ],
    ['did:plc:abc123', 'did:plc:abc123', [{ platform: 'bluesky', nativeId: 'did:plc:abc123' }]],
    [
      'UCabcdefghijklmnopqrstuv',
      'UCabcdefghijklmnopqrstuv',
      [{ nativeId: 'UCabcdefghijklmnopqrstuv' }, { handle: 'UCabcdefghijklmnopqrstuv' }],
    ],
    [
      `${'Ab+'.repeat(14)}1=`,
      `${'Ab+'.repeat(14)}1=`,
      [`${'Ab+'.repeat(14)}1=`].flatMap((id) => [{ nativeId: id }, { handle: id }]),
    ],
    ['1234567890', '1234567890', [{ nativeId: '1234567890' }, { handle: '1234567890' }]],
  ])('%s is an account', (typed, shown, accounts) => {
    expect(readSubject(typed)).toEqual({ shown, accounts });
  });

  it.each([
    ['https://news.example/a/b?c=d', 'news.example', []],
    ['news.example/a', 'news.example', []],
    ['hxxps://news[.]example/a', 'news.example', []],
    ['news[.]example', 'news.example', [{ handle: 'news.example' }]],
    ['NEWS.Example.', 'news.example', [{ handle: 'NEWS.Example.' }]],
    ['https://social.example/@name', 'social.example', [{ platform: 'mastodon', handle: 'name@social.example' }]],
    ['https://x.com/', 'x.com', []],
  ])('%s is a host', (typed, host, accounts) => {
    expect(readSubject(typed)).toMatchObject({ host, accounts });
  });

  it('keeps a host in other letters apart, in its ASCII form', () => {
    expect(readSubject('сgtn.com')?.host).toBe('xn--gtn-3ed.com');
  });

  it.each(['', ' ', '@', 'two words', 'https://', 'x'.repeat(501), '@a/b'])('%j is neither', (typed) => {
    expect(readSubject(typed)).toBeUndefined();
  });

  it('survives whatever is pasted', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (typed) => {
        const subject = readSubject(typed);
        for (const { handle, nativeId } of subject?.accounts ?? []) expect(handle ?? nativeId).toBeTruthy();
      }),
    );
  });
});
