import { describe, expect, it } from 'vitest';
import { detectTick } from '../../jobs/detect-tick.ts';
import { rulesVersion } from '../../src/campaign/assess.ts';
import type { Detection, Detector } from '../../src/detector/detector.ts';
import type { Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import type { KeyQuestion } from '../../src/store/store.ts';
import { aDetection, anEntry, aPost } from '../builders.ts';

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
});
