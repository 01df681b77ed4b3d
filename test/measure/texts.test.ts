import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hoursOf, jensenShannon, measureHours } from '../../src/measure/hours.ts';
import { measureLanguages } from '../../src/measure/languages.ts';
import { measureVariety } from '../../src/measure/variety.ts';
import { aPost } from '../builders.ts';

describe('text variety', () => {
  it('counts distinct texts among written posts with enough text', () => {
    const posts = [
      aPost({ text: 'The harvest of the valley is better than ever ABCD' }),
      aPost({ text: 'the harvest of the valley is better than ever' }),
      aPost({ text: 'A walk along the river in the evening light' }),
      aPost({ text: 'hello' }),
      aPost({ text: 'The harvest of the valley is better than ever', kind: 'repost' }),
    ];

    expect(measureVariety(posts)).toMatchObject({ texts: { n: 2, of: 3 }, unusable: 1 });
  });
});

describe('text variety of a text bank', () => {
  it('counts near-identical texts as one', () => {
    const bank = ['harvest of the valley is better than ever', 'harvest of the valley is better than before'].map(
      (end) => aPost({ text: `Everybody who came to the market this morning agreed that the ${end}` }),
    );
    const other = aPost({ text: 'A walk along the river in the evening light' });

    expect(measureVariety([...bank, other]).texts).toMatchObject({ n: 2, of: 3 });
  });
});

describe('languages', () => {
  it('counts written posts by primary language, and what the platform does not name as und', () => {
    const langs = ['en', 'en-GB', 'zh-Hant', 'zh_CN', 'zh', undefined, 'und', 'qme', 'zxx'];
    const posts = [...langs.map((lang) => aPost({ lang })), aPost({ lang: 'en', kind: 'repost' })];

    expect(measureLanguages(posts).map(({ lang, posts: { n, of } }) => [lang, n, of])).toEqual([
      ['und', 4, 9],
      ['zh', 3, 9],
      ['en', 2, 9],
    ]);
  });

  it('counts accounts once in each language', () => {
    const posts = [aPost({ accountId: 'a', lang: 'ug' }), aPost({ accountId: 'a', lang: 'ug' })];

    expect(measureLanguages(posts)).toMatchObject([{ lang: 'ug', accounts: 1, posts: { n: 2 } }]);
  });
});

describe('hours of the day', () => {
  it('counts posts by UTC hour', () => {
    const posts = [0, 0, 23].map((hour) => aPost({ createdAt: new Date(Date.UTC(2026, 2, 2, hour, 59, 59)) }));

    expect(hoursOf(posts)[0]).toBe(2);
    expect(hoursOf(posts)[23]).toBe(1);
  });

  it('compares profiles only where both have 50 posts', () => {
    const office = [...Array(60).keys()].map((index) =>
      aPost({ createdAt: new Date(Date.UTC(2026, 2, 2, 1 + (index % 9))) }),
    );
    const evening = Array.from({ length: 24 }, (_, hour) => (hour >= 15 ? 10 : 0));

    expect(measureHours(office, evening).distance).toBe(1);
    expect(measureHours(office, hoursOf(office)).distance).toBe(0);
    expect(measureHours(office.slice(0, 49), evening).distance).toBeUndefined();
    expect(measureHours(office).distance).toBeUndefined();
  });

  it('has a distance that is symmetric, within 0 and 1, and does not grow with volume', () => {
    const profile = fc
      .array(fc.nat(50), { minLength: 24, maxLength: 24 })
      .filter((hours) => hours.some((count) => count > 0));

    fc.assert(
      fc.property(profile, profile, fc.integer({ min: 2, max: 9 }), (first, second, factor) => {
        const distance = jensenShannon(first, second);

        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThanOrEqual(1);
        expect(jensenShannon(second, first)).toBeCloseTo(distance, 12);
        expect(
          jensenShannon(
            first.map((count) => count * factor),
            second,
          ),
        ).toBeCloseTo(distance, 9);
      }),
    );
  });

  it('gives the distance of a textbook case', () => {
    // (1, 0) against (1/2, 1/2): 3/4 log2(4/3) - 1/4 log2(1/2) ... = 1 - 3/4 log2(3) + 1/2 · 1/2.
    const expected = (Math.log2(1 / 0.75) + 0.5 * Math.log2(0.5 / 0.75) + 0.5 * Math.log2(0.5 / 0.25)) / 2;

    expect(jensenShannon([4, 0], [3, 3])).toBeCloseTo(expected, 12);
  });
});
