import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suspendedWords, takedownWords } from '../../../src/measure/study/looks.ts';
import { studyShareText } from '../../../src/measure/study/study-words.ts';
import { measureSuspendedAmplifiers } from '../../../src/measure/study/suspended-amplifiers.ts';
import { measureSuspendedTop } from '../../../src/measure/study/suspended-top.ts';
import { tableOf } from '../../../src/measure/table/build-table.ts';
import type { Registry } from '../../../src/registry/registry.ts';
import { anEntry, aPost } from '../../builders.ts';
import { somePosts } from '../some-posts.ts';
import { aspiRegistry, aspiSet } from './aspi-set.ts';
import { chosen, draws, idsBehind, listed, manyPosts, mixedRegistry, someRows, tableIn } from './listed.ts';

const day = (date: number): Date => new Date(Date.UTC(2026, 3, date));

describe('suspended authors of the top posts', () => {
  it('prints the count of the study that it follows', () => {
    const x = measureSuspendedTop(tableIn(aspiSet(), aspiRegistry)).find(({ platform }) => platform === 'x');

    expect(studyShareText(x!.ofAll.share)).toBe('4 % = 40 of 1,000 (95 % 3.0-5.4)');
  });

  it('gives both denominators: never looked at is not the same as not suspended', () => {
    const table = tableIn([
      ...manyPosts(10, (index) => ({
        id: `s${index}`,
        accountId: 's1',
        likes: 9,
        status: 'suspended',
        statusCheckedAt: day(3),
      })),
      ...manyPosts(20, () => ({ accountId: 's2', likes: 8, status: 'active', statusCheckedAt: day(7) })),
      ...manyPosts(60, (index) => ({ accountId: `u${index % 6}`, likes: 7 })),
    ]);

    const [x] = measureSuspendedTop(table, { minN: 10 });

    expect(x?.ofAll.share).toMatchObject({ n: 10, of: 90 });
    expect(x?.ofLooked.share).toMatchObject({ n: 10, of: 30 });
    expect(x?.unknown.n).toBe(60);
    expect(x?.looks).toEqual({
      accounts: 8,
      accountsUnknown: 6,
      withoutTime: 0,
      earliest: day(3),
      latest: day(7),
    });
    expect(idsBehind(table, x!.ofAll.behind().rows)).toEqual([...Array(10).keys()].map((index) => `x:s${index}`));
  });

  it('takes the newest look', () => {
    const table = tableIn([
      aPost({ accountId: 's', likes: 1, status: 'suspended', statusCheckedAt: day(2) }),
      aPost({ accountId: 's', likes: 1, status: 'active', statusCheckedAt: day(9) }),
    ]);

    expect(measureSuspendedTop(table, { minN: 1 })[0]?.ofAll.share).toMatchObject({ n: 0, of: 2 });
  });

  it('keeps takedown sets apart, with their source', () => {
    const registry = listed({
      t: {
        kind: 'proxy-reported',
        evidence: [
          { type: 'research', source: 'Example paper' },
          { type: 'platform-takedown', source: 'Example archive, set 2021-12' },
        ],
      },
    });
    const table = tableIn(
      [
        ...manyPosts(30, (index) => ({ accountId: 't', likes: 5, status: index === 0 ? 'suspended' : undefined })),
        ...manyPosts(30, () => ({ accountId: 'other', likes: 5, status: 'suspended' })),
      ],
      registry,
    );

    const [x] = measureSuspendedTop(table);

    expect(x?.inTakedownSet).toMatchObject({
      share: { n: 30, of: 60 },
      sources: ['Example archive, set 2021-12'],
    });
    expect(x?.ofAll.share).toMatchObject({ n: 60, of: 60 });
    expect(x?.suspendedAndInSet).toBe(30);
    expect(x?.looks).toMatchObject({ accounts: 2, accountsUnknown: 0, withoutTime: 2, earliest: undefined });
    expect(takedownWords(x!.inTakedownSet.sources)).toBe('in a takedown set (Example archive, set 2021-12)');
    expect(suspendedWords).toBe('later suspended, reason not given');
  });
});

