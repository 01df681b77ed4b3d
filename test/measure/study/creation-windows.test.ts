import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { densestSpan, densestSpans } from '../../../src/measure/dense-span.ts';
import { measureCreationWindows } from '../../../src/measure/study/creation-windows.ts';
import { dayMs, type Post } from '../../../src/post/post.ts';
import { aPost } from '../../builders.ts';
import { somePosts } from '../some-posts.ts';
import { chosen, draws, manyPosts, someRows, tableIn } from './listed.ts';

const start = Date.parse('2019-04-01T00:00:00Z');

/** Accounts made on the days given, counted from April 2019, at some second of the day. */
function madeOn(days: readonly number[], second = 12_345): readonly Post[] {
  return manyPosts(days.length, (index) => ({
    accountId: `m${index}`,
    accountCreatedAt: new Date(start + (days[index] ?? 0) * dayMs + second * 1000),
  }));
}

const spread = Array.from({ length: 54 }, (_, index) => index * 11);

describe('F12, windows of creation', () => {
  it('finds 12 of 66 accounts made within a day, with the accounts behind it', () => {
    const table = tableIn([
      ...madeOn([...spread, ...Array.from({ length: 12 }, () => 200)]),
      aPost({ accountId: 'x' }),
    ]);

    const found = measureCreationWindows(table);
    const largest = found.windows[0];

    expect(found).toMatchObject({ known: { n: 66, of: 67 }, unknown: { n: 1 }, resolution: 'time', flagged: true });
    expect(largest).toMatchObject({ accounts: 12, share: { n: 12, of: 66 } });
    expect(largest?.from).toEqual(new Date(start + 200 * dayMs + 12_345_000));
    expect(largest?.behind().rows).toHaveLength(12);
    expect(found.unknown.behind()).toEqual({ of: 'accounts', rows: Uint32Array.of(66) });
  });

  it('does not flag five accounts among many, nor four of few', () => {
    const five = measureCreationWindows(tableIn(madeOn([...spread, 200, 200, 200, 200, 200])));
    const four = measureCreationWindows(tableIn(madeOn([...spread.slice(0, 10), 200, 200, 200, 200])), { minN: 10 });

    expect(five).toMatchObject({ flagged: false, windows: [{ accounts: 5 }, {}, {}, {}, {}, {}, {}, {}, {}, {}] });
    expect(four).toMatchObject({ flagged: false, windows: { 0: { accounts: 4, share: { of: 14 } } } });
  });

  it('flags from exactly a tenth and five accounts on', () => {
    const days = Array.from({ length: 45 }, (_, index) => index * 11);

    expect(measureCreationWindows(tableIn(madeOn([...days, 7, 7, 7, 7, 7]))).flagged).toBe(true);
    expect(measureCreationWindows(tableIn(madeOn([...days, 700, 7, 7, 7, 7, 7]))).flagged).toBe(false);
  });

  it('withholds the share of few accounts, and the flag with it', () => {
    expect(measureCreationWindows(tableIn(madeOn([1, 1, 1, 1, 1, 1])))).toMatchObject({
      flagged: undefined,
      windows: [{ accounts: 6, share: { withheld: true, n: 6, of: 6, minN: 50 } }],
    });
  });

  it('takes dates for UTC days where the source gives days, also among times', () => {
    const dates = madeOn([0, 0, 1, 1, 1, 3], 0);
    const times = madeOn([0, 0, 1, 1, 1, 3]).map((post) => ({ ...post, accountId: `${post.accountId}t` }));

    expect(measureCreationWindows(tableIn(dates), { windowMs: 3_600_000 })).toMatchObject({
      resolution: 'day',
      windowMs: dayMs,
      windows: [{ accounts: 3 }, { accounts: 2 }, { accounts: 1 }],
    });
    expect(measureCreationWindows(tableIn([...dates, ...times]))).toMatchObject({
      resolution: 'day',
      windows: [{ accounts: 6, from: new Date(start + dayMs) }, { accounts: 4 }, { accounts: 2 }],
    });
  });

  it('shows beside each window how many other accounts of the set were made in it', () => {
    const group = madeOn(Array.from({ length: 50 }, () => 9));
    const others = madeOn([9, 9, 9, 50]).map((post) => ({ ...post, accountId: `o${post.id}` }));
    const table = tableIn([...group, ...others]);

    const found = measureCreationWindows(table, { rows: Uint32Array.from(group.keys()) });

    expect(found.windows[0]).toMatchObject({ share: { n: 50, of: 50 }, elsewhere: { n: 3, of: 4 } });
    expect(measureCreationWindows(table).windows[0]?.elsewhere).toBeUndefined();
  });

  it('counts months, each account once', () => {
    const posts = madeOn([0, 29, 30, 31, 400]);
    const found = measureCreationWindows(tableIn([...posts, ...posts.map((post) => ({ ...post, id: `${post.id}b` }))]));

    expect(found.months.map(({ from, n }) => [from.toISOString().slice(0, 7), n])).toEqual([
      ['2019-04', 2],
      ['2019-05', 2],
      ['2020-05', 1],
    ]);
    expect(found.months[1]?.behind()).toEqual({ of: 'accounts', rows: Uint32Array.of(2, 3) });
  });

  it('says nothing of no posts', () => {
    expect(measureCreationWindows(tableIn([]))).toMatchObject({ known: { of: 0 }, windows: [], months: [] });
  });

  it('agrees with counting every window by hand', () => {
    fc.assert(
      fc.property(somePosts, draws, fc.integer({ min: 1, max: 400 }), (posts, draw, days) => {
        const table = tableIn(posts);
        const rows = someRows(draw, table);
        const found = measureCreationWindows(table, { rows, minN: 0, windowMs: days * dayMs });
        const dates = datesByAccount(posts, chosen(posts, rows));
        const counts = dates.map((from) => dates.filter((at) => at >= from && at < from + days * dayMs).length);

        expect(found.windows[0]?.accounts ?? 0).toBe(Math.max(0, ...counts));
        expect(found.known.n).toBe(dates.length);
        expect(found.months.reduce((sum, { n }) => sum + n, 0)).toBe(dates.length);
        for (const { behind, accounts } of found.windows) expect(behind().rows).toHaveLength(accounts);
      }),
    );
  });
});

/** Creation date of each author of some posts: the earliest that any post of the set gives. */
function datesByAccount(all: readonly Post[], some: readonly Post[]): readonly number[] {
  return [...new Set(some.map(({ accountId }) => accountId))].flatMap((accountId) => {
    const theirs = all.flatMap((post) =>
      post.accountId === accountId && post.accountCreatedAt !== undefined ? [post.accountCreatedAt.getTime()] : [],
    );
    return theirs.length === 0 ? [] : [Math.min(...theirs)];
  });
}

describe('dense spans', () => {
  it('take the earliest of equals and share no time', () => {
    const times = Float64Array.of(0, 1, 2, 10, 11, 12, 20);

    expect(densestSpan(times, 3)).toEqual({ from: 0, to: 3 });
    expect(densestSpans(times, 3, 10)).toEqual([
      { from: 0, to: 3 },
      { from: 3, to: 6 },
      { from: 6, to: 7 },
    ]);
    expect(densestSpan(new Float64Array(0), 3)).toBeUndefined();
  });

  it('are half-open', () => {
    expect(densestSpan(Float64Array.of(0, 3), 3)).toEqual({ from: 0, to: 1 });
  });
});
