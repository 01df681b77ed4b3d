import { describe, expect, it } from 'vitest';
import { gapLines, sourceLines } from '../../src/message/source-lines.ts';

const now = new Date('2026-03-02T12:00:00Z');
const at = (time: string): Date => new Date(`2026-03-02T${time}:00Z`);

describe('sourceLines', () => {
  it('names each source in trouble, with since when, why and when it is asked again', () => {
    const lines = sourceLines(
      [
        { sourceId: 'bluesky:jetstream', posts: 1234, lastReadAt: at('11:59') },
        {
          sourceId: 'x:search',
          posts: 7,
          lastReadAt: at('10:00'),
          lastError: 'the x budget is spent (5 usd a day)',
          trouble: { kind: 'budget', since: at('10:15'), notBefore: new Date('2026-03-03T00:00:00Z') },
        },
      ],
      now,
    );

    expect(lines).toEqual([
      'x:search: not read since 10:00 UTC: the x budget is spent (5 usd a day); asked again 2026-03-03 00:00 UTC',
      'bluesky:jetstream: 1,234 posts so far, last read 11:59 UTC',
    ]);
  });

  it('counts many sources of one kind together, and still names the one in trouble', () => {
    const feeds = Array.from({ length: 58 }, (_, n) => ({
      sourceId: `feed:example.org/${n}`,
      posts: 10,
      lastReadAt: at('11:45'),
      ...(n === 3 ? { trouble: { kind: 'garbage', since: at('09:00') }, lastError: 'an HTML page' } : {}),
    }));

    expect(sourceLines(feeds, now)).toEqual([
      'feed:example.org/3: not read since 11:45 UTC: an HTML page',
      'feed: 57 of 58 sources read without trouble, 580 posts so far',
    ]);
  });
});

describe('sources that were never read', () => {
  it('do not count as read', () => {
    const feeds = ['a', 'b', 'c', 'd'].map((name) => ({ sourceId: `feed:${name}`, posts: 0 }));

    expect(sourceLines(feeds, now)).toEqual(['feed: 0 of 4 sources read without trouble, 0 posts so far']);
  });
});

describe('gapLines', () => {
  it('lists gaps in the order they ended and counts what it leaves out', () => {
    const gaps = Array.from({ length: 14 }, (_, n) => ({
      sourceId: 'x:search',
      from: new Date(at('01:00').getTime() - n * 3_600_000),
      to: new Date(at('01:30').getTime() - n * 3_600_000),
      reason: 'budget',
    }));

    const lines = gapLines(gaps, now);

    expect(lines).toHaveLength(13);
    expect(lines[0]).toBe('and 2 earlier gaps');
    expect(lines.at(-1)).toBe('x:search not read 01:00 UTC to 01:30 UTC: budget');
  });
});
