import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AttributedBurstSettings, createAttributedBurstDetector } from '../../src/detector/attributed-burst.ts';
import type { Detector } from '../../src/detector/detector.ts';
import { hourMs, type Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import type { EntryKind, EntryStatus, RegistryEntry } from '../../src/registry/registry.ts';
import { aPost } from '../builders.ts';
import { anEntry } from '../registry/an-entry.ts';
import { aStateStore, daysIn, latest, randomNumbers, run, streamStart } from './a-stream.ts';

function anOffice(id: string, kind: EntryKind = 'government', status: EntryStatus = 'active'): RegistryEntry {
  return anEntry({ id, kind, status, accounts: [{ platform: 'x', nativeId: id, handle: id }] });
}

const offices = Array.from({ length: 8 }, (_, i) => `office${i}`);
const registry = createRegistry({ version: '2026-03-01', entries: offices.map((id) => anOffice(id)) });

function aDetector(settings: Partial<AttributedBurstSettings> = {}): Detector {
  return createAttributedBurstDetector(AttributedBurstSettings.parse(settings));
}

/** Each office posts now and then, on one of its usual topics. */
function everydayPosts(days: number, seed = 5, accounts: readonly string[] = offices): readonly Post[] {
  const random = randomNumbers(seed);
  const posts: Post[] = [];
  for (let hour = 0; hour < days * 24; hour++) {
    for (const accountId of accounts) {
      if (random() > 0.15) continue;
      posts.push(
        aPost({
          id: `o-${accountId}-${hour}`,
          accountId,
          createdAt: new Date(streamStart + hour * hourMs + Math.floor(random() * hourMs)),
          tags: [`usual${Math.floor(30 * random())}`],
        }),
      );
    }
  }
  return posts;
}

function converge(accounts: readonly string[], tag: string, fromHour: number): readonly Post[] {
  return accounts.map((accountId, i) =>
    aPost({
      id: `t-${accountId}-${tag}`,
      accountId,
      createdAt: new Date(streamStart + fromHour * hourMs + i * 600_000),
      tags: [tag],
      links: ['example.gov/statement/1'],
    }),
  );
}

describe('the detector of listed accounts', () => {
  it('finds listed accounts that come together on a topic, and names them', () => {
    const posts = [...everydayPosts(8), ...converge(offices.slice(0, 6), 'rumours', 130)];

    const found = latest(run(aDetector(), { posts, toMs: daysIn(8), registry }));

    expect(found.map(({ key }) => key)).toEqual(['XX government · #rumours', 'XX government · example.gov']);
    expect(found[0]).toMatchObject({
      kind: 'attributed-burst',
      keyKind: 'group',
      platform: 'x',
      accounts: 6,
      posts: 6,
      tags: ['rumours'],
      links: ['example.gov'],
      accountIds: offices.slice(0, 6),
    });
    expect(found[0]!.lane).toBe('group');
    expect(found[0]!.usual).toMatchObject({ unit: 'accounts', low: 0, observed: 6 });
    expect(found[0]!.reason).toMatch(
      /^usually .+ accounts? of XX government on #rumours .+, now 6 accounts \(so far 6 posts by 6 accounts\); by chance /,
    );
  });

  it('opens about as often over everyday use as it says that chance would', () => {
    const days = 28;
    const openAt = 0.2;

    const found = latest(run(aDetector({ openAt }), { posts: everydayPosts(days), toMs: daysIn(days), registry }));

    expect(found.length).toBeLessThanOrEqual(2 * openAt * days);
    expect(found.every(({ expectedFalsePerDay }) => expectedFalsePerDay > 1e-3)).toBe(true);
  });

  it('needs three accounts', () => {
    const posts = [...everydayPosts(8), ...converge(offices.slice(0, 2), 'rumours', 130)];

    expect(run(aDetector(), { posts, toMs: daysIn(8), registry })).toEqual([]);
  });

  it('finds a group that posts much more than it usually does', () => {
    const flood = Array.from({ length: 150 }, (_, i) =>
      aPost({
        id: `f${i}`,
        accountId: offices[i % 2]!,
        createdAt: new Date(streamStart + 150 * hourMs + i * 60_000),
        tags: [`flood${i}`],
      }),
    );

    const found = latest(run(aDetector(), { posts: [...everydayPosts(9), ...flood], toMs: daysIn(9), registry }));

    expect(found.map(({ key }) => key)).toEqual(['XX government']);
    expect(found[0]).toMatchObject({ keyKind: 'group', lane: 'group', shape: 'narrow', usual: { unit: 'posts' } });
    expect(found[0]!.accountIds).toEqual(expect.arrayContaining(['office0', 'office1']));
  });

  it('keeps groups of other kinds and states apart', () => {
    const mixed = createRegistry({
      version: '2026-03-01',
      entries: offices.map((id, i) => anOffice(id, i % 3 === 0 ? 'government' : i % 3 === 1 ? 'diplomat' : 'party')),
    });
    const posts = [...everydayPosts(8), ...converge(offices.slice(0, 4), 'rumours', 130)];

    expect(run(aDetector(), { posts, toMs: daysIn(8), registry: mixed })).toEqual([]);
  });

  it.each<[string, EntryKind, EntryStatus]>([
    ['withdrawn entries', 'government', 'withdrawn'],
    ['public-service media', 'public-service-media', 'active'],
  ])('does not watch %s', (_, kind, status) => {
    const other = createRegistry({
      version: '2026-03-01',
      entries: offices.map((id) => anOffice(id, kind, status)),
    });
    const posts = [...everydayPosts(8), ...converge(offices, 'rumours', 130)];

    expect(run(aDetector(), { posts, toMs: daysIn(8), registry: other })).toEqual([]);
  });

  it('learns from days of agreement that agreement is usual', () => {
    const daily = Array.from({ length: 40 }, (_, day) =>
      converge(offices.slice(0, 5), `briefing${day}`, day * 24 + 10),
    );
    const another = converge(offices.slice(0, 5), 'briefing-today', 40 * 24 + 10);
    const probabilities = (posts: readonly Post[]): number =>
      Math.min(
        0,
        ...run(aDetector({ openAt: 1000 }), { posts, toMs: daysIn(42), registry })
          .filter(({ key }) => key.endsWith('#briefing-today'))
          .map(({ logP }) => logP),
      );

    const alone = probabilities([...everydayPosts(42), ...another]);
    const amongMany = probabilities([...everydayPosts(42), ...daily.flat(), ...another]);

    expect(alone).toBeLessThan(-10);
    expect(amongMany).toBeGreaterThan(alone / 2);
  });

  it('goes on after restarts as if there had been none, whatever the order within a tick', () => {
    const posts = [
      ...everydayPosts(9),
      ...converge(offices.slice(0, 6), 'rumours', 100),
      ...converge(offices.slice(2, 8), 'denial', 160),
    ];
    const expected = run(aDetector(), { posts, toMs: daysIn(10), registry });

    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const random = randomNumbers(seed);
        const shuffled = posts
          .map((post) => ({ post, hour: Math.floor(post.createdAt.getTime() / hourMs), key: random() }))
          .sort((a, b) => a.hour - b.hour || a.key - b.key);
        const store = aStateStore();
        let detector = aDetector();
        const detections = [];
        for (let now = streamStart + hourMs; now <= daysIn(10); now += hourMs) {
          const tick = shuffled.filter(({ hour }) => hour === now / hourMs - 1);
          detector.observe(
            tick.map(({ post }) => post),
            registry,
          );
          detections.push(...detector.detect(new Date(now)));
          store.keep(detector.takeChanges());
          if (random() > 0.1) continue;
          detector = aDetector();
          detector.restore(store.load().toReversed());
        }
        expect(detections).toEqual(expected);
      }),
      { numRuns: 5 },
    );
    expect(expected.length).toBeGreaterThan(2);
  });
});
