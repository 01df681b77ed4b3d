import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Detector, StateEntry } from '../../src/detector/detector.ts';
import { hourMs } from '../../src/post/post.ts';
import { daysIn, streamStart } from './a-stream.ts';
import { allDetectors, aPush, aWorld, expectSound, stored, tick } from './hostile-stream.ts';

const middle = streamStart + (7 * 24 + 12) * hourMs;
const posts = [...aWorld(3, 9), ...aPush('rumours', 7 * 24 + 10)];
const before = posts.filter(({ createdAt }) => createdAt.getTime() < middle);
const after = posts.filter(({ createdAt }) => createdAt.getTime() >= middle);

/** What the detectors had stored in the middle of the push. */
function entriesOfMiddle(): readonly StateEntry[] {
  const store = stored();
  const detectors = allDetectors();
  tick(detectors, before, new Date(middle));
  store.keep(detectors);
  return store.entries();
}

const whole = entriesOfMiddle();

function restored(entries: readonly StateEntry[]): readonly Detector[] {
  const detectors = allDetectors();
  for (const detector of detectors) detector.restore(entries);
  return detectors;
}

describe('state as it comes back', () => {
  it('takes only what is its own: entries of other detectors and unknown ones are left alone', () => {
    const foreign: readonly StateEntry[] = [
      { detector: 'of-another-program', key: 'clock', state: 'soon' },
      { detector: '', key: '', state: null },
      ...whole.map((entry) => ({ ...entry, detector: `${entry.detector}-old` })),
    ];

    const found = tick(restored([...foreign, ...whole]), after, new Date(daysIn(9)));

    expect(found).toEqual(tick(restored(whole), after, new Date(daysIn(9))));
    expect(found.length).toBeGreaterThan(0);
  });

  it('comes to the same in whatever order it is read', () => {
    const found = tick(restored(whole.toReversed()), after, new Date(daysIn(9)));

    expect(found).toEqual(tick(restored(whole), after, new Date(daysIn(9))));
  });

  it('goes on soundly from any part of it, and stores that again', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.boolean()), fc.boolean(), (keep, forgotten) => {
        const entries = whole.flatMap((entry) => {
          if (keep.next().value === true) return [entry];
          return forgotten ? [{ ...entry, state: null }] : [];
        });
        const detectors = restored(entries);
        const store = stored();

        expectSound(tick(detectors, after.slice(0, 500), new Date(middle + 40 * hourMs)));
        store.keep(detectors);
        expectSound(tick(restored(store.entries()), after.slice(500), new Date(daysIn(9))));
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  it.each(['hour:', 'platform:', 'clock', 'texts:'])('goes on soundly without its entries %s', (prefix) => {
    const detectors = restored(whole.filter(({ key }) => !key.startsWith(prefix)));

    expectSound(tick(detectors, after, new Date(daysIn(9))));
    stored().keep(detectors);
  });

  it.each([
    ['a number', 7],
    ['a word', 'clock'],
    ['a list', []],
    ['nothing in it', {}],
    ['a yes', true],
  ])('says so rather than going on from an entry that is %s', (_, state) => {
    for (const entry of whole.filter(({ key }, i) => i % 40 === 0 || key === 'clock')) {
      if (entry.key === 'clock' && typeof state === 'number') continue;
      const [owner] = allDetectors().filter(({ name }) => name === entry.detector);
      expect(() => owner?.restore([...whole.filter((each) => each !== entry), { ...entry, state }]), entry.key).toThrow(
        /invalid|expected/i,
      );
    }
  });

  it('is not changed by being read: what is stored of nothing new is what was stored', () => {
    const detectors = restored(whole);
    const store = stored();
    tick(detectors, [], new Date(middle));
    store.keep(detectors);
    const byId = new Map(whole.map((entry) => [`${entry.detector} ${entry.key}`, entry.state]));

    for (const { detector, key, state } of store.entries()) expect(state, key).toEqual(byId.get(`${detector} ${key}`));
  });
});
