import { describe, expect, it } from 'vitest';
import type { CountBucket, Page } from '../../../src/source/source.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import { createXCounts } from '../../../src/source/x/counts.ts';
import { aFakePost } from '../../fakes/x-api.ts';
import { aTime } from '../a-poll.ts';
import { type AnX, anX, aPurse, pollAll } from './an-x.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const path = '/2/tweets/counts/recent';

function countsIn(pages: readonly Page[]): readonly CountBucket[] {
  return pages.flatMap((page) => page.counts ?? []);
}

function aSource(x: AnX, given: Readonly<Record<string, unknown>> = {}) {
  return createXCounts(x.settings(given), x);
}

function post(x: AnX, minutesAgo: number, n = 0): void {
  x.server.posts.push(aFakePost({ at: new Date(x.now().getTime() - minutesAgo * minute), n }));
}

describe('x:counts', () => {
  it('counts 7 days by the hour at first, in one request, with no hole where nothing was posted', async () => {
    const x = await anX();
    post(x, 90, 1);
    post(x, 91, 2);
    const watched = { tags: ['lanternday'] };

    const { pages } = await pollAll(aSource(x), undefined, x.context({ watched }));

    const counts = countsIn(pages);
    expect(x.server.asked(path)).toHaveLength(1);
    expect(counts).toHaveLength(167);
    expect(
      counts.every(({ seconds, key, platform }) => seconds === 3600 && key === 'lanternday' && platform === 'x'),
    ).toBe(true);
    expect(counts.filter(({ posts }) => posts > 0)).toMatchObject([
      { at: new Date(aTime.getTime() - 2 * hour), posts: 2 },
    ]);
    counts.slice(1).forEach(({ at }, n) => expect(at.getTime() - counts[n]!.at.getTime()).toBe(hour));
  });

  it('goes on by the minute, and counts the last minutes again', async () => {
    const x = await anX();
    const source = aSource(x);
    const watched = { tags: ['lanternday'] };
    const first = await pollAll(source, undefined, x.context({ watched }));
    x.advance(60 * minute);
    post(x, 1, 1);
    const second = await pollAll(source, first.cursor, x.context({ watched }));
    x.advance(minute);
    post(x, 1.5, 2);

    const third = await pollAll(source, second.cursor, x.context({ watched }));

    expect(countsIn(second.pages).every(({ seconds }) => seconds === 60)).toBe(true);
    expect(countsIn(second.pages)).toHaveLength(119 + 2);
    const again = countsIn(third.pages).map(({ at, posts }) => [at.toISOString().slice(11, 16), posts]);
    expect(again).toEqual([
      ['12:57', 0],
      ['12:58', 0],
      ['12:59', 2],
    ]);
  });

  it('says that it has counted to the minute that is not over', async () => {
    const x = await anX();
    const source = aSource(x);
    const watched = { tags: ['lanternday', 'harbour'] };
    const first = await pollAll(source, undefined, x.context({ watched }));
    x.advance(hour);

    const { pages } = await pollAll(source, first.cursor, x.context({ watched }));

    expect(pages.at(-1)).toMatchObject({ done: true, watermark: new Date(aTime.getTime() + hour - minute) });
  });

  it('follows the pages of a long absence, and misses no minute', async () => {
    const x = await anX();
    const source = aSource(x);
    const watched = { tags: ['lanternday'] };
    const first = await pollAll(source, undefined, x.context({ watched }));
    x.advance(2 * day);

    const { pages } = await pollAll(source, first.cursor, x.context({ watched }));

    const counts = countsIn(pages);
    expect(x.server.asked(path).length).toBeGreaterThan(2);
    expect(counts).toHaveLength(2 * 1440 + 60 + 1);
    expect(new Set(counts.map(({ at }) => at.getTime())).size).toBe(counts.length);
  });

  it('leaves a gap where it was away for longer than X counts', async () => {
    const x = await anX();
    const source = aSource(x);
    const watched = { tags: ['lanternday'] };
    const first = await pollAll(source, undefined, x.context({ watched }));
    x.advance(9 * day);

    const { pages, error } = await pollAll(source, first.cursor, x.context({ watched }));

    expect(error).toBeUndefined();
    expect(pages.flatMap(({ gaps }) => gaps)).toEqual([
      {
        from: new Date(aTime.getTime() - hour),
        to: new Date(aTime.getTime() + 2 * day + minute),
        reason: 'X counts 7 days back only',
      },
    ]);
  });

  it('pays for each request before it, and for all of them out of one purse', async () => {
    const x = await anX();
    const budget = aPurse(0.012);
    const watched = { tags: ['a1', 'b2', 'c3'] };

    const { pages, error, cursor } = await pollAll(aSource(x), undefined, x.context({ watched, budget }));

    expect(error).toMatchObject({ kind: 'budget' });
    expect(x.server.charged.counts).toBe(2);
    expect(budget.spent.get('usd')).toBe(0.01);
    expect(pages.map(({ cost }) => cost?.amount)).toEqual([0.005, 0.005]);
    expect(cursor).toMatchObject({ keys: { a1: {}, b2: {} } });
  });

  it('counts configured queries under their names', async () => {
    const x = await anX();
    const source = aSource(x, { queries: { floods: 'lanterns OR flood' } });
    post(x, 90);

    const { pages } = await pollAll(source, undefined, x.context());

    expect(countsIn(pages).filter(({ posts }) => posts > 0)).toMatchObject([{ key: 'floods', posts: 1 }]);
  });

  it('does not lose the other queries over one that X refuses', async () => {
    const x = await anX();
    x.server.faults.instead = ({ query }) =>
      query.get('query') === '#bad' ? { status: 400, json: { title: 'Invalid Request' } } : undefined;
    const watched = { tags: ['bad', 'lanternday'] };

    const { pages, error } = await pollAll(aSource(x), undefined, x.context({ watched }));

    expect(error).toBeUndefined();
    expect(new Set(countsIn(pages).map(({ key }) => key))).toEqual(new Set(['lanternday']));
    expect(x.lines.join('\n')).toMatch(/queries were refused/);
  });

  it('tells when X refuses all', async () => {
    const x = await anX();
    x.server.faults.instead = () => ({ status: 400, json: { title: 'Invalid Request' } });

    const { error } = await pollAll(aSource(x), undefined, x.context({ watched: { tags: ['bad'] } }));

    expect(error).toMatchObject({ kind: 'refused', status: 400 });
  });

  it('stops at pages that never end', async () => {
    const x = await anX();
    x.server.faults.endless = true;

    const { error } = await pollAll(aSource(x), undefined, x.context({ watched: { tags: ['lanternday'] } }));

    expect(error).toBeInstanceOf(SourceError);
    expect(error).toMatchObject({ kind: 'garbage' });
    expect(x.server.asked(path).length).toBeLessThan(5);
  });

  it('waits for the next day in UTC when the credits are gone', async () => {
    const x = await anX();
    x.server.faults.noCredits = true;

    const { error } = await pollAll(aSource(x), undefined, x.context({ watched: { tags: ['lanternday'] } }));

    expect(error).toMatchObject({ kind: 'budget', until: new Date('2026-03-03T00:00:00Z') });
  });

  it.each([
    [{ title: 'SpendCapReached', reset_date: '2026-03-14' }, '2026-03-14T00:00:00Z'],
    [{ title: 'SpendCapReached', detail: 'until the next billing cycle' }, '2026-04-01T00:00:00Z'],
  ])('waits as long as %j says', async (json, until) => {
    const x = await anX();
    x.server.faults.instead = () => ({ status: 402, json });

    const { error } = await pollAll(aSource(x), undefined, x.context({ watched: { tags: ['lanternday'] } }));

    expect(error).toMatchObject({ kind: 'budget', until: new Date(until) });
  });

  it('takes a usage cap that comes as 429 for what it is', async () => {
    const x = await anX();
    const json = { title: 'UsageCapExceeded', period: 'Monthly', type: 'https://api.x.com/2/problems/usage-capped' };
    x.server.faults.instead = () => ({ status: 429, json });

    const { error } = await pollAll(aSource(x), undefined, x.context({ watched: { tags: ['lanternday'] } }));

    expect(error).toMatchObject({ kind: 'budget', until: new Date('2026-04-01T00:00:00Z') });
  });

  it.each([42, 'abc', [], { of: 'something else' }, { keys: { lanternday: { to: 'never' } } }])(
    'begins anew, with a gap, from the cursor %j',
    async (cursor) => {
      const x = await anX();

      const { pages, error } = await pollAll(aSource(x), cursor, x.context({ watched: { tags: ['lanternday'] } }));

      expect(error).toBeUndefined();
      expect(countsIn(pages)).toHaveLength(167);
      expect(pages[0]?.gaps).toHaveLength(1);
    },
  );

  it('looks for words where a tag cannot be one of X', async () => {
    const x = await anX();

    await pollAll(aSource(x), undefined, x.context({ watched: { tags: ['covid-19', '2026', 'été_'] } }));

    expect(x.server.asked(path).map(({ query }) => query.get('query'))).toEqual(['"covid-19"', '"2026"', '#été_']);
  });
});
