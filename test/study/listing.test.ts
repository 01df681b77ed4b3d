import { describe, expect, it } from 'vitest';
import { tableOf } from '../../src/measure/table/build-table.ts';
import type { Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import type { RegistryEntry } from '../../src/registry/registry.ts';
import { createListings, type Listing } from '../../src/study/listing.ts';
import { anEntry, aPost } from '../builders.ts';
import { daily } from './a-study.ts';

const diplomat = anEntry({
  id: 'cn-person',
  name: 'A Person',
  kind: 'diplomat',
  publicRole: false,
  accounts: [{ platform: 'x', nativeId: 'person' }],
  hosts: [],
});

function list(post: Partial<Post>, of: 'posts' | 'accounts', entries: readonly RegistryEntry[] = [daily, diplomat]) {
  const table = tableOf([aPost(post)], { registry: createRegistry({ version: 'v', entries }) });
  return createListings(table, 'secret of the tests')({ of, rows: Uint32Array.of(0) });
}

function cells(listing: Listing): Readonly<Record<string, string>> {
  return Object.fromEntries(listing.columns.map((column, n) => [column, listing.row(0)[n] ?? '']));
}

describe('rows behind a number', () => {
  it('name a listed institution, with the id and counters of its post', () => {
    const row = cells(list({ id: '17', accountId: 'daily', likes: 4, kind: 'reply' }, 'posts'));

    expect(row).toEqual({
      platform: 'x',
      id: '17',
      time: '2026-03-02T12:00:00Z',
      who: 'Example Daily',
      class: 'state-media',
      kind: 'reply',
      likes: '4',
      reposts: '',
      replies: '',
      quotes: '',
    });
  });

  it.each([
    ['an account in no registry', 'somebody', 'unattributed'],
    ['a listed person without a public role', 'person', 'diplomat'],
  ])('give %s a pseudonym', (_, accountId, kind) => {
    const row = cells(list({ accountId, handle: 'the_handle' }, 'posts'));

    expect(row['who']).toMatch(/^acct-[0-9a-f]{10}$/);
    expect(row['class']).toBe(kind);
    expect(JSON.stringify(row)).not.toMatch(/the_handle|somebody|A Person/);
  });

  it.each([
    ['at://did:plc:abc/app.bsky.feed.post/1', 'did:plc:abc', undefined],
    ['https://social.example/@Some_Body/1', '77', 'some_body'],
  ])('give the post %s a pseudonym, since it holds its author', (id, accountId, handle) => {
    const row = cells(list({ platform: 'bluesky', id, accountId, handle }, 'posts'));

    expect(row['id']).toMatch(/^post-[0-9a-f]{10}$/);
    expect(JSON.stringify(row)).not.toMatch(/did:plc|some_body/i);
  });

  it.each([
    [undefined, ''],
    [0, '0'],
    [4, '1-4'],
    [5, '5-49'],
    [499, '50-499'],
    [7_123, '500+'],
  ])('say followers of private accounts only roughly: %s as "%s"', (followers, words) => {
    expect(cells(list({ accountId: 'somebody', followers }, 'accounts'))['followers']).toBe(words);
  });

  it('say an institution’s followers', () => {
    expect(cells(list({ accountId: 'daily', followers: 7_123 }, 'accounts'))).toMatchObject({
      who: 'Example Daily',
      followers: '7123',
      posts: '1',
    });
  });
});
