import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureDedicatedAmplifiers } from '../../../src/measure/study/dedicated-amplifiers.ts';
import { measureRapidReposts } from '../../../src/measure/study/rapid-reposts.ts';
import type { Post } from '../../../src/post/post.ts';
import { aPost } from '../../builders.ts';
import { chosen, draws, idsBehind, listed, manyPosts, mixedRegistry, someRows, tableIn } from './listed.ts';
import { relatedPosts } from './related-posts.ts';

const registry = listed({
  daily: { kind: 'state-media', state: 'XX' },
  embassy: { kind: 'diplomat', state: 'XX' },
  courier: { kind: 'state-media', state: 'YY' },
  public: { kind: 'public-service-media', state: 'XX' },
});

const start = Date.parse('2026-03-02T12:00:00Z');
const at = (second: number): Date => new Date(start + second * 1000);

const sources = ['daily', 'embassy', 'courier', 'public', 'someone'].map((accountId) =>
  aPost({ id: `of-${accountId}`, accountId, createdAt: at(0) }),
);

function reposts(accountId: string, of: string, count: number, seconds = 3600): readonly Post[] {
  return manyPosts(count, () => ({
    accountId,
    kind: 'repost',
    parentId: `of-${of}`,
    parentAccountId: of,
    createdAt: at(seconds),
  }));
}

describe('F16, rapid reposts', () => {
  it('counts reposts of attributed posts within a minute, beside those of others', () => {
    const table = tableIn(
      [
        ...sources,
        ...[0, 59, 60, 61, 7200].flatMap((seconds, index) => reposts(`r${index}`, 'daily', 12, seconds)),
        ...reposts('o', 'someone', 50, 3600),
        ...reposts('p', 'public', 10, 3600),
      ],
      registry,
    );

    const found = measureRapidReposts(table);

    expect(found).toMatchObject({ withinMs: 60_000, rapid: { share: { n: 36, of: 60 } } });
    expect(found.elsewhere.share).toMatchObject({ n: 0, of: 60 });
    expect(found.timeKnown).toMatchObject({ n: 60, of: 60 });
    expect(found.rapid.behind().rows).toHaveLength(36);
  });

  it('asks about the states that are asked for', () => {
    const table = tableIn(
      [
        ...sources,
        ...reposts('r', 'daily', 3, 10),
        ...reposts('r', 'courier', 5, 10),
        ...reposts('r', 'someone', 2, 10),
      ],
      registry,
    );

    const found = measureRapidReposts(table, { states: ['YY'], minN: 1 });

    expect([found.rapid.share, found.elsewhere.share, found.timeKnown]).toMatchObject([
      { n: 5, of: 5 },
      { n: 2, of: 2 },
      { n: 5, of: 5 },
    ]);
    expect(found.elsewhere.behind().rows).toHaveLength(2);
  });

  it('knows no delay where the parent is outside the set, but whose post it was', () => {
    const posts = reposts('r', 'daily', 3, 10);

    expect(measureRapidReposts(tableIn(posts, registry), { registry, minN: 1 })).toMatchObject({
      rapid: { share: { withheld: true, n: 0, of: 0 } },
      timeKnown: { n: 0, of: 3 },
      unknownAuthor: 0,
    });
    expect(measureRapidReposts(tableIn(posts, registry))).toMatchObject({ timeKnown: { of: 0 }, unknownAuthor: 3 });
  });

  it('leaves out what cannot be, and reposts of oneself', () => {
    const table = tableIn([...sources, ...reposts('r', 'daily', 2, -5), ...reposts('daily', 'daily', 4)], registry);

    expect(measureRapidReposts(table)).toMatchObject({
      rapid: { share: { of: 0 } },
      impossible: { n: 2 },
      timeKnown: { n: 2, of: 2 },
      own: 4,
    });
  });

  it('agrees with a look at each post', () => {
    fc.assert(
      fc.property(relatedPosts, draws, (posts, draw) => {
        const table = tableIn(posts);
        const rows = someRows(draw, table);
        const found = measureRapidReposts(table, { rows, registry: mixedRegistry, minN: 0, withinMs: 3_600_000 });
        const byId = new Map(posts.map((post) => [post.id, post]));
        const delays = chosen(posts, rows).flatMap((post) => {
          const parent = byId.get(post.parentId ?? '');
          const isStates = parent?.accountId === 'a' || parent?.accountId === 'b';
          if (post.kind !== 'repost' || parent === undefined || !isStates || parent.accountId === post.accountId)
            return [];
          return [post.createdAt.getTime() - parent.createdAt.getTime()];
        });

        expect(found.rapid.share).toMatchObject({
          n: delays.filter((delay) => delay >= 0 && delay <= 3_600_000).length,
          of: delays.filter((delay) => delay >= 0).length,
        });
        expect(found.impossible.n).toBe(delays.filter((delay) => delay < 0).length);
        expect(found.rapid.behind().rows).toHaveLength(found.rapid.share.n);
      }),
    );
  });
});