describe('suspended amplifiers', () => {
  it('counts reposts of attributed posts, and the accounts behind them', () => {
    const posts = [
      aPost({ id: 'state', accountId: 'a' }),
      aPost({ id: 'person', accountId: 'g' }),
      ...manyPosts(40, (index) => ({
        id: `r${index}`,
        accountId: `r${index % 8}`,
        kind: 'repost',
        parentId: 'state',
        status: index % 8 === 0 ? 'suspended' : index % 8 === 1 ? undefined : 'active',
      })),
      ...manyPosts(40, () => ({ accountId: 'r0', kind: 'repost', parentId: 'person' })),
      ...manyPosts(40, () => ({ accountId: 'r0', kind: 'quote', parentId: 'state' })),
    ];
    const table = tableIn(posts);

    const found = measureSuspendedAmplifiers(table, { registry: mixedRegistry, minN: 5 });

    expect(found.reposts.n).toBe(40);
    expect(found.ofAll.share).toMatchObject({ n: 5, of: 40 });
    expect(found.ofLooked.share).toMatchObject({ n: 5, of: 35 });
    expect(found.accountsOfAll.share).toMatchObject({ n: 1, of: 8 });
    expect(found.accountsOfLooked.share).toMatchObject({ n: 1, of: 7 });
    expect(found.looks).toMatchObject({ accounts: 8, accountsUnknown: 1, withoutTime: 7 });
    expect(found.accountsOfAll.behind()).toEqual({ of: 'accounts', rows: Uint32Array.of(table.account[2] ?? 0) });
    expect(idsBehind(table, found.ofAll.behind().rows)).toEqual(['x:r0', 'x:r8', 'x:r16', 'x:r24', 'x:r32']);
  });

  it('knows an author whose post is not in the set, as of the time of the repost', () => {
    const registry: Registry = {
      ...mixedRegistry,
      findAccount: ({ platform, accountId }, at) =>
        platform === 'x' && accountId === 'ministry' && at >= day(5)
          ? { entry: anEntry({ kind: 'government' }), by: 'native-id' }
          : undefined,
    };
    const repost = (createdAt: Date, parentAccountId: string | undefined) =>
      aPost({ kind: 'repost', parentId: 'far', parentAccountId, createdAt });
    const table = tableOf(
      [repost(day(4), 'ministry'), repost(day(5), 'ministry'), repost(day(6), 'somebody'), repost(day(7), undefined)],
      { registry },
    );

    const found = measureSuspendedAmplifiers(table, { registry, minN: 1 });

    expect(idsBehind(table, found.reposts.behind().rows)).toEqual([table.id.at(1)]);
    expect(found.parentUnknown).toBe(1);
  });

  it('takes only the states asked for, and no reposts of one’s own posts', () => {
    const table = tableIn([
      aPost({ id: 'outlet', accountId: 'a' }),
      aPost({ id: 'envoy', accountId: 'b' }),
      aPost({ id: 'r1', kind: 'repost', parentId: 'outlet' }),
      aPost({ id: 'r2', kind: 'repost', parentId: 'envoy' }),
      aPost({ id: 'r3', accountId: 'b', kind: 'repost', parentId: 'envoy' }),
    ]);

    const found = measureSuspendedAmplifiers(table, { registry: mixedRegistry, states: ['YY'] });

    expect(idsBehind(table, found.reposts.behind().rows)).toEqual(['x:r2']);
    expect(found.own).toBe(1);
  });

  it('does not count reposts of proxies and public broadcasters as reposts of a state', () => {
    const table = tableIn([
      aPost({ id: 'proxy', accountId: 'c' }),
      aPost({ id: 'broadcaster', accountId: 'd' }),
      aPost({ kind: 'repost', parentId: 'proxy' }),
      aPost({ kind: 'repost', parentId: 'broadcaster' }),
    ]);

    expect(measureSuspendedAmplifiers(table, { registry: mixedRegistry }).reposts.n).toBe(0);
  });

  it('says what a reference over posts says, whichever rows are looked at', () => {
    fc.assert(
      fc.property(somePosts, draws, fc.nat(6), fc.nat(6), (posts, draw, first, second) => {
        const accounts = 'abcdefg';
        const parents = [
          aPost({ id: 'parent1', accountId: accounts[first] ?? 'a' }),
          aPost({ id: 'parent2', accountId: accounts[second] ?? 'a' }),
        ];
        const table = tableIn([...posts, ...parents]);
        const rows = someRows(draw, table);
        const attributed = parents.filter(({ accountId }) => 'ab'.includes(accountId)).map(({ id }) => id);
        const reposts = chosen(posts, rows).filter(
          ({ kind, parentId, accountId }) =>
            kind === 'repost' &&
            attributed.includes(parentId ?? '') &&
            accountId !== parents.find(({ id }) => id === parentId)?.accountId,
        );

        const found = measureSuspendedAmplifiers(table, { rows, registry: mixedRegistry, minN: 0 });

        expect(idsBehind(table, found.reposts.behind().rows)).toEqual(reposts.map(({ id }) => `x:${id}`));
        expect(found.accountsOfAll.share.of).toBe(new Set(reposts.map(({ accountId }) => accountId)).size);
        expect(found.ofAll.behind().rows).toHaveLength(found.ofAll.share.n);
      }),
      { numRuns: 60 },
    );
  });
});
