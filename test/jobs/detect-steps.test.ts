import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCaughtUp, stepsThrough } from '../../jobs/detect.ts';
import { hourMs } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';

const start = Date.parse('2026-03-02T09:00:00Z');
const at = (hours: number): Date => new Date(start + hours * hourMs);
const postAt = (hours: number) => aPost({ createdAt: at(hours) });

describe('stepsThrough', () => {
  it('walks through missed time hour by hour and ends now', () => {
    const steps = stepsThrough([postAt(2.5), postAt(0.2), postAt(0.4)], at(0.1), at(3.25));

    expect(steps.map((step) => [step.at.toISOString().slice(11, 16), step.posts.length])).toEqual([
      ['10:00', 2],
      ['12:00', 1],
      ['12:15', 0],
    ]);
  });

  it('takes late posts with the first step and never goes back', () => {
    expect(stepsThrough([postAt(-5)], at(1), at(0.5)).map((step) => [step.at, step.posts.length])).toEqual([
      [at(1), 1],
    ]);
  });

  it('ends at the newest post while more wait', () => {
    expect(stepsThrough([postAt(0.5), postAt(1.5)], undefined, undefined).at(-1)?.at).toEqual(at(1.5));
    expect(stepsThrough([], undefined, undefined)).toEqual([]);
  });

  it('hands out every post once, in steps that only go forward', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3, max: 60, noNaN: true })),
        fc.double({ min: 0, max: 10, noNaN: true }),
        (hours, from) => {
          const posts = hours.map(postAt);
          const steps = stepsThrough(posts, at(from), at(50));
          const times = steps.map((step) => step.at.getTime());
          return (
            steps.flatMap((step) => step.posts).length === posts.length &&
            times.every((time, i) => i === 0 || time > (times[i - 1] ?? 0)) &&
            times.at(-1) === at(50).getTime()
          );
        },
      ),
    );
  });
});

describe('isCaughtUp', () => {
  const now = new Date('2026-03-02T12:00:00Z');
  const old = aPost({ createdAt: new Date('2026-02-20T12:00:00Z') });
  const recent = aPost({ createdAt: new Date('2026-03-02T11:30:00Z') });

  it('is true when nothing came or something recent did, and nothing waits', () => {
    expect(isCaughtUp([], true, now)).toBe(true);
    expect(isCaughtUp([old, recent], true, now)).toBe(true);
    expect(isCaughtUp([recent], false, now)).toBe(false);
  });

  it('is false in the middle of a file of some days', () => {
    expect(isCaughtUp([old], true, now)).toBe(false);
  });
});
