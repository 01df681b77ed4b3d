import { describe, expect, it } from 'vitest';
import { measureConnectedCrowd } from '../../src/measure/connected-crowd.ts';
import { measureFandom } from '../../src/measure/fandom.ts';
import { type History, pastsOf } from '../../src/measure/history.ts';
import { measureHourProfile } from '../../src/measure/hours.ts';
import { measureLanguageMismatch } from '../../src/measure/language-mismatch.ts';
import { measureRepurposed } from '../../src/measure/repurposed.ts';
import { dayMs, hourMs, type Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';

/** A Monday. */
const start = new Date('2026-03-02T12:00:00Z');
const daysBefore = (days: number): Date => new Date(start.getTime() - days * dayMs);

function past(posts: readonly Post[], given: Partial<History> = {}): History {
  return { posts, span: { from: daysBefore(90), to: start }, readAt: start, ...given };
}

function times(count: number, make: (index: number) => Partial<Post>): readonly Post[] {
  return Array.from({ length: count }, (_, index) => aPost(make(index)));
}

const burst = ['a', 'b', 'c', 'd'].map((accountId) => aPost({ accountId, createdAt: start, tags: ['vote'] }));

describe('the past of the accounts', () => {
  it('is what they posted before the burst, and nobody else', () => {
    const before = aPost({ accountId: 'a', createdAt: daysBefore(1) });
    const found = pastsOf(burst, past([before, ...burst, aPost({ accountId: 'z', createdAt: daysBefore(1) })]));

    expect([...found.of]).toEqual([['x:a', [before]]]);
    expect(found.known).toMatchObject({ n: 1, of: 4 });
    expect(found.start).toBe(start.getTime());
  });

  it('is nobody’s when it was not read', () => {
    expect(pastsOf(burst, undefined).known).toMatchObject({ n: 0, of: 4 });
    expect(pastsOf([], undefined).start).toBeNaN();
  });
});

describe('fandom', () => {
  it('counts accounts that used the tags more than 60 days ago, among those seen then', () => {
    const history = past([
      aPost({ accountId: 'a', createdAt: daysBefore(61), tags: ['voting'] }),
      aPost({ accountId: 'b', createdAt: daysBefore(61), tags: ['other'] }),
      aPost({ accountId: 'b', createdAt: daysBefore(59), tags: ['vote'] }),
      aPost({ accountId: 'c', createdAt: daysBefore(59), tags: ['vote'] }),
    ]);

    expect(measureFandom(burst, history, ['vote', 'voting'])).toMatchObject({
      accounts: { n: 1, of: 2 },
      unknown: 2,
      days: 60,
    });
    expect(measureFandom(burst, undefined, ['vote'])).toMatchObject({ accounts: { of: 0 }, unknown: 4 });
  });

  it('takes tags that a fifth of the posts carry for those of the crowd, and no others', () => {
    const history = past([
      aPost({ accountId: 'a', createdAt: daysBefore(61), tags: ['club'] }),
      aPost({ accountId: 'b', createdAt: daysBefore(61), tags: ['other'] }),
    ]);
    const tagged = (often: number): readonly Post[] =>
      Array.from({ length: 10 }, (_, n) => ({
        ...aPost({ id: `q${n}`, accountId: n % 2 === 0 ? 'a' : 'b', createdAt: start }),
        tags: n < often ? ['cup', 'club'] : ['cup'],
      }));

    expect(measureFandom(tagged(2), history, ['cup']).accounts).toMatchObject({ n: 1, of: 2 });
    expect(measureFandom(tagged(1), history, ['cup']).accounts).toMatchObject({ n: 0, of: 2 });
  });
});

describe('a crowd that knew each other', () => {
  it('has accounts that answered each other before the burst', () => {
    const history = past([
      aPost({ accountId: 'a', createdAt: daysBefore(3), kind: 'reply', parentId: 'p', parentAccountId: 'b' }),
      aPost({ accountId: 'b', id: 'seen', createdAt: daysBefore(3) }),
      aPost({ accountId: 'b', createdAt: daysBefore(2), kind: 'repost', parentId: 'q', parentAccountId: 'a' }),
      // The author of a parent that is at hand is known without the platform's word.
      aPost({ accountId: 'c', createdAt: daysBefore(2), kind: 'quote', parentId: 'seen' }),
      aPost({ accountId: 'd', createdAt: daysBefore(2), kind: 'reply', parentId: 'r', parentAccountId: 'd' }),
    ]);

    expect(measureConnectedCrowd(burst, history)).toMatchObject({
      mutual: { n: 2, of: 4 },
      linked: { n: 3, of: 4 },
      unknown: 0,
    });
  });

  it('does not count what the burst itself brought, nor accounts outside', () => {
    const answers = [
      aPost({ accountId: 'a', createdAt: start, kind: 'reply', parentAccountId: 'b' }),
      aPost({ accountId: 'b', createdAt: start, kind: 'reply', parentAccountId: 'a' }),
    ];
    const history = past([aPost({ accountId: 'c', createdAt: daysBefore(1), kind: 'reply', parentAccountId: 'z' })]);

    expect(measureConnectedCrowd([...burst, ...answers], history)).toMatchObject({
      mutual: { n: 0, of: 1 },
      linked: { n: 0, of: 1 },
      unknown: 3,
    });
  });
});

describe('another language', () => {
  const chinese = '今天的天气非常好我们去公园散步';
  const english = 'The weather is fine and we take a walk in the park';

  it('is a text in another script than the tag', () => {
    const posts = [
      aPost({ text: `${chinese} #vote https://example.com/abcdefghijklmnop @somebody` }),
      aPost({ text: `${english} #vote` }),
      aPost({ text: '#vote' }),
      aPost({ text: chinese, kind: 'repost' }),
    ];

    expect(measureLanguageMismatch(posts, 'vote')).toMatchObject({ script: { n: 1, of: 2 }, tagScript: 'Latn' });
    expect(measureLanguageMismatch(posts, '选举投票').script).toMatchObject({ n: 1, of: 2 });
    expect(measureLanguageMismatch(posts, '2026').script).toMatchObject({ n: 0, of: 0 });
    expect(measureLanguageMismatch(posts, undefined).script).toMatchObject({ n: 0, of: 0 });
  });

  it('is an account that wrote in another one before', () => {
    const before = (accountId: string, lang: string, count: number) =>
      times(count, () => ({ accountId, lang, createdAt: daysBefore(9) }));
    const posts = [
      aPost({ accountId: 'a', lang: 'en', createdAt: start }),
      aPost({ accountId: 'b', lang: 'zh', createdAt: start }),
      aPost({ accountId: 'c', lang: 'en', createdAt: start }),
      aPost({ accountId: 'd', lang: 'und', createdAt: start }),
    ];
    const history = past([
      ...before('a', 'zh-Hant', 3),
      ...before('b', 'zh', 2),
      ...before('b', 'zh-CN', 1),
      ...before('c', 'es', 2),
      ...before('d', 'es', 3),
    ]);

    expect(measureLanguageMismatch(posts, 'vote', history)).toMatchObject({
      language: { n: 1, of: 2 },
      languageUnknown: 2,
    });
    expect(measureLanguageMismatch(posts, 'vote')).toMatchObject({ language: { of: 0 }, languageUnknown: 4 });
  });
});

describe('accounts put to a new use', () => {
  it('turned to other tags or another language in their last 30 days', () => {
    const of = (accountId: string, days: number, given: Partial<Post>) =>
      times(5, () => ({ accountId, createdAt: daysBefore(days), ...given }));
    const history = past([
      ...of('a', 60, { tags: ['soap'], lang: 'th' }),
      ...of('a', 5, { tags: ['vote'], lang: 'th' }),
      ...of('b', 60, { tags: ['vote'], lang: 'th' }),
      ...of('b', 5, { tags: ['vote'], lang: 'en' }),
      ...of('c', 60, { tags: ['vote'], lang: 'en' }),
      ...of('c', 5, { tags: ['vote'], lang: 'en' }),
      ...of('d', 5, { tags: ['vote'], lang: 'en' }),
    ]);

    expect(measureRepurposed(burst, history)).toMatchObject({
      accounts: { n: 2, of: 3 },
      unknown: 1,
      gap: { n: 0, of: 3 },
      language: { n: 1, of: 3 },
      tags: { n: 1, of: 3 },
    });
  });

  it('came back after half a year', () => {
    const lastBefore = new Map([
      ['x:a', daysBefore(181)],
      ['x:b', daysBefore(179)],
      ['x:z', daysBefore(500)],
    ]);

    expect(measureRepurposed(burst, past([], { lastBefore }))).toMatchObject({
      accounts: { n: 1, of: 2 },
      unknown: 2,
      gap: { n: 1, of: 2 },
      language: { of: 0 },
    });
  });

  it('is not known without a past', () => {
    expect(measureRepurposed(burst, undefined)).toMatchObject({ accounts: { n: 0, of: 0 }, unknown: 4 });
  });
});

describe('the hours of the accounts before the burst', () => {
  /** One post an hour from 01:00 to 09:59 UTC on the weekdays of the 28 days before: 20 days, 180 posts. */
  const office = times(28 * 24, (hour) => ({
    accountId: 'a',
    createdAt: new Date(Date.UTC(2026, 1, 2) + hour * hourMs),
  })).filter(
    ({ createdAt }) => createdAt.getUTCDay() % 6 !== 0 && [1, 2, 3, 4, 5, 6, 7, 8, 9].includes(createdAt.getUTCHours()),
  );
  const even = Array.from({ length: 24 }, () => 10);

  it('shows an office block, a free weekend and the distance from others', () => {
    const found = measureHourProfile(burst, past(office), even);

    expect(found).toMatchObject({
      posts: 180,
      accounts: { n: 1, of: 4 },
      block: { fromHour: 1, share: { n: 180, of: 180 } },
      weekendDrop: 1,
    });
    // Nine hours at 1/9, against 24 at 1/24: middle 11/144 and 1/48.
    const expected = (Math.log2(16 / 11) + (9 / 24) * Math.log2(6 / 11) + (15 / 24) * Math.log2(2)) / 2;
    expect(found.distance).toBeCloseTo(expected, 12);
    expect(found.byChance).toBeCloseTo((23 * (1 / 180 + 1 / 240)) / (8 * Math.LN2), 12);
  });

  it('has no drop for accounts that post every day alike', () => {
    const daily = times(60, (index) => ({ accountId: 'a', createdAt: daysBefore(29.75 - index / 2) }));

    expect(Math.abs(measureHourProfile(burst, past(daily), even).weekendDrop ?? 1)).toBeLessThan(0.1);
  });

  it('looks at 30 days and says nothing of few posts or without others', () => {
    const old = times(60, () => ({ accountId: 'a', createdAt: daysBefore(31) }));
    const few = times(49, () => ({ accountId: 'a', createdAt: daysBefore(3) }));
    const unknown = { distance: undefined, byChance: undefined, block: undefined, weekendDrop: undefined };

    expect(measureHourProfile(burst, past(old), even)).toMatchObject({ posts: 0, ...unknown });
    expect(measureHourProfile(burst, past(few), even)).toMatchObject({ posts: 49, ...unknown });
    expect(measureHourProfile(burst, undefined, even)).toMatchObject({ posts: 0, ...unknown });
    expect(measureHourProfile(burst, past(office), undefined).distance).toBeUndefined();
    expect(
      measureHourProfile(
        burst,
        past(office),
        even.map(() => 2),
      ).distance,
    ).toBeUndefined();
  });
});
