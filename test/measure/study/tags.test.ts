import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureTagFamily } from '../../../src/measure/study/tag-family.ts';
import { createTagLikeness, scriptOf } from '../../../src/measure/study/tag-likeness.ts';
import { measureTags } from '../../../src/measure/study/tag-table.ts';
import { aPost } from '../../builders.ts';
import { shuffledPosts, somePosts } from '../some-posts.ts';
import { chosen, draws, idsBehind, listed, manyPosts, someRows, tableIn } from './listed.ts';

const registry = listed({
  daily: { kind: 'state-media', state: 'XX' },
  embassy: { kind: 'diplomat', state: 'YY' },
});

const start = Date.parse('2026-03-02T12:00:00Z');
const at = (minute: number): Date => new Date(start + minute * 60_000);

describe('the table of tags', () => {
  it('counts posts, accounts, first use and classes of each tag', () => {
    const posts = [
      ...manyPosts(60, (index) => ({
        accountId: index < 15 ? 'daily' : `a${index % 5}`,
        tags: index % 2 === 0 ? ['vote', 'river'] : ['vote'],
        createdAt: at(60 - index),
      })),
      ...manyPosts(20, () => ({ kind: 'repost', tags: ['vote'], createdAt: at(-100) })),
      ...manyPosts(20, () => ({})),
    ];

    const found = measureTags(tableIn(posts, registry));

    expect(found).toMatchObject({ tags: 2, tagged: { share: { n: 60, of: 80 } } });
    expect(found.top).toMatchObject([
      {
        tag: 'vote',
        n: 60,
        accounts: 6,
        firstAt: at(1),
        classes: [
          { class: 'state-media', share: { n: 15, of: 60 } },
          { class: 'unattributed', share: { n: 45, of: 60 } },
        ],
      },
      { tag: 'river', n: 30, classes: [{ share: { withheld: true, n: 8, of: 30 } }, {}] },
    ]);
    expect(found.top[0]?.classes[0]?.behind().rows).toHaveLength(15);
  });

  it('filters by state', () => {
    const posts = ['daily', 'embassy'].map((accountId) => aPost({ accountId, tags: ['vote'] }));

    expect(measureTags(tableIn(posts, registry), { states: ['YY'], minN: 1 }).top[0]?.classes).toMatchObject([
      { class: 'diplomat', share: { n: 1 } },
      { class: 'other-states', share: { n: 1 } },
    ]);
  });

  it('agrees with counting by hand, and cuts equals by name', () => {
    fc.assert(
      fc.property(somePosts, draws, fc.integer({ min: 1, max: 3 }), (posts, draw, most) => {
        const table = tableIn(posts);
        const rows = someRows(draw, table);
        const written = chosen(posts, rows).filter(({ kind }) => kind !== 'repost');
        const expected = [...new Set(written.flatMap(({ tags }) => tags))]
          .map((tag) => {
            const theirs = written.filter(({ tags }) => tags.includes(tag));
            return { tag, n: theirs.length, accounts: new Set(theirs.map(({ accountId }) => accountId)).size };
          })
          .sort((a, b) => b.n - a.n || (a.tag < b.tag ? -1 : 1))
          .slice(0, most);
        const found = measureTags(table, { rows, most, minN: 0 });

        expect(found.top.map(({ tag, n, accounts }) => ({ tag, n, accounts }))).toEqual(expected);
        for (const { n, classes } of found.top) {
          expect(classes.reduce((sum, { share }) => sum + share.n, 0)).toBe(n);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('F20, the family of a tag', () => {
  const posts = [
    aPost({ id: 'early', accountId: 'someone', tags: ['stoprumors'], createdAt: at(1) }),
    aPost({ id: 'again', accountId: 'someone', tags: ['stoprumors'], createdAt: at(2) }),
    aPost({ id: 'press', accountId: 'daily', tags: ['stoprumors', '新疆'], createdAt: at(3) }),
    aPost({ id: 'sister', accountId: 'sister', tags: ['stoprumours', '新疆'], createdAt: at(0) }),
    ...manyPosts(3, (index) => ({
      accountId: `c${index}`,
      tags: ['stoprumors', '新疆', 'news'],
      createdAt: at(10 + index),
    })),
    ...manyPosts(20, (index) => ({ accountId: `n${index}`, tags: ['news'], createdAt: at(-5) })),
    aPost({ id: 'repeat', kind: 'repost', tags: ['stoprumors'], createdAt: at(-9) }),
    aPost({ tags: ['ѕtoprumоrs'] }), // Cyrillic ѕ and о
    aPost({ tags: ['stoprumorsnow'] }),
    aPost({ tags: ['spring'] }),
  ];

  it('knows first use and first authors, and names only those who are attributed', () => {
    const found = measureTagFamily(tableIn(posts, registry), '##StopRumors', { firstAccounts: 2 });

    expect(found).toMatchObject({
      tag: 'stoprumors',
      members: [{ tag: 'stoprumors', posts: 6, accounts: 5 }],
      posts: { n: 6 },
      reposts: { n: 1 },
      accounts: 5,
      firstAt: at(1),
      firstAuthors: { accounts: 2, listed: [{ at: at(3) }], others: 1 },
    });
    expect(JSON.stringify(found.firstAuthors)).not.toContain('someone');
  });

  it('decides between posts of one moment by their id, not by the order in which they were read', () => {
    const pair = [
      aPost({ id: 'm2', accountId: 'someone', tags: ['vote'] }),
      aPost({ id: 'm1', accountId: 'daily', tags: ['vote'] }),
    ];

    for (const some of [pair, [...pair].reverse()]) {
      expect(measureTagFamily(tableIn(some, registry), 'vote', { firstAccounts: 1 }).firstAuthors.others).toBe(0);
    }
  });

  it('adds up declared tags, each post once, and joins nothing by itself', () => {
    const both = aPost({ accountId: 'both', tags: ['stoprumors', 'stoprumours'], createdAt: at(50) });
    const table = tableIn([...posts, both], registry);

    const found = measureTagFamily(table, 'stoprumors', { declared: ['#StopRumours', 'StopRumors', 'unused'] });

    expect(found).toMatchObject({
      members: [
        { tag: 'stoprumors', posts: 7 },
        { tag: 'stoprumours', posts: 2 },
        { tag: 'unused', posts: 0, accounts: 0 },
      ],
      posts: { n: 8 },
      firstAt: at(0),
    });
    expect(idsBehind(table, found.posts.behind().rows)).toContain('x:sister');
    expect(found.suggestions.map(({ tag }) => tag)).not.toContain('stoprumours');
  });

  it('measures co-use: together, Jaccard and lift', () => {
    const found = measureTagFamily(tableIn(posts, registry), 'stoprumors');

    expect(found.written).toBe(30);
    expect(found.coUsed.map(({ tag, n, posts: all }) => [tag, n, all])).toEqual([
      ['新疆', 4, 5],
      ['news', 3, 23],
    ]);
    expect(found.coUsed[0]?.jaccard).toBeCloseTo(4 / 7, 12);
    expect(found.coUsed[0]?.lift).toBeCloseTo((4 * 30) / (6 * 5), 12);
    expect(found.coUsed[1]?.lift).toBeLessThan(1);
    expect(found.coUsed[0]?.behind().rows).toHaveLength(4);
  });

  it('suggests look-alikes, near spellings, longer forms and companions in another script, with the reason', () => {
    expect(measureTagFamily(tableIn(posts, registry), 'stoprumors').suggestions).toEqual([
      { tag: 'ѕtoprumоrs', posts: 1, why: 'same-look' },
      { tag: 'stoprumours', posts: 1, why: 'near-spelling' },
      { tag: 'stoprumorsnow', posts: 1, why: 'contains' },
      { tag: '新疆', posts: 5, why: 'other-script' },
    ]);
  });

  it('has an answer for a tag that nobody used, or that is none', () => {
    for (const tag of ['absent', '#', '']) {
      expect(measureTagFamily(tableIn(posts, registry), tag)).toMatchObject({
        posts: { n: 0 },
        firstAt: undefined,
        firstAuthors: { accounts: 0, others: 0 },
        coUsed: [],
      });
    }
  });

  it('does not depend on the order of the posts', () => {
    fc.assert(
      fc.property(shuffledPosts, ([one, other]) => {
        const [a, b] = [one, other].map((some) => measureTagFamily(tableIn(some), 'vote', { firstAccounts: 3 }));

        expect(JSON.stringify(a)).toBe(JSON.stringify(b));
      }),
      { numRuns: 30 },
    );
  });
});

describe('likeness of tags', () => {
  it.each([
    ['xinjiang', 'xinjiangonline', 'contains'],
    ['xinjiang', 'xinjang', 'near-spelling'],
    ['xinjiang', 'xinjiang', undefined],
    ['stop_rumors', 'stoprumors', 'same-look'],
    ['新疆', '新疆是个好地方', 'contains'],
    ['新疆', '西藏', undefined],
    ['vote', 'note', undefined],
    ['café', 'cafe', 'same-look'],
    ['votes', 'vote', 'near-spelling'],
    ['___', 'anything', undefined],
  ])('of %s and %s is %s', (tag, other, expected) => {
    expect(createTagLikeness(tag)(other)).toBe(expected);
  });

  it('is mutual', () => {
    const tag = fc.string({ unit: fc.constantFrom('a', 'b', 'ö', '新', '_', '1'), maxLength: 12 });
    fc.assert(
      fc.property(tag, tag, (one, other) => {
        fc.pre(one.length > 0 && Math.abs(one.length - other.length) < 1);
        expect(createTagLikeness(one)(other)).toBe(createTagLikeness(other)(one));
      }),
    );
  });

  it('knows scripts by the first letter', () => {
    expect(['2026vote', '新疆', 'правда', 'ウイグル', '123'].map(scriptOf)).toEqual([
      'Latin',
      'Han',
      'Cyrillic',
      'Kana',
      undefined,
    ]);
  });
});
