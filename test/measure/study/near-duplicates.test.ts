import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureNearDuplicates } from '../../../src/measure/study/near-duplicates.ts';
import { tableOf } from '../../../src/measure/table/build-table.ts';
import type { PostTable } from '../../../src/measure/table/post-table.ts';
import type { Post } from '../../../src/post/post.ts';
import type { RegistryEntry } from '../../../src/registry/registry.ts';
import { anEntry, aPost } from '../../builders.ts';
import { aRegistry } from '../a-registry.ts';
import { shuffledPosts } from '../some-posts.ts';

const slogan = 'The harvest of the valley is better than ever before, say the people who live there';
const nearSlogan = 'The harvest of the valley is better than ever before, say all people who live there';
const otherText = 'A walk along the river in the evening light is what the doctor ordered for me today';

function table(posts: readonly Post[], accounts: Readonly<Record<string, string>> = {}): PostTable {
  return tableOf(posts, { registry: aRegistry(accounts) });
}

const texts = (...given: readonly string[]): readonly Post[] => given.map((text) => aPost({ text }));
const measure = (posts: readonly Post[]) => measureNearDuplicates(table(posts), { minN: 1 });

describe('the share of near-identical text', () => {
  it('counts posts in clusters of at least three accounts', () => {
    const found = measure(texts(slogan, `${slogan} ABCD`, `@somebody ${nearSlogan}`, otherText, 'short'));

    expect(found).toMatchObject({
      share: { n: 3, of: 4 },
      identical: { n: 0, of: 4 },
      clusters: 1,
      texts: 3,
      unusable: 1,
      capped: 0,
      fewestAccounts: 3,
      similarity: 0.8,
    });
    expect(found.top).toMatchObject([{ posts: 3, accounts: 3, wordings: 2, platforms: ['x'], attributed: [] }]);
  });

  it('tells identical text from near-identical', () => {
    expect(measure(texts(slogan, slogan, slogan, nearSlogan)).identical).toMatchObject({ n: 3, of: 4 });
    expect(measure(texts(slogan, slogan, slogan, nearSlogan)).share).toMatchObject({ n: 4, of: 4 });
  });

  it('counts accounts, not posts, and neither reposts nor replies', () => {
    const twice = ['a', 'b', 'a', 'b'].map((accountId) => aPost({ accountId, text: slogan }));
    const repeated = (['repost', 'reply', 'original', 'quote'] as const).map((kind) => aPost({ kind, text: slogan }));

    expect(measure(twice).share).toMatchObject({ n: 0, of: 4 });
    expect(measure(repeated).share).toMatchObject({ n: 0, of: 2 });
  });

  it('looks at the rows that are asked for', () => {
    const posts = texts(slogan, slogan, slogan, otherText);
    const rows = Uint32Array.of(0, 1, 3);

    expect(measureNearDuplicates(table(posts), { rows, minN: 1 }).share).toMatchObject({ n: 0, of: 3 });
  });

  it('is withheld for few posts', () => {
    expect(measureNearDuplicates(table(texts(slogan, slogan, slogan))).share).toMatchObject({
      withheld: true,
      n: 3,
      of: 3,
    });
  });

  it('has an empty set', () => {
    expect(measure([])).toMatchObject({ share: { n: 0, of: 0 }, clusters: 0, top: [] });
  });

  it('shows the posts behind it', () => {
    const found = measure(texts(otherText, slogan, slogan, nearSlogan));

    expect(found.behind()).toEqual({ of: 'posts', rows: Uint32Array.of(1, 2, 3) });
    expect(found.top[0]?.behind()).toEqual({ of: 'posts', rows: Uint32Array.of(1, 2, 3) });
  });

  it('does not depend on the order of the posts', () => {
    fc.assert(
      fc.property(shuffledPosts, ([posts, shuffled]) => {
        const plain = ({ share, identical, clusters, top }: ReturnType<typeof measure>) => ({
          share,
          identical,
          clusters,
          top: top.map(({ behind: _, ...rest }) => rest).sort((a, b) => (a.hash < b.hash ? -1 : 1)),
        });
        expect(plain(measure(shuffled))).toEqual(plain(measure(posts)));
      }),
      { numRuns: 30 },
    );
  }, 30_000);
});

describe('a cluster', () => {
  const early = new Date('2026-03-01T00:00:00Z');

  it('repeats a text only where a listed institution posted it first', () => {
    const posts = [aPost({ accountId: 'desk', text: slogan, createdAt: early }), ...texts(slogan, nearSlogan)];
    const found = (accounts: Readonly<Record<string, string>>) =>
      measureNearDuplicates(table(posts, accounts), { minN: 1 }).top[0];

    expect(found({ desk: 'xx-daily' })).toMatchObject({
      firstAt: early,
      firstEntryId: 'xx-daily',
      example: `${slogan.toLowerCase().slice(0, 79)}…`,
      attributed: [{ kind: 'state-media', accounts: 1 }],
      characters: slogan.length,
      hash: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(found({})?.example).toBeUndefined();
    expect(found({})?.firstEntryId).toBeUndefined();
  });

  it('has the same first text of several at one time, whatever their order', () => {
    const posts = texts(slogan, nearSlogan, slogan);

    expect(measure(posts.toReversed()).top[0]?.hash).toBe(measure(posts).top[0]?.hash);
    expect(measure([...posts.slice(1), ...posts.slice(0, 1)]).top[0]?.hash).toBe(measure(posts).top[0]?.hash);
  });

  it('repeats no text of a diplomat, or of an entry that is not public or disputed', () => {
    const posts = [aPost({ accountId: 'desk', text: slogan, createdAt: early }), ...texts(slogan, nearSlogan)];
    const exampleOf = (given: Partial<RegistryEntry>) => {
      const registry = { ...aRegistry({}), findAccount: () => ({ entry: anEntry(given), by: 'native-id' as const }) };
      return measureNearDuplicates(tableOf(posts, { registry }), { minN: 1 }).top[0]?.example;
    };

    expect(exampleOf({})).toBeDefined();
    expect(exampleOf({ publicRole: false })).toBeUndefined();
    expect(exampleOf({ kind: 'diplomat' })).toBeUndefined();
    expect(exampleOf({ status: 'disputed' })).toBeUndefined();
  });

  it('stands before smaller ones', () => {
    const found = measure([...texts(...Array(3).fill(otherText)), ...texts(...Array(4).fill(slogan))]);

    expect(found.top.map(({ accounts }) => accounts)).toEqual([4, 3]);
    expect(measureNearDuplicates(table(texts(...Array(3).fill(otherText))), { top: 0 }).top).toEqual([]);
  });
});
