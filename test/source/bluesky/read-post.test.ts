import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPost } from '../../../src/source/bluesky/read-post.ts';
import { timeOfTid } from '../../../src/source/bluesky/syntax.ts';
import { aDid, aRecord, otherDid, uriOf } from './a-jetstream.ts';

const at = new Date('2026-03-02T12:00:00Z');
const seenAt = new Date('2026-03-02T12:00:01Z');

function read(record: unknown, collection = 'app.bsky.feed.post') {
  return readPost({ did: aDid, collection, rkey: '3lbaaaaaaaa2x', record, at, seenAt });
}

describe('a record becomes a post', () => {
  it('with the time a server saw it, and the author’s claim where it differs', () => {
    const honest = read(aRecord({ createdAt: '2026-03-02T11:59:30Z' }));
    const backdated = read(aRecord({ createdAt: '2020-01-01T00:00:00.000Z' }));

    expect(honest).toEqual({
      platform: 'bluesky',
      id: uriOf('3lbaaaaaaaa2x'),
      accountId: aDid,
      createdAt: at,
      seenAt,
      text: 'lights on the river #lanternday',
      lang: 'en',
      kind: 'original',
      tags: ['lanternday'],
      links: [],
    });
    expect(backdated?.createdAt).toEqual(at);
    expect(backdated?.claimedAt).toEqual(new Date('2020-01-01T00:00:00Z'));
  });

  it('as reply, quote or quote with pictures, with the uri of the other post', () => {
    const parent = { uri: uriOf('3lbparent'), cid: 'bafyparent' };
    const quoted = { uri: uriOf('3lbquoted', otherDid), cid: 'bafyquoted' };
    const image = {
      alt: '',
      image: { $type: 'blob', ref: { $link: 'bafkreipicture' }, mimeType: 'image/png', size: 9 },
    };
    const withMedia = {
      $type: 'app.bsky.embed.recordWithMedia',
      record: { $type: 'app.bsky.embed.record', record: quoted },
      media: { $type: 'app.bsky.embed.images', images: [image] },
    };

    const reply = read(aRecord({ reply: { root: parent, parent } }));
    const quote = read(aRecord({ embed: { $type: 'app.bsky.embed.record', record: quoted } }));
    const both = read(aRecord({ reply: { root: parent, parent }, embed: withMedia }));

    expect(reply).toMatchObject({ kind: 'reply', parentId: parent.uri });
    expect(quote).toMatchObject({ kind: 'quote', parentId: quoted.uri });
    expect(both).toMatchObject({ kind: 'quote', parentId: quoted.uri, media: ['bafkreipicture'] });
  });

  it('and is no quote when a list or a feed is embedded', () => {
    const list = { uri: `at://${otherDid}/app.bsky.graph.list/3lblist`, cid: 'bafylist' };

    expect(read(aRecord({ embed: { $type: 'app.bsky.embed.record', record: list } }))?.kind).toBe('original');
  });

  it('with the ids of its pictures and its video, and not of a card’s thumbnail', () => {
    const blob = (link: string) => ({ $type: 'blob', ref: { $link: link }, mimeType: 'image/png', size: 9 });
    const video = read(aRecord({ embed: { $type: 'app.bsky.embed.video', video: blob('bafkreivideo01') } }));
    const card = { uri: 'https://example.org/a', title: '', description: '', thumb: blob('bafkreithumb01') };
    const external = read(aRecord({ embed: { $type: 'app.bsky.embed.external', external: card } }));

    expect(video?.media).toEqual(['bafkreivideo01']);
    expect(external?.media).toBeUndefined();
    expect(external?.links).toEqual(['example.org/a']);
  });

  it('as a repost of its own', () => {
    const record = { $type: 'app.bsky.feed.repost', subject: { uri: uriOf('3lbsubject', otherDid), cid: 'x' } };

    const repost = read(record, 'app.bsky.feed.repost');

    expect(repost).toMatchObject({
      id: uriOf('3lbaaaaaaaa2x', aDid, 'app.bsky.feed.repost'),
      kind: 'repost',
      parentId: uriOf('3lbsubject', otherDid),
      parentAccountId: otherDid,
      text: '',
      tags: [],
    });
  });

  it.each([
    ['no record', undefined],
    ['no text', { createdAt: '2026-03-02T12:00:00Z' }],
    ['text that is none', { text: 5 }],
    ['a list', []],
  ])('unless it is broken: %s', (_, record) => {
    expect(read(record)).toBeUndefined();
  });

  it('or nothing, and never throws, whatever stands in it', () => {
    const part = fc.anything();
    const record = fc.record(
      { text: fc.string(), facets: part, tags: part, embed: part, reply: part, langs: part, createdAt: part },
      { requiredKeys: ['text'] },
    );

    fc.assert(
      fc.property(fc.oneof(record, part), (given) => {
        const post = read(given);
        expect(post === undefined || post.id === uriOf('3lbaaaaaaaa2x')).toBe(true);
      }),
    );
    fc.assert(fc.property(record, (given) => read(given) !== undefined));
  });
});

it('the time in a record key is that of the revision clock', () => {
  expect(timeOfTid('3jzfcijpj2z2a')).toEqual(new Date('2023-06-30T15:03:01.887Z'));
  expect(timeOfTid('self')).toBeUndefined();
});
