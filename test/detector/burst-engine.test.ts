import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { countPost, newBurstKey } from '../../src/detector/burst-key.ts';
import { completeness, forgetLateness, learnLateness, newLateness } from '../../src/detector/burst-late.ts';
import { addToSilence, learnKeyHour, type Silence, sleepIfSilent, wake } from '../../src/detector/burst-learn.ts';
import { newLevelTable, readLevel, slotNumbers, takeSlot } from '../../src/detector/burst-levels.ts';
import { HashtagBurstSettings } from '../../src/detector/burst-settings.ts';
import type { Detector } from '../../src/detector/detector.ts';
import { createHashtagBurstDetector } from '../../src/detector/hashtag-burst.ts';
import { dispersionOf, hourlyLevel, newLevel } from '../../src/detector/level.ts';
import type { SelfChecked } from '../../src/detector/self-check.ts';
import { textKey } from '../../src/post/normal-form.ts';
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

type Given = z.input<typeof HashtagBurstSettings>;

function aDetector(settings: Given = {}): Detector & SelfChecked {
  // As strict as an alert by chance alone: what is opened for a look only would hide what these tests are about.
  return createHashtagBurstDetector(HashtagBurstSettings.parse({ openAt: 1, minPosts: 20, ...settings }));
}

const at = (hours: number): Date => new Date(streamStart + hours * hourMs);
const hourOf = (post: Post): number => (post.createdAt.getTime() - streamStart) / hourMs;
const busy = everyday({ seed: 5, days: 9, postsPerHour: 60, tags: 40, accounts: 800 });
const told = (detections: readonly { keyKind: string; key: string }[]): readonly string[] =>
  detections.map(({ keyKind, key }) => `${keyKind} ${key}`).sort();

/** The platform has four times its posts for six hours, by other accounts. */
const rise = everyday({ seed: 6, days: 9, postsPerHour: 180, tags: 40, accounts: 3000 }).filter(
  (post) => hourOf(post) >= 200 && hourOf(post) < 206,
);

describe('coverage in the burst detector', () => {
  const campaign = push({ tag: 't3', fromHour: 200, hours: 1, posts: 40, accounts: 40 });
  const logPWith = (minutesLost: number): number | undefined => {
    const detector = aDetector();
    detector.cover([
      { platform: 'x', from: at(200), to: new Date(at(200).getTime() + minutesLost * minuteMs), coverage: 'platform' },
    ]);
    const [found] = latest(run(detector, { posts: [...busy, ...campaign], toMs: daysIn(8.5) }));
    return found?.key === 't3' ? found.logP : undefined;
  };

  it('expects less of an hour that was read in part, and says nothing of one that was read by less than half', () => {
    const whole = logPWith(0);
    const most = logPWith(24);

    expect(whole).toBeDefined();
    expect(most).toBeLessThan(whole ?? 0);
    expect(logPWith(36)).toBeUndefined();
    expect(logPWith(60)).toBeUndefined();
  });

  it('loses a minute once, whatever number of gaps it lies in', () => {
    const twice = aDetector();
    const half = { platform: 'x', from: at(200), to: at(200.4), coverage: 'platform' } as const;
    twice.cover([half, { ...half }, { ...half, from: at(200.1) }]);

    const [found] = latest(run(twice, { posts: [...busy, ...campaign], toMs: daysIn(8.5) }));

    expect(found?.logP).toBe(logPWith(24));
  });

  it('tests counts that are a lower bound, says so, and learns nothing from them', () => {
    const full = aDetector();
    full.cover([{ platform: 'x', from: at(150), to: at(202), coverage: 'truncated' }]);
    // In the truncated hours most posts are missing: learning them would make what follows look like bursts.
    const cut = busy.filter((post) => hourOf(post) < 150 || hourOf(post) >= 202 || post.id.endsWith('7'));
    const blind = latest(run(aDetector(), { posts: [...cut, ...campaign], toMs: daysIn(9) }));
    const whole = latest(run(aDetector(), { posts: [...busy, ...campaign], toMs: daysIn(9) }));

    const found = latest(run(full, { posts: [...cut, ...campaign], toMs: daysIn(9) }));

    expect(found.map(({ key }) => key)).toEqual(['t3']);
    expect(found[0]!.notes).toEqual(['counts are a lower bound: the platform gave no more in some of these hours']);
    expect(blind[0]!.notes).toBeUndefined();
    expect(found[0]!.usual.high).toBeGreaterThan(blind[0]!.usual.high);
    expect(found[0]!.usual.high).toBeGreaterThanOrEqual(whole[0]!.usual.high - 1);
  });
});

