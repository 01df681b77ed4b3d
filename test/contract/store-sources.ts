/** What every store promises of sources: leases, trouble and gaps, budgets, counts, raw items. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs } from '../../src/post/post.ts';
import type { NewTrouble, SourceName, Spending, StoredCount, StoredRaw } from '../../src/store/store.ts';
import { aPost } from '../builders.ts';
import type { Opened } from './store.ts';

const now = new Date('2026-03-02T13:00:00Z');
const always = { from: new Date('2000-01-01'), to: new Date('2100-01-01') };
const search: SourceName = { id: 'x:search', platform: 'x', coverage: 'platform' };

export function describeSourceStore(opened: Opened): void {
  describe('sources', () => {
    describeLeases(opened);
    describeTrouble(opened);
    describeSpending(opened);
    describeCounts(opened);
    describeRaw(opened);
    describeWholePages(opened);
    describePruning(opened);
  });
}

function minute(n: number): Date {
  return new Date(now.getTime() + n * 60_000);
}

function aTrouble(given: Partial<NewTrouble> = {}): NewTrouble {
  return { kind: 'unavailable', message: 'no answer', failure: true, gap: true, ...given };
}

function describeLeases(opened: Opened): void {
  it('gives a source to one holder until it is released', async () => {
    const { sources } = opened().store;

    const first = await sources.takeLease('s', 'a', 60_000, now);
    const second = await sources.takeLease('s', 'b', 60_000, now);
    await sources.releaseLease('s', 'b');
    const still = await sources.takeLease('s', 'b', 60_000, now);
    await sources.releaseLease('s', 'a');
    const released = await sources.takeLease('s', 'b', 60_000, now);

    expect([first, second, still, released]).toEqual([true, false, false, true]);
  });

  it('lets the holder renew, and others take what has expired', async () => {
    const { sources } = opened().store;
    await sources.takeLease('s', 'a', 60_000, now);

    const renewed = await sources.takeLease('s', 'a', 60_000, minute(0.5));
    const early = await sources.takeLease('s', 'b', 60_000, minute(1.4));
    const expired = await sources.takeLease('s', 'b', 60_000, minute(1.5));
    const late = await sources.takeLease('s', 'a', 60_000, minute(1.6));

    expect([renewed, early, expired, late]).toEqual([true, false, true, false]);
  });

  it('lets one of many takers win, and leaves other sources alone', async () => {
    const { store, another } = opened();
    const other = await another();
    await store.sources.takeLease('expired', 'old', 1, now);
    const takers = Array.from({ length: 12 }, (_, n) => [n % 2 === 0 ? store : other, `h${n}`] as const);

    for (const source of ['new', 'expired']) {
      const taken = await Promise.all(
        takers.map(([{ sources }, holder]) => sources.takeLease(source, holder, 60_000, minute(1))),
      );

      expect(taken.filter(Boolean)).toHaveLength(1);
    }
    await other.close();
  });

  it('keeps a lease over pages and trouble', async () => {
    const { sources, posts } = opened().store;
    await sources.takeLease(search.id, 'a', 60_000, now);

    await posts.keepPage(search, { posts: [aPost()], cursor: 1 }, now);
    await sources.noteTrouble(search, aTrouble(), now);
    await sources.noteRead(search, false, now);

    expect(await sources.takeLease(search.id, 'b', 60_000, now)).toBe(false);
  });
}

function describeTrouble(opened: Opened): void {
  it('knows nothing of a source that was never asked', async () => {
    expect(await opened().store.sources.state('s')).toBeUndefined();
  });

  it('counts failures since the trouble began, and not the waits', async () => {
    const { sources } = opened().store;
    await sources.noteRead(search, false, minute(-10));

    const first = await sources.noteTrouble(search, aTrouble({ notBefore: minute(1) }), now);
    await sources.noteTrouble(search, aTrouble({ kind: 'wait', failure: false }), minute(2));
    const third = await sources.noteTrouble(search, aTrouble({ kind: 'garbage', message: 'no JSON' }), minute(3));

    expect(first).toEqual({ kind: 'unavailable', since: now, failures: 1, notBefore: minute(1) });
    expect(third).toEqual({ kind: 'garbage', since: now, failures: 2 });
    expect(await sources.state(search.id)).toEqual({
      sourceId: 'x:search',
      platform: 'x',
      lastPolledAt: minute(3),
      lastReadAt: minute(-10),
      lastError: 'no JSON',
      trouble: third,
      posts: 0,
    });
  });

  it('is out of trouble when it was read, not with a page alone', async () => {
    const { sources, posts } = opened().store;
    const trouble = await sources.noteTrouble(search, aTrouble({ message: 'refused \u0000' }), now);

    await posts.keepPage(search, { posts: [], cursor: { seq: 1 } }, minute(1));
    const after = await sources.state(search.id);
    await sources.noteRead(search, false, minute(2));

    expect(after).toMatchObject({ trouble, lastError: 'refused ', lastReadAt: minute(1), cursor: { seq: 1 } });
    expect(await sources.state(search.id)).toEqual({
      sourceId: 'x:search',
      platform: 'x',
      cursor: { seq: 1 },
      lastPolledAt: minute(2),
      lastReadAt: minute(2),
      posts: 0,
    });
    expect((await sources.noteTrouble(search, aTrouble(), minute(3))).failures).toBe(1);
  });

  it('has one gap from the last success to the last trouble, and ends it when it is read again', async () => {
    const { sources, posts } = opened().store;
    await sources.noteRead(search, false, minute(-10));

    await sources.noteTrouble(search, aTrouble({ gap: false }), now);
    const none = await posts.gapsIn(always);
    await sources.noteTrouble(search, aTrouble({ message: 'no answer' }), minute(1));
    await sources.noteTrouble(search, aTrouble({ gap: false, message: 'the key is refused' }), minute(2));
    const open = await posts.gapsIn(always);
    await sources.noteRead(search, false, minute(5));
    const closed = await posts.gapsIn(always);
    await sources.noteRead(search, false, minute(6));

    const gap = { sourceId: 'x:search', platform: 'x', coverage: 'platform', reason: 'the key is refused' };
    expect(none).toEqual([]);
    expect(open).toEqual([{ ...gap, from: minute(-10), to: minute(2) }]);
    expect(closed).toEqual([{ ...gap, from: minute(-10), to: minute(5) }]);
    expect(await posts.gapsIn(always)).toEqual(closed);
  });

  it('begins the gap with the last page of a run that broke off', async () => {
    const { sources, posts } = opened().store;
    await posts.keepPage(search, { posts: [aPost()] }, minute(-3));

    await sources.noteTrouble(search, aTrouble(), now);

    expect(await posts.gapsIn(always)).toMatchObject([{ from: minute(-3), to: now }]);
  });

  it('has no gap before the first attempt of a source that was never read', async () => {
    const { sources, posts } = opened().store;

    await sources.noteTrouble(search, aTrouble(), now);
    await sources.noteTrouble(search, aTrouble(), minute(5));

    expect(await posts.gapsIn(always)).toMatchObject([{ from: now, to: minute(5) }]);
  });

  it('takes the gap back when what was missed could be read', async () => {
    const { sources, posts } = opened().store;
    await sources.noteRead(search, true, minute(-10));
    await sources.noteTrouble(search, aTrouble(), now);

    await sources.noteRead(search, true, minute(5));

    expect(await posts.gapsIn(always)).toEqual([]);
  });

  it('opens a new gap for every trouble, and keeps the gaps of sources apart', async () => {
    const { sources, posts } = opened().store;
    const feed: SourceName = { id: 'feed:a.example', platform: 'feed', coverage: 'part' };
    for (const start of [0, 20]) {
      await sources.noteRead(search, false, minute(start));
      await sources.noteTrouble(search, aTrouble(), minute(start + 1));
      await sources.noteRead(search, false, minute(start + 2));
    }
    await sources.noteTrouble(feed, aTrouble(), minute(1));
    await sources.noteTrouble(feed, aTrouble(), minute(2));

    const gaps = await posts.gapsIn(always);

    expect(gaps.map(({ sourceId, from, to, coverage }) => [sourceId, from, to, coverage])).toEqual([
      ['x:search', minute(0), minute(2), 'platform'],
      ['feed:a.example', minute(1), minute(2), 'part'],
      ['x:search', minute(20), minute(22), 'platform'],
    ]);
  });

  it('may end a gap where the source has told of the same one', async () => {
    const { sources, posts } = opened().store;
    await sources.noteRead(search, false, now);
    await sources.noteTrouble(search, aTrouble(), minute(4));
    for (const to of [minute(4), minute(5), minute(9)]) {
      await posts.keepPage('x:search', { posts: [], gaps: [{ from: now, to, reason: 'clamped' }] }, minute(4));
    }

    await sources.noteTrouble(search, aTrouble(), minute(5));
    await sources.noteRead(search, false, minute(9));

    expect((await posts.gapsIn(always)).map(({ from, to }) => [from, to])).toEqual([
      [now, minute(4)],
      [now, minute(5)],
      [now, minute(9)],
    ]);
  });

  it('opens one gap when several notice the trouble at once', async () => {
    const { store, another } = opened();
    const other = await another();

    const noted = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        (n % 2 === 0 ? store : other).sources.noteTrouble(search, aTrouble(), minute(n)),
      ),
    );
    await other.close();

    expect(noted.map(({ failures }) => failures).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await store.posts.gapsIn(always)).toMatchObject([{ to: minute(9) }]);
  });
}

function describeSpending(opened: Opened): void {
  const dollars: Spending = { purse: 'x', unit: 'usd', amount: 1, zone: 'UTC' };

  it('counts per day and month where the vendor counts them', async () => {
    const { sources } = opened().store;
    const pacific = { ...dollars, zone: 'America/Los_Angeles', amount: 2 };

    await sources.spend(pacific, new Date('2026-03-01T07:59:59Z'));
    await sources.spend(pacific, new Date('2026-03-01T08:00:00Z'));
    await sources.spend({ ...pacific, amount: 5 }, new Date('2026-03-02T08:00:00Z'));

    expect(await sources.spent(pacific, new Date('2026-03-01T07:00:00Z'))).toEqual({ day: 2, month: 2 });
    expect(await sources.spent(pacific, new Date('2026-03-02T07:59:59Z'))).toEqual({ day: 2, month: 7 });
    expect(await sources.spent(pacific, new Date('2026-03-02T08:00:00Z'))).toEqual({ day: 5, month: 7 });
    expect(await sources.spent({ ...pacific, unit: 'posts' }, now)).toEqual({ day: 0, month: 0 });
    expect(await sources.spent({ ...pacific, purse: 'other' }, now)).toEqual({ day: 0, month: 0 });
  });

  it('refuses what would pass the limit of the day or the month, and says when there is more', async () => {
    const { sources } = opened().store;
    const limited = { ...dollars, day: 3, month: 5 };

    const answers = [];
    for (const [amount, day] of [
      [3, 2],
      [0.001, 2],
      [2.5, 3],
      [2, 3],
      [1, 3],
      [0, 3],
    ] as const) {
      answers.push(await sources.spend({ ...limited, amount }, new Date(Date.UTC(2026, 2, day, 13))));
    }

    const [third, fourth, april] = ['2026-03-03', '2026-03-04', '2026-04-01'].map((day) => new Date(`${day}T00:00Z`));
    expect(answers).toEqual([
      { ok: true },
      { ok: false, until: third },
      { ok: false, until: april },
      { ok: true },
      { ok: false, until: april },
      { ok: true },
    ]);
    expect(await sources.spend({ ...limited, month: undefined, amount: 2 }, new Date('2026-03-03T13:00Z'))).toEqual({
      ok: false,
      until: fourth,
    });
    expect(await sources.spent(limited, new Date('2026-03-03T20:00Z'))).toEqual({ day: 2, month: 5 });
  });

  it('knows days that do not begin at midnight or last 24 hours', async () => {
    const { sources } = opened().store;
    const until = async (zone: string, at: string, limit: 'day' | 'month'): Promise<string | undefined> => {
      const answer = await sources.spend({ purse: zone, unit: 'u', amount: 2, [limit]: 1, zone }, new Date(at));
      return answer.until?.toISOString();
    };

    // Clocks go forward on 8 March and back on 1 November; in Beirut they went from midnight to one o'clock.
    expect(await until('America/Los_Angeles', '2026-03-08T08:30:00Z', 'day')).toBe('2026-03-09T07:00:00.000Z');
    expect(await until('America/Los_Angeles', '2026-11-01T07:00:00Z', 'day')).toBe('2026-11-02T08:00:00.000Z');
    expect(await until('America/Los_Angeles', '2026-03-01T08:00:00Z', 'month')).toBe('2026-04-01T07:00:00.000Z');
    expect(await until('America/Los_Angeles', '2026-12-31T23:59:59.999Z', 'month')).toBe('2027-01-01T08:00:00.000Z');
    expect(await until('Asia/Beirut', '2022-03-26T12:00:00Z', 'day')).toBe('2022-03-26T22:00:00.000Z');
    expect(await until('Asia/Kathmandu', '2026-03-02T18:14:59.999Z', 'day')).toBe('2026-03-02T18:15:00.000Z');
    expect(await until('UTC', '2026-03-02T23:59:59.999Z', 'day')).toBe('2026-03-03T00:00:00.000Z');
    expect(await until('UTC', '2026-03-02T00:00:00.000Z', 'day')).toBe('2026-03-03T00:00:00.000Z');
  });

  it('takes back what was not used, and never more than there is', async () => {
    const { sources } = opened().store;
    await sources.spend({ ...dollars, amount: 4 }, new Date('2026-03-01T12:00Z'));
    await sources.spend({ ...dollars, amount: 3 }, now);

    const first = await sources.spend({ ...dollars, amount: -2, day: 0, month: 0 }, now);
    const some = await sources.spent(dollars, now);
    await sources.spend({ ...dollars, amount: -2 }, now);
    const more = await sources.spent(dollars, now);
    await sources.spend({ ...dollars, amount: -100 }, new Date('2026-03-03T12:00Z'));

    expect(first).toEqual({ ok: true });
    expect(some).toEqual({ day: 1, month: 5 });
    expect(more).toEqual({ day: 0, month: 3 });
    expect(await sources.spent(dollars, new Date('2026-03-03T12:00Z'))).toEqual({ day: 0, month: 0 });
  });

  it('adds prices up exactly', async () => {
    const { sources } = opened().store;
    const priced = { ...dollars, amount: 0.005, day: 0.1 };

    const answers = [];
    for (let n = 0; n < 21; n += 1) answers.push((await sources.spend(priced, now)).ok);

    expect(answers).toEqual([...Array.from({ length: 20 }, () => true), false]);
    expect(await sources.spent(priced, now)).toEqual({ day: 0.1, month: 0.1 });
  });

  it('counts no amount that is none', async () => {
    const { sources } = opened().store;

    for (const amount of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      await expect(sources.spend({ ...dollars, amount }, now)).rejects.toThrow(/amount/);
    }
    expect(await sources.spent(dollars, now)).toEqual({ day: 0, month: 0 });
  });

  it('never lets the spenders together pass a limit, nor those who give back fall below nothing', async () => {
    const { store, another } = opened();
    const other = await another();
    let purses = 0;
    const limit = fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined });
    const spends = fc.array(fc.tuple(fc.integer({ min: -6, max: 9 }), fc.constantFrom(1, 2)), {
      minLength: 2,
      maxLength: 16,
    });

    await fc.assert(
      fc.asyncProperty(limit, limit, spends, async (day, month, amounts) => {
        purses += 1;
        const purse: Spending = { ...dollars, purse: `p${purses}`, day, month };
        const at = (date: number) => new Date(Date.UTC(2026, 2, date, 12));

        const answers = await Promise.all(
          amounts.map(([amount, date], n) =>
            (n % 2 === 0 ? store : other).sources.spend({ ...purse, amount }, at(date)),
          ),
        );

        const spent = [await store.sources.spent(purse, at(1)), await store.sources.spent(purse, at(2))];
        for (const one of spent) {
          expect(one.day).toBeGreaterThanOrEqual(0);
          expect(one.month).toBeGreaterThanOrEqual(0);
          expect(one.day).toBeLessThanOrEqual(day ?? Number.POSITIVE_INFINITY);
          expect(one.month).toBeLessThanOrEqual(month ?? Number.POSITIVE_INFINITY);
        }
        if (amounts.some(([amount]) => amount < 0)) return;
        const granted = amounts.filter((_, n) => answers[n]!.ok);
        const sum = (date: number | undefined) =>
          granted.reduce((total, [amount, on]) => total + (date === undefined || date === on ? amount : 0), 0);
        expect(spent).toEqual([
          { day: sum(1), month: sum(undefined) },
          { day: sum(2), month: sum(undefined) },
        ]);
      }),
      { numRuns: 60 },
    );
    await other.close();
  });
}

function describeCounts(opened: Opened): void {
  const aCount = (given: Partial<StoredCount> = {}): StoredCount => ({
    platform: 'x',
    key: 'example',
    at: now,
    seconds: 60,
    posts: 12,
    ...given,
  });

  it('gives counts back by time and key, of the keys and the span asked for', async () => {
    const { posts, sources } = opened().store;
    const a = aCount({ tone: -1.5 });
    const b = aCount({ key: 'other', posts: 0 });
    const c = aCount({ at: minute(1), key: '例子' });
    const elsewhere = aCount({ platform: 'news' });
    await posts.keepPage(search, { posts: [], counts: [c, elsewhere, b, a] }, now);

    expect(await sources.countsOf({ platform: 'x', ...always })).toEqual([a, b, c]);
    expect(await sources.countsOf({ platform: 'x', from: now, to: minute(1) })).toEqual([a, b]);
    expect(await sources.countsOf({ platform: 'x', keys: ['other', '例子', 'none'], ...always })).toEqual([b, c]);
    expect(await sources.countsOf({ platform: 'x', keys: [], ...always })).toEqual([]);
    expect(await sources.countsOf({ platform: 'news', ...always })).toEqual([elsewhere]);
  });

  it('takes the newest count of a bucket, also within a page, and keeps a tone that is not told again', async () => {
    const { posts, sources } = opened().store;
    const day = aCount({ seconds: 86_400, posts: 900 });
    await posts.keepPage(search, { posts: [], counts: [aCount({ posts: 3, tone: 2 }), day] }, now);

    await posts.keepPage(search, { posts: [], counts: [aCount({ posts: 9 }), aCount({ posts: 7 })] }, now);

    expect(await sources.countsOf({ platform: 'x', ...always })).toEqual([aCount({ posts: 7, tone: 2 }), day]);
  });

  it('keeps keys that are long queries', async () => {
    const { posts, sources } = opened().store;
    const key = '長'.repeat(5_000);
    await posts.keepPage(search, { posts: [], counts: [aCount({ key })] }, now);

    await posts.keepPage(search, { posts: [], counts: [aCount({ key, posts: 13 })] }, now);

    expect(await sources.countsOf({ platform: 'x', keys: [key], ...always })).toEqual([aCount({ key, posts: 13 })]);
  });

  it('drops a count that is none and keeps its page', async () => {
    const { posts, sources } = opened().store;
    const bad = [
      { posts: Number.NaN },
      { posts: -1 },
      { posts: 1e300 },
      { seconds: 0 },
      { seconds: 2 ** 40 },
      { at: new Date(Number.NaN) },
      { at: new Date(8.64e15) },
    ].map(aCount);
    const odd = aCount({ key: 'odd\u0000', posts: 2.4, tone: 1e300 });

    await posts.keepPage(search, { posts: [aPost()], counts: [...bad, odd] }, now);

    expect(await sources.countsOf({ platform: 'x', ...always })).toEqual([aCount({ key: 'odd', posts: 2 })]);
    expect((await posts.summary()).posts).toBe(1);
  });

  it('keeps more counts than fit one statement', async () => {
    const { posts, sources } = opened().store;
    const counts = Array.from({ length: 4_500 }, (_, n) => aCount({ at: minute(n) }));

    await posts.keepPage(search, { posts: [], counts }, now);

    expect(await sources.countsOf({ platform: 'x', ...always })).toEqual(counts);
  });
}

async function rawOf(reading: AsyncIterable<StoredRaw>): Promise<readonly StoredRaw[]> {
  const items: StoredRaw[] = [];
  for await (const item of reading) items.push(item);
  return items;
}

function describeRaw(opened: Opened): void {
  it('gives raw items back as they were read, oldest reading first', async () => {
    const { posts, sources } = opened().store;
    const a = { platform: 'x', id: '1', payload: { text: 'a', n: [1, null] } };
    const b = { platform: 'x', id: '2', payload: 'only text' };
    await posts.keepPage('s2', { posts: [], raw: [b] }, minute(5));
    await posts.keepPage('s1', { posts: [], raw: [b, a] }, now);

    const [earlyB, earlyA, late] = [
      { ...b, sourceId: 's1', readAt: now },
      { ...a, sourceId: 's1', readAt: now },
      { ...b, sourceId: 's2', readAt: minute(5) },
    ];
    expect(await rawOf(sources.rawItems({}))).toEqual([earlyB, earlyA, late]);
    expect(await rawOf(sources.rawItems({ sourceId: 's1' }))).toEqual([earlyB, earlyA]);
    expect(await rawOf(sources.rawItems({ post: { platform: 'x', id: '2' } }))).toEqual([earlyB, late]);
    expect(await rawOf(sources.rawItems({ from: minute(5) }))).toEqual([late]);
    expect(await rawOf(sources.rawItems({ from: now, to: minute(5), post: b }))).toEqual([earlyB]);
  });

  it('keeps any payload that is JSON', async () => {
    const { posts, sources } = opened().store;
    let n = 0;

    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: 'binary' }), async (payload) => {
        n += 1;
        const ref = { platform: 'x', id: `r${n}` };

        await posts.keepPage('s', { posts: [], raw: [{ ...ref, payload }] }, now);

        const [kept] = await rawOf(sources.rawItems({ post: ref }));
        expect(kept?.payload).toEqual(JSON.parse(JSON.stringify(payload)));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps half surrogates and zero bytes of a payload, and a number beyond all floats as text', async () => {
    const { posts, sources } = opened().store;
    const payload = { 'k\u0000': 'high \ud83d zero \u0000', id: 2n ** 80n };

    await posts.keepPage('s', { posts: [], raw: [{ platform: 'x', id: '1', payload }] }, now);

    expect((await rawOf(sources.rawItems({})))[0]?.payload).toEqual({ ...payload, id: '1208925819614629174706176' });
  });

  it('leaves out what is no JSON, and keeps its page', async () => {
    const { posts, sources } = opened().store;
    const round: { self?: unknown } = {};
    round.self = round;
    let deep: unknown = 1;
    for (let n = 0; n < 200_000; n += 1) deep = [deep];
    const raw = [round, deep, undefined, () => 1, 'good'].map((payload, n) => ({ platform: 'x', id: `${n}`, payload }));

    const kept = await posts.keepPage('s', { posts: [aPost()], raw }, now);

    expect(kept.added).toBe(1);
    expect((await rawOf(sources.rawItems({}))).map(({ payload }) => payload)).toEqual(['good']);
  });

  it('keeps an item once for a page, and not again until it reads differently', async () => {
    const { posts, sources } = opened().store;
    const item = (likes: number) => ({ platform: 'x', id: '1', payload: { likes } });
    await posts.keepPage('s', { posts: [], raw: [item(1), item(2)] }, now);
    await posts.keepPage('s', { posts: [], raw: [item(2)] }, minute(1));
    await posts.keepPage('s', { posts: [], raw: [item(3)] }, minute(2));
    await posts.keepPage('other', { posts: [], raw: [item(2)] }, minute(3));

    const kept = await rawOf(sources.rawItems({}));

    expect(kept.map(({ sourceId, readAt, payload }) => [sourceId, readAt, payload])).toEqual([
      ['s', now, { likes: 2 }],
      ['s', minute(2), { likes: 3 }],
      ['other', minute(3), { likes: 2 }],
    ]);
  });

  it('keeps nothing of a deleted post, from before, beside the delete or after it', async () => {
    const { posts, sources } = opened().store;
    const gone = ['1', '2', '3'].map((id) => aPost({ id, text: 'x' }));
    const stays = aPost({ id: '4' });
    const raw = [...gone, stays].map(({ platform, id }) => ({ platform, id, payload: { id } }));
    await posts.keepPage('s', { posts: [gone[0]!, gone[2]!, stays], raw: [raw[0]!, raw[2]!, raw[3]!] }, now);

    await posts.keepPage('s', { posts: [gone[1]!], raw, deletes: [gone[0]!, gone[1]!] }, minute(1));
    await posts.keepPage('s', { posts: [{ ...gone[2]!, deletedAt: now }], raw: [raw[2]!] }, minute(2));
    await posts.keepPage('s', { posts: gone, raw: raw.slice(0, 3) }, minute(3));

    expect((await rawOf(sources.rawItems({}))).map(({ id }) => id)).toEqual(['4']);
  });

  it('finds items by ids that are too long for an index, and takes them away with their post', async () => {
    const { posts, sources } = opened().store;
    const post = aPost({ id: '長'.repeat(3_000) });
    await posts.keepPage('s', { posts: [post], raw: [{ ...refOf(post), payload: 1 }] }, now);

    const before = await rawOf(sources.rawItems({ post: refOf(post) }));
    await posts.keepPage('s', { posts: [], deletes: [refOf(post)] }, now);

    expect(before).toHaveLength(1);
    expect(await rawOf(sources.rawItems({}))).toEqual([]);
  });

  it('streams more than fits one batch, each item once, while more come in', async () => {
    const { posts, sources } = opened().store;
    const many = (from: number) =>
      Array.from({ length: 1_300 }, (_, n) => ({ platform: 'x', id: `${from + n}`, payload: 'x'.repeat(5_000) }));
    await posts.keepPage('s', { posts: [], raw: many(0) }, now);

    const seen: string[] = [];
    for await (const { id } of sources.rawItems({ to: minute(1) })) {
      if (seen.length === 0) await posts.keepPage('s', { posts: [], raw: many(5_000) }, minute(1));
      seen.push(id);
    }

    expect(seen).toEqual(Array.from({ length: 1_300 }, (_, n) => `${n}`));
  });

  it('removes what was read long ago, and says how much', async () => {
    const { posts, sources } = opened().store;
    const old = Array.from({ length: 12_000 }, (_, n) => ({ platform: 'x', id: `${n}`, payload: n }));
    await posts.keepPage('s', { posts: [], raw: old }, now);
    await posts.keepPage('s', { posts: [], raw: [{ platform: 'x', id: 'new', payload: 1 }] }, minute(1));

    const removed = [await sources.pruneRaw(minute(1)), await sources.pruneRaw(minute(1))];

    expect(removed).toEqual([12_000, 0]);
    expect((await rawOf(sources.rawItems({}))).map(({ id }) => id)).toEqual(['new']);
  });
}

function refOf({ platform, id }: { readonly platform: string; readonly id: string }) {
  return { platform, id };
}

function describeWholePages(opened: Opened): void {
  it('keeps nothing of a page when a part of it fails', async () => {
    const { posts, sources } = opened().store;
    const known = aPost({ text: 'stays' });
    const raw = [{ ...refOf(known), payload: 1 }];
    await posts.keepPage(search, { posts: [known], raw, cursor: 1, watermark: minute(-9) }, now);
    const before = await posts.sourceStates();
    const page = {
      posts: [aPost({ tags: ['t'] })],
      accounts: [{ platform: 'x', accountId: 'a', handle: 'never' }],
      deletes: [refOf(known)],
      counts: [{ platform: 'x', key: 't', at: now, seconds: 60, posts: 1 }],
      raw: [{ platform: 'x', id: '2', payload: 2 }],
      gaps: [{ from: new Date(Number.NaN), to: now, reason: 'no date' }],
      cursor: 2,
      watermark: now,
    };

    await expect(posts.keepPage(search, page, minute(1))).rejects.toThrow(/null value/);

    expect((await posts.arrivedAfter('', 10)).posts).toEqual([known]);
    expect(await opened().store.lookups.findAccounts('never')).toEqual([]);
    expect(await sources.countsOf({ platform: 'x', ...always })).toEqual([]);
    expect((await rawOf(sources.rawItems({}))).map(({ payload }) => payload)).toEqual([1]);
    expect(await posts.sourceStates()).toEqual(before);
    expect(await posts.gapsIn(always)).toEqual([]);
  });

  it('keeps pages of two sources with the same posts, deletes and counts at once', async () => {
    const { store, another } = opened();
    const other = await another();
    const shared = Array.from({ length: 40 }, () => aPost());
    const pageOf = (n: number) => ({
      posts: n % 3 === 0 ? shared : shared.toReversed(),
      deletes: n % 4 === 0 ? shared.map(refOf) : [],
      raw: shared.map((post) => ({ ...refOf(post), payload: n })),
      counts: shared.map(({ id }, k) => ({ platform: 'x', key: id, at: minute(k), seconds: 60, posts: n })),
    });

    await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        n % 2 === 0
          ? store.posts.keepPage(search, pageOf(n), minute(n))
          : other.posts.keepPage({ ...search, id: 'x:list' }, pageOf(n), minute(n)),
      ),
    );
    await other.close();

    expect((await store.posts.summary()).posts).toBe(40);
    expect(await rawOf(store.sources.rawItems({}))).toEqual([]);
    expect(await store.sources.countsOf({ platform: 'x', ...always })).toHaveLength(40);
  });
}

function describePruning(opened: Opened): void {
  it('removes old counts and gaps with the posts', async () => {
    const { posts, sources } = opened().store;
    const counts = [minute(-1), now].map((at) => ({ platform: 'x', key: 't', at, seconds: 60, posts: 1 }));
    const gaps = [
      { from: minute(-9), to: minute(-1), reason: 'old' },
      { from: minute(-1), to: minute(1), reason: 'reaches in' },
    ];
    await posts.keepPage(
      search,
      { posts: [], counts, gaps, raw: [{ platform: 'x', id: '1', payload: 1 }] },
      minute(-5),
    );

    const removed = await posts.prune(now);

    expect(removed).toBe(0);
    expect((await sources.countsOf({ platform: 'x', ...always })).map(({ at }) => at)).toEqual([now]);
    expect((await posts.gapsIn(always)).map(({ reason }) => reason)).toEqual(['reaches in']);
    expect(await rawOf(sources.rawItems({}))).toHaveLength(1);
  });

  it('forgets what was spent more than fourteen months ago, and nothing newer', async () => {
    const { posts, sources } = opened().store;
    const spending: Spending = { purse: 'x', unit: 'usd', amount: 1, zone: 'UTC' };
    const daysAgo = (days: number) => new Date(Date.now() - days * dayMs);
    for (const days of [470, 400, 0]) await sources.spend(spending, daysAgo(days));

    await posts.prune(daysAgo(0));

    expect(await sources.spent(spending, daysAgo(470))).toEqual({ day: 0, month: 0 });
    expect(await sources.spent(spending, daysAgo(400))).toMatchObject({ day: 1 });
    expect(await sources.spent(spending, daysAgo(0))).toEqual({ day: 1, month: 1 });
  });
}
