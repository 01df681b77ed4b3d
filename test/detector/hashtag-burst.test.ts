import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HashtagBurstSettings } from '../../src/detector/burst-settings.ts';
import type { Detection, Detector } from '../../src/detector/detector.ts';
import { createHashtagBurstDetector } from '../../src/detector/hashtag-burst.ts';
import { hourMs, minuteMs, type Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';
import {
  aStateStore,
  daysIn,
  everyday,
  latest,
  noRegistry,
  push,
  randomNumbers,
  run,
  streamStart,
} from './a-stream.ts';

function aDetector(settings: Partial<HashtagBurstSettings> = {}): Detector {
  return createHashtagBurstDetector(HashtagBurstSettings.parse({ openAt: 1, minPosts: 20, ...settings }));
}

const quiet = everyday({ seed: 7, days: 8, postsPerHour: 20, tags: 200, accounts: 500 });

describe('the hashtag detector', () => {
  it('finds a campaign on a tag never seen before and calls it wide', () => {
    const campaign = push({ tag: 'campaign', fromHour: 100, hours: 6, posts: 412, accounts: 214 });

    const detections = run(aDetector(), { posts: [...quiet, ...campaign], toMs: daysIn(8) });

    const found = latest(detections);
    expect(found.map(({ key }) => key)).toEqual(['campaign']);
    expect(found[0]).toMatchObject({
      kind: 'hashtag-burst',
      platform: 'x',
      keyKind: 'tag',
      episode: 'hashtag-burst:x:tag:campaign:2026-03-06T04',
      posts: 412,
      accounts: 214,
      shape: 'wide',
      open: false,
      tags: ['campaign'],
    });
    expect(found[0]!.from).toEqual(new Date(streamStart + 100 * hourMs));
    expect(found[0]!.reason).toMatch(
      /^new tag: others have \d+(-\d+)? (account|post)s? after .+, this one \d+ (accounts|posts) \(so far 412 posts by 214 accounts\); by chance (less than )?once /,
    );
  });

  it('finds few accounts that post often and calls them narrow', () => {
    const campaign = push({ tag: 'few', fromHour: 100, hours: 8, posts: 90, accounts: 5 });

    const [found] = latest(run(aDetector(), { posts: [...quiet, ...campaign], toMs: daysIn(8) }));

    expect(found).toMatchObject({ key: 'few', posts: 90, accounts: 5, effectiveAccounts: 5, shape: 'narrow' });
    expect(found!.usual.unit).toBe('posts');
  });

  it('finds a burst of a tag that is used every day, against its own level', () => {
    const campaign = push({ tag: 't5', fromHour: 150, hours: 3, posts: 120, accounts: 110 });

    const [found, ...others] = latest(run(aDetector(), { posts: [...quiet, ...campaign], toMs: daysIn(8) }));

    expect(others).toEqual([]);
    expect(found).toMatchObject({ key: 't5', keyKind: 'tag', shape: 'wide' });
    expect(found!.usual.high).toBeLessThan(found!.usual.observed);
    expect(found!.reason).toMatch(/^usually /);
  });

  it('is silent over everyday use', () => {
    expect(run(aDetector(), { posts: quiet, toMs: daysIn(9) })).toEqual([]);
  });

  it('does not call one account alone a burst', () => {
    const campaign = push({ tag: 'loner', fromHour: 100, hours: 2, posts: 200, accounts: 1 });

    expect(run(aDetector(), { posts: [...quiet, ...campaign], toMs: daysIn(6) })).toEqual([]);
  });

  it('does not alert in the first eight hours of a platform', () => {
    const campaign = push({ tag: 'early', fromHour: 1, hours: 6, posts: 5000, accounts: 3000 });

    const detections = run(aDetector(), { posts: [...quiet, ...campaign], toMs: streamStart + 8 * hourMs });

    expect(detections).toEqual([]);
  });

  it('finds a campaign on a new tag before 50 others are known', () => {
    const thin = everyday({ seed: 3, days: 3, postsPerHour: 4, tags: 12, accounts: 30 });
    const campaign = push({ tag: 'campaign', fromHour: 40, hours: 5, posts: 412, accounts: 214 });

    const found = latest(run(aDetector(), { posts: [...thin, ...campaign], toMs: daysIn(3) }));

    expect(found.map(({ key }) => key)).toEqual(['campaign']);
  });

  it('reports the tag and the link that travels with it, each naming the other', () => {
    const campaign = push({
      tag: 'campaign',
      fromHour: 100,
      hours: 6,
      posts: 200,
      accounts: 150,
      links: ['example.org/story'],
    });

    const found = latest(run(aDetector(), { posts: [...quiet, ...campaign], toMs: daysIn(6) }));

    expect(found.map(({ keyKind, key }) => `${keyKind} ${key}`).sort()).toEqual([
      'host example.org',
      'link example.org/story',
      'tag campaign',
    ]);
    for (const { tags, links } of found) {
      expect(tags).toEqual(['campaign']);
      expect(links).toEqual(['example.org/story']);
    }
  });

  it('does not name an object that is in less than half of the posts', () => {
    const campaign = push({ tag: 'campaign', fromHour: 100, hours: 6, posts: 200, accounts: 150 });
    const posts = campaign.map((post, i) => (i % 3 === 0 ? { ...post, tags: [...post.tags, 'other'] } : post));

    const found = latest(run(aDetector(), { posts: [...quiet, ...posts], toMs: daysIn(6) }));

    expect(found.find(({ key }) => key === 'campaign')!.tags).toEqual(['campaign']);
  });

  it('opens once, tells growth by a tenth, and closes exactly once after 24 quiet hours', () => {
    const campaign = push({ tag: 'campaign', fromHour: 100, hours: 6, posts: 412, accounts: 214 });

    const detections = run(aDetector(), { posts: [...quiet, ...campaign], toMs: daysIn(8), tickMs: 5 * minuteMs });

    const told = detections.filter(({ key }) => key === 'campaign');
    expect(new Set(told.map(({ episode }) => episode)).size).toBe(1);
    expect(told.filter(({ open }) => !open)).toHaveLength(1);
    const closed = told.at(-1)!;
    expect(closed.open).toBe(false);
    expect(closed.at.getTime() - closed.to.getTime()).toBeGreaterThanOrEqual(24 * hourMs);
    expect(closed.at.getTime() - closed.to.getTime()).toBeLessThan(27 * hourMs);
    for (const [i, next] of told.slice(1, -1).entries()) {
      const before = told[i]!;
      const grew = next.posts >= before.posts * 1.1 || next.accounts >= before.accounts * 1.1;
      expect(grew || Math.abs(next.logP - before.logP) > 1).toBe(true);
    }
  });

  it('draws the burst proper within an episode once it has closed', () => {
    const trickle = push({ tag: 'slow', fromHour: 60, hours: 30, posts: 60, accounts: 40 });
    const peak = push({ tag: 'slow', fromHour: 100, hours: 4, posts: 300, accounts: 200 }).map((post) => ({
      ...post,
      id: `peak-${post.id}`,
    }));
    const ebb = push({ tag: 'slow', fromHour: 104, hours: 14, posts: 28, accounts: 20 }).map((post) => ({
      ...post,
      id: `ebb-${post.id}`,
    }));
    const detections = run(aDetector(), { posts: [...quiet, ...trickle, ...peak, ...ebb], toMs: daysIn(8) });

    const told = detections.filter(({ key }) => key === 'slow');
    expect(told.filter(({ open }) => open).flatMap(({ notes }) => notes ?? [])).toEqual([]);
    expect(latest(told).flatMap(({ notes }) => notes ?? [])).toEqual([
      expect.stringMatching(/^the burst proper: 2026-03-06 04:00 to 08:00 UTC, most posts in the hour from 0[4-7]:00$/),
    ]);
  });

  it('opens a second episode for a second burst', () => {
    const posts = [
      ...quiet,
      ...push({ tag: 'again', fromHour: 90, hours: 4, posts: 200, accounts: 150 }),
      ...push({ tag: 'again', fromHour: 162, hours: 4, posts: 200, accounts: 150 }).map((post) => ({
        ...post,
        id: `2${post.id}`,
      })),
    ];

    const found = latest(run(aDetector(), { posts, toMs: daysIn(9) }));

    expect(found.map(({ key }) => key)).toEqual(['again', 'again']);
    expect(found[0]!.to.getTime()).toBeLessThan(found[1]!.from.getTime());
  });

  it('does not take an outage for silence: the hours after it are no burst', () => {
    const outage = (post: Post): boolean => {
      const hour = (post.createdAt.getTime() - streamStart) / hourMs;
      return hour >= 110 && hour < 150;
    };
    const busy = everyday({ seed: 9, days: 8, postsPerHour: 60, tags: 60, accounts: 500 });

    expect(run(aDetector(), { posts: busy.filter((post) => !outage(post)), toMs: daysIn(8) })).toEqual([]);
  });

  it('takes posts that come late into the hour they belong to, and says so once under the same episode', () => {
    const detector = aDetector();
    const campaign = push({ tag: 'campaign', fromHour: 100, hours: 4, posts: 400, accounts: 200 });
    const late = campaign.filter((_, n) => n % 4 === 0);
    const inTime = campaign.filter((_, n) => n % 4 !== 0);
    const before = quiet.filter((post) => post.createdAt.getTime() < streamStart + 106 * hourMs);
    const first = latest(run(detector, { posts: [...before, ...inTime], toMs: streamStart + 106 * hourMs }));

    detector.observe(late, noRegistry);
    const told = detector.detect(new Date(streamStart + 107 * hourMs));
    const again = detector.detect(new Date(streamStart + 108 * hourMs));

    expect(first).toMatchObject([{ key: 'campaign', posts: 300 }]);
    expect(told).toMatchObject([{ key: 'campaign', episode: first[0]!.episode, posts: 400, open: true }]);
    expect(again).toEqual([]);
  });

  it('neither tests nor learns across a gap that it is told of', () => {
    // Half of the posts are lost for three days: too many for silence to be noticed, enough to lower every level.
    const lost = (post: Post): boolean => {
      const hour = (post.createdAt.getTime() - streamStart) / hourMs;
      return hour >= 96 && hour < 168 && post.id.charCodeAt(post.id.length - 1) % 6 !== 0;
    };
    const busy = everyday({ seed: 9, days: 12, postsPerHour: 60, tags: 20, accounts: 500 });
    const posts = busy.filter((post) => !lost(post));
    const from = new Date(streamStart + 96 * hourMs);
    const to = new Date(streamStart + 168 * hourMs);
    const told = aDetector();
    told.cover([{ platform: 'x', from, to, coverage: 'platform' }]);

    const blind = run(aDetector(), { posts, toMs: daysIn(12) });
    const knowing = run(told, { posts, toMs: daysIn(12) });

    expect(latest(blind).length).toBeGreaterThan(0);
    expect(knowing).toEqual([]);
  });

  it('takes a key that appears right after a gap for as old as the gap', () => {
    const campaign = push({ tag: 'campaign', fromHour: 110, hours: 6, posts: 300, accounts: 250 });
    const inGap = (post: Post): boolean => {
      const hour = (post.createdAt.getTime() - streamStart) / hourMs;
      return hour >= 110 && hour < 115;
    };
    const posts = [...quiet, ...campaign].filter((post) => !inGap(post));
    const told = aDetector();
    const from = new Date(streamStart + 110 * hourMs);
    told.cover([{ platform: 'x', from, to: new Date(streamStart + 115 * hourMs), coverage: 'platform' }]);

    const [blind] = latest(run(aDetector(), { posts, toMs: daysIn(5) }));
    const [knowing] = latest(run(told, { posts, toMs: daysIn(5) }));

    expect(blind!.usual.hours).toBe(1);
    expect(knowing?.usual.hours ?? 6).toBeGreaterThanOrEqual(6);
    expect(knowing?.logP ?? 0).toBeGreaterThanOrEqual(blind!.logP);
  });

  it('says nothing of posts that are too old for an open hour, and copes with times in the future', () => {
    const detector = aDetector();
    run(detector, { posts: quiet, toMs: daysIn(5) });
    const old = push({ tag: 'old', fromHour: 20, hours: 2, posts: 300, accounts: 200 });
    const future = aPost({ id: 'future', createdAt: new Date('2099-01-01T00:00:00Z'), tags: ['future'] });

    detector.observe([...old, future], noRegistry);

    expect(detector.detect(new Date(daysIn(5) + hourMs))).toEqual([]);
    expect(detector.takeChanges().some(({ key }) => key === 'x|tag|old')).toBe(false);
  });

  it('learns from posts that were made before the first of them was read', () => {
    const detector = aDetector();
    const now = streamStart + 153 * hourMs;
    const campaign = push({ tag: 't5', fromHour: 150, hours: 3, posts: 120, accounts: 110 });
    const before = detector.detect(new Date(now - hourMs));

    detector.observe([...quiet.filter((post) => post.createdAt.getTime() < now), ...campaign], noRegistry);

    expect(before).toEqual([]);
    expect(detector.takeChanges()).toEqual([]);
    expect(detector.detect(new Date(now)).map(({ key }) => key)).toEqual(['t5']);
  });

  it('gives the same whatever the order of posts within a tick', () => {
    const campaign = push({
      tag: 'campaign',
      fromHour: 50,
      hours: 6,
      posts: 150,
      accounts: 80,
      links: ['example.org/a'],
    });
    const posts = [...quiet.filter((post) => post.createdAt.getTime() < daysIn(4)), ...campaign];
    const expected = run(aDetector(), { posts, toMs: daysIn(4) });

    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const random = randomNumbers(seed);
        const shuffled = posts.map((post) => ({ post, key: random() })).sort((a, b) => a.key - b.key);
        const detector = aDetector();
        const detections: Detection[] = [];
        for (let now = streamStart + hourMs; now <= daysIn(4); now += hourMs) {
          const tick = shuffled.filter(
            ({ post: { createdAt } }) => createdAt.getTime() < now && createdAt.getTime() >= now - hourMs,
          );
          detector.observe(
            tick.map(({ post }) => post),
            noRegistry,
          );
          detections.push(...detector.detect(new Date(now)));
        }
        expect(detections).toEqual(expected);
      }),
      { numRuns: 5 },
    );
    expect(expected.length).toBeGreaterThan(0);
  });

  it('finds the same in one long tick as in many short ones', () => {
    const campaign = push({ tag: 'campaign', fromHour: 100, hours: 6, posts: 412, accounts: 214 });
    const posts = [...quiet, ...campaign];
    const hourly = latest(run(aDetector(), { posts, toMs: daysIn(8) }));

    const atOnce = run(aDetector(), { posts, toMs: daysIn(8), tickMs: 8 * 24 * hourMs });

    expect(atOnce.map(({ at: _, ...rest }) => rest)).toEqual(hourly.map(({ at: _, ...rest }) => rest));
  });

  it('goes on after any number of restarts as if there had been none', () => {
    const posts = [
      ...everyday({ seed: 11, days: 12, postsPerHour: 12, tags: 400, accounts: 200 }),
      ...push({ tag: 'campaign', fromHour: 60, hours: 40, posts: 400, accounts: 214, links: ['example.org/a'] }),
      ...push({ tag: 't3', fromHour: 160, hours: 5, posts: 150, accounts: 90 }),
      ...push({ tag: 'late', fromHour: 250, hours: 9, posts: 90, accounts: 6 }).map((post) => ({
        ...post,
        platform: 'bluesky',
      })),
      aPost({ id: 'b0', platform: 'bluesky', createdAt: new Date(streamStart + 30 * hourMs), tags: ['t1'] }),
    ];
    const settings = { toMs: daysIn(13), tickMs: 2 * hourMs, posts };
    const states = aStateStore();
    const expected = run(aDetector(), {
      ...settings,
      afterTick: (detector) => {
        states.keep(detector.takeChanges());
        return detector;
      },
    });

    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const random = randomNumbers(seed);
        const store = aStateStore();
        const detections = run(aDetector(), {
          ...settings,
          afterTick: (detector) => {
            store.keep(detector.takeChanges());
            if (random() > 0.15) return detector;
            const restarted = aDetector();
            restarted.restore(store.load().toSorted((a, b) => (a.key < b.key ? -1 : 1)));
            return restarted;
          },
        });
        expect(detections).toEqual(expected);
      }),
      // The example restarts after a key fell asleep and again when its older state cannot be caught up any more.
      { numRuns: 3, examples: [[991622]] },
    );
    expect(new Set(expected.map(({ key }) => key)).size).toBeGreaterThanOrEqual(3);
  }, 180_000);

  it('stores only the keys that a tick touched', () => {
    const detector = aDetector();
    run(detector, {
      posts: quiet,
      toMs: daysIn(5),
      afterTick: (each) => {
        each.takeChanges();
        return each;
      },
    });

    detector.observe([aPost({ createdAt: new Date(daysIn(5) + minuteMs), tags: ['t2'] })], noRegistry);
    detector.detect(new Date(daysIn(5) + 5 * minuteMs));

    expect(
      detector
        .takeChanges()
        .map(({ key }) => key)
        .sort(),
    ).toEqual(['clock', `hour:${daysIn(5) / hourMs}:x`, 'platform:x', 'x|tag|t2']);
  });

  it('forgets keys that were silent for 90 days', () => {
    const detector = aDetector();
    const store = aStateStore();
    detector.observe([aPost({ createdAt: new Date(streamStart), tags: ['once'] })], noRegistry);
    detector.detect(new Date(streamStart + hourMs));
    store.keep(detector.takeChanges());
    const before = store.load().some(({ key }) => key === 'x|tag|once');

    detector.detect(new Date(daysIn(92)));
    store.keep(detector.takeChanges());

    expect(before).toBe(true);
    // What stays is a trace in a table of fixed size: four cells.
    const rows = store.load().map(({ key }) => key);
    expect(rows.filter((key) => !key.startsWith('tail:'))).toEqual(['clock', 'platform:x']);
    expect(rows).toHaveLength(6);
  });

  it('keeps counting accounts beyond those whose ids are kept', () => {
    const campaign = push({ tag: 'huge', fromHour: 30, hours: 4, posts: 12_000, accounts: 12_000 });

    const [found] = latest(run(aDetector(), { posts: [...quiet, ...campaign], toMs: daysIn(2) }));

    expect(found).toMatchObject({ key: 'huge', posts: 12_000 });
    expect(found!.accountIds).toHaveLength(5000);
    expect(found!.accounts).toBeGreaterThan(11_000);
    expect(found!.accounts).toBeLessThanOrEqual(12_000);
  });
});
