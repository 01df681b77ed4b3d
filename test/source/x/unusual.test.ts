import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unusualSince } from '../../../src/source/x/unusual.ts';

const rule = { atLeast: 100, quantile: 0.98 };
const hours = (posts: readonly number[]) => ({ first: 1000, posts });
const week = (each: number): number[] => Array.from({ length: 168 }, () => each);

describe('unusual counts', () => {
  it('are none in a quiet week', () => {
    expect(unusualSince(hours([...week(60), 60]), rule, 0)).toBeUndefined();
  });

  it('are a burst of the last hour, read from the hour before it', () => {
    const posts = [...week(60), 900];

    expect(unusualSince(hours(posts), { ...rule, quantile: 1 }, 1000 + 168)).toBe(1000 + 167);
  });

  it('are a rise over a day that no single hour shows', () => {
    const posts = [
      ...Array.from({ length: 144 }, (_, at) => (at % 6 === 0 ? 400 : 10)),
      ...Array.from({ length: 25 }, () => 150),
    ];

    expect(unusualSince(hours(posts), rule, 0)).toBe(1000 + posts.length - 24);
  });

  it('are few posts never, however quiet it was', () => {
    expect(unusualSince(hours([...week(0), 99]), rule, 0)).toBeUndefined();
    expect(unusualSince(hours([...week(0), 100]), rule, 0)).toBeDefined();
  });

  it('do not hide behind one burst of last week', () => {
    const posts = [...week(10), 800];
    posts[20] = 5000;

    expect(unusualSince(hours(posts), rule, 1000 + 168)).toBeDefined();
  });

  it('are judged by their number alone where there is little to compare with', () => {
    expect(unusualSince(hours([5, 5, 200]), rule, 0)).toBeDefined();
    expect(unusualSince(hours([]), rule, 0)).toBeUndefined();
  });

  it('never come from a week whose spans all have the same number of posts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 60, max: 168 }), (each, length) => {
        const posts = Array.from({ length }, () => each);

        return unusualSince(hours(posts), rule, 0) === undefined;
      }),
    );
  });

  it('lie within the hours counted', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2000), { maxLength: 169 }), fc.nat(1200), (posts, readTo) => {
        const since = unusualSince(hours(posts), rule, readTo);

        return since === undefined || (since >= 1000 && since < 1000 + posts.length);
      }),
    );
  });
});
