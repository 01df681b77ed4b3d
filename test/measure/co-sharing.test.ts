import { describe, expect, it } from 'vitest';
import { measureCoSharing } from '../../src/measure/co-sharing.ts';
import { measureSynchrony } from '../../src/measure/synchrony.ts';
import type { Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';

const start = Date.parse('2026-03-02T08:00:00Z');

function share(accountId: string, second: number, given: Partial<Post>): Post {
  return aPost({ accountId, createdAt: new Date(start + second * 1000), ...given });
}

/** Each account puts out each of the links within a second or two of the others. */
function together(accounts: readonly string[], links: number): readonly Post[] {
  return [...Array(links).keys()].flatMap((link) =>
    accounts.map((account, index) =>
      share(account, link * 600 + index, { links: [`example.org/${link}`], tags: ['vote'] }),
    ),
  );
}

describe('co-sharing', () => {
  it('counts accounts that share two objects within the window in two posts each', () => {
    const posts = [...together(['a', 'b', 'c'], 2), share('d', 0, { links: ['example.org/0'] }), share('e', 0, {})];

    expect(measureCoSharing(posts)).toMatchObject({
      windowSeconds: 60,
      minObjects: 2,
      accounts: { n: 3, of: 5 },
      beyondPopularity: { n: 3, of: 5 },
      pairs: 3,
      largestGroup: 3,
      postsSkipped: 0,
    });
  });

  it('takes a link, a text and a tag in one post for one act', () => {
    const posts = ['a', 'b'].map((account, second) =>
      share(account, second, {
        links: ['example.org/1'],
        tags: ['river'],
        text: 'A walk along the river in the evening light',
      }),
    );

    expect(measureCoSharing(posts).accounts).toMatchObject({ n: 0, of: 2 });
  });

  it('leaves out the burst’s own tag, and joins nobody by tags alone', () => {
    const chat = [0, 600].flatMap((second) =>
      ['a', 'b'].map((account) => share(account, second, { tags: ['vote', `t${second}`, 'x'] })),
    );
    const beside = ['a', 'b'].map((account) => share(account, 1200, { links: ['example.org/1'] }));
    const withTag = [...beside, ...['a', 'b'].map((account) => share(account, 2400, { tags: ['vote'] }))];

    expect(measureCoSharing(chat).pairs).toBe(0);
    expect(measureCoSharing([...chat, ...beside]).pairs).toBe(1);
    expect(measureCoSharing(withTag).pairs).toBe(1);
    expect(measureCoSharing(withTag, { exceptTag: 'vote' }).pairs).toBe(0);
  });

  it('compares reposts by their parent only', () => {
    const reposts = [0, 600].flatMap((second) =>
      ['a', 'b'].map((account) =>
        share(account, second, {
          kind: 'repost',
          parentId: `p${second}`,
          links: ['example.org/same'],
        }),
      ),
    );
    const others = reposts.map((post, index) => ({ ...post, parentId: `p${index}` }));

    expect(measureCoSharing(reposts).pairs).toBe(1);
    expect(measureCoSharing(others).pairs).toBe(0);
  });

  it('tells partners apart from a crowd that passes on what everybody passes on', () => {
    // 20 posts of the day, each passed on 300 times by some of 1,000 accounts, most within minutes: pairs meet twice.
    const random = seeded(11);
    const crowd = [...Array(6000).keys()].map((turn) =>
      share(`c${Math.floor(random() * 1000)}`, (turn % 20) * 1800 - Math.floor(Math.log(1 - random()) * 600), {
        links: [`example.com/${turn % 20}`],
      }),
    );

    const found = measureCoSharing([...crowd, ...together(['a', 'b', 'c'], 3)]);

    expect(found.accounts.n).toBeGreaterThan(900);
    expect(found.beyondPopularity.n).toBeGreaterThanOrEqual(3);
    expect(found.beyondPopularity.n).toBeLessThan(50);
  });

  it('says how many posts it could not compare because everybody shares the same at once', () => {
    const posts = [...Array(300).keys()].map((index) => share(`h${index}`, index / 10, { links: ['example.com/hot'] }));

    expect(measureCoSharing(posts).postsSkipped).toBe(99);
  });
});

describe('synchrony', () => {
  const text = 'The harvest of the valley is better than ever';

  it('is far beyond chance when copies come at one moment', () => {
    const posts = [...Array(20).keys()].map((index) => share(`a${index}`, index * 2, { text }));

    const found = measureSynchrony(posts, { windowSeconds: 60 });

    expect(found?.members).toMatchObject({ n: 20, of: 20 });
    expect(found?.z).toBeGreaterThan(6);
    expect(found?.expectedPairs).toBeLessThan(30);
  });

  it('does not fade when so many copies come at one moment that they still touch after shifting', () => {
    const posts = [...Array(300).keys()].map((index) => share(`a${index}`, index % 50, { text }));

    const found = measureSynchrony(posts, { windowSeconds: 60 });

    expect(found?.expectedMembers).toBeGreaterThan(290);
    expect(found?.z).toBeGreaterThan(100);
  });

  it('is nothing special when copies come all day', () => {
    const posts = [...Array(40).keys()].map((index) => share(`a${index}`, (index * 7919) % 86_400, { text }));

    expect(Math.abs(measureSynchrony(posts, { windowSeconds: 60 })?.z ?? 99)).toBeLessThan(3);
  });

  it('is no more than the number of members, and not known for a handful', () => {
    const few = (count: number) => [...Array(count).keys()].map((index) => share(`a${index}`, index, { text }));

    expect(measureSynchrony(few(5), { windowSeconds: 60 })?.z).toBeLessThanOrEqual(5);
    expect(measureSynchrony(few(4), { windowSeconds: 60 })).toBeUndefined();
  });

  it('does not count one account that repeats itself', () => {
    const posts = [
      ...[...Array(20).keys()].map((index) => share('same', index, { text })),
      ...['b', 'c', 'd', 'e'].map((account, index) => share(account, 10_000 * (index + 1), { text })),
    ];

    expect(measureSynchrony(posts, { windowSeconds: 60 })?.members).toMatchObject({ n: 0, of: 5 });
  });

  it('is the same every time', () => {
    const posts = [...Array(30).keys()].map((index) => share(`a${index % 12}`, index * 37, { text }));

    expect(measureSynchrony(posts, { windowSeconds: 60 })).toEqual(
      measureSynchrony([...posts].reverse(), { windowSeconds: 60 }),
    );
  });
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 4_294_967_296;
  };
}
