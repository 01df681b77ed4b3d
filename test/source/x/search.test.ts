import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createXCounts } from '../../../src/source/x/counts.ts';
import { createX } from '../../../src/source/x/create-x.ts';
import { createXSearch } from '../../../src/source/x/search.ts';
import { aFakePost, idAt } from '../../fakes/x-api.ts';
import { aTime } from '../a-poll.ts';
import { type AnX, anX, aPurse, idsIn, pollAll } from './an-x.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const path = '/2/tweets/search/recent';
const watched = { tags: ['lanternday'] };
const always = { search: { always: ['*'], editLookBackMinutes: 0 } };

function aSource(x: AnX, given: Readonly<Record<string, unknown>> = always) {
  return createXSearch(x.settings(given), x);
}

/** So many posts, one each second before the time given. */
function post(x: AnX, count: number, end = x.now().getTime() - minute): readonly string[] {
  const made = Array.from({ length: count }, (_, n) => aFakePost({ at: new Date(end - n * 1000), n: n % 7 }));
  x.server.posts.push(...made);
  return made.map(({ id }) => id);
}

const sorted = (ids: Iterable<string>): readonly string[] => [...new Set(ids)].sort();

describe('x:search', () => {
  it('reads 7 days at first, newest first, page by page', async () => {
    const x = await anX();
    const ids = post(x, 250);

    const { pages, error } = await pollAll(aSource(x), undefined, x.context({ watched }));

    const requests = x.server.asked(path);
    expect(error).toBeUndefined();
    expect(sorted(idsIn(pages))).toEqual(sorted(ids));
    expect(requests).toHaveLength(3);
    expect(requests.map(({ query }) => query.has('start_time'))).toEqual([true, true, true]);
    expect(requests.map(({ query }) => query.has('next_token'))).toEqual([false, true, true]);
    expect(requests[0]?.query.get('query')).toBe('#lanternday');
    expect(requests[0]?.query.has('expansions')).toBe(false);
    expect(pages.at(-1)).toMatchObject({ done: true, watermark: new Date(aTime.getTime() - 2 * minute) });
  });

  it('reads always what is named, as a tag is written or by the name of a query', async () => {
    const x = await anX();
    const source = aSource(x, { queries: { Floods: 'flood' }, search: { always: ['#LanternDay', 'Floods'] } });

    await pollAll(source, undefined, x.context({ watched: { tags: ['lanternday', 'harbour'] } }));

    expect(x.server.asked(path).map(({ query }) => query.get('query'))).toEqual(['#lanternday', 'flood']);
    expect(x.server.asked('/2/tweets/counts/recent').map(({ query }) => query.get('query'))).toEqual(['#harbour']);
  });

  it('keeps what X sent beside each post', async () => {
    const x = await anX();
    const [id] = post(x, 1);

    const { pages } = await pollAll(aSource(x), undefined, x.context({ watched }));

    expect(pages.flatMap(({ raw }) => raw ?? [])).toEqual([{ platform: 'x', id, payload: x.server.posts[0] }]);
  });

  it('goes on from the newest id of the first page, two minutes back, and never sends a time with it', async () => {
    const x = await anX();
    const source = aSource(x);
    post(x, 250);
    const first = await pollAll(source, undefined, x.context({ watched }));
    x.advance(15 * minute);
    const fresh = post(x, 150);
    // The index took it in late.
    const late = aFakePost({ at: new Date(aTime.getTime() - 2 * minute), n: 99 });
    x.server.posts.push(late);

    const second = await pollAll(source, first.cursor, x.context({ watched }));

    const requests = x.server.asked(path).slice(3);
    expect(requests.map(({ query }) => query.get('start_time'))).toEqual(requests.map(() => null));
    expect(requests.map(({ query }) => query.get('since_id'))).toEqual(
      requests.map(() => String(BigInt(idAt(new Date(aTime.getTime() - 3 * minute))) - 1n)),
    );
    expect(idsIn(second.pages)).toEqual(expect.arrayContaining([...fresh, late.id]));
  });

  it.each([1, 2, 3, 4, 5])('loses nothing when it is killed before page %i is kept', async (killAt) => {
    const x = await anX();
    const source = aSource(x);
    const old = post(x, 120);
    const begun = await pollAll(source, undefined, x.context({ watched }));
    x.advance(15 * minute);
    const fresh = post(x, 450);
    const kept: string[] = [...idsIn(begun.pages)];
    let cursor = begun.cursor;
    let count = 0;
    for await (const page of source.poll(cursor, x.context({ watched }))) {
      count += 1;
      if (count === killAt) break;
      kept.push(...idsIn([page]));
      cursor = JSON.parse(JSON.stringify(page.cursor));
    }
    x.advance(15 * minute);
    const later = post(x, 30);

    const restarted = await pollAll(aSource(x), cursor, x.context({ watched }));
    const calm = await pollAll(aSource(x), restarted.cursor, x.context({ watched }));

    expect(sorted([...kept, ...idsIn(restarted.pages), ...idsIn(calm.pages)])).toEqual(
      sorted([...old, ...fresh, ...later]),
    );
    expect([...restarted.pages, ...calm.pages].flatMap(({ gaps }) => gaps)).toEqual([]);
  });

  it('moves on only with the last page', async () => {
    const x = await anX();
    post(x, 250);

    const { pages } = await pollAll(aSource(x), undefined, x.context({ watched }));

    const states = pages.slice(0, 3).map(({ cursor }) => cursor as { keys: Record<string, unknown>; open?: unknown });
    expect(states.map(({ keys }) => keys['lanternday'])).toEqual([
      undefined,
      undefined,
      { sinceId: x.server.posts[0]?.id },
    ]);
    expect(states.map(({ open }) => open === undefined)).toEqual([false, false, true]);
  });

  it('begins the search again when X does not take the token', async () => {
    const x = await anX();
    const source = aSource(x);
    const ids = post(x, 250);
    const killed = await pollAll(source, undefined, x.context({ watched }), 1);
    x.server.faults.instead = ({ query }) =>
      query.has('next_token') && x.server.asked(path).length === 2
        ? { status: 400, json: { errors: [{ message: 'Invalid next_token' }] } }
        : undefined;

    const { pages, error } = await pollAll(source, killed.cursor, x.context({ watched }));

    expect(error).toBeUndefined();
    expect(sorted(idsIn(pages))).toEqual(sorted(ids));
  });

  it('goes back 7 days, with a gap, when X says that the id is too old', async () => {
    const x = await anX();
    const source = aSource(x);
    post(x, 1);
    const first = await pollAll(source, undefined, x.context({ watched }));
    x.advance(6 * day);
    const fresh = post(x, 5);
    // Whatever X takes for 7 days.
    x.server.faults.instead = ({ query }) =>
      query.has('since_id')
        ? {
            status: 400,
            json: {
              errors: [
                {
                  parameters: { since_id: [query.get('since_id')] },
                  message: "'since_id' must be a tweet id created after 2026-03-02T12:00Z. Please use a larger one",
                },
              ],
              title: 'Invalid Request',
            },
          }
        : undefined;

    const { pages, error } = await pollAll(source, first.cursor, x.context({ watched }));

    expect(error).toBeUndefined();
    expect(sorted(idsIn(pages))).toEqual(expect.arrayContaining([...sorted(fresh)]));
    expect(x.server.asked(path).at(-1)?.query.has('since_id')).toBe(false);
  });

  it('begins again when the start of an unfinished search is out of reach meanwhile', async () => {
    const x = await anX();
    const source = aSource(x, { search: { ...always.search, pagesPerRun: 1 } });
    post(x, 150, x.now().getTime() - 5 * day);
    const ids = post(x, 150);
    const first = await pollAll(source, undefined, x.context({ watched }));
    x.advance(5 * hour);

    const { pages, error } = await pollAll(aSource(x), first.cursor, x.context({ watched }));

    expect(error).toBeUndefined();
    expect(sorted(idsIn(pages))).toEqual(expect.arrayContaining([...sorted(ids)]));
    expect(pages.flatMap(({ gaps }) => gaps)).toMatchObject([{ reason: 'X searches 7 days back only' }]);
  });

  it('does not even ask for an id that is too old', async () => {
    const x = await anX();
    const source = aSource(x);
    post(x, 1);
    const first = await pollAll(source, undefined, x.context({ watched }));
    x.advance(9 * day);
    const fresh = post(x, 5);

    const { pages, error } = await pollAll(source, first.cursor, x.context({ watched }));

    expect(error).toBeUndefined();
    expect(sorted(idsIn(pages))).toEqual(sorted(fresh));
    expect(pages.flatMap(({ gaps }) => gaps)).toEqual([
      {
        from: new Date(aTime.getTime() - minute),
        to: new Date(aTime.getTime() + 2 * day + 2 * hour + minute),
        reason: 'X searches 7 days back only',
      },
    ]);
    expect(x.server.asked(path).every(({ query }) => !query.has('since_id'))).toBe(true);
  });

  it('reads back for edits once in 35 minutes, not each time', async () => {
    const x = await anX();
    const source = aSource(x, { search: { always: ['*'] } });
    post(x, 1);
    let { cursor } = await pollAll(source, undefined, x.context({ watched }));
    const backMinutes: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      x.advance(15 * minute);
      const [newest] = post(x, 1);
      ({ cursor } = await pollAll(source, cursor, x.context({ watched })));
      const since = x.server.asked(path).at(-1)?.query.get('since_id') ?? '0';
      const age = Number((BigInt(newest ?? '0') - BigInt(since)) >> 22n);
      backMinutes.push(Math.round(age / minute) - 15);
    }

    expect(backMinutes).toEqual([2, 2, 35, 2, 2, 35]);
  });

  it('joins tags into queries of at most 512 characters', async () => {
    const x = await anX();
    const tags = Array.from({ length: 30 }, (_, n) => `lanternsoftheharbour${n}`);
    const ids = tags.map((tag, n) => {
      const one = aFakePost({ at: new Date(x.now().getTime() - minute - n * 1000), text: `see #${tag}` });
      x.server.posts.push(one);
      return one.id;
    });

    const { pages, error } = await pollAll(aSource(x), undefined, x.context({ watched: { tags } }));

    const queries = x.server.asked(path).map(({ query }) => query.get('query') ?? '');
    expect(error).toBeUndefined();
    expect(queries).toHaveLength(2);
    expect(queries.every((query) => query.length <= 512)).toBe(true);
    expect(sorted(idsIn(pages))).toEqual(sorted(ids));
  });

  it('asks for a configured query by itself', async () => {
    const x = await anX();
    const queries = { floods: 'lanterns OR flood', boats: 'boats' };

    await pollAll(aSource(x, { ...always, queries }), undefined, x.context({ watched }));

    expect(x.server.asked(path).map(({ query }) => query.get('query'))).toEqual([
      '#lanternday',
      'lanterns OR flood',
      'boats',
    ]);
  });

  it('stops at pages that never end, and begins again at the next poll', async () => {
    const x = await anX();
    const source = aSource(x);
    const ids = post(x, 250);
    x.server.faults.endless = true;

    const stuck = await pollAll(source, undefined, x.context({ watched }));
    const asked = x.server.asked(path).length;
    x.server.faults.endless = false;
    const calm = await pollAll(source, stuck.cursor, x.context({ watched }));

    expect(stuck.error).toMatchObject({ kind: 'garbage' });
    expect(asked).toBe(2);
    expect(sorted(idsIn(calm.pages))).toEqual(sorted(ids));
  });

  it('reads on behind a page without posts that names a next one', async () => {
    const x = await anX();
    const ids = post(x, 150);
    let empty = 0;
    x.server.faults.instead = ({ path: asked, query }) => {
      if (asked !== path || !query.has('next_token') || empty >= 3) return undefined;
      empty += 1;
      return { json: { meta: { result_count: 0, next_token: query.get('next_token') } } };
    };

    const { pages, error } = await pollAll(aSource(x), undefined, x.context({ watched }));

    expect(error).toBeUndefined();
    expect(empty).toBe(3);
    expect(sorted(idsIn(pages))).toEqual(sorted(ids));
    expect(pages.at(-1)).toMatchObject({ done: true });
  });

  it('ends at pages without posts that always name a next one', async () => {
    const x = await anX();
    x.server.faults.instead = ({ path: asked }) =>
      asked === path ? { json: { meta: { result_count: 0, next_token: 'again' } } } : undefined;

    const { error } = await pollAll(aSource(x), undefined, x.context({ watched }));

    expect(error).toMatchObject({ kind: 'garbage' });
    expect(x.server.asked(path)).toHaveLength(11);
  });

  it('does not lose the other searches over one that X refuses', async () => {
    const x = await anX();
    const [id] = post(x, 1);
    x.server.faults.instead = ({ query }) =>
      query.get('query') === 'bad!' ? { status: 400, json: { title: 'Invalid Request' } } : undefined;
    const source = aSource(x, { ...always, queries: { bad: 'bad!' } });

    const { pages, error } = await pollAll(source, undefined, x.context({ watched }));

    expect(error).toBeUndefined();
    expect(idsIn(pages)).toEqual([id]);
  });

  it('does not lose the page over a post that cannot be read', async () => {
    const x = await anX();
    const [id] = post(x, 1);
    const good = x.server.posts[0];
    const meta = { newest_id: id, result_count: 3 };
    x.server.faults.instead = () => ({ json: { data: [{ id: 7 }, good, { id: '8', text: 'by nobody' }], meta } });

    const { pages } = await pollAll(aSource(x), undefined, x.context({ watched }));

    expect(idsIn(pages)).toEqual([id]);
    expect(x.lines.join('\n')).toContain('"unreadable":2');
  });

  it('has no posts where X answers with errors beside its count', async () => {
    const x = await anX();
    const errors = [{ title: 'Not Found Error', detail: 'Could not find tweet', resource_id: '5' }];
    x.server.faults.instead = () => ({ json: { errors, meta: { result_count: 0 } } });

    const { pages, error } = await pollAll(aSource(x), undefined, x.context({ watched }));

    expect(error).toBeUndefined();
    expect(idsIn(pages)).toEqual([]);
  });
});

