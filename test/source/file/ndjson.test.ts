import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalLink, normalTag } from '../../../src/post/normal-form.ts';
import { accountStatuses, type Post, postKinds } from '../../../src/post/post.ts';
import { readNdjsonLine, writeNdjson } from '../../../src/source/file/ndjson.ts';
import { now, readText } from './files.ts';

const line = {
  platform: 'sample',
  id: 'p1',
  accountId: 'a1',
  createdAt: '2026-11-24T09:00:00Z',
  text: 'hello',
  kind: 'original',
  tags: ['#Vote', 'vote'],
  links: ['https://www.host.example/a/'],
};

const read = (value: unknown, options = {}) =>
  readNdjsonLine({ line: 1, text: JSON.stringify(value) }, { now, ...options });

const aDate = fc.date({ min: new Date('1991-01-01'), max: now, noInvalidDate: true });
const anId = fc.stringMatching(/^[\w:/.=+-]{1,40}$/);
const aText = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll('\0', ''));
const aTag = fc
  .oneof(fc.stringMatching(/^[\p{L}\p{N}_]{1,12}$/u), fc.constantFrom('示例话题', 'مثال', 'Пример'))
  .map(normalTag)
  .filter((tag) => tag !== '' && normalTag(tag) === tag);
const aLink = fc.webUrl({ withQueryParameters: true, withFragments: true }).map((url) => normalLink(url) ?? '');
const aCount = fc.nat(1_000_000);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const aPost: fc.Arbitrary<Post> = fc.record({
  platform: fc.constantFrom('x', 'bluesky', 'facebook-groups'),
  id: anId,
  accountId: anId,
  handle: optional(fc.stringMatching(/^\w{1,15}$/)),
  accountCreatedAt: optional(aDate),
  followers: optional(aCount),
  createdAt: aDate,
  seenAt: fc.constant(now),
  text: aText,
  lang: optional(fc.constantFrom('en', 'zh', 'und')),
  kind: fc.constantFrom(...postKinds),
  parentId: optional(anId),
  tags: fc.uniqueArray(aTag, { maxLength: 4 }),
  links: fc.uniqueArray(fc.oneof(aLink, fc.constantFrom('4711', 'object-7')), { maxLength: 4 }),
  likes: optional(aCount),
  reposts: optional(aCount),
  replies: optional(aCount),
  quotes: optional(aCount),
  parentAccountId: optional(anId),
  media: optional(fc.uniqueArray(anId, { maxLength: 3 })),
  edit: optional(aCount),
  claimedAt: optional(aDate),
  status: optional(fc.constantFrom(...accountStatuses)),
  statusCheckedAt: optional(aDate),
  deletedAt: optional(aDate),
});

