import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOf } from '../../../src/measure/share.ts';
import { classesOf, takedownSources } from '../../../src/measure/study/classes.ts';
import { percentOne, studyShareText } from '../../../src/measure/study/study-words.ts';
import { createTopRows } from '../../../src/measure/study/top-rows.ts';
import { weightedShare } from '../../../src/measure/study/weighted-share.ts';
import { isWithheld, shareOrWithheld } from '../../../src/measure/study/withheld.ts';
import { anEntry, aPost } from '../../builders.ts';
import { mixedRegistry, tableIn } from './listed.ts';

describe('percent with one decimal', () => {
  it('prints what the reports print', () => {
    expect([percentOne(241, 400), percentOne(55, 1_000), percentOne(40, 1_000)]).toEqual(['60.3 %', '5.5 %', '4 %']);
    expect([percentOne(0, 7), percentOne(7, 7)]).toEqual(['0 %', '100 %']);
  });

  it('never makes something of nothing, nor all of most', () => {
    expect(percentOne(1, 100_000)).toBe('< 0.1 %');
    expect(percentOne(99_999, 100_000)).toBe('> 99.9 %');
  });

  it('stands beside its numerator, denominator and interval', () => {
    expect(studyShareText(shareOf(1_234, 2_000))).toBe('61.7 % = 1,234 of 2,000 (95 % 59.5-63.8)');
    expect(studyShareText(shareOf(0, 0))).toBe('0 of 0');
  });
});

describe('withholding', () => {
  it('starts below the smallest denominator, not at it', () => {
    expect(isWithheld(shareOrWithheld(3, 49))).toBe(true);
    expect(shareOrWithheld(3, 50)).toEqual(shareOf(3, 50));
  });
});

describe('the first N', () => {
  it('are those of a full sort, in its order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.integer({ min: 1, max: 30 }), (values, count) => {
        const isBefore = (a: number, b: number): boolean => {
          const [one = 0, other = 0] = [values[a], values[b]];
          return one > other || (one === other && a < b);
        };
        const top = createTopRows(count, isBefore);
        for (const row of values.keys()) top.add(row);

        const sorted = [...values.keys()].sort((a, b) => (isBefore(a, b) ? -1 : 1));
        expect([...top.done()]).toEqual(sorted.slice(0, count));
      }),
    );
  });

  it('are not taken where there is nothing to take', () => {
    expect(() => createTopRows(0, () => false)).toThrow(/the first 0/);
  });
});

describe('a weighted share', () => {
  it('is the plain share where all weigh the same', () => {
    expect(weightedShare([3, 3, 3, 3], (place) => place === 0)).toMatchObject({
      n: 3,
      of: 12,
      value: 0.25,
      low: expect.closeTo(shareOf(1, 4).low, 12),
      high: expect.closeTo(shareOf(1, 4).high, 12),
    });
  });

  it('knows nothing without weight', () => {
    expect(weightedShare([0, 0], () => true)).toEqual(shareOf(0, 0));
  });

  it('always holds the share inside its interval', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(10 ** 9), fc.boolean())), (all) => {
        const { value, low, high } = weightedShare(
          all.map(([weight]) => weight),
          (place) => all[place]?.[1] ?? false,
        );
        return 0 <= low && low <= value + 1e-12 && value <= high + 1e-12 && high <= 1;
      }),
    );
  });
});

describe('classes', () => {
  it('follow the kind of the entry, and never call the rest independent', () => {
    const table = tableIn(['a', 'b', 'c', 'd', 'e'].map((accountId) => aPost({ accountId })));
    const { isState } = classesOf(table);

    expect([0, 1, 2, 3, 4].map(isState)).toEqual([true, true, false, false, false]);
  });

  it('know the takedown sets of an entry by their source, each once', () => {
    const evidence = ['B', 'A', 'B'].map((source) => ({ type: 'platform-takedown', source }) as const);

    expect(takedownSources(anEntry({ evidence }))).toEqual(['A', 'B']);
    expect(mixedRegistry.entries.map(takedownSources)).toEqual([[], [], ['Example set'], [], []]);
  });
});