describe('the volume of a platform', () => {
  it('explains a rise of everything, and not that of one tag', () => {
    const taker = push({ tag: 't9', fromHour: 200, hours: 6, posts: 300, accounts: 250 });
    const posts = [...busy, ...rise];

    const bare = latest(run(aDetector({ volumeExponent: 0 }), { posts, toMs: daysIn(9) }));
    const shared = latest(run(aDetector({ volumeExponent: 1 }), { posts, toMs: daysIn(9) }));
    const taken = latest(run(aDetector({ volumeExponent: 1 }), { posts: [...posts, ...taker], toMs: daysIn(9) }));

    expect(bare.length).toBeGreaterThan(5);
    expect(shared).toEqual([]);
    expect(taken.map(({ key }) => key)).toEqual(['t9']);
    expect(taken[0]!.reason).toMatch(
      /though the platform has [3-5]\.\d times its usual posts \(without asking that: by chance/,
    );
  });

  it('does not let a burst explain itself', () => {
    const alone = push({ tag: 't3', fromHour: 200, hours: 3, posts: 2000, accounts: 900 });

    const [found] = latest(run(aDetector({ volumeExponent: 1 }), { posts: [...busy, ...alone], toMs: daysIn(9) }));

    expect(found).toMatchObject({ key: 't3', lane: 'level' });
    expect(found!.reason).not.toContain('though the platform');
  });
});

describe('late posts', () => {
  /** Of everyday posts every third comes 20 minutes late; ticks of five minutes. */
  const seen = (post: Post, n: number): number => post.createdAt.getTime() + (n % 3 === 0 ? 20 * minuteMs : 0);

  function lately(posts: readonly Post[], detector: Detector, toMs: number): ReturnType<typeof latest> {
    const arriving = posts.map((post, n) => ({ post, at: seen(post, n) })).sort((a, b) => a.at - b.at);
    const detections = [];
    let next = 0;
    for (let now = streamStart + 5 * minuteMs; now <= toMs; now += 5 * minuteMs) {
      const tick: Post[] = [];
      for (; next < arriving.length && arriving[next]!.at < now; next++) tick.push(arriving[next]!.post);
      detector.observe(tick, noRegistry);
      detections.push(...detector.detect(new Date(now)));
    }
    return detections;
  }

  it('raise a burst and never tell it twice; what is known to come late lowers what is expected by now', () => {
    const campaign = push({ tag: 't3', fromHour: 100, hours: 3, posts: 150, accounts: 150 });
    const posts = [...busy.filter((post) => hourOf(post) < 120), ...campaign];

    const detections = lately(posts, aDetector(), streamStart + 105 * hourMs).filter(({ key }) => key === 't3');

    expect(new Set(detections.map(({ episode }) => episode)).size).toBe(1);
    expect(detections.length).toBeGreaterThan(1);
    for (const [i, next] of detections.slice(1).entries()) {
      expect(next.posts).toBeGreaterThan(detections[i]!.posts);
      expect(next.logP).toBeLessThanOrEqual(detections[i]!.logP);
    }
  });
});

describe('completeness', () => {
  const hour = streamStart / hourMs;
  const after = (minutes: number): number => streamStart + hourMs + minutes * minuteMs;

  it('is whole until posts came late, then grows with the age of the hour', () => {
    const lateness = newLateness();
    const before = completeness(lateness, hour, after(1));
    for (let n = 0; n < 3000; n++) learnLateness(lateness, n % 3 === 0 ? 100 * minuteMs : -minuteMs);

    const shares = [1, 30, 90, 180, 500].map((minutes) => completeness(lateness, hour, after(minutes)));

    expect(before).toBe(1);
    expect(shares[0]).toBeCloseTo((200 + 2000) / 3200, 9);
    expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
    expect(shares.at(-1)).toBe(1);
  });

  it('does not take a history that is read for late posts, and forgets in a week what it saw', () => {
    const lateness = newLateness();
    for (let n = 0; n < 1000; n++) learnLateness(lateness, 20 * hourMs);
    const history = completeness(lateness, hour, after(1));
    for (let n = 0; n < 1000; n++) learnLateness(lateness, 100 * minuteMs);
    const fresh = completeness(lateness, hour, after(1));
    for (let n = 0; n < 168; n++) forgetLateness(lateness);

    expect(history).toBe(1);
    expect(fresh).toBe(0.5);
    expect(completeness(lateness, hour, after(1))).toBe(0.5);
    for (let n = 0; n < 336; n++) forgetLateness(lateness);
    expect(completeness(lateness, hour, after(1))).toBeCloseTo(200 / 325, 9);
  });

  it('makes a burst that is seen in part as rare as it is', () => {
    const campaign = push({ tag: 't3', fromHour: 200, hours: 1, posts: 40, accounts: 40 });
    const posts = busy.filter((post) => hourOf(post) < 200);
    const straggling = posts.map((post, n) => ({ post, late: n % 3 === 0 ? 100 * minuteMs : 0 }));
    const logPWhen = (late: boolean): number | undefined => {
      const detector = aDetector();
      for (let now = streamStart + hourMs; now <= streamStart + 201 * hourMs; now += hourMs) {
        const since = now - hourMs;
        const tick = [...straggling, ...campaign.map((post) => ({ post, late: 0 }))].filter((each) => {
          const seen = each.post.createdAt.getTime() + (late ? each.late : 0);
          return seen >= since && seen < now;
        });
        detector.observe(
          tick.map(({ post }) => post),
          noRegistry,
        );
        const found = detector.detect(new Date(now)).find(({ key, from }) => key === 't3' && from >= at(200));
        if (found !== undefined) return found.logP;
      }
      return undefined;
    };

    expect(logPWhen(true)).toBeLessThan(logPWhen(false) ?? Number.NEGATIVE_INFINITY);
  });
});

describe('the slow drip', () => {
  const steady = everyday({ seed: 21, days: 26, postsPerHour: 60, tags: 30, accounts: 900 });
  const drip = push({ tag: 't2', fromHour: 480, hours: 120, posts: 480, accounts: 300 });

  it('finds what rises by 60 % for five days, which no shorter window shows', () => {
    const usual = steady.filter((post) => post.tags[0] === 't2' && hourOf(post) >= 360 && hourOf(post) < 480).length;

    const found = latest(run(aDetector({ openAt: 0.2 }), { posts: [...steady, ...drip], toMs: daysIn(26) }));

    expect(drip.length / usual).toBeGreaterThan(0.5);
    expect(drip.length / usual).toBeLessThan(0.7);
    expect(found.map(({ key, lane }) => `${key} ${lane}`)).toEqual(['t2 drip']);
    expect(found[0]!.usual.hours).toBe(96);
    expect(found[0]!.episode).toMatch(/^hashtag-burst:x:tag:t2:2026-03-2\dT\d\d:drip$/);
    expect(found[0]!.reason).toMatch(/^usually .+ in 4 days, this one /);
  }, 20_000);

  it('is silent where nothing rises', () => {
    expect(run(aDetector({ openAt: 0.2 }), { posts: steady, toMs: daysIn(26) })).toEqual([]);
  }, 20_000);
});

describe('keys of other kinds', () => {
  const many = (count: number, make: (n: number) => Partial<Post>): readonly Post[] =>
    Array.from({ length: count }, (_, n) =>
      aPost({
        id: `m${n}`,
        accountId: `m${n % 60}`,
        createdAt: new Date(at(150).getTime() + n * minuteMs),
        ...make(n),
      }),
    );

  it('finds a host under many links, and not one whose pages are of everybody', () => {
    const own = many(120, (n) => ({ links: [`news.example.org/${n}`, `news.example.org/${n}/b`] }));
    const shared = many(120, (n) => ({ id: `y${n}`, links: [`youtube.com/watch?v=${n}`, `bit.ly/${n}`] }));

    const found = latest(run(aDetector(), { posts: [...busy, ...own, ...shared], toMs: daysIn(8) }));

    expect(told(found)).toEqual(['host news.example.org']);
    // Two links of one post are one post of their host.
    expect(found[0]!.posts).toBe(120);
  });

  it('finds a text that many post, from its first post on, whatever noise ends it', () => {
    const text = 'The ministry has never said any such thing about us';
    const copies = many(80, (n) => ({ text: `${text} ${n % 2 === 0 ? 'QXZV' : '#tag'}` }));
    const replies = many(80, (n) => ({ id: `r${n}`, text: 'Thank you very much for all of this', kind: 'reply' }));
    const short = many(80, (n) => ({ id: `s${n}`, text: 'good morning' }));
    const alone = many(80, (n) => ({ id: `l${n}`, text: 'I say this again and again and again', accountId: 'alone' }));

    const posts = [...busy, ...copies, ...replies, ...short, ...alone];
    const found = latest(run(aDetector(), { posts, toMs: daysIn(8) }));

    expect(told(found)).toEqual([`text ${textKey(text)}`]);
    expect(found[0]).toMatchObject({ posts: 80, accounts: 60, from: at(150) });
  });

  it('counts a post once for a family of tags', () => {
    const spelled = many(120, (n) => ({ tags: n % 2 === 0 ? ['stopit', 'stop_it'] : [`stop_it`] }));
    const families = { 'stop it': ['stopit', 'stop_it', 'st0pit'] };

    const found = latest(run(aDetector({ families }), { posts: [...busy, ...spelled], toMs: daysIn(8) }));

    expect(told(found)).toEqual(['family stop it', 'tag stop_it', 'tag stopit']);
    expect(found.find(({ keyKind }) => keyKind === 'family')).toMatchObject({
      posts: 120,
      accounts: 60,
      tags: ['stop_it', 'stopit'],
    });
  });

  it('is as rare among hosts as there are hosts, however many tags there are', () => {
    const own = many(60, (n) => ({ links: [`news.example.org/${n}`] }));
    const everybody = everyday({ seed: 77, days: 7, postsPerHour: 100, tags: 4000, accounts: 900 });
    const hosts = busy.map((post) => ({ ...post, tags: [], links: [`${post.tags[0]}.example.com`] }));

    const few = latest(run(aDetector(), { posts: [...hosts, ...own], toMs: daysIn(7) }));
    const among = latest(run(aDetector(), { posts: [...hosts, ...own, ...everybody], toMs: daysIn(7) }));

    const chance = (found: ReturnType<typeof latest>): number | undefined =>
      found.find(({ key }) => key === 'news.example.org')?.expectedFalsePerDay;
    expect(chance(few)).toBeGreaterThan(0);
    expect(chance(among)).toBe(chance(few));
  }, 20_000);
});

describe('the self-check of the burst detector', () => {
  it('counts each cell once for a chance it reached, and only where there is no episode', () => {
    const campaign = push({ tag: 't3', fromHour: 150, hours: 3, posts: 200, accounts: 150 });
    const slight = push({ tag: 't4', fromHour: 160, hours: 1, posts: 24, accounts: 24 });
    const once = aDetector({ openAt: 0.001 });
    const often = aDetector({ openAt: 0.001 });
    const posts = [...busy.filter((post) => hourOf(post) < 192), ...campaign, ...slight];

    run(once, { posts, toMs: daysIn(8) });
    run(often, { posts, toMs: daysIn(8), tickMs: 10 * minuteMs });

    const day = (detector: SelfChecked, lane: string) =>
      detector.selfCheckCounts().find((each) => each.lane === lane && each.day === '2026-03-08');
    const level = day(once, 'level')!;
    expect(level.cells).toBeGreaterThan(24 * 30);
    expect(level.cells).toBeLessThanOrEqual(24 * 41);
    expect(level.atMost[0]).toBeGreaterThan(0);
    expect(level.atMost[0]).toBeLessThan(0.02 * level.cells);
    expect(level.atMost.toSorted((a, b) => b - a)).toEqual(level.atMost);
    expect(day(often, 'level')).toEqual(level);
  });

  it('tightens a lane by what it is given, and says so', () => {
    const campaign = push({ tag: 't3', fromHour: 150, hours: 3, posts: 200, accounts: 150 });
    const posts = [...busy, ...campaign];

    const [usual] = latest(run(aDetector(), { posts, toMs: daysIn(8) }));
    const [tight] = latest(run(aDetector({ tighten: { level: 4 } }), { posts, toMs: daysIn(8) }));

    expect(tight!.logP).toBe(usual!.logP);
    expect(tight!.expectedFalsePerDay / usual!.expectedFalsePerDay).toBeCloseTo(4, 9);
    expect(tight!.notes).toEqual(['threshold tightened 4-fold by the nightly self-check']);
    expect(usual!.notes).toBeUndefined();
  });
});

describe('the memory of the burst detector', () => {
  it('keeps no more keys than it may, those silent longest going first, and reuses their places', () => {
    const store = aStateStore();
    const crowd = Array.from({ length: 3000 }, (_, n) =>
      aPost({ id: `k${n}`, createdAt: new Date(streamStart + n * 3 * minuteMs), tags: [`once${n}`] }),
    );
    const detector = aDetector({ maxKeys: 1000 });

    run(detector, {
      posts: crowd,
      toMs: daysIn(8),
      afterTick: (each) => {
        store.keep(each.takeChanges());
        return each;
      },
    });

    const keys = store.load().filter(({ key }) => key.startsWith('x|tag|'));
    expect(keys).toHaveLength(1000);
    expect(keys.every(({ key }) => Number(key.slice('x|tag|once'.length)) >= 2000)).toBe(true);
    const slots = keys.map(({ state }) => (state as { slot: number }).slot);
    expect(new Set(slots).size).toBe(1000);
  });

  it('takes a key that comes back after weeks for new, its level being dead', () => {
    const rhythm = everyday({ seed: 31, days: 27, postsPerHour: 20, tags: 10, accounts: 300 });
    const sometimes = [...Array(12).keys()].map((n) =>
      aPost({ id: `s${n}`, accountId: `s${n}`, createdAt: at(30 + n * 3), tags: ['sometimes'] }),
    );
    const back = push({ tag: 'sometimes', fromHour: 600, hours: 4, posts: 120, accounts: 90 });

    const found = latest(
      run(aDetector({ openAt: 0.05 }), { posts: [...rhythm, ...sometimes, ...back], toMs: daysIn(27) }),
    );

    expect(told(found)).toEqual(['tag sometimes']);
    expect(found[0]).toMatchObject({ key: 'sometimes', posts: 120, lane: 'new' });
  });

  it('asks whether a key that it does not keep was seen before', () => {
    const asked: string[] = [];
    const detector = createHashtagBurstDetector(
      HashtagBurstSettings.parse({ openAt: 1, minPosts: 20 }),
      (platform, kind, value) => {
        asked.push(`${platform} ${kind} ${value}`);
        return value === 'old';
      },
    );
    const old = push({ tag: 'old', fromHour: 150, hours: 4, posts: 200, accounts: 150 });
    const fresh = push({ tag: 'fresh', fromHour: 150, hours: 4, posts: 200, accounts: 150 });

    const found = latest(run(detector, { posts: [...busy, ...old, ...fresh], toMs: daysIn(8) }));

    expect(asked.filter((each) => each.includes(' tag old'))).toEqual(['x tag old']);
    expect(found.map(({ key, lane }) => `${key} ${lane}`).sort()).toEqual(['fresh new', 'old level']);
  });
});

describe('a silence', () => {
  it('taken at once is as one taken hour by hour, through seasons and gaps', () => {
    const table = newLevelTable();
    const key = newBurstKey('x', 'tag', 'silent', takeSlot(table), { born: 1000, learnt: 999, known: true });
    const seasonOf = (hour: number): number => (hour % 11 === 0 ? 0 : 1 + 0.6 * Math.sin(hour / 4));
    let silence: Silence = [0, 0];
    for (const hour of [1000, 1003, 1030]) countPost(key, hour, 1);
    for (let hour = 1000; key.asleep === undefined; hour++) {
      learnKeyHour(table, key, hour, { season: seasonOf(hour), windows: [0, 0], drip: 0, settling: false });
      silence = addToSilence(silence, seasonOf(hour));
      sleepIfSilent(key, silence);
    }
    const slept = key.learnt;
    const level = readLevel(table, key.slot, 0, newLevel(hourlyLevel));
    const dispersion = dispersionOf(level, hourlyLevel);
    const keep = 0.5 ** (1 / 168);
    let { a, b } = level;
    for (let hour = slept + 1; hour < 1700; hour++) {
      silence = addToSilence(silence, seasonOf(hour));
      if (seasonOf(hour) === 0) continue;
      a = keep * a + 0.02 * (1 - keep) * 0.3;
      b = keep * b + 0.02 * (1 - keep) + seasonOf(hour) / dispersion;
    }

    wake(table, key, 1699, silence);

    expect(slept).toBe(1030 + 96);
    const [woken = 0, rate = 0] = slotNumbers(table, key.slot);
    expect(woken).toBeCloseTo(a, 12);
    expect(rate / b).toBeCloseTo(1, 12);
  });
});

describe('restarts of the burst detector', () => {
  it('change nothing, with all kinds of keys, gaps, late posts and slow drips', () => {
    const random = randomNumbers(99);
    const text = 'Nobody in this town has ever heard of it before';
    const posts = everyday({ seed: 41, days: 14, postsPerHour: 14, tags: 30, accounts: 200 }).map((post, n) => ({
      ...post,
      links: n % 5 === 0 ? [`site${n % 40}.example.org/${n % 7}`, 'youtube.com/watch?v=1'] : [],
      text: n % 17 === 0 ? text : `A text of its own, number ${String.fromCodePoint(97 + (n % 26))}${n}`,
      kind: n % 9 === 0 ? ('quote' as const) : ('original' as const),
    }));
    const all = [
      ...posts,
      ...push({ tag: 't2', fromHour: 200, hours: 110, posts: 260, accounts: 200 }),
      ...push({ tag: 'copied', fromHour: 160, hours: 9, posts: 90, accounts: 70 }).map((post) => ({ ...post, text })),
      ...push({ tag: 'campaign', fromHour: 130, hours: 9, posts: 250, accounts: 140, links: ['example.org/a'] }),
    ];
    const arriving = all
      .map((post) => ({ post, at: post.createdAt.getTime() + (random() < 0.1 ? random() * 9 * hourMs : 0) }))
      .sort((a, b) => a.at - b.at);
    const gaps = [
      { platform: 'x', from: at(60), to: at(60.4), coverage: 'platform' },
      { platform: 'x', from: at(100), to: at(103.5), coverage: 'platform' },
      { platform: 'x', from: at(240), to: at(250), coverage: 'truncated' },
    ] as const;
    const settings = { openAt: 5, maxKeys: 1000, forgetAfterDays: 5, families: { both: ['t1', 't2'] } };
    const runWith = (restart: () => boolean) => {
      const store = aStateStore();
      let detector = aDetector(settings);
      const detections = [];
      let next = 0;
      for (let now = streamStart + 3 * hourMs; now <= daysIn(15); now += 3 * hourMs) {
        detector.cover(gaps);
        const tick: Post[] = [];
        for (; next < arriving.length && arriving[next]!.at < now; next++) tick.push(arriving[next]!.post);
        detector.observe(tick, noRegistry);
        detections.push(...detector.detect(new Date(now)));
        store.keep(detector.takeChanges());
        if (!restart()) continue;
        detector = aDetector(settings);
        detector.restore(store.load().toSorted((a, b) => (a.key < b.key ? -1 : 1)));
      }
      return { detections, checks: detector.selfCheckCounts() };
    };
    const expected = runWith(() => false);

    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const chance = randomNumbers(seed);
        expect(runWith(() => chance() < 0.2)).toEqual(expected);
      }),
      { numRuns: 3 },
    );
    const kinds = new Set(expected.detections.map(({ keyKind }) => keyKind));
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['family', 'tag', 'text']));
    expect(expected.detections.some(({ lane }) => lane === 'drip')).toBe(true);
  }, 60_000);
});
