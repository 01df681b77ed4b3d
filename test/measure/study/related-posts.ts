/** Arbitrary posts that answer or repost each other, or posts outside the set. */
import fc from 'fast-check';
import type { Post } from '../../../src/post/post.ts';
import { somePosts } from '../some-posts.ts';

/** Up to 40 posts; parents are other posts of the set, posts outside it of a known account, or unknown. */
export const relatedPosts: fc.Arbitrary<readonly Post[]> = somePosts.chain((posts) =>
  fc
    .array(
      fc.record({
        kind: fc.constantFrom<Post['kind'][]>('original', 'reply', 'repost', 'repost', 'repost'),
        parent: fc.option(fc.nat(Math.max(0, posts.length - 1)), { nil: undefined }),
        outside: fc.constantFrom(undefined, 'a', 'b', 'c', 'g', 'outsider'),
      }),
      { minLength: posts.length, maxLength: posts.length },
    )
    .map((drawn) =>
      posts.map((post, index): Post => {
        const { kind = 'original', parent, outside } = drawn[index] ?? {};
        const inside = parent === undefined || parent === index ? undefined : posts[parent];
        return {
          ...post,
          kind,
          parentId: kind === 'original' ? undefined : (inside?.id ?? 'elsewhere'),
          parentAccountId: kind === 'original' ? undefined : (inside?.accountId ?? outside),
        };
      }),
    ),
);