describe('a line of NDJSON', () => {
  it('is read with tags and links in normal form', () => {
    expect(read(line)).toEqual({
      line: 1,
      post: {
        platform: 'sample',
        id: 'p1',
        accountId: 'a1',
        createdAt: new Date('2026-11-24T09:00:00Z'),
        seenAt: now,
        text: 'hello',
        kind: 'original',
        tags: ['vote'],
        links: ['host.example/a'],
      },
    });
  });

  it('gives back the post that was written', () => {
    fc.assert(
      fc.property(aPost, (post) => {
        const text = writeNdjson(post);

        expect(text).not.toContain('\n');
        expect(readNdjsonLine({ line: 3, text }, { now })).toEqual({ line: 3, post });
      }),
    );
  });

  it('takes every optional key, null for unknown, and ignores keys it does not know', () => {
    const full = {
      ...line,
      handle: '@Name',
      accountCreatedAt: '2012-05-01',
      followers: 3,
      lang: 'en',
      parentId: 77,
      likes: 1,
      reposts: null,
      status: 'suspended',
      statusCheckedAt: 1763978400,
      deletedAt: 1763978400123,
      mood: 'good',
    };

    expect(read(full)).toMatchObject({
      post: {
        handle: 'Name',
        accountCreatedAt: new Date('2012-05-01T00:00:00Z'),
        followers: 3,
        parentId: '77',
        likes: 1,
        reposts: undefined,
        status: 'suspended',
        statusCheckedAt: new Date(1763978400_000),
        deletedAt: new Date(1763978400_123),
      },
    });
  });

  it('takes the platform of the importer when it names none', () => {
    const { platform: _, ...unnamed } = line;

    expect(read(unnamed, { platform: 'x' })).toMatchObject({ post: { platform: 'x' } });
    expect(read({ ...line, platform: 'Bluesky' }, { platform: 'x' })).toMatchObject({ post: { platform: 'bluesky' } });
    expect(read(unnamed)).toEqual({ refused: { line: 1, reason: 'platform: is missing' } });
  });

  it.each([
    [{ id: undefined }, 'id: expected an id as text'],
    [{ id: '' }, 'id: is empty, too long or holds control characters'],
    [{ id: 'x'.repeat(300) }, 'id: is empty, too long or holds control characters'],
    [{ id: 1.5 }, 'id: '],
    [{ platform: 'a b' }, 'platform: is no name of a platform'],
    [{ likes: '12' }, 'likes: '],
    [{ likes: -1 }, 'likes: '],
    [{ likes: 1.5 }, 'likes: '],
    [{ followers: 5_000_000_000 }, 'followers: '],
    [{ kind: 'retweet' }, 'kind: '],
    [{ kind: undefined }, 'kind: '],
    [{ text: undefined }, 'text: '],
    [{ tags: 'vote' }, 'tags: '],
    [{ tags: [1] }, 'tags.0: '],
    [{ status: 'gone' }, 'status: '],
    [{ createdAt: '2026-11-24T09:00:00' }, 'createdAt: is no ISO 8601 time with a zone'],
    [{ createdAt: 'today' }, 'createdAt: is no ISO 8601 time with a zone'],
    [{ createdAt: '2030-01-01T00:00:00Z' }, 'is in the future'],
    [{ createdAt: true }, 'createdAt: expected a time'],
  ])('is refused with %j', (change, reason) => {
    expect(read({ ...line, ...change })).toEqual({ refused: { line: 1, reason: expect.stringContaining(reason) } });
  });

  it('is refused when an id is a number that lost its last digits', () => {
    const text = JSON.stringify(line).replace('"p1"', '1349947391038787584');

    expect(readNdjsonLine({ line: 9, text }, { now })).toEqual({
      refused: { line: 9, reason: expect.stringMatching(/^id: .*write ids as text/) },
    });
    expect(read({ ...line, id: 2 ** 53 - 1 })).toMatchObject({ post: { id: '9007199254740991' } });
  });

  it('never throws, and never repeats what the line says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const item = readNdjsonLine({ line: 1, text }, { now });

        expect(item).toHaveProperty('refused.reason');
      }),
    );
    const secret = readNdjsonLine({ line: 1, text: '{"text": secret words' }, { now });
    expect(JSON.stringify(secret)).not.toContain('secret');
  });

  it('holds no half characters and no NUL', () => {
    expect(read({ ...line, text: 'a\0b\ud800c', tags: ['x\udc00'] })).toMatchObject({
      post: { text: 'a\u{fffd}b\u{fffd}c', tags: ['x\u{fffd}'] },
    });
  });
});

describe('a file of NDJSON', () => {
  it('is read line by line; blank lines do not count, bad lines are refused', async () => {
    const good = JSON.stringify(line);

    const { posts, lines, refusals } = await readText(`\n${good}\n\n{"id":\n[1]\n${good.replace('p1', 'p2')}`);

    expect(posts.map(({ id }) => id)).toEqual(['p1', 'p2']);
    expect(lines).toEqual([2, 6]);
    expect(refusals).toEqual([
      { line: 4, reason: 'is not JSON' },
      { line: 5, reason: expect.any(String) },
    ]);
  });
});
