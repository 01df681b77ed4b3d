import { describe, expect, it } from 'vitest';
import { estimateWindow } from '../../src/measure/pair-window.ts';
import { createShareLog } from '../../src/measure/share-log.ts';

/** One object for each list of seconds, each share by an account of its own. */
function logOf(...objects: readonly (readonly number[])[]) {
  const log = createShareLog();
  for (const [object, seconds] of objects.entries())
    for (const [account, at] of seconds.entries()) log.add(`o${object}`, `a${account}`, at);
  return log.build();
}

describe('estimateWindow', () => {
  it('is the time in which the quickest objects had more than half of their shares', () => {
    // Second shares after 2, 10, 20 … 90 s: the tenth quantile is 2 + 0.9 × 8 = 9.2, so only the first is quick.
    const slow = Array.from({ length: 9 }, (_, n) => [0, 10 * (n + 1)]);

    expect(estimateWindow(logOf([100, 102, 104, 130], ...slow))).toEqual({
      seconds: 4,
      objects: 10,
      quickestSeconds: 9.2,
      quickObjects: 1,
      medianSeconds: 4,
    });
  });

  it('takes the share at which more than half have come, not half', () => {
    expect(estimateWindow(logOf([0, 7]))?.medianSeconds).toBe(7);
    expect(estimateWindow(logOf([0, 3, 50]))?.medianSeconds).toBe(3);
  });

  it('is a second where the quickest share at once', () => {
    expect(estimateWindow(logOf([5, 5, 5]))).toMatchObject({ seconds: 1, medianSeconds: 0 });
  });

  it('is unknown where nothing was shared twice', () => {
    expect(estimateWindow(logOf([1], [2]))).toBeUndefined();
  });
});
