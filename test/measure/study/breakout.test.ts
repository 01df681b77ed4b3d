import { describe, expect, it } from 'vitest';
import { proposeBreakout } from '../../../src/measure/study/breakout.ts';
import type { Post } from '../../../src/post/post.ts';
import { listed, manyPosts, tableIn } from './listed.ts';

const registry = listed({
  outlet: { kind: 'state-media', state: 'XX' },
  envoy: { kind: 'diplomat', state: 'XX' },
  president: { kind: 'government', state: 'YY' },
  private: { kind: 'proxy-reported', state: 'YY', publicRole: false },
  'state.example': { kind: 'state-media', state: 'XX' },
});

function crowd(count: number, given: Partial<Post>): readonly Post[] {
  return manyPosts(count, (index) => ({ accountId: `${given.platform ?? 'x'}-${given.lang ?? ''}${index}`, ...given }));
}

function levelOf(posts: readonly Post[], options = {}) {
  const { level, reasons } = proposeBreakout(tableIn(posts, registry), options);
  return { level, met: reasons.filter(({ isMet }) => isMet).map(({ about }) => about) };
}

describe('breakout level', () => {
  const english = crowd(40, { lang: 'en' });
  const spanish = crowd(40, { lang: 'es' });
  const onVk = crowd(40, { platform: 'vk', lang: 'en' });

  it('climbs with platforms and communities', () => {
    expect(levelOf(english)).toEqual({ level: 1, met: [] });
    expect(levelOf([...english, ...spanish])).toEqual({ level: 2, met: ['communities'] });
    expect(levelOf([...english, ...onVk])).toEqual({ level: 2, met: ['platforms'] });
    expect(levelOf([...english, ...spanish, ...onVk])).toEqual({ level: 3, met: ['platforms', 'communities'] });
  });

  it('takes communities of the network where they are known', () => {
    expect(levelOf(english, { communities: 3 })).toEqual({ level: 2, met: ['communities'] });
    expect(levelOf([...english, ...spanish], { communities: 1 })).toEqual({ level: 1, met: [] });
  });

  it('takes a few accounts on a platform, and posts without a language, for no spread', () => {
    const few = [...english, ...crowd(4, { platform: 'vk', lang: 'en' }), ...crowd(40, {})];

    expect(levelOf(few)).toEqual({ level: 1, met: [] });
  });

  it('reaches the news with three outlets that are not attributed to a state', () => {
    const outlet = (accountId: string) => manyPosts(2, () => ({ platform: 'news', accountId, lang: 'en' }));
    const two = [...outlet('a.example'), ...outlet('b.example'), ...outlet('state.example')];

    expect(levelOf([...english, ...two]).level).toBe(1);
    expect(levelOf([...english, ...two, ...outlet('c.example')])).toEqual({ level: 4, met: ['news'] });
    expect(levelOf([...english, ...two], { newsHosts: 1 }).level).toBe(4);
  });

  it('takes neither news nor web pages for a social platform', () => {
    expect(levelOf([...english, ...crowd(20, { platform: 'web', lang: 'en' })]).level).toBe(1);
  });

  it('is 5 with a listed high-profile account of another state, never with the campaign’s own or a private one', () => {
    const own = manyPosts(50, () => ({ accountId: 'outlet', followers: 90_000_000 }));
    const followed = (accountId: string, followers: number) => manyPosts(1, () => ({ accountId, followers }));

    expect(levelOf([...own, ...followed('envoy', 2_000_000)]).level).toBe(1);
    expect(levelOf([...own, ...followed('private', 2_000_000)]).level).toBe(1);
    expect(levelOf([...own, ...followed('somebody', 2_000_000)]).level).toBe(1);
    expect(levelOf([...own, ...followed('president', 999_999)]).level).toBe(1);
    expect(levelOf([...own, ...followed('president', 1_000_000)])).toEqual({
      level: 5,
      met: ['high-profile accounts'],
    });
  });

  it('is proposed with reasons and limits, and says what stands behind them', () => {
    const table = tableIn([...english, ...onVk], registry);

    const found = proposeBreakout(table);

    expect(found).toMatchObject({ proposed: true, means: 'several platforms or several communities, not both' });
    expect(found.reasons.map(({ why }) => why)).toEqual([
      '2 platforms with at least 5 accounts each: vk, x; 2 are several',
      '1 language with at least 30 posts each; 2 are several',
      '0 news outlets not attributed to a state; 3 are enough',
      '0 listed accounts with at least 1,000,000 followers took part; 1 is enough',
    ]);
    expect(found.reasons.map(({ behind }) => behind().rows.length)).toEqual([80, 80, 0, 0]);
    expect(found.limits).toContain('Level 6, a policy response or a call to violence, is for a person to judge.');
    expect(found.limits).toContain('Languages stand in for communities.');
    expect(proposeBreakout(table, { communities: 2 }).limits).not.toContain('Languages stand in for communities.');
  });

  it('looks at the rows given only', () => {
    const table = tableIn([...english, ...onVk], registry);

    expect(proposeBreakout(table, { rows: Uint32Array.from(Array(40).keys()) }).level).toBe(1);
  });
});
