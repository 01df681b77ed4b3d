import { describe, expect, it } from 'vitest';
import type { Page, PollContext } from '../../../src/source/source.ts';
import { createXActivity } from '../../../src/source/x/activity.ts';
import { type LiveTimings, usualTimings } from '../../../src/source/x/live.ts';
import { syncSubscriptions } from '../../../src/source/x/subscriptions.ts';
import { aFakePost } from '../../fakes/x-api.ts';
import { aTime } from '../a-poll.ts';
import { type AnX, anX, aPurse, untilClosed } from './an-x.ts';

const minute = 60_000;
const timings: LiveTimings = { ...usualTimings, networkStepMs: 1, httpFirstMs: 2, patienceMs: 20 };

function aSource(x: AnX, given: Partial<LiveTimings> = {}) {
  return createXActivity(x.settings({ accounts: 'activity' }), { ...x, timings: { ...timings, ...given } });
}

/** Reads a stream page by page; `act` says what X does after each page, and `false` ends it. */
async function listen(
  x: AnX,
  cursor: unknown,
  context: PollContext,
  act: (page: Page, n: number) => boolean | void,
  source = aSource(x),
): Promise<{ readonly pages: readonly Page[]; readonly error: unknown }> {
  const pages: Page[] = [];
  try {
    for await (const page of source.poll(cursor, context)) {
      pages.push(page);
      if (act(page, pages.length) === false) break;
    }
  } catch (error) {
    return { pages, error };
  }
  await untilClosed(x);
  return { pages, error: undefined };
}

const accounts = (...nativeIds: string[]) => ({ accounts: nativeIds.map((nativeId) => ({ nativeId })) });

function event(event_type: string, payload: unknown, rest: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    data: { event_uuid: `${event_type}-1`, filter: { user_id: '7001' }, event_type, tag: 'tocsin', payload, ...rest },
  };
}