describe('the budget of x:search', () => {
  it('pays for what came, not for what could have come', async () => {
    const x = await anX();
    const budget = aPurse(5);
    post(x, 130);

    const { pages } = await pollAll(aSource(x), undefined, x.context({ watched, budget }));

    expect(budget.spent.get('usd')).toBe(0.65);
    expect(pages.slice(0, 2).map(({ cost }) => cost)).toEqual([
      { unit: 'usd', amount: 0.5 },
      { unit: 'usd', amount: 0.15 },
    ]);
  });

  it('asks for smaller pages when little is left, and leaves a gap for what it could not read', async () => {
    const x = await anX();
    const budget = aPurse(0.58, new Date('2026-03-03T00:00:00Z'));
    post(x, 200);

    const { pages, error, cursor } = await pollAll(aSource(x), undefined, x.context({ watched, budget }));

    const sizes = x.server.asked(path).map(({ query }) => query.get('max_results'));
    expect(sizes).toEqual(['100', '16']);
    expect(error).toMatchObject({ kind: 'budget', until: new Date('2026-03-03T00:00:00Z') });
    expect(pages.flatMap(({ gaps }) => gaps)).toEqual([
      {
        from: new Date(aTime.getTime() - 7 * day + 2 * hour + minute),
        to: new Date(aTime.getTime() - minute - 115_000),
        reason: 'X: the budget was spent',
      },
    ]);
    expect(cursor).toMatchObject({ keys: { lanternday: { sinceId: x.server.posts[0]?.id } } });
    expect(cursor).not.toHaveProperty('open');
    expect(x.server.charged.posts * 0.005).toBeCloseTo(budget.spent.get('usd') ?? 0);
  });

  it('never spends more than it holds, whatever is posted', async () => {
    for (const usd of [0, 0.02, 0.05, 0.07, 1.23]) {
      const x = await anX();
      const budget = aPurse(usd);
      post(x, 400);

      await pollAll(aSource(x), undefined, x.context({ watched, budget }));

      expect(x.server.charged.posts * 0.005).toBeLessThanOrEqual(usd + 1e-9);
    }
  });

  it('takes nothing back from a request that X refused, and keeps what may have been delivered', async () => {
    const x = await anX();
    const refused = aPurse(5);
    const cut = aPurse(5);
    x.server.faults.instead = () => ({ status: 401, json: {} });
    await pollAll(aSource(x), undefined, x.context({ watched, budget: refused }));
    x.server.faults.instead = () => ({ json: { data: [] }, cutAfter: 3 });

    await pollAll(aSource(x), undefined, x.context({ watched, budget: cut }));

    expect(refused.spent.get('usd')).toBe(0);
    expect(cut.spent.get('usd')).toBe(0.5);
  });

  it('stops for this run at its own cap, and goes on in the next run without a gap', async () => {
    const x = await anX();
    const source = aSource(x, { search: { ...always.search, usdPerRun: 1 } });
    const ids = post(x, 450);

    const first = await pollAll(source, undefined, x.context({ watched }));
    x.advance(15 * minute);
    const second = await pollAll(source, first.cursor, x.context({ watched }));
    x.advance(15 * minute);
    const third = await pollAll(source, second.cursor, x.context({ watched }));

    expect(idsIn(first.pages)).toHaveLength(200);
    expect(first.pages.at(-1)).toMatchObject({
      done: true,
      watermark: new Date(aTime.getTime() - 7 * day + 2 * hour + minute),
    });
    expect(sorted([...idsIn(first.pages), ...idsIn(second.pages), ...idsIn(third.pages)])).toEqual(sorted(ids));
    expect([...first.pages, ...second.pages, ...third.pages].flatMap(({ gaps }) => gaps)).toEqual([]);
  });

  it('reads no more pages in a run than are set', async () => {
    const x = await anX();
    const source = aSource(x, { search: { ...always.search, pagesPerRun: 3, usdPerRun: 1000 } });
    post(x, 1000);

    await pollAll(source, undefined, x.context({ watched }));

    expect(x.server.asked(path)).toHaveLength(3);
  });
});

