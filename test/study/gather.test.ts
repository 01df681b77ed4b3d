import { describe, expect, it } from 'vitest';
import type { StanceModel } from '../../src/measure/stance.ts';
import { measureSuspendedTop } from '../../src/measure/study/suspended-top.ts';
import { stances } from '../../src/measure/table/post-table.ts';
import type { Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { createGathering, type Gathered, type GatherOptions } from '../../src/study/gather.ts';
import { compileQuery } from '../../src/study/query/query.ts';
import { aPost } from '../builders.ts';

const registry = createRegistry({ version: 'v', entries: [] });

interface Given extends Partial<GatherOptions> {
  readonly ask?: string;
}

async function gather(posts: readonly Post[], { ask = '', ...options }: Given = {}): Promise<Gathered> {
  const gathering = createGathering({ registry, query: compileQuery(ask, registry), question: {}, ...options });
  const input = gathering.input('posts.csv', 'ndjson');
  await input.add(posts, [{ platform: 'x', accountId: 'silent' }]);
  input.end({ refused: 2, refusedBy: { 'is wrong': 2 }, told: {} });
  return gathering.build();
}

const day = (n: number): Date => new Date(Date.UTC(2026, 2, n));

describe('gathering the posts of a study', () => {
  it('takes what the query selects, and the rest as history without its text', async () => {
    const { table, rows, history } = await gather(
      [
        aPost({ id: '1', text: 'Cotton is what this long enough text speaks about' }),
        aPost({ id: '2', text: 'Other words of the same account, long enough too', links: ['a.example'], tags: ['t'] }),
      ],
      { ask: 'cotton' },
    );

    expect([...(rows ?? [])]).toEqual([0]);
    expect(history).toEqual({ kept: 1, leftOut: 0 });
    expect([table.texts.size, table.links.values.length, table.tags.values.length]).toEqual([1, 0, 1]);
  });

  it('takes everything without a query, and then names no rows', async () => {
    const { table, rows } = await gather([aPost(), aPost()]);

    expect(rows).toBeUndefined();
    expect(table.rows).toBe(2);
  });

  it.each([
    ['before the span is history', 1, 2],
    ['in the span is selected', 5, 2],
    ['at its end is outside', 10, 1],
  ])('a post %s', async (_, at, rows) => {
    const question = { from: day(2), to: day(10) };
    const { table, rows: selected } = await gather([aPost({ createdAt: day(at) }), aPost({ createdAt: day(3) })], {
      question,
    });

    expect(table.rows).toBe(rows);
    expect(selected?.length ?? table.rows).toBe(at === 5 ? 2 : 1);
  });

  it('leaves out other platforms altogether', async () => {
    const { table } = await gather([aPost({ platform: 'x' }), aPost({ platform: 'bluesky' })], {
      question: { platforms: ['bluesky'] },
    });

    expect(table.platforms).toEqual(['bluesky']);
  });

  it('holds only so much history, and says how much it left out', async () => {
    const { history } = await gather([aPost(), aPost(), aPost()], { ask: 'nothing', mostHistory: 1 });

    expect(history).toEqual({ kept: 1, leftOut: 2 });
  });

  it('says of each input what it held: rows, accounts described and accounts with posts', async () => {
    const { inputs } = await gather([aPost({ accountId: 'a' }), aPost({ accountId: 'a' }), aPost({ accountId: 'b' })]);

    expect(inputs).toEqual([
      {
        name: 'posts.csv',
        format: 'ndjson',
        rows: 6,
        posts: 3,
        selected: 3,
        accountRows: 1,
        accountsDescribed: 1,
        accountsWithPosts: 2,
        refused: 2,
        refusedBy: { 'is wrong': 2 },
        told: {},
      },
    ]);
  });

  it('keeps a post once that comes twice, and in place', async () => {
    const first = aPost({ text: 'cotton' });
    const { table, rows } = await gather(
      [aPost({ text: 'wool' }), first, { ...first, likes: 3 }, aPost({ text: 'cotton' })],
      {
        ask: 'cotton',
      },
    );

    expect(table.rows).toBe(3);
    expect([...(rows ?? [])]).toEqual([1, 2]);
    expect(table.likes[1]).toBe(3);
  });

  it('asks for the stance of selected posts only, each with its own answer', async () => {
    const asked: string[] = [];
    const stance: StanceModel = {
      name: 'a model',
      classify: async (texts) => {
        asked.push(...texts.map(({ text }) => text));
        return texts.map(({ text }) => (text.includes('good') ? 'positive' : 'negative'));
      },
    };
    const { table } = await gather(
      [aPost({ text: 'wool' }), aPost({ text: 'cotton bad' }), aPost({ text: 'cotton good' })],
      {
        ask: 'cotton',
        stance,
      },
    );

    expect(asked).toEqual(['cotton bad', 'cotton good']);
    expect([...table.stance].map((index) => stances[index])).toEqual(['unclassified', 'negative', 'positive']);
    expect(table.stanceBy).toBe('a model');
  });

  it('knows which accounts are in a set of removed accounts that was read, whichever file came first', async () => {
    const gathering = createGathering({ registry, query: compileQuery('', registry), question: {} });
    const posts = gathering.input('collected.csv', 'twarc-csv');
    await posts.add(
      [aPost({ id: '1', accountId: 'removed', likes: 9 }), aPost({ id: '2', accountId: 'other', likes: 3 })],
      [],
    );
    posts.end({ refused: 0, refusedBy: {}, told: {} });
    const set = gathering.input('CNXX_users.csv', 'io-archive', true);
    await set.add(
      [],
      [
        { platform: 'x', accountId: 'removed' },
        { platform: 'x', accountId: 'silent' },
      ],
    );
    set.end({ refused: 0, refusedBy: {}, told: {} });
    const { table } = gathering.build();

    const [top] = measureSuspendedTop(table, { minN: 1 });

    expect([table.takedowns, [...table.accounts.takedown]]).toEqual([['CNXX_users.csv'], [1, 0]]);
    expect(top?.inTakedownSet).toMatchObject({ share: { n: 1, of: 2 }, sources: ['CNXX_users.csv'] });
  });
});
