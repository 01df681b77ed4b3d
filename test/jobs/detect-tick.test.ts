import { describe, expect, it } from 'vitest';
import { detectTick, reassess } from '../../jobs/detect-tick.ts';
import { rulesVersion } from '../../src/campaign/assess.ts';
import type { Detection, Detector } from '../../src/detector/detector.ts';
import { hourMs, type Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import type { KeyQuestion } from '../../src/store/store.ts';
import { aCampaign, aDetection, anEntry, aPost } from '../builders.ts';

const now = new Date('2026-03-02T12:00:00Z');
const entry = (id: string, kind: 'government' | 'diplomat') =>
  anEntry({ id, name: `Example ${id}`, kind, accounts: [{ platform: 'x', nativeId: id }], hosts: [] });
const registry = createRegistry({
  version: '2026-03-01',
  entries: [entry('g1', 'government'), entry('g2', 'government'), entry('d1', 'diplomat'), entry('d2', 'diplomat')],
});
const context = { rulesVersion, watchedTags: [], watchedHosts: [] };

/** Says what it is given, once. */
function aDetector(detections: readonly Detection[]): Detector {
  let left = detections;
  return {
    name: 'given',
    replayMs: 0,
    cover: () => undefined,
    observe: () => {},
    detect: () => {
      const said = left;
      left = [];
      return said;
    },
    takeChanges: () => [],
    restore: () => {},
  };
}

function group(key: string, accountIds: readonly string[], tags: readonly string[]): Detection {
  return aDetection({
    kind: 'attributed-burst',
    keyKind: 'group',
    key,
    episode: key,
    accountIds,
    tags,
    posts: 2,
    accounts: accountIds.length,
  });
}

const posts = ['g1', 'g2', 'd1', 'd2'].flatMap((accountId) => [
  aPost({ accountId, createdAt: new Date('2026-03-02T10:00:00Z'), tags: ['summit'] }),
  aPost({ accountId, createdAt: new Date('2026-03-02T11:00:00Z'), tags: [] }),
]);

async function postsOf({ accountIds = [] }: KeyQuestion): Promise<readonly Post[]> {
  return posts.filter(({ accountId }) => accountIds.includes(accountId));
}

const deps = {
  detectors: [],
  registry,
  postsOf,
  context,
  gaps: [],
  around: async () => ({}),
};

function hoursAgo(hours: number): Date {
  return new Date(now.getTime() - hours * hourMs);
}

describe('detectTick', () => {
  it('measures several groups that became one event over all of them', async () => {
    const detections = [
      group('XX diplomat · #summit', ['d1', 'd2'], ['summit']),
      group('XX government · #summit', ['g1', 'g2'], ['summit']),
    ];
    const { campaigns } = await detectTick([], [], undefined, now, {
      detectors: [aDetector(detections)],
      registry,
      postsOf,
      context,
      gaps: [],
      around: async () => ({}),
    });

    expect(campaigns).toMatchObject([{ accounts: 4, posts: 4 }]);
    expect(campaigns[0]?.assessment.indicators.find(({ name }) => name === 'attributed-accounts')?.share).toMatchObject(
      { n: 4, of: 4 },
    );
  });

  it('measures a burst of volume, which has no topic, over all posts of the group', async () => {
    const detector = aDetector([group('XX diplomat', ['d1', 'd2'], [])]);
    const { campaigns } = await detectTick([], [], undefined, now, {
      detectors: [detector],
      registry,
      postsOf,
      context,
      gaps: [],
      around: async () => ({}),
    });

    expect(campaigns[0]?.assessment.indicators.find(({ name }) => name === 'attributed-accounts')?.share).toMatchObject(
      { n: 2, of: 2 },
    );
  });

  it('looks for the declared tags of a family, not for those beside them', async () => {
    const asked: KeyQuestion[] = [];
    const family = aDetection({ keyKind: 'family', key: 'truth', tags: ['example', 'example_', 'news'] });
    await detectTick([], [], undefined, now, {
      ...deps,
      detectors: [aDetector([family])],
      context: { ...context, families: { truth: ['example', 'example_'] } },
      postsOf: async (question) => {
        asked.push(question);
        return [];
      },
    });

    expect(asked.map(({ keyKind, key, tags }) => [keyKind, key, tags])).toEqual([
      ['family', 'truth', ['example', 'example_']],
    ]);
  });

  it('reads what the accounts did before, where somebody can', async () => {
    const known = posts.map((post) => ({ ...post, id: `old ${post.id}`, createdAt: new Date('2025-12-20T10:00:00Z') }));
    const crowd = Array.from({ length: 30 }, (_, n) =>
      aPost({ accountId: `c${n}`, createdAt: hoursAgo(1), tags: ['example'] }),
    );
    const past = crowd.map((post) => ({ ...post, id: `old ${post.id}`, createdAt: new Date('2025-12-20T10:00:00Z') }));
    const { assessed } = await detectTick([], [], undefined, now, {
      ...deps,
      detectors: [aDetector([aDetection()])],
      postsOf: async () => crowd,
      historyOf: async () => ({
        posts: [...known, ...past],
        span: { from: new Date('2025-12-01'), to: hoursAgo(3) },
        readAt: now,
      }),
    });

    expect(assessed[0]?.assessment.indicators.find(({ name }) => name === 'fandom')?.share).toMatchObject({
      n: 30,
      of: 30,
    });
  });
});

describe('a later look', () => {
  const opened = hoursAgo(1.5);
  const campaign = aCampaign({ openedAt: opened, firstAt: hoursAgo(3), lastAt: hoursAgo(0.5), level: 'S2' });
  const nobody = { ...deps, detectors: [], postsOf: async () => [] };

  it('tells once, in the thread, that it gives a lower level, and keeps the highest', async () => {
    const first = await detectTick([], [campaign], opened, hoursAgo(0.4), nobody);
    const [fallen] = first.campaigns;
    const second = await detectTick([], first.campaigns, hoursAgo(0.4), hoursAgo(-5), nobody);
    const again = second.campaigns[0] ?? fallen;

    expect(fallen).toMatchObject({ level: 'S2', version: 2, growth: [{ level: 'S4', fell: true, at: hoursAgo(0.4) }] });
    expect(fallen?.growth[0]?.why).toContain('a wide burst');
    expect(again?.growth).toHaveLength(1);
  });

  it('tells it although the detection before it has already given the lower level', async () => {
    const low = await reassess(campaign, hoursAgo(1), nobody);
    const quiet = { ...campaign, assessment: low?.assessment ?? campaign.assessment };

    expect((await reassess(quiet, hoursAgo(0.4), nobody))?.growth).toMatchObject([{ level: 'S4', fell: true }]);
    expect(await reassess({ ...quiet, growth: low?.growth ?? [] }, hoursAgo(0.4), nobody)).toBeUndefined();
  });

  it('is due 1, 6 and 24 hours after the campaign was opened, and at no other tick of the day', async () => {
    const due = async (from: number, to: number): Promise<boolean> => {
      const { campaigns } = await detectTick(
        [],
        [{ ...campaign, lastAt: now }],
        hoursAgo(-from),
        hoursAgo(-to),
        nobody,
      );
      return campaigns.length > 0;
    };

    // Opened one and a half hours before `now`.
    expect(await due(-0.6, -0.5)).toBe(true);
    expect(await due(-0.5, 4.4)).toBe(false);
    expect(await due(4.4, 4.5)).toBe(true);
    expect(await due(4.5, 22.4)).toBe(false);
    expect(await due(22.4, 22.5)).toBe(true);
  });
});