describe('F16, dedicated amplifiers', () => {
  it('finds accounts with four of five reposts for one state, as a share of a group', () => {
    const fans = Array.from({ length: 10 }, (_, index) => [
      ...reposts(`fan${index}`, 'daily', 2),
      ...reposts(`fan${index}`, 'embassy', 2),
      ...reposts(`fan${index}`, 'someone', 1),
    ]).flat();
    const readers = Array.from({ length: 50 }, (_, index) => [
      ...reposts(`reader${index}`, 'daily', 3),
      ...reposts(`reader${index}`, 'courier', 2),
    ]).flat();
    const table = tableIn([...sources, ...fans, ...readers, ...reposts('few', 'daily', 4)], registry);

    const found = measureDedicatedAmplifiers(table);

    expect(found.states.map(({ state }) => state)).toEqual(['XX', 'YY']);
    expect(found.states[0]).toMatchObject({
      reposts: { n: 40 + 150 + 4 },
      dedicated: { share: { n: 10, of: 61 } },
      busyEnough: 60,
      byDedicated: { share: { n: 40, of: 194 } },
      byListed: { share: { n: 0, of: 194 } },
      // The busiest 1 % of 61 accounts, rounded up, is one of those with four reposts.
      topOnePercent: { share: { n: 4, of: 194 } },
    });
    expect(found.states[1]).toMatchObject({
      dedicated: { share: { n: 0, of: 50 } },
      byDedicated: { share: { n: 0, of: 100 } },
    });
    expect(found.states[0]?.dedicated.behind()).toMatchObject({ of: 'accounts' });
    expect(found.states[0]?.dedicated.behind().rows).toHaveLength(10);
  });

  it('counts accounts that are in a registry apart: outlets that repost each other are no fans', () => {
    const table = tableIn([...sources, ...reposts('embassy', 'daily', 30), ...reposts('fan', 'daily', 30)], registry);

    expect(measureDedicatedAmplifiers(table, { minN: 1 }).states).toMatchObject([
      {
        dedicated: { share: { n: 1, of: 1 } },
        byDedicated: { share: { n: 30, of: 60 } },
        byListed: { share: { n: 30, of: 60 } },
      },
    ]);
  });

  it('takes public-service broadcasters for no state unless asked', () => {
    const table = tableIn([...sources, ...reposts('fan', 'public', 9)], registry);

    expect(measureDedicatedAmplifiers(table).states).toEqual([]);
    expect(measureDedicatedAmplifiers(table, { kinds: ['public-service-media'], minN: 1 }).states).toMatchObject([
      { state: 'XX', dedicated: { share: { n: 1, of: 1 } } },
    ]);
  });

  it('asks the registry about authors outside the set as of the day of the repost', () => {
    const table = tableIn(
      [2, 3].flatMap((day) =>
        reposts('fan', 'late', 5).map((post) => ({
          ...post,
          id: `${day}-${post.id}`,
          createdAt: new Date(Date.UTC(2026, 2, day)),
        })),
      ),
      registry,
    );
    const late = listed({ late: { state: 'ZZ' } });
    const fromThird = {
      findAccount: (question: Parameters<typeof late.findAccount>[0], on: Date) =>
        on.getUTCDate() < 3 ? undefined : late.findAccount(question, on),
    };

    const [found] = measureDedicatedAmplifiers(table, { registry: fromThird, minN: 1 }).states;

    expect(found).toMatchObject({ state: 'ZZ', reposts: { n: 5 }, dedicated: { share: { n: 0, of: 1 } } });
    expect(
      idsBehind(table, found?.reposts.behind().rows ?? new Uint32Array(0)).every((id) => id.startsWith('x:3-')),
    ).toBe(true);
  });

  it('agrees with counting by hand', () => {
    fc.assert(
      fc.property(relatedPosts, draws, (posts, draw) => {
        const table = tableIn(posts);
        const rows = someRows(draw, table);
        const found = measureDedicatedAmplifiers(table, { rows, registry: mixedRegistry, minN: 0, minReposts: 2 });
        const others = chosen(posts, rows).filter(
          ({ kind, accountId, parentAccountId }) =>
            kind === 'repost' && parentAccountId !== undefined && parentAccountId !== accountId,
        );
        const stateOf = (post: Post): string | undefined => ({ a: 'XX', b: 'YY' })[post.parentAccountId ?? ''];

        for (const state of ['XX', 'YY']) {
          const theirs = others.filter((post) => stateOf(post) === state);
          const dedicated = ['e', 'f', 'g'].filter((account) => {
            const all = others.filter(({ accountId }) => accountId === account).length;
            return all >= 2 && theirs.filter(({ accountId }) => accountId === account).length / all >= 0.8;
          });
          const one = found.states.find((of) => of.state === state);

          expect(one?.reposts.n ?? 0).toBe(theirs.length);
          expect(one?.dedicated.share.n ?? 0).toBe(dedicated.length);
          expect(one?.byDedicated.share.n ?? 0).toBe(
            theirs.filter(({ accountId }) => dedicated.includes(accountId)).length,
          );
        }
      }),
    );
  });
});
