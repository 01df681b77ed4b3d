import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AttributedAccountSettings, createAttributedAccountDetector } from '../../src/detector/attributed-account.ts';
import { logBetaBinomialTail } from '../../src/detector/beta-binomial.ts';
import type { Detector } from '../../src/detector/detector.ts';
import { hourMs, type Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { aPost } from '../builders.ts';
import { anEntry } from '../registry/an-entry.ts';
import { aStateStore, daysIn, latest, randomNumbers, run, streamStart } from './a-stream.ts';

const accounts = ['outlet0', 'outlet1', 'outlet2'];
const registry = createRegistry({
  version: '2026-03-01',
  entries: accounts.map((id) =>
    anEntry({ id, kind: 'state-media', accounts: [{ platform: 'x', nativeId: id, handle: id }] }),
  ),
});

function aDetector(settings: Partial<AttributedAccountSettings> = {}): Detector {
  return createAttributedAccountDetector(AttributedAccountSettings.parse(settings));
}

/** Each outlet posts about twice an hour by day and half as often by night, on one of its usual topics. */
function everydayPosts(days: number, seed = 3): readonly Post[] {
  const random = randomNumbers(seed);
  const posts: Post[] = [];
  for (let hour = 0; hour < days * 24; hour++) {
    for (const accountId of accounts) {
      const rate = hour % 24 < 12 ? 2 : 1;
      for (let i = 0; i < 4; i++) {
        if (random() > rate / 4) continue;
        posts.push(postBy(accountId, hour, random(), [`usual${Math.floor(40 * random())}`], `${seed}-${i}`));
      }
    }
  }
  return posts;
}

function postBy(accountId: string, hour: number, within: number, tags: readonly string[], id: string): Post {
  return aPost({
    id: `${accountId}-${hour}-${id}`,
    accountId,
    createdAt: new Date(streamStart + hour * hourMs + Math.floor(within * hourMs)),
    tags,
  });
}

const flood = Array.from({ length: 60 }, (_, i) =>
  postBy('outlet1', 150 + Math.floor(i / 30), (i % 30) / 30, ['other'], `f${i}`),
);

describe('the detector of one listed account', () => {
  it('finds an account that floods, against its own hours, and no other one', () => {
    const found = latest(run(aDetector(), { posts: [...everydayPosts(9), ...flood], toMs: daysIn(9), registry }));

    expect(new Set(found.flatMap(({ accountIds }) => accountIds))).toEqual(new Set(['outlet1']));
    const volume = found.find(({ key }) => key === 'outlet1');
    expect(volume).toMatchObject({ kind: 'attributed-burst', keyKind: 'account', lane: 'account', platform: 'x' });
    expect(volume?.accounts).toBe(1);
    expect(volume?.expectedFalsePerDay).toBeLessThan(0.02);
    expect(volume?.reason).toMatch(/^usually \d+-\d+ posts of this account (an hour|in \d+ h), now \d+ posts/);
  });

  it('finds an account that turns to one topic without posting more', () => {
    const turned = everydayPosts(9).map((post, i) => {
      const hour = (post.createdAt.getTime() - streamStart) / hourMs;
      const turns = post.accountId === 'outlet2' && hour >= 144 && hour < 168 && i % 4 !== 0;
      return turns ? { ...post, tags: ['rumours'] } : post;
    });

    const found = latest(run(aDetector(), { posts: turned, toMs: daysIn(9), registry }));

    expect(found.map(({ key }) => key)).toEqual(['outlet2 · #rumours']);
    expect(found[0]).toMatchObject({ tags: ['rumours'], accountIds: ['outlet2'], lane: 'account', open: false });
    expect(found[0]?.reason).toContain('of this account on #rumours in');
  });

  it('says nothing of accounts in no registry', () => {
    const strangers = flood.map((post) => ({ ...post, accountId: 'nobody' }));

    expect(run(aDetector(), { posts: [...everydayPosts(9), ...strangers], toMs: daysIn(9), registry })).toEqual([]);
  });

  it('opens over everyday use no more often than it says that chance would', () => {
    let opened = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const posts = everydayPosts(21, seed);
      opened += latest(run(aDetector({ openAt: 0.2 }), { posts, toMs: daysIn(21), registry })).length;
    }
    // 0.2 a day over 6 x 21 days allows 25.
    expect(opened).toBeLessThanOrEqual(25);
  });

  it('goes on after restarts as if there had been none', () => {
    const given = { posts: [...everydayPosts(9), ...flood], toMs: daysIn(9), registry };
    const expected = run(aDetector(), given);
    const store = aStateStore();
    let ticks = 0;
    const restarted = run(aDetector(), {
      ...given,
      afterTick: (detector) => {
        store.keep(detector.takeChanges());
        if (++ticks % 7 !== 0) return detector;
        const next = aDetector();
        next.restore(store.load());
        return next;
      },
    });

    expect(restarted).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
  });
});

describe('the tail of the Beta-Binomial distribution', () => {
  it('is that of dice thrown by hand', () => {
    // Uniform chance: every number of successes is equally likely.
    expect(Math.exp(logBetaBinomialTail(3, 4, 1, 1))).toBeCloseTo(2 / 5, 12);
    expect(Math.exp(logBetaBinomialTail(1, 1, 2, 6))).toBeCloseTo(2 / 8, 12);
    expect(logBetaBinomialTail(0, 9, 2, 3)).toBe(0);
    expect(logBetaBinomialTail(5, 4, 2, 3)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('falls with every success, and its first step is the chance of none', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0.05, max: 30, noNaN: true }),
        fc.double({ min: 0.05, max: 30, noNaN: true }),
        (n, a, b) => {
          let none = 1;
          for (let k = 0; k < n; k++) none *= (b + k) / (a + b + k);
          expect(Math.exp(logBetaBinomialTail(1, n, a, b))).toBeCloseTo(1 - none, 9);
          for (let x = 1; x <= n; x++) {
            expect(logBetaBinomialTail(x, n, a, b)).toBeLessThanOrEqual(logBetaBinomialTail(x - 1, n, a, b) + 1e-12);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
