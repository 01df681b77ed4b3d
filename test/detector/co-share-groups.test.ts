import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findGroups } from '../../src/detector/co-share-groups.ts';
import { createRecentShares, type RecentSharesRules } from '../../src/detector/co-share-shares.ts';
import type { Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';
import { type BatchRules, batchGroups, type MadePost } from './co-share-batch.ts';

const rules: BatchRules & RecentSharesRules = {
  windowSeconds: 60,
  minWeight: 2,
  minComponent: 3,
  minRarity: 0.2,
  minRarityShare: 0.1,
  minPartners: 1,
  hotObjectCap: 6,
  hotTagAccounts: 3,
  maxShares: 1000,
  mostPairs: 100_000,
};

const keepSeconds = 600;

/** A few accounts and objects, so that everybody meets, many ties, times that lie exactly a window apart. */
const madePost = fc
  .record({
    account: fc.nat(5),
    object: fc.nat(3),
    other: fc.nat(3),
    tag: fc.option(fc.nat(1)),
    lateSeconds: fc.oneof(
      fc.nat(20),
      fc.nat(8).map((steps) => steps * 60),
      fc.nat(900),
    ),
    fraction: fc.constantFrom(0, 0, 0.1, 0.7),
    isRepost: fc.boolean(),
  })
  .map(({ account, object, other, tag, isRepost, ...time }) => ({ ...time, account, isRepost, tag, object, other }));

type Given = typeof madePost extends fc.Arbitrary<infer Value> ? Value : never;

let lastId = 0;
function postOf({ account, object, other, tag, isRepost }: Given): Post {
  lastId += 1;
  const common = { id: `p${lastId}`, accountId: `a${account}` };
  if (isRepost) return aPost({ ...common, kind: 'repost', parentId: `o${object}` });
  const links = object === other ? [`example.org/${object}`] : [`example.org/${object}`, `example.org/${other}`];
  return aPost({ ...common, text: '', links, tags: tag === null ? [] : [`t${tag}`] });
}

const ticks = fc.array(
  fc.record({ afterSeconds: fc.nat(400), posts: fc.array(madePost, { minLength: 5, maxLength: 25 }) }),
  {
    minLength: 1,
    maxLength: 6,
  },
);

type Run = typeof ticks extends fc.Arbitrary<infer Value> ? Value : never;

/** Runs the ticks through the streaming count and compares each look with a count of all. */
function compare(given: BatchRules & RecentSharesRules, run: Run): number {
  const recent = createRecentShares(given);
  let all: MadePost[] = [];
  let now = 1_000_000;
  let groups = 0;
  for (const { afterSeconds, posts } of run) {
    now += afterSeconds;
    for (const one of posts) {
      const made = { post: postOf(one), seconds: now - one.lateSeconds + one.fraction };
      all.push(made);
      recent.add(made.post, made.seconds);
    }
    recent.advance(now - keepSeconds);
    all = all.filter(({ seconds }) => seconds > now - keepSeconds);
    const expected = batchGroups(all, given);
    const found = findGroups(recent, given);
    expect({
      groups: found.groups.map(({ tags: _tags, links: _links, leader: _leader, ...group }) => group),
      background: found.background,
      skipped: recent.window.skipped,
      topics: recent.window.topics.size,
    }).toEqual(expected);
    groups += found.groups.length;
  }
  return groups;
}

describe('the streaming count of groups', () => {
  it('equals a count of all shares after every tick, with late posts, ties, hot objects and expiry', () => {
    let groups = 0;
    fc.assert(
      fc.property(ticks, (run) => void (groups += compare(rules, run))),
      { numRuns: 100 },
    );

    expect(groups).toBeGreaterThan(100);
  });

  it.each([
    { minWeight: 1, minRarity: 0, minRarityShare: 0 },
    { minWeight: 3, minComponent: 2 },
    { minPartners: 2, minRarity: 1, minRarityShare: 0.25, hotObjectCap: 200 },
    { windowSeconds: 0.5, hotTagAccounts: 1 },
    { hotObjectCap: 1, hotTagAccounts: 50 },
  ])('also by other rules: %o', (other) => {
    fc.assert(
      fc.property(ticks, (run) => void compare({ ...rules, ...other }, run)),
      { numRuns: 50 },
    );
  });

  it('also while there are more pairs than it keeps, and afterwards', () => {
    fc.assert(
      fc.property(ticks, (run) => void compare({ ...rules, mostPairs: 40 }, run)),
      { numRuns: 60 },
    );
  });

  it('forgets everything that has expired', () => {
    fc.assert(
      fc.property(fc.array(madePost), (posts) => {
        const recent = createRecentShares(rules);
        for (const one of posts) recent.add(postOf(one), 1000 - one.lateSeconds);

        recent.advance(500);
        recent.advance(1000);

        expect([recent.window.rows.used, recent.window.pairs?.size, recent.window.topics.size]).toEqual([0, 0, 0]);
        expect(recent.window.skipped).toEqual({ rows: 0, objects: 0 });
        // Numbers that are free again are given again.
        const before = recent.objects.length;
        recent.add(aPost({ id: 'x', text: '', links: ['example.org/new'] }), 2000);
        expect(recent.objects.length).toBe(Math.max(before, 1));
      }),
    );
  });
});
