import { describe, expect, it } from 'vitest';
import { createDaySummary } from '../../src/measure/day-summary.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { anEntry, aPost } from '../builders.ts';

const registry = createRegistry({
  version: '1',
  entries: [anEntry({ state: 'CN', kind: 'state-media', accounts: [{ platform: 'x', nativeId: 'daily' }] })],
});

describe('the figures of a day', () => {
  it('count languages and stances over what was written, never over what was repeated', () => {
    const summary = createDaySummary(registry);
    summary.add(
      [aPost({ lang: 'zh' }), aPost({ lang: 'zh', kind: 'repost' }), aPost({ lang: 'en' })],
      ['positive', 'negative', 'unclassified'],
    );
    summary.add([aPost({ lang: 'zh' })]);

    const { posts, languages } = summary.finish();

    expect(posts).toBe(4);
    expect(languages).toEqual([
      { lang: 'zh', posts: 2, stances: { unclassified: 1, positive: 1, neutral: 0, negative: 0 } },
      { lang: 'en', posts: 1, stances: { unclassified: 1, positive: 0, neutral: 0, negative: 0 } },
    ]);
  });

  it('rank the hundred most interactive written posts by the formula of each platform', () => {
    const summary = createDaySummary(registry);
    const others = Array.from({ length: 120 }, (_, n) => aPost({ likes: 10 + n }));
    summary.add([
      ...others,
      aPost({ accountId: 'daily', likes: 5_000 }),
      aPost({ accountId: 'daily', likes: 9_000, kind: 'repost' }),
      aPost({ accountId: 'daily', replies: 9_000 }),
      aPost({ platform: 'bluesky', quotes: 400 }),
    ]);

    const { influence, groups } = summary.finish();

    expect(influence).toMatchObject({ n: 1, of: 100 });
    expect(groups).toEqual({ 'CN state-media': 3 });
  });

  it('have no influence where no platform gave counters', () => {
    const summary = createDaySummary(registry);
    summary.add([aPost(), aPost({ replies: 4 })]);

    expect(summary.finish().influence).toBeUndefined();
  });
});
