import { describe, expect, it } from 'vitest';
import { measureDefaultHandles } from '../../src/measure/default-handles.ts';
import { measureLanding } from '../../src/measure/landing.ts';
import { measureOutsideInteractions } from '../../src/measure/outside-interactions.ts';
import { measureRepostRatio } from '../../src/measure/repost-ratio.ts';
import { measureSameMedia } from '../../src/measure/same-media.ts';
import { aPost } from '../builders.ts';

const hour = (n: number): Date => new Date(Date.UTC(2026, 2, 2, n));

describe('default handles', () => {
  it('are letters and five to eight digits, on X', () => {
    const handles = ['Maria12345678', 'lee54321', 'Anna1234', 'bob123456789', 'a_b12345678', '12345678', 'name'];

    expect(measureDefaultHandles(handles.map((handle) => aPost({ handle })))).toMatchObject({
      accounts: { n: 2, of: 7 },
      unknown: 0,
    });
  });

  it('says nothing of other platforms and of unknown names', () => {
    const posts = [aPost({ platform: 'bluesky', handle: 'Maria12345678' }), aPost(), aPost({ handle: '' })];

    expect(measureDefaultHandles(posts)).toMatchObject({ accounts: { n: 0, of: 0 }, unknown: 2 });
  });

  it('takes the latest name of an account', () => {
    const posts = [
      aPost({ accountId: 'a', handle: 'Maria12345678', createdAt: hour(1) }),
      aPost({ accountId: 'a', handle: '@maria', createdAt: hour(2) }),
    ];

    expect(measureDefaultHandles(posts).accounts).toMatchObject({ n: 0, of: 1 });
  });
});

describe('the repost ratio', () => {
  it('looks at accounts with few followers by themselves', () => {
    const posts = [
      aPost({ accountId: 'a', followers: 9, kind: 'repost' }),
      aPost({ accountId: 'a', kind: 'repost' }),
      aPost({ accountId: 'a' }),
      aPost({ accountId: 'b', followers: 10 }),
      aPost({ accountId: 'c', kind: 'repost' }),
    ];

    expect(measureRepostRatio(posts)).toMatchObject({
      all: { n: 3, of: 5 },
      few: { n: 2, of: 3 },
      fewAccounts: { n: 1, of: 2 },
      followersUnknown: 1,
      under: 10,
    });
  });
});

describe('same media', () => {
  it('counts posts with an upload of three accounts and more', () => {
    const posts = [
      ...['a', 'b', 'c', 'c'].map((accountId) => aPost({ accountId, media: ['v1'] })),
      ...['a', 'b'].map((accountId) => aPost({ accountId, media: ['v2'] })),
      aPost({ media: [] }),
      aPost(),
      aPost({ media: ['v1'], kind: 'repost' }),
    ];

    expect(measureSameMedia(posts)).toMatchObject({
      share: { n: 4, of: 6 },
      ofWritten: { n: 4, of: 7 },
      unknown: 1,
      uploads: 1,
      mostAccounts: 3,
    });
  });

  it('does not join ids of two platforms', () => {
    const posts = ['x', 'bluesky', 'x'].map((platform) => aPost({ platform, media: ['v1'] }));

    expect(measureSameMedia(posts).share).toMatchObject({ n: 0, of: 3 });
  });
});

describe('where links lead', () => {
  it('finds the host that most posts link to, platforms and shorteners apart', () => {
    const posts = [
      aPost({ accountId: 'a', links: ['shop.example/a', 'shop.example/b'] }),
      aPost({ accountId: 'a', links: ['shop.example/c', 'daily.example/a'] }),
      aPost({ links: ['daily.example/b'] }),
      aPost({ links: ['shop.example/a'] }),
      aPost({ links: ['youtube.com/watch?v=abcdefghijk'] }),
      aPost(),
      aPost({ links: ['shop.example/a'], kind: 'repost' }),
    ];

    expect(measureLanding(posts)).toMatchObject({
      host: 'shop.example',
      share: { n: 3, of: 4 },
      accounts: 2,
      hosts: 2,
      elsewhere: 1,
    });
  });

  it('has none without links', () => {
    expect(measureLanding([aPost()])).toMatchObject({ host: undefined, share: { n: 0, of: 0 }, accounts: 0 });
  });
});

describe('interactions from outside', () => {
  const late = { createdAt: hour(0), seenAt: hour(6) };

  it('leaves out replies of the burst itself', () => {
    const posts = [
      aPost({ id: 'one', ...late, likes: 2, replies: 3 }),
      aPost({ ...late, kind: 'reply', parentId: 'one', likes: 0, replies: 0 }),
      aPost({ ...late, kind: 'reply', parentId: 'one', likes: 0 }),
      aPost({ ...late, kind: 'repost', likes: 500, replies: 500 }),
    ];

    expect(measureOutsideInteractions(posts)).toMatchObject({
      interactions: 3,
      perPost: 1,
      unanswered: { n: 2, of: 3 },
      unknown: 0,
    });
  });

  it('knows nothing of counters that were read at birth, or that are missing', () => {
    const posts = [aPost({ createdAt: hour(0), seenAt: hour(1), likes: 0, replies: 0 }), aPost(late)];

    expect(measureOutsideInteractions(posts)).toMatchObject({ perPost: undefined, unanswered: { of: 0 }, unknown: 2 });
    expect(measureOutsideInteractions(posts, { countersAt: hour(7) })).toMatchObject({ perPost: 0, unknown: 1 });
  });
});