describe('x:search, counts first', () => {
  const rule = { search: { whenCountsOver: { atLeast: 20 }, editLookBackMinutes: 0 } };

  function quietWeek(x: AnX): void {
    for (let n = 1; n < 160; n += 1) post(x, 2, x.now().getTime() - n * hour);
  }

  it('reads nothing of a tag that is posted as always', async () => {
    const x = await anX();
    quietWeek(x);

    const { pages, error } = await pollAll(aSource(x, rule), undefined, x.context({ watched }));

    expect(error).toBeUndefined();
    expect(x.server.asked(path)).toHaveLength(0);
    expect(x.server.charged.counts).toBe(1);
    expect(pages.flatMap(({ gaps }) => gaps)).toEqual([]);
  });

  it('reads a burst, and not the quiet week before it', async () => {
    const x = await anX();
    quietWeek(x);
    const burst = post(x, 60);

    const { pages } = await pollAll(aSource(x, rule), undefined, x.context({ watched }));

    expect(idsIn(pages)).toEqual(expect.arrayContaining([...burst]));
    expect(idsIn(pages).length).toBeLessThan(burst.length + 60);
  });

  it('reads on while the burst lasts, from where it read last', async () => {
    const x = await anX();
    const source = aSource(x, rule);
    quietWeek(x);
    post(x, 60);
    const first = await pollAll(source, undefined, x.context({ watched }));
    x.advance(15 * minute);
    const fresh = post(x, 30);

    const second = await pollAll(source, first.cursor, x.context({ watched }));

    expect(idsIn(second.pages)).toEqual(expect.arrayContaining([...fresh]));
    expect(x.server.asked(path).at(-1)?.query.has('since_id')).toBe(true);
    expect(x.server.charged.counts).toBe(1);
  });

  it('does not pay again for what x:counts has counted', async () => {
    const x = await anX();
    quietWeek(x);
    const burst = post(x, 60);
    const settings = x.settings(rule);
    const counted = await pollAll(createXCounts(settings, x), undefined, x.context({ watched }));

    const { pages } = await pollAll(createXSearch(settings, x), undefined, x.context({ watched }));

    expect(counted.error).toBeUndefined();
    expect(x.server.charged.counts).toBe(1);
    expect(idsIn(pages)).toEqual(expect.arrayContaining([...burst]));
  });

  it('hears of a burst from the minutes that x:counts counts', async () => {
    const x = await anX();
    quietWeek(x);
    const settings = x.settings(rule);
    const [counts, search] = [createXCounts(settings, x), createXSearch(settings, x)];
    const counted = await pollAll(counts, undefined, x.context({ watched }));
    const before = await pollAll(search, undefined, x.context({ watched }));
    x.advance(hour);
    const burst = post(x, 60);
    await pollAll(counts, counted.cursor, x.context({ watched }));

    const after = await pollAll(search, before.cursor, x.context({ watched }));

    expect(idsIn(before.pages)).toEqual([]);
    expect(idsIn(after.pages)).toEqual(expect.arrayContaining([...burst]));
    expect(x.server.charged.counts).toBe(2);
  });

  it('counts again by itself when nobody else did for too long', async () => {
    const x = await anX();
    const source = aSource(x, rule);
    quietWeek(x);
    const first = await pollAll(source, undefined, x.context({ watched }));
    x.advance(80 * minute);
    const burst = post(x, 60);

    const second = await pollAll(source, first.cursor, x.context({ watched }));

    expect(x.server.charged.counts).toBe(2);
    expect(x.server.asked('/2/tweets/counts/recent')[1]?.query.get('start_time')).toBe('2026-03-02T11:00:00Z');
    expect(idsIn(second.pages)).toEqual(expect.arrayContaining([...burst]));
  });
});

