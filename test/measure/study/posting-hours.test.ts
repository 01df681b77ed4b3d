import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measurePostingHours } from '../../../src/measure/study/posting-hours.ts';
import { createZoneOffset } from '../../../src/measure/study/zone-offset.ts';
import { hourMs, type Post } from '../../../src/post/post.ts';
import { somePosts } from '../some-posts.ts';
import { chosen, draws, manyPosts, someRows, tableIn } from './listed.ts';

/** Monday, 00:00 UTC. */
const monday = Date.parse('2026-03-02T00:00:00Z');

function postsAt(hours: readonly number[]): readonly Post[] {
  return manyPosts(hours.length, (index) => ({ createdAt: new Date(monday + (hours[index] ?? 0) * hourMs) }));
}

function wall(zone: string, at: number): { readonly weekday: string; readonly hour: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { weekday: part.get('weekday') ?? '', hour: Number(part.get('hour')) };
}

describe('F14, posting hours', () => {
  it('puts each post into its hour of the week, UTC, Monday first', () => {
    const found = measurePostingHours(tableIn(postsAt([0, 0.99, 23.5, 7 * 24 - 0.01, 7 * 24, -0.01])));

    expect(found.week[0]).toBe(3);
    expect(found.week[23]).toBe(1);
    expect(found.week[167]).toBe(2);
    expect(found.posts).toBe(6);
    expect(found.behind(167)).toEqual({ of: 'posts', rows: Uint32Array.of(3, 5) });
  });

  it('counts office hours of each stated zone: 09:00 belongs to them, 18:00 and Saturday do not', () => {
    // Singapore is eight hours ahead all year.
    const posts = postsAt([1, 9.99, 10, 0.99, 4 * 24 + 1, 5 * 24 + 1]);

    const found = measurePostingHours(tableIn(posts), { zones: ['Asia/Singapore', 'UTC'], minN: 1 });

    expect(found.offices).toMatchObject([
      { zone: 'Asia/Singapore', share: { n: 3, of: 6 } },
      { zone: 'UTC', share: { n: 2, of: 6 } },
    ]);
    expect(found.offices[0]?.behind().rows).toEqual(Uint32Array.of(0, 1, 4));
  });

  it('follows clocks that are put forward', () => {
    // Berlin changed from +1 to +2 on Sunday, 29 March 2026: 07:30 UTC is 08:30 on Friday, and 09:30 on Monday.
    const posts = [27, 30].map((day) => ({ createdAt: new Date(Date.UTC(2026, 2, day, 7, 30)) }));

    const found = measurePostingHours(tableIn(manyPosts(2, (index) => posts[index] ?? {})), {
      zones: ['Europe/Berlin'],
      minN: 1,
    });

    expect(found.offices[0]?.behind().rows).toEqual(Uint32Array.of(1));
  });

  it('compares with the rest: alike is near what chance gives, opposite is 1', () => {
    const day = Array.from({ length: 480 }, (_, index) => index % 24);
    const alike = measurePostingHours(tableIn(postsAt([...day, ...day])), { rows: Uint32Array.from(day.keys()) });
    const opposite = measurePostingHours(
      tableIn(postsAt([...day.map((hour) => hour % 12), ...day.map((hour) => 12 + (hour % 12))])),
      {
        rows: Uint32Array.from(day.keys()),
      },
    );

    expect(alike.byHour?.distance).toBe(0);
    expect(alike.byHour?.byChance).toBeGreaterThan(0);
    expect(alike.restPosts).toBe(480);
    expect(opposite.byHour?.distance).toBeCloseTo(1, 12);
    expect(opposite.byHour?.byChance).toBeLessThan(0.2);
  });

  it('expects of chance about what two samples of one habit have', () => {
    // A linear congruential generator (Numerical Recipes): the same numbers in every run.
    let state = 1;
    const draw = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * 24);
    };
    const squares = Array.from({ length: 40 }, () => {
      const posts = postsAt(Array.from({ length: 600 }, draw));
      const found = measurePostingHours(tableIn(posts), { rows: Uint32Array.from(Array(200).keys()) }).byHour;
      return { found: (found?.distance ?? 0) ** 2, byChance: (found?.byChance ?? 0) ** 2 };
    });
    const mean = (of: 'found' | 'byChance'): number => squares.reduce((sum, one) => sum + one[of], 0) / squares.length;

    expect(mean('found') / mean('byChance')).toBeGreaterThan(0.85);
    expect(mean('found') / mean('byChance')).toBeLessThan(1.15);
  });

  it('compares nothing with nothing, and nothing that is too small', () => {
    const table = tableIn(postsAt(Array.from({ length: 100 }, (_, index) => index)));

    expect(measurePostingHours(table)).toMatchObject({ byHour: undefined, byWeek: undefined, restPosts: 0 });
    expect(measurePostingHours(table, { rows: Uint32Array.from(Array(47).keys()) }).byHour).toBeUndefined();
    expect(measurePostingHours(table, { rows: Uint32Array.from(Array(48).keys()) }).byHour).toBeDefined();
  });

  it('refuses a zone that does not exist', () => {
    expect(() => measurePostingHours(tableIn([]), { zones: ['Mars/Olympus'] })).toThrow(RangeError);
  });

  it('agrees with the platform calendar in any zone and year', () => {
    const zone = fc.constantFrom(
      'Asia/Shanghai',
      'America/New_York',
      'Australia/Lord_Howe',
      'Australia/Adelaide',
      'Asia/Kathmandu',
      'Africa/Casablanca',
      'Pacific/Apia',
    );
    const at = fc.integer({ min: Date.parse('2006-01-01'), max: Date.parse('2027-01-01') });
    fc.assert(
      fc.property(zone, fc.array(at, { minLength: 1, maxLength: 20 }), (name, times) => {
        const posts = manyPosts(times.length, (index) => ({ createdAt: new Date(times[index] ?? 0) }));
        const found = measurePostingHours(tableIn(posts), { zones: [name], minN: 1 });
        const inOffice = times.filter((time) => {
          const { weekday, hour } = wall(name, time);
          return weekday !== 'Sat' && weekday !== 'Sun' && hour >= 9 && hour < 18;
        });

        expect(found.offices[0]?.share.n).toBe(inOffice.length);
      }),
    );
  });

  it('counts every post once', () => {
    fc.assert(
      fc.property(somePosts, draws, (posts, draw) => {
        const table = tableIn(posts);
        const rows = someRows(draw, table);
        const found = measurePostingHours(table, { rows });
        const days = chosen(posts, rows).map(
          ({ createdAt }) => ((createdAt.getUTCDay() + 6) % 7) * 24 + createdAt.getUTCHours(),
        );

        expect(found.week).toEqual(found.week.map((_, hour) => days.filter((of) => of === hour).length));
        expect(found.posts + found.restPosts).toBe(posts.length);
      }),
    );
  });
});

describe('the offset of a zone', () => {
  it('changes at the minute at which the clocks do', () => {
    const lordHowe = createZoneOffset('Australia/Lord_Howe');
    // Half an hour back at 15:00 UTC on 4 April 2026.
    const change = Date.UTC(2026, 3, 4, 15);

    expect(lordHowe(change - 1) / hourMs).toBe(11);
    expect(lordHowe(change) / hourMs).toBe(10.5);
  });
});
