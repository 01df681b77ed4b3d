import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureAttributed } from '../../src/measure/attributed.ts';
import { measureCoSharing } from '../../src/measure/co-sharing.ts';
import { measureAmplifierConcentration, measureConcentration } from '../../src/measure/concentration.ts';
import { measureConnectedCrowd } from '../../src/measure/connected-crowd.ts';
import { measureCopies } from '../../src/measure/copies.ts';
import { measureCreation } from '../../src/measure/creation.ts';
import { measureCrossLanguage } from '../../src/measure/cross-language.ts';
import { measureCrowd } from '../../src/measure/crowd.ts';
import { measureDefaultHandles } from '../../src/measure/default-handles.ts';
import { measureFandom } from '../../src/measure/fandom.ts';
import { measureGiveaway } from '../../src/measure/giveaway.ts';
import { measureGone } from '../../src/measure/gone.ts';
import { measureHourProfile, measureHours } from '../../src/measure/hours.ts';
import { measureLanding } from '../../src/measure/landing.ts';
import { measureLanguageMismatch } from '../../src/measure/language-mismatch.ts';
import { measureLanguages } from '../../src/measure/languages.ts';
import { measureOutsideInteractions } from '../../src/measure/outside-interactions.ts';
import { measureOverlap } from '../../src/measure/overlap.ts';
import { measureRepostRatio } from '../../src/measure/repost-ratio.ts';
import { measureRepurposed } from '../../src/measure/repurposed.ts';
import { measureRhythm } from '../../src/measure/rhythm.ts';
import { measureSameMedia } from '../../src/measure/same-media.ts';
import { measureSteepness } from '../../src/measure/steepness.ts';
import { measureThin } from '../../src/measure/thin.ts';
import { measureVariety } from '../../src/measure/variety.ts';
import type { Post } from '../../src/post/post.ts';
import { aRegistry } from './a-registry.ts';
import { pastOf, shuffledPosts, somePosts, unrelatedPost } from './some-posts.ts';

const registry = aRegistry({ a: 'xx-example-daily', b: 'xx-ministry' }, ['daily.example']);

const measures: Readonly<Record<string, (posts: readonly Post[]) => unknown>> = {
  attributed: (posts) => measureAttributed(posts, registry, 5),
  copies: (posts) => measureCopies(posts),
  'co-sharing': (posts) => measureCoSharing(posts, { exceptTag: 'vote' }),
  creation: measureCreation,
  thin: measureThin,
  gone: measureGone,
  concentration: measureConcentration,
  'amplifier concentration': measureAmplifierConcentration,
  variety: measureVariety,
  hours: (posts) => measureHours(posts),
  languages: measureLanguages,
  crowd: measureCrowd,
  steepness: (posts) => measureSteepness(posts),
  rhythm: measureRhythm,
  'default handles': measureDefaultHandles,
  'repost ratio': measureRepostRatio,
  'same media': measureSameMedia,
  landing: measureLanding,
  'outside interactions': (posts) => measureOutsideInteractions(posts, { fewestHours: 0 }),
  giveaway: measureGiveaway,
  'cross-language copies': measureCrossLanguage,
  overlap: (posts) => measureOverlap(posts, [{ campaignId: 'c', accountIds: ['a', 'b', 'z'] }], { population: 50 }),
  'hour profile': (posts) => measureHourProfile(posts, pastOf(posts), Array(24).fill(3)),
  fandom: (posts) => measureFandom(posts, pastOf(posts), ['vote']),
  'connected crowd': (posts) => measureConnectedCrowd(posts, pastOf(posts)),
  'language mismatch': (posts) => measureLanguageMismatch(posts, 'vote', pastOf(posts)),
  repurposed: (posts) => measureRepurposed(posts, pastOf(posts)),
};

/** Every share in a measure, wherever it is. */
function sharesIn(value: unknown): readonly { n: number; of: number; value: number; low: number; high: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('n' in value && 'of' in value)
    return [value as { n: number; of: number; value: number; low: number; high: number }];
  return Object.values(value).flatMap(sharesIn);
}

describe.each(Object.entries(measures))('the measure of %s', (_, measure) => {
  it('does not depend on the order of posts', () => {
    fc.assert(
      fc.property(shuffledPosts, ([posts, shuffled]) => {
        expect(measure(shuffled)).toEqual(measure(posts));
      }),
      { numRuns: 50 },
    );
  });

  it('keeps every share within its bounds', () => {
    fc.assert(
      fc.property(somePosts, (posts) => {
        for (const { n, of, value, low, high } of sharesIn(measure(posts))) {
          expect(n).toBeLessThanOrEqual(of);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(value);
          expect(value).toBeLessThanOrEqual(high);
          expect(high).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('has an answer for no posts at all', () => {
    expect(sharesIn(measure([])).every(({ n, of }) => n === 0 && of === 0)).toBe(true);
  });
});

describe('accounts that have nothing to do with the rest', () => {
  it.each<[string, (posts: readonly Post[]) => readonly (number | undefined)[]]>([
    [
      'attributed',
      (posts) => {
        const found = measureAttributed(posts, registry);
        return [found.accounts.n, found.posts.n, found.links.n, found.organisations.length];
      },
    ],
    ['copied', (posts) => [measureCopies(posts).all.n, measureCopies(posts).clusters, measureCopies(posts).tails.n]],
    [
      'co-sharing',
      (posts) => {
        const found = measureCoSharing(posts);
        return [
          found.accounts.n,
          found.beyondPopularity.n,
          found.pairs,
          found.largestGroup,
          found.synchrony?.members.n,
        ];
      },
    ],
    ['young', (posts) => [measureCreation(posts).young.n, measureCreation(posts).largestWeek?.accounts ?? 1]],
    ['without followers', (posts) => [measureThin(posts).noFollowers.n, measureThin(posts).underFive.n]],
    ['gone', (posts) => [measureGone(posts).suspended.n, measureGone(posts).deleted?.n]],
    ['reposting', (posts) => [measureCrowd(posts).reposts.n]],
  ])('never raise the number of those %s', (_, numbers) => {
    fc.assert(
      fc.property(somePosts, fc.integer({ min: 1, max: 3 }), (posts, count) => {
        const more = [...posts, ...[...Array(count).keys()].map(unrelatedPost)];
        const before = numbers(posts);

        for (const [index, after] of numbers(more).entries()) {
          expect(after ?? 0).toBeLessThanOrEqual(before[index] ?? 0);
        }
      }),
      { numRuns: 50 },
    );
  });
});
