import { describe, expect, it } from 'vitest';
import type { Page, PollContext } from '../../../src/source/source.ts';
import { type LiveTimings, usualTimings } from '../../../src/source/x/live.ts';
import { syncRules, wantedRules } from '../../../src/source/x/rules.ts';
import { createXStream } from '../../../src/source/x/stream.ts';
import { aFakePost } from '../../fakes/x-api.ts';
import { aTime } from '../a-poll.ts';
import { type AnX, anX, aPurse, idsIn, untilClosed } from './an-x.ts';

const minute = 60_000;
const day = 1440 * minute;
const timings: LiveTimings = { ...usualTimings, networkStepMs: 1, httpFirstMs: 2, patienceMs: 20 };
const rules = { lanterns: '#lanternday' };

function aSource(x: AnX, given: Readonly<Record<string, unknown>> = { rules }) {
  return createXStream(x.settings(given), { ...x, timings });
}

async function listen(
  x: AnX,
  source: ReturnType<typeof aSource>,
  cursor: unknown,
  context: PollContext,
  act: (page: Page, n: number) => boolean | void,
): Promise<{ readonly pages: readonly Page[]; readonly error: unknown; readonly cursor: unknown }> {
  const pages: Page[] = [];
  let error: unknown;
  try {
    for await (const page of source.poll(cursor, context)) {
      pages.push(page);
      if (act(page, pages.length) === false) break;
    }
  } catch (thrown) {
    error = thrown;
  }
  await untilClosed(x);
  return { pages, error, cursor: JSON.parse(JSON.stringify(pages.at(-1)?.cursor ?? null)) };
}

const delivered = (post: unknown): unknown => ({
  data: post,
  matching_rules: [{ id: '1', tag: 'tocsin rule lanterns' }],
});

