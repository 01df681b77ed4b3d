import { describe, expect, it } from 'vitest';
import { copyClustersOf, measureCopies } from '../../src/measure/copies.ts';
import { normalText } from '../../src/post/normal-form.ts';
import type { Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';
import { createDice } from './study/dice.ts';

const slogan = 'The harvest of the valley is better than ever';

function copies(count: number, hour: number, given: (index: number) => Partial<Post> = () => ({})): readonly Post[] {
  return [...Array(count).keys()].map((index) =>
    aPost({ text: slogan, createdAt: new Date(Date.UTC(2026, 2, 2, hour, index)), ...given(index) }),
  );
}

/** Texts that have nothing in common: words of letters that only one of them uses in that order. */
function originals(count: number, hour: number): readonly Post[] {
  return copies(count, hour, (index) => ({ text: otherText(hour * 100 + index) }));
}

function otherText(number: number): string {
  const dice = createDice(number);
  return Array.from({ length: 9 }, () => dice.word()).join(' ');
}

describe('the copy share', () => {
  it('counts posts whose text at least three accounts share, whatever their links, mentions and tails', () => {
    const posts = copies(3, 8, (index) => ({
      text:
        [`@someone ${slogan} ABCD`, `${slogan} https://example.com/x`, `${slogan.toLowerCase()} #vote`][index] ?? '',
    }));

    expect(measureCopies([...posts, ...originals(2, 9)])).toMatchObject({
      all: { n: 3, of: 5 },
      clusters: 1,
      biggest: { accounts: 3, posts: 3, texts: 3 },
    });
  });

  it('counts accounts, not posts: one account may repeat itself', () => {
    expect(measureCopies(copies(5, 8, (index) => ({ accountId: `a${index % 2}` }))).all).toMatchObject({ n: 0, of: 5 });
  });

  it('looks at what was written, not at reposts and replies', () => {
    const posts = copies(6, 8, (index) => ({ kind: index < 2 ? 'repost' : index < 4 ? 'reply' : 'quote' }));

    expect(measureCopies(posts).all).toMatchObject({ n: 0, of: 2 });
  });

  it('shows in the first hours what a crowd hides later', () => {
    const posts = [...copies(4, 8), ...originals(16, 14)];

    expect(measureCopies(posts)).toMatchObject({ all: { n: 4, of: 20 }, early: { n: 4, of: 4 } });
    expect(measureCopies(posts, { hours: 8 }).early).toMatchObject({ n: 4, of: 20 });
  });

  it('counts the last 24 hours by themselves', () => {
    const posts = [...copies(4, 8), ...copies(2, 8 + 40), ...originals(3, 8 + 41)];

    expect(measureCopies(posts).recent).toMatchObject({ n: 0, of: 5 });
  });

  it('counts tails only where one text comes with ten of them', () => {
    const tailed = (count: number) =>
      copies(count, 8, (index) => ({ text: `${slogan} ${'ABCDEFGHIJKLM'.slice(index, index + 1)}XYZ` }));

    expect(measureCopies([...tailed(10), ...originals(2, 9)]).tails).toMatchObject({ n: 10, of: 12 });
    expect(measureCopies(tailed(9)).tails).toMatchObject({ n: 0, of: 9 });
  });

  it('says how many texts are too short to be compared', () => {
    expect(measureCopies([aPost({ text: 'hello' }), ...copies(1, 8)])).toMatchObject({ all: { of: 1 }, unusable: 1 });
  });
});

describe('near-identical texts', () => {
  const bases = {
    latin: 'The harvest of the valley is better than ever before, say the people who live in the villages around it',
    cyrillic: 'Урожай в долине лучше чем когда-либо прежде, говорят люди, которые живут в деревнях вокруг неё давно',
    arabic: 'محصول الوادي هذا العام أفضل من أي وقت مضى كما يقول الناس الذين يعيشون في القرى المحيطة به منذ زمن',
    han: '山谷里今年的收成比以往任何时候都要好住在周围村庄里的人们都这么说他们还说明年的收成一定会比今年更好因为雨水充足阳光明媚土地肥沃',
    kana: 'たにのしゅうかくはこれまでになくよいとまわりのむらにすむひとたちがいっていましたらいねんもきっとよいでしょう',
    hangul:
      '골짜기의 수확은 그 어느 때보다 좋다고 주변 마을에 사는 사람들이 말했습니다 내년에도 틀림없이 좋을 것이라고 합니다',
  };

  it.each(Object.entries(bases))('are one cluster in %s letters', (_, base) => {
    const wordings = [base, `${base.slice(0, 3)}${base.slice(4)}`, `${base.slice(0, -6)}${base.slice(-5)}`];
    const posts = copies(3, 8, (index) => ({ text: `${wordings[index] ?? ''} 🔥👩‍👩‍👧🇪🇺` }));

    expect(measureCopies([...posts, ...originals(7, 9)])).toMatchObject({
      all: { n: 3, of: 10 },
      biggest: {
        accounts: 3,
        posts: 3,
        wordings: 3,
        texts: 3,
        firstAt: posts[0]?.createdAt,
        lastAt: posts[2]?.createdAt,
      },
    });
  });

  it('are not those that only begin alike, nor short ones', () => {
    const half = bases.latin.slice(0, 50);
    const alike = copies(3, 8, (index) => ({ text: `${half} ${otherText(index)}` }));
    const short = copies(9, 8, () => ({ text: 'good morning vote now'.slice(0, 19) }));

    expect(measureCopies([...alike, ...short])).toMatchObject({ all: { n: 0, of: 3 }, clusters: 0, unusable: 9 });
  });

  it('are found behind invisible signs', () => {
    const split = (sign: string) => Array.from(slogan).join(sign);
    const signs = ['', '\u200b', '\u00ad', '\u2060', '\ufeff'];

    expect(measureCopies(copies(5, 8, (index) => ({ text: split(signs[index] ?? '') }))).biggest).toMatchObject({
      accounts: 5,
      wordings: 1,
      texts: 5,
    });
  });

  it('survive hostile texts', () => {
    const texts = [
      'a'.repeat(100_000),
      '\u200b'.repeat(100_000),
      '\ud800'.repeat(300),
      '\udc00a'.repeat(30),
      '🔥'.repeat(9_999),
    ];
    const posts = texts.flatMap((text) => copies(3, 8, () => ({ text })));

    expect(measureCopies(posts)).toMatchObject({ all: { n: 9, of: 9 }, unusable: 6 });
  });

  it('are looked for inside each span by itself', () => {
    // The first two are near the third only, which comes a day later.
    const [first, last] = [bases.latin.replace('better', 'richer'), bases.latin.replace('people', 'humans')];
    const early = copies(4, 0, (index) => ({ text: index < 2 ? first : last }));
    const later = copies(1, 30, () => ({ text: bases.latin }));
    const found = measureCopies([...early, ...later]);

    expect(measureCopies(early).all).toMatchObject({ n: 0, of: 4 });
    expect(found).toMatchObject({ all: { n: 5, of: 5 }, early: { n: 0, of: 4 }, recent: { n: 0, of: 1 } });
  });

  it('do not depend on the order, however many look alike', () => {
    const dice = createDice(3);
    const words = bases.latin.split(' ');
    const posts = copies(300, 8, () => ({
      text: words.map((word) => (dice.below(12) === 0 ? dice.word() : word)).join(' '),
    }));
    const found = measureCopies(posts);

    expect(found.all.n).toBeGreaterThan(0);
    expect(measureCopies(posts.toReversed())).toEqual(found);
    expect(measureCopies([...posts.slice(100), ...posts.slice(0, 100)])).toEqual(found);
  });
});

describe('headlines', () => {
  const links = ['daily.example/a'];
  const other = otherText(99);

  it('are counted apart: one text, always with one link, by accounts that copy nothing else', () => {
    const posts = [...copies(5, 8, () => ({ links })), ...copies(3, 9, () => ({ text: other })), ...originals(2, 10)];

    expect(measureCopies(posts)).toMatchObject({
      all: { n: 3, of: 5 },
      headlines: { n: 5, of: 10 },
      clusters: 1,
      biggest: { accounts: 3 },
    });
    expect(copyClustersOf(posts).map(({ length }) => length)).toEqual([3]);
    expect(measureCopies(posts).members).toEqual([posts.slice(5, 8)]);
  });

  it.each([0, 4])('are copies when one of the posts goes without the link: the one at %i', (without) => {
    const posts = copies(5, 8, (index) => ({ links: index === without ? [] : links }));

    expect(measureCopies(posts)).toMatchObject({ all: { n: 5, of: 5 }, headlines: { n: 0, of: 5 } });
  });

  it('are copies when their accounts copy other texts, too', () => {
    const pushed = (text: string, link: string) =>
      copies(5, 8, (index) => ({ accountId: `a${index}`, text, links: [link] }));

    expect(measureCopies([...pushed(slogan, 'daily.example/a'), ...pushed(other, 'daily.example/b')])).toMatchObject({
      all: { n: 10, of: 10 },
      headlines: { n: 0 },
    });
  });

  it('are copies when their accounts use several wordings of one text', () => {
    const wording = (n: number) => `${slogan} ${'oneword'.slice(0, 3 + n)}`;
    const links = ['daily.example/a'];
    const posts = [0, 1].flatMap((n) => copies(5, 8, (index) => ({ accountId: `a${index}`, text: wording(n), links })));

    expect(measureCopies(posts)).toMatchObject({ all: { n: 10, of: 10 }, headlines: { n: 0 }, clusters: 1 });
  });

  it('may come from a keen reader among many', () => {
    const passed = (text: string, link: string, from: number) =>
      copies(11, 8, (index) => ({ accountId: `a${from + index}`, text, links: [link] }));

    expect(
      measureCopies([...passed(slogan, 'daily.example/a', 0), ...passed(other, 'daily.example/b', 10)]),
    ).toMatchObject({
      all: { n: 0, of: 0 },
      headlines: { n: 22, of: 22 },
    });
  });

  it('are copies when they end in meaningless letters', () => {
    const posts = copies(4, 8, (index) => ({ links, text: `${slogan} ${'ABCD'.charAt(index)}XYZ` }));

    expect(measureCopies(posts)).toMatchObject({ all: { n: 4, of: 4 }, headlines: { n: 0 } });
  });

  it('are those whose title is known', () => {
    const titles = new Set([normalText(slogan) ?? '']);

    expect(measureCopies(copies(4, 8), { titles })).toMatchObject({ all: { n: 0, of: 0 }, headlines: { n: 4, of: 4 } });
    expect(measureCopies(copies(4, 8), { titles: new Set(['another title of the day']) }).headlines.n).toBe(0);
  });

  it('leave the early share to what is no headline', () => {
    const posts = [...copies(9, 8, () => ({ links })), ...originals(3, 9)];

    expect(measureCopies(posts).early).toMatchObject({ n: 0, of: 3 });
  });
});
