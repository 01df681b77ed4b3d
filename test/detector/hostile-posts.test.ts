import { describe, expect, it } from 'vitest';
import type { Detection } from '../../src/detector/detector.ts';
import { hourMs, type Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';
import { daysIn, streamStart } from './a-stream.ts';
import { allDetectors, aPush, aWorld, expectSound, stored, tick, watch } from './hostile-stream.ts';

const days = 9;
const pushHour = 7 * 24 + 10;
const everyday = aWorld(3, days);
const at = (hour: number, second = 0): Date => new Date(streamStart + hour * hourMs + second * 1000);

function flood(count: number, make: (i: number) => Partial<Post>, hours = 4): readonly Post[] {
  return Array.from({ length: count }, (_, i) =>
    aPost({
      id: `f${i}`,
      accountId: `f${i % 40}`,
      createdAt: at(pushHour, ((i * 7) % (hours * 3600)) + 1),
      ...make(i),
    }),
  );
}

function found(posts: readonly Post[]): readonly Detection[] {
  const all = watch({ posts: [...everyday, ...posts], tickMs: hourMs, toMs: daysIn(days) });
  expectSound(all);
  return all;
}

describe('posts that nobody would write', () => {
  it('does not take one account with very many posts for a crowd', () => {
    const one = found(flood(60_000, () => ({ accountId: 'one', tags: ['mine'], links: ['example.org/mine'] })));

    expect(one.filter(({ key }) => key === 'mine' || key === 'example.org/mine')).toEqual([]);
  });

  it('tells of a flood of copies with no words, no tags and no links nothing', () => {
    const silent = found(flood(2_000, () => ({ text: '' })));
    const signs = found(flood(2_000, () => ({ text: '\u200b \u200b\ufe0f…!!' })));

    const usual = found([]);
    expect(silent.length).toBeLessThanOrEqual(usual.length);
    expect(signs.length).toBeLessThanOrEqual(usual.length);
  });

  it('takes tags of ten thousand characters, links and texts as long, and stores them', () => {
    const tag = 'ä'.repeat(10_000);
    const posts = flood(600, () => ({ tags: [tag], links: [`example.org/${tag}`], text: `words ${tag}` }));
    const store = stored();

    const told = watch({
      posts: [...everyday, ...posts],
      tickMs: hourMs,
      toMs: daysIn(days),
      next: (detectors) => {
        store.keep(detectors);
        return detectors;
      },
    });

    expectSound(told);
    expect(told.some(({ key }) => key === tag)).toBe(true);
    for (const { reason } of told) expect(reason.length).toBeLessThan(2_000);
  });

  it('looks at a few of a hundred thousand tags in one post', () => {
    const tags = Array.from({ length: 100_000 }, (_, i) => `many${i}`);
    const store = stored();
    const detectors = allDetectors();
    tick(
      detectors,
      everyday.filter(({ createdAt }) => createdAt < at(pushHour)),
      at(pushHour),
    );

    const told = tick(
      detectors,
      flood(20, () => ({ tags, links: tags.map((each) => `example.org/${each}`) }), 1),
      at(pushHour + 1),
    );
    store.keep(detectors);

    expectSound(told);
    const kept = store.entries().filter(({ detector, key }) => detector === 'hashtag-burst' && key.includes('many'));
    expect(kept.length).toBeLessThanOrEqual(40);
  });

  it('keeps tags apart from what they look like', () => {
    const tags = [
      '',
      ' ',
      '__proto__',
      'constructor',
      'hasOwnProperty',
      'a|b',
      'x:y',
      'platform:x',
      'hour:1:x',
      'clock',
      '\n',
      '\ud800',
    ];
    const store = stored();

    const told = watch({
      posts: [...everyday, ...tags.flatMap((tag, n) => flood(400, (i) => ({ id: `odd${n}-${i}`, tags: [tag] })))],
      tickMs: 6 * hourMs,
      toMs: daysIn(days),
      next: (detectors) => {
        store.keep(detectors);
        const fresh = allDetectors();
        for (const each of fresh) each.restore(store.entries().filter(({ detector }) => detector === each.name));
        return fresh;
      },
    });

    expectSound(told);
    const bursts = told.filter(({ kind, keyKind }) => kind === 'hashtag-burst' && keyKind === 'tag');
    expect(bursts.map(({ key }) => key)).toEqual(expect.arrayContaining(tags));
  });

  it('counts accounts apart, whatever they are called', () => {
    const names = ['', '__proto__', 'constructor', 'a:b', 'a|b', ' '];
    const posts = flood(400, (i) => ({ tags: ['named'], accountId: names[i % names.length] ?? '' }));

    const { accounts } = found(posts).findLast(({ key }) => key === 'named') ?? {};

    expect(accounts).toBe(names.length);
  });
});

describe('two platforms', () => {
  it('are counted apart where they use the same tag, link and account', () => {
    const here = [...everyday, ...aPush('rumours', pushHour)];
    const there = here.map((post) => ({ ...post, platform: 'bluesky' }));

    const both = watch({ posts: [...here, ...there], tickMs: hourMs, toMs: daysIn(days) });

    for (const platform of ['x', 'bluesky']) {
      const last = both.findLast(
        (each) => each.platform === platform && each.keyKind === 'tag' && each.key === 'rumours',
      );
      expect([last?.posts, last?.accounts]).toEqual([240, 33]);
    }
  });
});

describe('the same post twice', () => {
  it('in one tick never makes an episode of accounts that are not there', () => {
    const posts = aPush('rumours', pushHour);

    const twice = found([...posts, ...posts]).filter(({ key }) => key === 'rumours');

    for (const { accounts } of twice) expect(accounts).toBeLessThanOrEqual(36);
  });

  it('is no co-share of an account with itself', () => {
    const posts = Array.from({ length: 50 }, (_, i) =>
      aPost({
        id: `same${i % 2}`,
        accountId: 'one',
        createdAt: at(pushHour, i),
        links: ['example.org/a', 'example.org/b'],
      }),
    );

    expect(found(posts).filter(({ kind }) => kind === 'co-share')).toEqual(
      found([]).filter(({ kind }) => kind === 'co-share'),
    );
  });
});
