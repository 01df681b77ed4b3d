import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureAttributed } from '../../../src/measure/attributed.ts';
import { measureOrganisations } from '../../../src/measure/study/organisations.ts';
import { stateKinds } from '../../../src/registry/registry.ts';
import { aPost } from '../../builders.ts';
import { somePosts } from '../some-posts.ts';
import { chosen, draws, idsBehind, listed, mixedRegistry, someRows, tableIn } from './listed.ts';

describe('organisations', () => {
  it('count written posts with their interactions, and reposts without', () => {
    const registry = listed({ m: { id: 'ministry', kind: 'government' }, n: { id: 'outlet', confidence: 'low' } });
    const at = (hour: number): Date => new Date(Date.UTC(2026, 2, 2, hour));
    const table = tableIn(
      [
        aPost({ accountId: 'n', id: 'n1', likes: 4, reposts: 1, createdAt: at(9) }),
        aPost({ accountId: 'm', id: 'm1', likes: 10, createdAt: at(8) }),
        aPost({ accountId: 'm', id: 'm2', createdAt: at(7) }),
        aPost({ accountId: 'm', id: 'm3', kind: 'repost', likes: 900, reposts: 900, createdAt: at(6) }),
        aPost({ accountId: 'm', id: 'm4', platform: 'bluesky', quotes: 2, createdAt: at(9) }),
        aPost({ accountId: 'nobody' }),
      ],
      registry,
    );

    const { organisations, formulas, registryVersion } = measureOrganisations(table);

    expect(registryVersion).toBe('2026-03-01');
    expect(formulas).toEqual(['bluesky: likes + reposts + quotes', 'x: likes + reposts']);
    expect(organisations).toMatchObject([
      {
        entry: { id: 'ministry', kind: 'government' },
        accounts: { n: 2 },
        posts: { n: 3 },
        reposts: { n: 1 },
        interactions: 12,
        withoutCounters: 1,
        firstAt: at(6),
      },
      { entry: { id: 'outlet', confidence: 'low' }, posts: { n: 1 }, interactions: 5, withoutCounters: 0 },
    ]);
    expect(idsBehind(table, organisations[0]!.posts.behind().rows)).toEqual(['x:m1', 'x:m2', 'bluesky:m4']);
    expect(idsBehind(table, organisations[0]!.reposts.behind().rows)).toEqual(['x:m3']);
  });

  it('agrees with the measure over posts, which keeps apart whoever speaks for no state', () => {
    fc.assert(
      fc.property(somePosts, draws, (posts, draw) => {
        const table = tableIn(posts);
        const rows = someRows(draw, table);
        const reference = measureAttributed(chosen(posts, rows), mixedRegistry);

        const { organisations } = measureOrganisations(table, { rows });
        const speaking = organisations.filter(({ entry }) => stateKinds.includes(entry.kind));
        const others = organisations.filter((one) => !speaking.includes(one));

        expect(speaking.map((one) => [one.entry.id, one.accounts.n, one.posts.n, one.reposts.n, one.firstAt])).toEqual(
          reference.organisations.map((one) => [one.entry.id, one.accounts, one.posts, one.reposts, one.firstAt]),
        );
        expect(new Set(others.map(({ entry }) => entry.kind))).toEqual(
          new Set(reference.otherwise.map(({ kind }) => kind)),
        );
        for (const { accounts, posts: written } of organisations) {
          expect(accounts.behind().rows).toHaveLength(accounts.n);
          expect(written.behind().rows).toHaveLength(written.n);
        }
      }),
      { numRuns: 60 },
    );
  });
});
