import { describe, expect, it } from 'vitest';
import { createXTimelines } from '../../../src/source/x/timelines.ts';
import { aFakePost } from '../../fakes/x-api.ts';
import { aTime } from '../a-poll.ts';
import { type AnX, anX, aPurse, idsIn, pollAll } from './an-x.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function aSource(x: AnX, given: Readonly<Record<string, unknown>> = {}) {
  return createXTimelines(x.settings(given), x);
}

const accounts = (...nativeIds: string[]) => ({ accounts: nativeIds.map((nativeId) => ({ nativeId })) });

function post(x: AnX, author_id: string, count: number, end = x.now().getTime() - minute): readonly string[] {
  const made = Array.from({ length: count }, (_, n) =>
    aFakePost({ at: new Date(end - n * 1000), n: Number(author_id) % 1000, author_id, text: `by ${author_id}` }),
  );
  x.server.posts.push(...made);
  return made.map(({ id }) => id);
}

const sorted = (ids: Iterable<string>): readonly string[] => [...new Set(ids)].sort();

describe('x:timelines', () => {
  it('reads the last days of each account at first, by pages', async () => {
    const x = await anX();
    const ids = [...post(x, '7001', 130), ...post(x, '7002', 3)];
    post(x, '7001', 5, x.now().getTime() - 8 * day);

    const { pages, error } = await pollAll(aSource(x), undefined, x.context({ watched: accounts('7001', '7002') }));

    const requests = x.server.asked('/2/users/7001/tweets');
    expect(error).toBeUndefined();
    expect(sorted(idsIn(pages))).toEqual(sorted(ids));
    expect(requests.map(({ query }) => query.has('pagination_token'))).toEqual([false, true]);
    expect(requests.every(({ query }) => !query.has('next_token'))).toBe(true);
    expect(pages.at(-1)).toMatchObject({ done: true, watermark: aTime });
  });

  it('goes on from the newest post, two minutes back', async () => {
    const x = await anX();
    const source = aSource(x);
    post(x, '7001', 3);
    const first = await pollAll(source, undefined, x.context({ watched: accounts('7001') }));
    x.advance(hour);
    const fresh = post(x, '7001', 2);

    const { pages } = await pollAll(source, first.cursor, x.context({ watched: accounts('7001') }));

    expect(idsIn(pages)).toEqual(expect.arrayContaining([...fresh]));
    expect(x.server.asked('/2/users/7001/tweets')[1]?.query.has('start_time')).toBe(false);
    expect(x.server.charged.posts).toBe(3 + 2 + 3);
  });

  it.each([1, 2, 3, 4])('loses nothing when it is killed before page %i is kept', async (killAt) => {
    const x = await anX();
    const watched = accounts('7001', '7002');
    const ids = [...post(x, '7001', 250), ...post(x, '7002', 120)];
    const kept: string[] = [];
    let cursor: unknown;
    let count = 0;
    for await (const page of aSource(x).poll(undefined, x.context({ watched }))) {
      count += 1;
      if (count === killAt) break;
      kept.push(...idsIn([page]));
      cursor = JSON.parse(JSON.stringify(page.cursor));
    }
    x.advance(hour);
    const fresh = post(x, '7001', 30);

    const restarted = await pollAll(aSource(x), cursor, x.context({ watched }));
    const calm = await pollAll(aSource(x), restarted.cursor, x.context({ watched }));

    const read = [...kept, ...idsIn(restarted.pages), ...idsIn(calm.pages)];
    expect(sorted(read)).toEqual(sorted([...ids, ...fresh]));
    expect([...restarted.pages, ...calm.pages].flatMap(({ gaps }) => gaps)).toEqual([]);
  });

  it('asks for handles once, a hundred at a time, and tells what it learns of their accounts', async () => {
    const x = await anX();
    const handles = Array.from({ length: 130 }, (_, n) => `Outlet_${n}`);
    x.server.users.push(...handles.map((username, n) => ({ id: String(8000 + n), username })));
    const watched = { accounts: [...handles, 'not a handle', 'nobody_there'].map((handle) => ({ handle })) };
    const source = aSource(x, { timelines: { pagesPerRun: 1 } });

    const first = await pollAll(source, undefined, x.context({ watched }));
    x.advance(hour);
    const second = await pollAll(source, first.cursor, x.context({ watched }));
    x.advance(day);
    const third = await pollAll(source, second.cursor, x.context({ watched }));

    expect([first.error, second.error, third.error]).toEqual([undefined, undefined, undefined]);
    expect(x.server.asked('/2/users/by').map(({ query }) => query.get('usernames')?.split(',').length)).toEqual([
      100, 31, 1,
    ]);
    expect(x.server.charged.users).toBe(130);
    expect(first.pages.flatMap((page) => page.accounts ?? [])).toHaveLength(130);
    expect(first.pages[0]?.cost).toEqual({ unit: 'usd', amount: 1 });
    expect(x.server.asked(/^\/2\/users\/\d+\/tweets$/)).toHaveLength(3);
  });

  it.each([
    ['suspended', 'suspended'],
    ['protected', 'protected'],
    ['deleted', 'deleted'],
  ] as const)('tells that an account is %s, and leaves it alone for a day', async (gone, status) => {
    const x = await anX();
    const source = aSource(x);
    const watched = accounts('7001', '7002');
    x.server.goneUsers.set('7001', gone);
    const [id] = post(x, '7002', 1);

    const first = await pollAll(source, undefined, x.context({ watched }));
    x.advance(hour);
    const second = await pollAll(source, first.cursor, x.context({ watched }));
    x.advance(day);
    x.server.goneUsers.delete('7001');
    const third = await pollAll(source, second.cursor, x.context({ watched }));

    expect(first.pages.flatMap((page) => page.accounts ?? [])).toEqual([
      { platform: 'x', accountId: '7001', status, statusCheckedAt: aTime },
    ]);
    expect(idsIn(first.pages)).toEqual([id]);
    expect(second.pages.at(-1)).toMatchObject({ watermark: new Date(aTime.getTime() + hour) });
    expect(x.server.asked('/2/users/7001/tweets')).toHaveLength(2);
    expect(third.error).toBeUndefined();
  });

  it('leaves a gap where X gives no more of a long timeline', async () => {
    const x = await anX();
    x.server.faults.longestTimeline = 3200;
    post(x, '7001', 3300);

    const { pages } = await pollAll(aSource(x), undefined, x.context({ watched: accounts('7001') }));

    expect(idsIn(pages)).toHaveLength(3200);
    expect(pages.flatMap(({ gaps }) => gaps)).toEqual([
      {
        from: new Date(aTime.getTime() - 7 * day),
        to: new Date(aTime.getTime() - minute - 3199 * 1000),
        reason: 'X keeps the newest 3,200 posts of a timeline',
      },
    ]);
  });

  it('takes up in the next run what this one left, longest unread first', async () => {
    const x = await anX();
    const source = aSource(x, { timelines: { pagesPerRun: 2 } });
    const watched = accounts('7001', '7002', '7003');
    const ids = [...post(x, '7001', 150), ...post(x, '7002', 150), ...post(x, '7003', 1)];

    const runs = [];
    let cursor: unknown;
    for (let n = 0; n < 3; n += 1) {
      const run = await pollAll(source, cursor, x.context({ watched }));
      cursor = run.cursor;
      runs.push(run);
      x.advance(hour);
    }

    expect(sorted(runs.flatMap(({ pages }) => idsIn(pages)))).toEqual(sorted(ids));
    expect(runs[0]?.pages.at(-1)?.watermark).toBeUndefined();
    expect(runs[2]?.pages.at(-1)?.watermark).toBeDefined();
  });

  it('leaves a gap and ends when the budget is spent', async () => {
    const x = await anX();
    const budget = aPurse(0.6);
    post(x, '7001', 250);

    const { pages, error } = await pollAll(aSource(x), undefined, x.context({ watched: accounts('7001'), budget }));

    expect(error).toMatchObject({ kind: 'budget' });
    expect(idsIn(pages)).toHaveLength(120);
    expect(pages.flatMap(({ gaps }) => gaps)).toMatchObject([{ reason: 'X: the budget was spent' }]);
    expect(x.server.charged.posts * 0.005).toBeCloseTo(budget.spent.get('usd') ?? 0);
  });

  it('does not lose the other accounts over one whose pages never end, or whom X refuses', async () => {
    const x = await anX();
    const good = post(x, '7003', 2);
    x.server.faults.instead = ({ path }) => {
      const meta = { next_token: 'again', newest_id: '5' };
      if (path === '/2/users/7001/tweets') return { json: { data: [{ id: '5', text: 'a', author_id: '7001' }], meta } };
      return path === '/2/users/7002/tweets' ? { status: 404, json: { title: 'Not Found' } } : undefined;
    };

    const watched = accounts('7001', '7002', '7003');
    const { pages, error } = await pollAll(aSource(x), undefined, x.context({ watched }));

    expect(error).toBeUndefined();
    expect(idsIn(pages)).toEqual(expect.arrayContaining([...good]));
    expect(x.server.asked('/2/users/7001/tweets')).toHaveLength(2);
    expect(x.lines.join('\n')).toContain('"refused":2');
  });

  it('reads on behind a page without posts that names a next one', async () => {
    const x = await anX();
    const ids = post(x, '7001', 3);
    let empty = 0;
    x.server.faults.instead = ({ path }) => {
      if (path !== '/2/users/7001/tweets' || empty > 0) return undefined;
      empty += 1;
      return { json: { meta: { result_count: 0, next_token: 'more' } } };
    };
    const real = x.server.faults.instead;
    x.server.faults.instead = (exchange, again) => {
      exchange.query.delete('pagination_token');
      return real(exchange, again);
    };

    const { pages, error } = await pollAll(aSource(x), undefined, x.context({ watched: accounts('7001') }));

    expect(error).toBeUndefined();
    expect(sorted(idsIn(pages))).toEqual(sorted(ids));
  });

  it.each([42, 'abc', { accounts: { a: 1 } }])('begins anew, with a gap, from the cursor %j', async (cursor) => {
    const x = await anX();
    const ids = post(x, '7001', 3);

    const { pages, error } = await pollAll(aSource(x), cursor, x.context({ watched: accounts('7001') }));

    expect(error).toBeUndefined();
    expect(sorted(idsIn(pages))).toEqual(sorted(ids));
    expect(pages[0]?.gaps).toHaveLength(1);
  });
});
