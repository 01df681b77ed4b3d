import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { busiestSpan } from '../../../src/measure/study/busiest-span.ts';
import { measureSameObjects, type SameObjectOptions } from '../../../src/measure/study/same-objects.ts';
import { tableOf } from '../../../src/measure/table/build-table.ts';
import type { Post } from '../../../src/post/post.ts';
import { aPost } from '../../builders.ts';
import { aRegistry } from '../a-registry.ts';

const video = 'youtube.com/watch?v=abcdefghijk';
const hour = (hours: number): Date => new Date(Date.UTC(2026, 2, 2, hours));
const registry = aRegistry({ desk: 'xx-daily' }, ['daily.example']);

function measure(posts: readonly Post[], options: SameObjectOptions = {}) {
  return measureSameObjects(tableOf(posts, { registry }), { minN: 1, registry, ...options });
}

const linking = (hours: readonly number[], given: Partial<Post> = { links: [video] }): readonly Post[] =>
  hours.map((hours_) => aPost({ createdAt: hour(hours_), ...given }));

describe('the share of same objects', () => {
  it('counts posts with an object that three accounts posted within 24 hours', () => {
    const found = measure([...linking([0, 1, 24]), aPost({ links: ['a.example/1'] }), aPost({})]);

    expect(found).toMatchObject({
      share: { n: 3, of: 4 },
      objects: 2,
      shared: 1,
      withoutObject: 1,
      hours: 24,
      fewestAccounts: 3,
      top: [
        {
          kind: 'video',
          id: video,
          posts: 3,
          accounts: 3,
          platforms: ['x'],
          firstAt: hour(0),
          busiest: { from: hour(0), accounts: 3, platforms: 1 },
          attributed: 0,
        },
      ],
    });
    expect(found.behind()).toEqual({ of: 'posts', rows: Uint32Array.of(0, 1, 2) });
    expect(found.top[0]?.behind()).toEqual({ of: 'posts', rows: Uint32Array.of(0, 1, 2) });
  });

  it('does not count what takes longer, but a later post of a shared object', () => {
    expect(measure(linking([0, 13, 25])).share).toMatchObject({ n: 0, of: 3 });
    expect(measure(linking([0, 13, 25]), { hours: 25 }).share).toMatchObject({ n: 3, of: 3 });
    expect(measure(linking([0, 1, 2, 200])).share).toMatchObject({ n: 4, of: 4 });
  });

  it('counts accounts, not posts, and leaves reposts to their parent', () => {
    expect(measure(linking([0, 1, 2, 3], { accountId: 'a', links: [video] })).share).toMatchObject({ n: 0, of: 4 });
    expect(measure(linking([0, 1, 2], { kind: 'repost', links: [video] })).share).toMatchObject({ n: 0, of: 0 });
  });

  it('sees pictures, links and videos, and on how many platforms', () => {
    const posts = [
      ...linking([0, 1, 2], { media: ['picture-1'] }),
      ...['x', 'bluesky', 'youtube', 'telegram'].map((platform) =>
        aPost({ platform, createdAt: hour(5), links: [video] }),
      ),
    ];

    expect(measure(posts).top).toMatchObject([
      { kind: 'video', platforms: ['bluesky', 'telegram', 'x', 'youtube'], busiest: { accounts: 4, platforms: 4 } },
      { kind: 'media', id: 'picture-1', accounts: 3 },
    ]);
  });

  it('counts the platforms of the busiest span apart from those of all time', () => {
    const late = aPost({ platform: 'bluesky', createdAt: hour(100), links: [video] });
    const soon = aPost({ platform: 'telegram', createdAt: hour(-30), links: [video] });

    expect(measure([...linking([0, 1, 2]), late, soon]).top).toMatchObject([
      { accounts: 5, platforms: ['bluesky', 'telegram', 'x'], busiest: { accounts: 3, platforms: 1 } },
    ]);
  });

  it('marks listed hosts and attributed accounts', () => {
    const posts = [
      ...linking([0, 1], { links: ['en.daily.example/a'] }),
      aPost({ accountId: 'desk', links: ['en.daily.example/a'] }),
    ];

    expect(measure(posts).top).toMatchObject([{ hostEntryId: 'xx-host', attributed: 1, accounts: 3 }]);
    expect(measure(posts, { registry: undefined }).top[0]?.hostEntryId).toBeUndefined();
  });

  it('looks at the rows that are asked for', () => {
    expect(measure(linking([0, 1, 2, 3]), { rows: Uint32Array.of(0, 3) }).share).toMatchObject({ n: 0, of: 2 });
  });

  it('has an empty set', () => {
    expect(measure([])).toMatchObject({
      share: { n: 0, of: 0 },
      objects: 0,
      shared: 0,
      top: [],
      warehouses: { n: 0, of: 0 },
    });
  });
});

describe('a warehouse', () => {
  const uploads = (accountId: string, count: number): readonly Post[] =>
    Array.from({ length: count }, (_, i) => aPost({ accountId, media: [`${accountId}-${i}`] }));

  it('posts at least five different objects and nothing else', () => {
    const posts = [...uploads('only', 5), ...uploads('few', 4), ...uploads('talks', 5), aPost({ accountId: 'talks' })];
    const found = measure(posts);

    expect(found).toMatchObject({ warehouses: { n: 1, of: 3 }, attributedWarehouses: 0, fewestObjects: 5 });
    expect(found.behindWarehouses()).toEqual({ of: 'accounts', rows: Uint32Array.of(0) });
  });

  it('is none when it reposts, or posts one object again and again', () => {
    const again = Array.from({ length: 6 }, () => aPost({ accountId: 'again', media: ['one'] }));
    const reposts = [...uploads('reposts', 5), aPost({ accountId: 'reposts', kind: 'repost', media: ['x'] })];

    expect(measure([...again, ...reposts]).warehouses).toMatchObject({ n: 0, of: 2 });
  });

  it('is counted apart when it is a listed outlet', () => {
    expect(measure(uploads('desk', 5))).toMatchObject({ warehouses: { n: 1, of: 1 }, attributedWarehouses: 1 });
  });
});

it('the busiest span is the one that trying every post as its start finds', () => {
  const posts = fc.array(fc.tuple(fc.nat(50), fc.nat(6)), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(posts, fc.nat(20), (given, span) => {
      const sorted = given.toSorted(([a], [b]) => a - b);
      const tried = sorted.map(([from]) => ({
        from,
        accounts: new Set(sorted.filter(([at]) => at >= from && at <= from + span).map(([, account]) => account)).size,
      }));
      const best = Math.max(...tried.map(({ accounts }) => accounts));
      const found = busiestSpan(
        Float64Array.from(sorted, ([at]) => at),
        Uint32Array.from(sorted, ([, account]) => account),
        span,
      );

      expect(found.accounts).toBe(best);
      expect(tried.some(({ from, accounts }) => accounts === best && from === found.from)).toBe(true);
    }),
  );
});
