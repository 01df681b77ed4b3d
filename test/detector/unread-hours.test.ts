import { describe, expect, it } from 'vitest';
import { touchesGap, unreadHours, unreadOf } from '../../src/detector/unread-hours.ts';
import { hourMs } from '../../src/post/post.ts';

const hour = Date.parse('2026-03-02T12:00:00Z') / hourMs;
const at = (hours: number): Date => new Date((hour + hours) * hourMs);

describe('unreadHours', () => {
  it('counts an hour as unread from a tenth of it on, small gaps added up', () => {
    const gap = (from: number, to: number) =>
      ({ platform: 'x', from: at(from), to: at(to), coverage: 'platform' }) as const;
    const unread = unreadOf(unreadHours([gap(0.5, 2.05), gap(4, 4.06), gap(4.5, 4.55)], ['platform']), 'x');

    expect([...unread].map((each) => each - hour).sort((a, b) => a - b)).toEqual([0, 1, 4]);
  });

  it('leaves out what hides other things, and other platforms', () => {
    const gaps = [
      { platform: 'x', from: at(0), to: at(1), coverage: 'part' },
      { platform: 'y', from: at(0), to: at(1), coverage: 'platform' },
    ] as const;

    expect(unreadOf(unreadHours(gaps, ['platform']), 'x').size).toBe(0);
    expect(unreadOf(unreadHours(gaps, ['platform', 'part']), 'x').size).toBe(1);
  });

  it('knows which windows touch a gap', () => {
    const unread = new Set([hour + 3, hour + 4]);

    expect(touchesGap(unread, hour + 6, 2)).toBe(false);
    expect(touchesGap(unread, hour + 6, 3)).toBe(true);
  });
});