describe('the token of X', () => {
  it('is in no error, log line, cursor or page', async () => {
    const x = await anX();
    post(x, 150);
    const echo = { title: 'no', detail: `Bearer ${x.server.token} is wrong`, token: x.server.token };
    const told: unknown[] = [];
    for (const status of [400, 401, 402, 403, 404, 429, 500]) {
      for (const at of [1, 2]) {
        x.server.faults.instead = () => (x.server.requests.length % 2 === at % 2 ? { status, json: echo } : undefined);
        const platform = createX(
          x.settings({ ...always, accounts: 'timeline' }),
          { bearerToken: x.server.token },
          { http: x.http, log: x.log },
        );
        const accounts = [{ nativeId: '7001' }, { handle: 'ada' }];
        for (const source of platform.sources) {
          const { pages, error } = await pollAll(source, undefined, x.context({ watched: { ...watched, accounts } }));
          told.push(error, pages);
        }
        x.advance(hour);
      }
    }

    const text = inspect([told, x.lines], { depth: 20, maxStringLength: null, maxArrayLength: null, showHidden: true });
    expect(text).not.toContain(x.server.token);
    const messages = told.flatMap((one) => (one instanceof Error ? [one.message] : []));
    expect(messages.length).toBeGreaterThan(10);
    expect(messages.join('\n')).not.toMatch(/[?&]\w+=|lantern/);
  });

  it('is asked for when there is none', async () => {
    const x = await anX();
    const settings = x.settings({ enabled: true });
    const { sources } = createX(settings, {}, { http: x.http, log: x.log });

    const { error } = await pollAll(sources[0]!, undefined, x.context({ watched }));

    expect(error).toMatchObject({ kind: 'credential' });
    expect(x.server.requests).toHaveLength(0);
  });
});