describe('x:stream', () => {
  it('makes its rules, and reads what they match', async () => {
    const x = await anX();
    const post = aFakePost({ at: aTime });

    const { pages } = await listen(x, aSource(x), undefined, x.context(), (_, n) => {
      if (n === 1) x.server.send(delivered(post));
      return n < 2;
    });

    expect(x.server.rules).toMatchObject([{ value: '#lanternday', tag: 'tocsin rule lanterns' }]);
    expect(pages[1]).toMatchObject({
      posts: [{ id: post.id, tags: ['lanternday'] }],
      raw: [{ id: post.id, payload: post }],
      cost: { unit: 'usd', amount: 0.005 },
      watermark: new Date(aTime.getTime() - 10_000),
    });
    expect(x.server.asked('/2/tweets/search/stream')[0]?.query.has('expansions')).toBe(false);
  });

  it('takes what is delivered twice once, and reposts with their cut text', async () => {
    const x = await anX();
    const repost = aFakePost({
      at: aTime,
      text: 'RT @ada: a long …',
      referenced_tweets: [{ type: 'retweeted', id: '41' }],
      public_metrics: { retweet_count: 900 },
    });

    const { pages } = await listen(x, aSource(x), undefined, x.context(), (_, n) => {
      x.server.send(delivered(repost));
      return n < 4;
    });

    const posts = pages.flatMap((page) => page.posts);
    expect(posts).toMatchObject([{ kind: 'repost', parentId: '41', text: 'RT @ada: a long …' }]);
    expect(posts[0]?.reposts).toBeUndefined();
    expect(pages.flatMap(({ raw }) => raw ?? [])).toHaveLength(1);
  });

  it('searches for what came while the connection was lost, and leaves no gap', async () => {
    const x = await anX();
    const lost = aFakePost({ at: new Date(aTime.getTime() + 2 * minute) });
    const tooOld = aFakePost({ at: new Date(aTime.getTime() - 30 * minute) });

    const { pages } = await listen(x, aSource(x), undefined, x.context(), (page, n) => {
      if (n === 1) x.server.sendText('\r\n');
      if (n === 1) x.server.send(delivered(aFakePost({ at: aTime, n: 1 })));
      if (n === 2) {
        x.server.posts.push(lost, tooOld);
        x.advance(5 * minute);
        x.server.endStreams();
      }
      return n === 1 || !page.posts.some(({ id }) => id === lost.id);
    });

    expect(idsIn(pages)).toContain(lost.id);
    expect(idsIn(pages)).not.toContain(tooOld.id);
    expect(pages.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(x.server.asked('/2/tweets/search/recent')[0]?.query.get('query')).toBe('#lanternday');
  });

  it('is in the place where it was until all that was lost is kept', async () => {
    const x = await anX();
    const first = await listen(x, aSource(x), undefined, x.context(), () => false);
    x.advance(10 * minute);
    const lost = Array.from({ length: 130 }, (_, n) =>
      aFakePost({ at: new Date(aTime.getTime() + minute + n * 1000) }),
    );
    x.server.posts.push(...lost);

    const killed = await listen(x, aSource(x), first.cursor, x.context(), (_, n) => n < 1);
    const again = await listen(x, aSource(x), killed.cursor, x.context(), (_, n) => n < 3);

    expect(new Set(idsIn([...killed.pages, ...again.pages])).size).toBe(130);
    expect(again.pages.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(again.cursor).toMatchObject({ aliveAt: new Date(aTime.getTime() + 10 * minute).toISOString() });
  });

  it('leaves a gap for what cannot be searched for', async () => {
    const x = await anX();
    const source = aSource(x, { rules: { some: '#lanternday sample:10' } });
    const first = await listen(x, source, undefined, x.context(), () => false);
    x.advance(10 * minute);

    const second = await listen(x, source, first.cursor, x.context(), () => false);

    expect(second.pages[0]?.gaps).toEqual([
      { from: aTime, to: new Date(aTime.getTime() + 10 * minute), reason: 'X: a rule that search does not know' },
    ]);
    expect(x.server.asked('/2/tweets/search/recent')).toHaveLength(0);
  });

  it('leaves a gap for what lies out of reach, or cannot be paid', async () => {
    const x = await anX();
    const first = await listen(x, aSource(x), undefined, x.context(), () => false);
    x.advance(9 * day);
    const poor = aPurse(0.02);

    const second = await listen(x, aSource(x), first.cursor, x.context({ budget: poor }), () => false);

    expect(second.pages[0]?.gaps.map(({ reason }) => reason)).toEqual([
      'X searches 7 days back only',
      'X: the stream was not connected',
    ]);
    expect(second.pages[0]?.gaps[1]?.to).toEqual(x.now());
  });

  it('reads watched accounts by rules of at most 1,024 characters', async () => {
    const x = await anX();
    const accounts = Array.from({ length: 120 }, (_, n) => ({ nativeId: String(1_000_000_000_000 + n) }));
    const source = aSource(x, { accounts: 'stream' });

    await listen(x, source, undefined, x.context({ watched: { accounts } }), () => false);

    const values = x.server.rules.map(({ value }) => value);
    expect(values.every((value) => value.length <= 1024)).toBe(true);
    expect(values.flatMap((value) => value.split(' OR '))).toEqual(accounts.map(({ nativeId }) => `from:${nativeId}`));
    expect(values.length).toBe(3);
  });

  it('changes rules by their difference, and leaves those of other programs alone', async () => {
    const x = await anX();
    x.server.rules.push({ id: '1', value: 'cats', tag: 'other' }, { id: '2', value: 'dogs' });
    await syncRules(x.api, wantedRules(x.settings({ rules: { a: 'one', b: 'two' } }), []), x.context());
    const posted = x.server.requests.filter(({ method }) => method === 'POST').length;

    await syncRules(x.api, wantedRules(x.settings({ rules: { a: 'one', c: 'two' } }), []), x.context());
    const changed = x.server.requests.filter(({ method }) => method === 'POST').length - posted;
    await syncRules(x.api, wantedRules(x.settings({ rules: { a: 'one', c: 'two' } }), []), x.context());

    expect(x.server.rules.map(({ value, tag }) => [value, tag])).toEqual([
      ['cats', 'other'],
      ['dogs', undefined],
      ['one', 'tocsin rule a'],
      ['two', 'tocsin rule c'],
    ]);
    expect(changed).toBe(3);
    expect(x.server.requests.filter(({ method }) => method === 'POST').length - posted - changed).toBe(0);
  });

  it('tries rules dry, so that one that X refuses does not cost the others', async () => {
    const x = await anX();

    const refused = await syncRules(
      x.api,
      wantedRules(x.settings({ rules: { a: 'one', bad: 'two !!', c: 'three' } }), []),
      x.context(),
    );

    expect(refused).toBe(1);
    expect(x.server.rules.map(({ value }) => value)).toEqual(['one', 'three']);
  });

  it('does not connect without rules, and takes away those that it had', async () => {
    const x = await anX();
    await syncRules(x.api, wantedRules(x.settings({ rules }), []), x.context());
    const source = aSource(x, { accounts: 'stream' });

    const { pages, error } = await listen(
      x,
      source,
      { handles: { ids: {}, missing: {} }, rules: 1 },
      x.context(),
      () => undefined,
    );

    expect(error).toBeUndefined();
    expect(pages.at(-1)?.done).toBe(true);
    expect(x.server.rules).toEqual([]);
    expect(x.server.asked('/2/tweets/search/stream')).toHaveLength(0);
  });

  it('ends when the purse is empty, after it kept what had come', async () => {
    const x = await anX();
    const budget = aPurse(0.015);

    const { pages, error } = await listen(x, aSource(x), undefined, x.context({ budget }), (_, n) => {
      x.server.send(delivered(aFakePost({ at: aTime, n })));
    });

    expect(error).toMatchObject({ kind: 'budget' });
    expect(idsIn(pages)).toHaveLength(3);
    expect(budget.spent.get('usd')).toBe(0.015);
  });
});
