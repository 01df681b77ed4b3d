/** Arbitrary posts for properties that hold for any set of posts. */
import fc from 'fast-check';
import type { History } from '../../src/measure/history.ts';
import type { Post } from '../../src/post/post.ts';

const texts = [
  'The harvest of the valley is better than ever ABCD',
  'The harvest of the valley is better than ever EFGH',
  'A walk along the river in the evening light',
  'short',
];

const start = Date.parse('2026-03-02T00:00:00Z');

/** Up to 40 posts of a few accounts in two days; every optional field is sometimes missing. */
export const somePosts: fc.Arbitrary<readonly Post[]> = fc
  .array(
    fc.record({
      accountId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      second: fc.nat(2 * 86_400),
      text: fc.constantFrom(...texts),
      kind: fc.constantFrom<Post['kind'][]>('original', 'original', 'reply', 'repost', 'quote'),
      parentId: fc.constantFrom('parent1', 'parent2'),
      tags: fc.constantFrom([], ['vote'], ['vote', 'river']),
      links: fc.constantFrom([], ['daily.example/a'], ['example.com/b']),
      lang: fc.constantFrom(undefined, 'en', 'zh-Hant', 'qme'),
      media: fc.constantFrom(undefined, [], ['video1'], ['video1', 'picture2']),
      handle: fc.constantFrom(undefined, 'somebody', 'somebody12345678'),
      parentAccountId: fc.constantFrom(undefined, 'a', 'b', 'c'),
      replies: fc.option(fc.nat(5), { nil: undefined }),
      likes: fc.option(fc.nat(20), { nil: undefined }),
      reposts: fc.option(fc.nat(20), { nil: undefined }),
      followers: fc.option(fc.nat(10), { nil: undefined }),
      ageDays: fc.option(fc.integer({ min: 1, max: 3000 }), { nil: undefined }),
      status: fc.constantFrom<Post['status'][]>(undefined, 'active', 'suspended', 'deleted', 'protected'),
      checkedHours: fc.nat(3),
      isDeleted: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((rows) =>
    rows.map(({ second, ageDays, checkedHours, isDeleted, ...row }, index) => {
      const createdAt = new Date(start + second * 1000);
      return {
        ...row,
        platform: 'x',
        id: `p${index}`,
        createdAt,
        seenAt: createdAt,
        accountCreatedAt: ageDays === undefined ? undefined : new Date(start - ageDays * 86_400_000),
        statusCheckedAt: row.status === undefined ? undefined : new Date(start + checkedHours * 3_600_000),
        deletedAt: isDeleted ? createdAt : undefined,
      };
    }),
  );

/** The same posts in two orders. */
export const shuffledPosts: fc.Arbitrary<readonly [readonly Post[], readonly Post[]]> = somePosts.chain((posts) =>
  fc.tuple(fc.constant(posts), fc.shuffledSubarray([...posts], { minLength: posts.length })),
);

/** The same posts 70 days earlier, as what is known of their authors. */
export function pastOf(posts: readonly Post[]): History {
  const earlier = (at: Date): Date => new Date(at.getTime() - 70 * 86_400_000);
  return {
    posts: posts.map((post) => ({ ...post, id: `past-${post.id}`, createdAt: earlier(post.createdAt) })),
    span: { from: new Date(start - 90 * 86_400_000), to: new Date(start) },
    readAt: new Date(start),
  };
}

const topics = [
  'Notes on the slow growth of lichen on old garden walls',
  'How my grandmother repaired every clock in her street',
  'Seven kinds of bread and where their flour comes from',
];

/** A post that has nothing in common with any of `somePosts`, in the middle of their time. */
export function unrelatedPost(index: number): Post {
  const createdAt = new Date(start + 86_400_000 + index * 7_200_000);
  return {
    platform: 'x',
    id: `u${index}`,
    accountId: `unrelated${index}`,
    createdAt,
    seenAt: createdAt,
    text: topics[index % topics.length] ?? '',
    kind: 'original',
    tags: [`lichen${index}`],
    links: [`lichen.example/${index}`],
    followers: 500,
    likes: 0,
    reposts: 0,
    accountCreatedAt: new Date(start - (4000 + 40 * index) * 86_400_000),
  };
}