describe('X as a platform', () => {
  const idsOf = (x: AnX, given: Readonly<Record<string, unknown>>, bearerToken: string | undefined) =>
    createX(x.settings(given), { bearerToken }, { http: x.http, log: x.log }).sources.map(({ id }) => id);

  it('is there when its token is', async () => {
    const x = await anX();

    expect(idsOf(x, {}, undefined)).toEqual([]);
    expect(idsOf(x, {}, '')).toEqual([]);
    expect(idsOf(x, {}, 't')).toEqual(['x:counts', 'x:search']);
    expect(idsOf(x, { enabled: false }, 't')).toEqual([]);
  });

  it('reads accounts in the way that was chosen', async () => {
    const x = await anX();

    expect(idsOf(x, { accounts: 'timeline' }, 't')).toContain('x:timelines');
    expect(idsOf(x, { accounts: 'activity' }, 't')).toContain('x:activity');
    expect(idsOf(x, { accounts: 'stream' }, 't')).toContain('x:stream');
    expect(idsOf(x, { rules: { floods: 'flood' } }, 't')).toContain('x:stream');
  });

  it('shares one purse among its sources and its checker', async () => {
    const x = await anX();
    const settings = x.settings({ accounts: 'timeline', budget: { usdPerDay: 3, usdPerMonth: 40 } });

    const { sources, checker } = createX(settings, { bearerToken: 't' }, { http: x.http, log: x.log });

    const plan = { key: 'x', limits: [{ unit: 'usd', day: 3, month: 40, zone: 'UTC' }] };
    expect(sources.map(({ budget }) => budget)).toEqual(sources.map(() => plan));
    expect(checker?.budget).toEqual(plan);
  });
});
