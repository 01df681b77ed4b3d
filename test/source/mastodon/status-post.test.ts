import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MastodonStatus } from '../../../src/source/mastodon/schema.ts';
import { parseMastodonTokens } from '../../../src/source/mastodon/settings.ts';
import { postOfStatus, type StatusContext } from '../../../src/source/mastodon/status-post.ts';
import { anAccount, aStatus } from './a-mastodon.ts';

const at = new Date('2026-03-02T11:00:00Z');
const seenAt = new Date('2026-03-02T12:00:00Z');

function thePost(more: Readonly<Record<string, unknown>> = {}, context: Partial<StatusContext> = {}) {
  const status = MastodonStatus.parse(aStatus(1, at, more));
  return postOfStatus(status, { domain: 'social.example', seenAt, uriOf: () => undefined, ...context });
}

describe('postOfStatus', () => {
  it('names post and author by their uris, and keeps counts and the author', () => {
    expect(thePost()).toMatchObject({
      platform: 'mastodon',
      id: 'https://far.example/users/ada/statuses/1',
      accountId: 'https://far.example/users/ada',
      handle: 'ada@far.example',
      accountCreatedAt: new Date('2019-05-07T00:00:00Z'),
      followers: 120,
      createdAt: at,
      seenAt,
      text: 'number 1 #LanternDay',
      lang: 'en',
      kind: 'original',
      tags: ['lanternday'],
      links: [],
      likes: 3,
      reposts: 2,
      replies: 1,
      edit: undefined,
    });
  });

  it('gives the server’s own accounts their host', () => {
    expect(thePost({ account: anAccount('ben') })?.handle).toBe('ben@social.example');
  });

  it('takes links that are neither mentions nor tags, and the card', () => {
    const content =
      '<p><a href="https://far.example/@ben" class="u-url mention">@<span>ben</span></a> ' +
      '<a href="https://pleroma.example/users/cleo">@cleo</a> <a href="https://pleroma.example/tag/x">#x</a> ' +
      '<a href="https://www.example.org/story?utm_source=m" rel="nofollow noopener" target="_blank"><span class="invisible">https://www.</span><span>example.org/story</span></a></p>';

    const post = thePost({
      content,
      mentions: [{ url: 'https://pleroma.example/users/cleo' }],
      card: { url: 'https://example.org/card' },
    });

    expect(post?.links).toEqual(['example.org/story', 'example.org/card']);
  });

  it('reads a boost as a repost of what the other wrote', () => {
    const reblog = aStatus(2, at, { uri: 'https://far.example/users/ben/statuses/2', content: '<p>theirs</p>' });

    const post = thePost({ reblog, uri: 'https://far.example/users/ada/statuses/1/activity', content: '', tags: [] });

    expect(post).toMatchObject({
      id: 'https://far.example/users/ada/statuses/1/activity',
      kind: 'repost',
      parentId: 'https://far.example/users/ben/statuses/2',
      parentAccountId: reblog.account.uri,
      text: 'theirs',
      tags: ['lanternday'],
      likes: undefined,
    });
  });

  it('names the quoted post only where the quote was accepted', () => {
    const quoted_status = { uri: 'https://far.example/users/ben/statuses/2', id: '9' };

    expect(thePost({ quote: { state: 'accepted', quoted_status } })).toMatchObject({
      kind: 'quote',
      parentId: 'https://far.example/users/ben/statuses/2',
    });
    expect(thePost({ quote: { state: 'revoked', quoted_status: null } })).toMatchObject({
      kind: 'quote',
      parentId: undefined,
    });
  });

  it('names the post that is answered where its uri is known', () => {
    const uriOf = (id: string): string | undefined =>
      id === '55' ? 'https://far.example/users/ben/statuses/5' : undefined;

    expect(thePost({ in_reply_to_id: '55' }, { uriOf })).toMatchObject({
      kind: 'reply',
      parentId: 'https://far.example/users/ben/statuses/5',
    });
    expect(thePost({ in_reply_to_id: '56' }, { uriOf })).toMatchObject({ kind: 'reply', parentId: undefined });
  });

  it('keeps apart what the author claims and when it came', () => {
    const future = new Date(seenAt.getTime() + 60_000);
    const old = new Date('2026-02-20T00:00:00Z');
    const arrivedAfter = new Date('2026-03-02T11:50:00Z');

    expect(thePost({ created_at: future.toISOString() })).toMatchObject({ createdAt: seenAt, claimedAt: future });
    expect(thePost({ created_at: old.toISOString() }, { arrivedAfter })).toMatchObject({
      createdAt: seenAt,
      claimedAt: old,
    });
    expect(thePost({ created_at: old.toISOString() })?.createdAt).toEqual(old);
    expect(thePost({}, { arrivedAfter })).not.toHaveProperty('claimedAt');
  });

  it('raises the edit with every later edit', () => {
    const edits = ['2026-03-02T11:00:10Z', '2026-03-02T11:05:00Z', '2026-03-03T11:00:00Z'].map(
      (edited_at) => thePost({ edited_at })?.edit,
    );

    expect(edits).toEqual([1, 5, 1440]);
  });

  it('leaves out what is not public', () => {
    for (const visibility of ['private', 'direct', 'limited']) expect(thePost({ visibility })).toBeUndefined();
    expect(thePost({ visibility: 'unlisted' })).toBeDefined();
  });

  it('reads warning and poll, and knows a file by its address on the author’s server', () => {
    const post = thePost({
      spoiler_text: 'long',
      poll: { options: [{ title: 'yes' }, { title: 'no' }] },
      media_attachments: [
        { id: '1', url: 'https://files.social.example/cache/1.png', remote_url: 'https://files.far.example/1.png' },
        { id: '2', url: 'https://files.social.example/2.png', remote_url: null },
      ],
    });

    expect(post?.text).toBe('long\nnumber 1 #LanternDay\nyes\nno');
    expect(post?.media).toEqual(['files.far.example/1.png', 'files.social.example/2.png']);
  });

  it('reads what poorer servers give', () => {
    const bare = {
      id: 'a1b2c3d4e5f6',
      uri: 'https://snac.example/eve/p/1.2',
      created_at: '2026-03-02T11:00:00Z',
      account: { id: 'ff00', acct: 'eve@snac.example', url: 'https://snac.example/eve' },
      content: 'plain',
      visibility: 'public',
    };

    const post = postOfStatus(MastodonStatus.parse(bare), { domain: 'snac.example', seenAt, uriOf: () => undefined });

    expect(post).toMatchObject({
      accountId: 'https://snac.example/eve',
      handle: 'eve@snac.example',
      followers: undefined,
      likes: undefined,
      tags: [],
    });
  });

  it('makes a post without tags of HTML or nothing, whatever the content is', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (content, spoiler_text) => {
        const post = thePost({ content: `<p>${content}</p>`, spoiler_text });

        expect(post?.text ?? '').not.toMatch(/<p>|\0/);
      }),
    );
  });
});

describe('parseMastodonTokens', () => {
  it('reads pairs of host and token, and tells which are none without repeating them', () => {
    const { tokens, wrong } = parseMastodonTokens('Social.Example=abc-_1 secretwithouthost\nhttps://far.example=x=y');

    expect([...tokens]).toEqual([
      ['social.example', 'abc-_1'],
      ['far.example', 'x=y'],
    ]);
    expect(wrong).toEqual([2]);
    expect(parseMastodonTokens(undefined).tokens.size).toBe(0);
  });
});