describe('x:activity', () => {
  it('follows the watched accounts, and reads their posts, deletions and new handles', async () => {
    const x = await anX();
    const post = aFakePost({ at: aTime, author_id: '7001' });
    const user = { id: '7001', username: 'ada', public_metrics: { followers_count: 5 } };

    const { pages } = await listen(x, undefined, x.context({ watched: accounts('7001') }), (_, n) => {
      if (n === 1) x.server.send(event('post.create', post, { includes: { users: [user], tweets: [post] } }));
      if (n === 2)
        x.server.send(event('post.delete', { id: '41', author_id: '7001' }, { includes: { users: [{ data: user }] } }));
      if (n === 3) x.server.send(event('profile.update.handle', { before: 'ada', after: 'ada_new' }));
      return n < 4;
    });

    expect(x.server.subscriptions.map(({ event_type, filter }) => [event_type, filter.user_id])).toEqual([
      ['post.create', '7001'],
      ['post.delete', '7001'],
      ['profile.update.handle', '7001'],
    ]);
    expect(pages[1]?.posts).toMatchObject([
      { id: post.id, accountId: '7001', handle: 'ada', followers: 5, tags: ['lanternday'] },
    ]);
    expect(pages[1]?.raw).toEqual([{ platform: 'x', id: post.id, payload: post }]);
    expect(pages[1]).toMatchObject({ cost: { unit: 'usd', amount: 0.005 }, watermark: aTime });
    expect(pages[2]?.deletes).toEqual([{ platform: 'x', id: '41' }]);
    expect(pages[2]?.accounts).toMatchObject([{ accountId: '7001', handle: 'ada', followers: 5 }]);
    expect(pages[3]?.accounts).toEqual([{ platform: 'x', accountId: '7001', handle: 'ada_new' }]);
  });

  it('takes what is delivered twice once', async () => {
    const x = await anX();
    const create = event('post.create', aFakePost({ at: aTime }));

    const { pages } = await listen(x, undefined, x.context({ watched: accounts('7001') }), (_, n) => {
      x.server.send(create);
      return n < 4;
    });

    expect(pages.flatMap(({ posts }) => posts)).toHaveLength(1);
  });

  it('leaves a gap for the time in which nobody was connected', async () => {
    const x = await anX();
    const watched = accounts('7001');
    const first = await listen(x, undefined, x.context({ watched }), () => false);
    x.advance(20 * minute);

    const second = await listen(x, first.pages.at(-1)?.cursor, x.context({ watched }), () => false);

    expect(second.pages[0]?.gaps).toEqual([
      { from: aTime, to: new Date(aTime.getTime() + 20 * minute), reason: 'X: the stream was not connected' },
    ]);
  });

  it('leaves a gap when the connection is lost meanwhile', async () => {
    const x = await anX();

    const { pages } = await listen(x, undefined, x.context({ watched: accounts('7001') }), (_, n) => {
      if (n === 1) x.server.send(event('post.create', aFakePost({ at: aTime })));
      if (n === 2) {
        x.advance(5 * minute);
        x.server.endStreams();
      }
      return n < 3;
    });

    expect(pages[2]?.gaps).toMatchObject([{ from: aTime, to: new Date(aTime.getTime() + 5 * minute) }]);
  });

  it('keeps its subscriptions in step with what is watched, and those of other programs alone', async () => {
    const x = await anX();
    x.server.subscriptions.push({
      subscription_id: '1',
      event_type: 'post.create',
      filter: { user_id: '5' },
      tag: 'other',
    });
    await syncSubscriptions(x.api, ['7001', '7002'], x.context());

    const changed = await syncSubscriptions(x.api, ['7002', '7003'], x.context());
    const same = await syncSubscriptions(x.api, ['7002', '7003'], x.context());

    expect(changed).toMatchObject({ added: 3, removed: 3, refused: 0, left: 0 });
    expect(same).toMatchObject({ added: 0, removed: 0 });
    expect(new Set(x.server.subscriptions.map(({ filter }) => filter.user_id))).toEqual(new Set(['5', '7002', '7003']));
  });

  it('has no more subscriptions than X gives: posts of all before deletions of any', async () => {
    const x = await anX();
    const ids = Array.from({ length: 800 }, (_, n) => String(10_000 + n));
    const known = ids.map((user_id, n) => ({
      subscription_id: `c${n}`,
      event_type: 'post.create',
      filter: { user_id },
      tag: 'tocsin',
    }));
    const deletes = ids.slice(0, 699).map((user_id, n) => ({
      subscription_id: `d${n}`,
      event_type: 'post.delete',
      filter: { user_id },
      tag: 'tocsin',
    }));
    x.server.subscriptions.push(...known, ...deletes);

    const synced = await syncSubscriptions(x.api, ids, x.context());

    expect(synced).toEqual({ added: 1, removed: 0, refused: 0, left: 900, waiting: false });
    expect(x.server.subscriptions).toHaveLength(1500);
  });

  it('reads what it follows already while X asks to wait with the rest', async () => {
    const x = await anX();
    x.server.faults.instead = ({ method }) =>
      method === 'POST' && x.server.subscriptions.length >= 2
        ? {
            status: 429,
            headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(x.now().getTime() / 1000 + 600) },
          }
        : undefined;

    const { pages, error } = await listen(x, undefined, x.context({ watched: accounts('7001', '7002') }), (_, n) => {
      x.server.send(event('post.create', aFakePost({ at: aTime })));
      return n < 2;
    });

    expect(error).toBeUndefined();
    expect(pages.flatMap(({ posts }) => posts)).toHaveLength(1);
    expect(x.server.subscriptions).toHaveLength(2);
  });

  it('resolves handles, and follows accounts that are added while it reads', async () => {
    const x = await anX();
    x.server.users.push({ id: '7001', username: 'Ada' }, { id: '7002', username: 'Ben' });
    let list = [{ handle: 'ada' }];
    const context = x.context();
    const watched = {
      tags: [],
      hosts: [],
      get accounts() {
        return list;
      },
    };

    await listen(x, undefined, { ...context, watched }, (page, n) => {
      if (n === 2) {
        list = [{ handle: 'ada' }, { handle: 'ben' }];
        x.advance(20 * minute);
        x.server.send(event('post.create', aFakePost({ at: aTime })));
      }
      return page.accounts?.[0]?.accountId !== '7002';
    });

    expect(x.server.asked('/2/users/by').map(({ query }) => query.get('usernames'))).toEqual(['ada', 'ben']);
  });

  it('does not connect where nothing is watched, and takes back what it followed before', async () => {
    const x = await anX();
    await syncSubscriptions(x.api, ['7001'], x.context());

    const idle = await listen(x, undefined, x.context(), () => undefined);
    const asked = x.server.requests.length;
    const emptied = await listen(x, { handles: { ids: {}, missing: {} }, followed: 1 }, x.context(), () => undefined);

    expect(idle).toMatchObject({ error: undefined, pages: [{ done: true }] });
    expect(x.server.asked('/2/activity/stream')).toHaveLength(0);
    expect(asked).toBe(4);
    expect(emptied.error).toBeUndefined();
    expect(x.server.subscriptions).toEqual([]);
  });

  it('charges the purse before it connects, and gives back what did not come', async () => {
    const x = await anX();
    const budget = aPurse(1);
    const empty = aPurse(0.004);
    const watched = accounts('7001');

    await listen(x, undefined, x.context({ watched, budget }), (_, n) => {
      x.server.send(event('post.create', aFakePost({ at: aTime })));
      return n < 2;
    });
    const { error } = await listen(x, undefined, x.context({ watched, budget: empty }), () => undefined);

    expect(budget.spent.get('usd')).toBe(0.005);
    expect(error).toMatchObject({ kind: 'budget' });
    expect(x.server.asked('/2/activity/stream')).toHaveLength(1);
  });

  it('ends when the purse is empty, after it kept what had come', async () => {
    const x = await anX();
    const budget = aPurse(0.01);

    const { pages, error } = await listen(x, undefined, x.context({ watched: accounts('7001'), budget }), (_, n) => {
      x.server.send(event('post.create', aFakePost({ at: aTime, n }), { event_uuid: String(n) }));
    });

    expect(error).toMatchObject({ kind: 'budget' });
    expect(pages.flatMap(({ posts }) => posts)).toHaveLength(2);
    expect(budget.spent.get('usd')).toBe(0.01);
  });

  it('does not lose the others over an event that cannot be read', async () => {
    const x = await anX();
    const good = event('post.create', aFakePost({ at: aTime }));

    const { pages } = await listen(x, undefined, x.context({ watched: accounts('7001') }), (_, n) => {
      if (n === 1) {
        const bad = [{ data: 7 }, event('post.create', { id: 5 }, { event_uuid: 'b' }), event('post.delete', {}), good];
        x.server.sendText(`${bad.map((one) => JSON.stringify(one)).join('\r\n')}\r\nno json\r\n`);
      }
      return n < 2;
    });

    expect(pages[1]?.posts).toHaveLength(1);
    expect(x.lines.join('\n')).toContain('"unreadable":4');
  });

  it('says from time to time that it is alive when nothing comes but signs of life', async () => {
    const x = await anX();

    const { pages } = await listen(x, undefined, x.context({ watched: accounts('7001') }), (_, n) => {
      x.advance(2 * minute);
      x.server.sendText('\r\n');
      return n < 3;
    });

    expect(pages.slice(1)).toMatchObject([
      { posts: [], watermark: new Date(aTime.getTime() + 2 * minute) },
      { posts: [], watermark: new Date(aTime.getTime() + 4 * minute) },
    ]);
  });

  it.each([42, { followed: -1 }])('begins anew, with a gap, from the cursor %j', async (cursor) => {
    const x = await anX();

    const { pages } = await listen(x, cursor, x.context({ watched: accounts('7001') }), (_, n) => n < 2);

    expect(pages[0]?.gaps).toHaveLength(1);
  });
});
