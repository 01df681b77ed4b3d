import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureAttributed } from '../../../src/measure/attributed.ts';
import { measureAttributedLinks } from '../../../src/measure/study/attributed-links.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { aPost } from '../../builders.ts';
import { somePosts } from '../some-posts.ts';
import { chosen, draws, idsBehind, listed, manyPosts, mixedRegistry, someRows, tableIn } from './listed.ts';

const registry = listed(
  {},
  {
    'daily.example': { kind: 'state-media', state: 'XX' },
    'ministry.example': { kind: 'government', state: 'YY' },
    'public.example': { kind: 'public-service-media', state: 'ZZ' },
  },
);

describe('attributed links', () => {
  it('counts posts with a link, each class and each host once a post', () => {
    const table = tableIn(
      [
        aPost({ id: '1', accountId: 'p', links: ['www2.daily.example/a', 'www2.daily.example/b'] }),
        aPost({ id: '2', accountId: 'p', links: ['daily.example/a', 'ministry.example/b', 'video.example/v'] }),
        aPost({ id: '3', accountId: 'q', links: ['public.example/a'] }),
        aPost({ id: '4', accountId: 'r', links: ['notdaily.example/a', 'daily.example.evil.example/b'] }),
        aPost({ id: '5' }),
        aPost({ id: '6', kind: 'repost', links: ['daily.example/a'] }),
        aPost({ id: '7', accountId: 'q', links: ['www2.daily.example'] }),
      ],
      registry,
    );

    const found = measureAttributedLinks(table, { registry, minN: 1 });

    expect(found.registryVersion).toBe('2026-03-01');
    expect(found.linking.n).toBe(5);
    expect(idsBehind(table, found.linking.behind().rows)).toEqual(['x:1', 'x:2', 'x:3', 'x:4', 'x:7']);
    expect(found.attributed.share).toMatchObject({ n: 3, of: 5 });
    expect(idsBehind(table, found.attributed.behind().rows)).toEqual(['x:1', 'x:2', 'x:7']);
    expect(found.classes.map(({ name, share }) => [name, share.n])).toEqual([
      ['state-media', 3],
      ['government', 1],
      ['public-service-media', 1],
      ['unattributed', 2],
    ]);
    expect(found.listedHosts.map(({ host, entry, posts, accounts }) => [host, entry?.id, posts.n, accounts.n])).toEqual(
      [
        ['www2.daily.example', 'daily.example', 2, 2],
        ['daily.example', 'daily.example', 1, 1],
        ['ministry.example', 'ministry.example', 1, 1],
        ['public.example', 'public.example', 1, 1],
      ],
    );
    expect(idsBehind(table, found.listedHosts[0]!.posts.behind().rows)).toEqual(['x:1', 'x:7']);
    expect(found.listedHosts[0]!.accounts.behind().rows).toHaveLength(2);
    expect(found.otherHosts.map(({ host }) => host)).toEqual([
      'daily.example.evil.example',
      'notdaily.example',
      'video.example',
    ]);
    expect(found.otherHostCount).toBe(3);
  });

  it('asks for each host once, and lists no more of the others than asked for', () => {
    const asked: string[] = [];
    const counting: Registry = {
      ...registry,
      findHost(host) {
        asked.push(host);
        return undefined;
      },
    };
    const table = tableIn(
      manyPosts(60, (index) => ({ links: [`h${index % 3}.example/${index}`] })),
      counting,
    );

    const found = measureAttributedLinks(table, { registry: counting, others: 2 });

    expect(asked.sort()).toEqual(['h0.example', 'h1.example', 'h2.example']);
    expect(found.otherHosts.map(({ host, posts }) => [host, posts.n])).toEqual([
      ['h0.example', 20],
      ['h1.example', 20],
    ]);
    expect(found.otherHostCount).toBe(3);
  });

  it('takes only the states asked for', () => {
    const table = tableIn([aPost({ links: ['daily.example/a'] }), aPost({ links: ['ministry.example/a'] })], registry);

    const found = measureAttributedLinks(table, { registry, states: ['YY'], minN: 1 });

    expect(found.attributed.share).toMatchObject({ n: 1, of: 2 });
    expect(found.classes.map(({ name }) => name)).toEqual(['government', 'other-states']);
  });

  it('withholds the share of a handful', () => {
    const table = tableIn([aPost({ links: ['daily.example/a'] })], registry);

    expect(measureAttributedLinks(table, { registry }).attributed.share).toEqual({
      withheld: true,
      n: 1,
      of: 1,
      minN: 50,
    });
  });

  it('agrees with the measure over posts, whichever rows are looked at', () => {
    fc.assert(
      fc.property(somePosts, draws, (posts, draw) => {
        const table = tableIn(posts);
        const rows = someRows(draw, table);

        const found = measureAttributedLinks(table, { registry: mixedRegistry, rows, minN: 0 });

        expect(found.attributed.share).toEqual(measureAttributed(chosen(posts, rows), mixedRegistry).links);
        for (const { posts: its, accounts } of [...found.listedHosts, ...found.otherHosts]) {
          expect(its.behind().rows).toHaveLength(its.n);
          expect(accounts.behind().rows).toHaveLength(accounts.n);
        }
      }),
      { numRuns: 60 },
    );
  });
});
