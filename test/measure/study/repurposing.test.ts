import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureRepurposing } from '../../../src/measure/study/repurposing.ts';
import { dayMs, type Post } from '../../../src/post/post.ts';
import { aPost } from '../../builders.ts';
import { somePosts } from '../some-posts.ts';
import { manyPosts, tableIn } from './listed.ts';

const begin = Date.parse('2021-01-10T00:00:00Z');
const span = { from: new Date(begin), to: new Date(begin + 60 * dayMs) };

/** Posts of one account, one a day from a day on that is counted from the campaign's begin. */
function days(accountId: string, first: number, count: number, given: Partial<Post> = {}): readonly Post[] {
  return manyPosts(count, (index) => ({
    accountId,
    createdAt: new Date(begin + (first + index) * dayMs),
    tags: ['river'],
    lang: 'en',
    ...given,
  }));
}

describe('F17, repurposing', () => {
  it('tells accounts that slept, changed and stayed the same apart', () => {
    const posts = [
      ...days('sleeper', -400, 6),
      ...days('sleeper', 1, 6),
      ...days('turned', -20, 6, { lang: 'ko', tags: ['drama'] }),
      ...days('turned', 1, 6, { lang: 'zh-Hant', tags: ['river'] }),
      ...days('steady', -6, 6, { lang: 'en-GB' }),
      ...days('steady', 0, 12),
      ...days('new', 3, 6),
    ];

    const found = measureRepurposing(tableIn(posts), { span, minN: 1 });

    expect(found).toMatchObject({
      start: span.from,
      accounts: 4,
      withPast: { n: 3, of: 4 },
      gap: { share: { n: 1, of: 3 } },
      language: { share: { n: 1, of: 3 } },
      tags: { share: { n: 1, of: 3 } },
      mostlyOlder: { share: { n: 0, of: 4 } },
      any: { share: { n: 2, of: 4 } },
    });
    expect(found.gap.behind()).toEqual({ of: 'accounts', rows: Uint32Array.of(0) });
    expect(found.any.behind().rows).toEqual(Uint32Array.of(0, 1));
  });

  it('takes silence of exactly 180 days for a gap', () => {
    const rest = (day: number) => [...days('a', day, 1), ...days('a', 0, 1)];

    expect(measureRepurposing(tableIn(rest(-180)), { span, minN: 1 }).gap.share.n).toBe(1);
    expect(measureRepurposing(tableIn(rest(-179)), { span, minN: 1 }).gap.share.n).toBe(0);
  });

  it('finds accounts most of whose posts are older than the tag, as in sets with years of another life', () => {
    const posts = [
      aPost({ accountId: 'first', tags: ['campaign'], createdAt: new Date(begin - 10 * dayMs) }),
      ...days('old', -3000, 40, { tags: ['music'] }),
      ...days('old', 5, 3, { tags: ['campaign'] }),
      ...days('half', -3, 3, { tags: ['campaign'] }),
      ...days('half', -30, 3),
      ...days('never', -30, 40),
    ];

    const found = measureRepurposing(tableIn(posts), { tag: '#Campaign', minN: 1 });

    expect(found.start).toEqual(new Date(begin - 10 * dayMs));
    expect(found).toMatchObject({ accounts: 3, mostlyOlder: { share: { n: 1, of: 3 } } });
    expect(found.years.map(({ year, n, share }) => [year, n, share.of])).toEqual([
      [2012, 40, 50],
      [2020, 4, 50],
      [2021, 6, 50],
    ]);
    expect(found.years[0]?.behind().rows).toHaveLength(40);
  });

  it('counts accounts made long before their first post apart, and unknown dates not at all', () => {
    const posts = [
      ...days('late', 1, 3, { accountCreatedAt: new Date(begin - 364 * dayMs) }),
      ...days('fresh', 1, 3, { accountCreatedAt: new Date(begin - 363 * dayMs) }),
      ...days('unknown', 1, 3),
    ];

    expect(measureRepurposing(tableIn(posts), { span, minN: 1 })).toMatchObject({
      lateFirstPost: { share: { n: 1, of: 2 } },
      any: { share: { n: 0, of: 3 } },
    });
  });

  it('says nothing of languages and tags of too few posts, of reposts, or of no language', () => {
    const shift = (given: Partial<Post>, count: number) => [
      ...days('a', -20, count, { lang: 'ko', tags: ['drama'], ...given }),
      ...days('a', 0, count, { lang: 'zh', ...given }),
    ];
    const measure = (posts: readonly Post[]) => measureRepurposing(tableIn(posts), { span, minN: 1 });

    expect(measure(shift({}, 5))).toMatchObject({
      language: { share: { n: 1, of: 1 } },
      tags: { share: { n: 1, of: 1 } },
    });
    expect(measure(shift({}, 4))).toMatchObject({ language: { share: { of: 0 } }, tags: { share: { of: 0 } } });
    expect(measure(shift({ kind: 'repost' }, 9))).toMatchObject({
      language: { share: { of: 0 } },
      tags: { share: { of: 0 } },
    });
    expect(measure(shift({ lang: 'qme' }, 9)).language.share.of).toBe(0);
  });

  it('needs a language of more than half on both sides', () => {
    const before = [...days('a', -20, 5, { lang: 'ko' }), ...days('a', -12, 5, { lang: 'ja' })];

    expect(measureRepurposing(tableIn([...before, ...days('a', 0, 5)]), { span, minN: 1 }).language.share.of).toBe(0);
    expect(
      measureRepurposing(tableIn([...before, ...days('a', -7, 1, { lang: 'ko' }), ...days('a', 0, 5)]), {
        span,
        minN: 1,
      }).language.share,
    ).toMatchObject({ n: 1, of: 1 });
  });

  it('compares several of the most frequent tags, as many as asked for', () => {
    const posts = [
      ...days('a', -20, 6, { tags: ['drama'] }),
      ...days('a', -10, 3, { tags: ['river'] }),
      ...days('a', 0, 6, { tags: ['valley'] }),
      ...days('a', 10, 3, { tags: ['river'] }),
    ];

    expect(measureRepurposing(tableIn(posts), { span, minN: 1 }).tags.share.n).toBe(0);
    expect(measureRepurposing(tableIn(posts), { span, minN: 1, topTags: 1 }).tags.share.n).toBe(1);
  });

  it('sees no change of tags where one of the most frequent ones stays', () => {
    const posts = [
      ...days('a', -20, 5, { tags: ['drama', 'river'] }),
      ...days('a', 0, 5, { tags: ['valley', 'river'] }),
    ];

    expect(measureRepurposing(tableIn(posts), { span, minN: 1 }).tags.share).toMatchObject({ n: 0, of: 1 });
  });

  it('looks at the authors of the given posts only, with all their posts', () => {
    const posts = [...days('a', -400, 1), ...days('a', 0, 1), ...days('b', -400, 1), ...days('b', 0, 1)];

    const found = measureRepurposing(tableIn(posts), { rows: Uint32Array.of(1), minN: 1 });

    expect(found).toMatchObject({ accounts: 1, gap: { share: { n: 1, of: 1 } }, start: span.from });
  });

  it('withholds shares of few and survives nothing', () => {
    expect(measureRepurposing(tableIn(days('a', 0, 1)), { span }).any.share).toMatchObject({ withheld: true, of: 1 });
    expect(measureRepurposing(tableIn([]), { tag: 'none' })).toMatchObject({
      accounts: 0,
      start: undefined,
      years: [],
    });
  });

  it('agrees with counting by hand', () => {
    fc.assert(
      fc.property(somePosts, fc.nat(48), (posts, hour) => {
        const from = new Date(Date.parse('2026-03-02T00:00:00Z') + hour * 3_600_000);
        const found = measureRepurposing(tableIn(posts), {
          span: { from, to: new Date('2027-01-01') },
          minN: 0,
          gapDays: 0.25,
        });
        const accounts = [...new Set(posts.map(({ accountId }) => accountId))].flatMap((accountId) => {
          const times = posts
            .filter((post) => post.accountId === accountId)
            .map(({ createdAt }) => createdAt.getTime());
          const before = times.filter((at) => at < from.getTime());
          const after = times.filter((at) => at >= from.getTime());
          if (after.length === 0) return [];
          return [{ gap: Math.min(...after) - Math.max(...before), isOlder: before.length > after.length, before }];
        });

        expect(found.accounts).toBe(accounts.length);
        expect(found.gap.share).toMatchObject({
          n: accounts.filter(({ gap, before }) => before.length > 0 && gap >= 6 * 3_600_000).length,
          of: accounts.filter(({ before }) => before.length > 0).length,
        });
        expect(found.mostlyOlder.share.n).toBe(accounts.filter(({ isOlder }) => isOlder).length);
        expect(found.any.share.n).toBe(found.any.behind().rows.length);
      }),
    );
  });
});
