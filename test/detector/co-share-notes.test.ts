import { describe, expect, it } from 'vitest';
import { CoShareSettings, createCoShareDetector } from '../../src/detector/co-share-detector.ts';
import { createRecentShares } from '../../src/detector/co-share-shares.ts';
import type { Detection, Detector } from '../../src/detector/detector.ts';
import { hourMs, type Post } from '../../src/post/post.ts';
import { aPost } from '../builders.ts';
import { noRegistry } from './a-stream.ts';

const start = Date.parse('2026-03-02T08:00:00Z');

let lastId = 0;
function repost(accountId: string, seconds: number, parentId: string): Post {
  lastId += 1;
  const createdAt = new Date(start + seconds * 1000);
  return aPost({ id: `n${String(lastId).padStart(7, '0')}`, accountId, createdAt, kind: 'repost', parentId });
}

/** Six accounts repeat each of `objects` posts, one every five minutes; `leadsIn` says when m0 is the first of them. */
function network(objects: number, leadsIn: (object: number) => boolean): readonly Post[] {
  return [...Array(objects).keys()].flatMap((object) =>
    [...Array(6).keys()].map((member) => {
      const delay = member === 0 && !leadsIn(object) ? 40 : ((member + object) % 6) + (member === 0 ? -6 : 6);
      return repost(`m${member}`, object * 300 + 10 + delay, `o${object}`);
    }),
  );
}

function detector(settings: Partial<CoShareSettings> = {}): Detector {
  return createCoShareDetector(CoShareSettings.parse(settings));
}

function tick(watched: Detector, posts: readonly Post[], atMs: number): readonly Detection[] {
  watched.observe(posts, noRegistry);
  return watched.detect(new Date(start + atMs));
}

function notesOf(told: readonly Detection[]): string {
  expect(told).toHaveLength(1);
  return told[0]?.notes?.join('\n') ?? '';
}

describe('the notes of a co-share network', () => {
  it('say the window, the one that the shares would give, and the weight that popularity leaves', () => {
    const told = tick(
      detector(),
      network(3, () => false),
      hourMs,
    );

    expect(told[0]?.lane).toBe('pairs');
    // The quickest tenth begin with two shares 1 s apart.
    expect(notesOf(told)).toMatch(
      /within 60 s of each other are a co-share; the shares of these hours would give 3.5 s .*of the 2 quickest objects of 3/,
    );
    // Five accounts repeat another one with each of three objects.
    expect(notesOf(told)).toContain('those of the network add up to 15: popular objects count for little.');
    expect(notesOf(told)).not.toMatch(/lower bound|first in|taken for/);
  });

  it('say that one account is first in most of its co-shares, as a number and not who', () => {
    const told = tick(
      detector(),
      network(40, (object) => object % 10 !== 0),
      7 * hourMs,
    );

    expect(notesOf(told)).toContain('One account is strictly first in 36 of 40 (90 %, 95 % 77-96) of its co-shares.');
    expect(notesOf(told)).not.toMatch(/m\d/);
  });

  it('say nothing of who leads from few co-shares, or when no account is clearly first in most', () => {
    expect(
      notesOf(
        tick(
          detector(),
          network(19, () => true),
          4 * hourMs,
        ),
      ),
    ).not.toContain('first in');
    expect(
      notesOf(
        tick(
          detector(),
          network(40, (object) => object % 2 === 0),
          7 * hourMs,
        ),
      ),
    ).not.toContain('first in');
  });

  it('do not take two that are first at the same second for a lead', () => {
    const tied = network(40, () => true).map((post) =>
      post.accountId === 'm1'
        ? { ...post, createdAt: new Date(Math.floor(post.createdAt.getTime() / 3e5) * 3e5) }
        : post,
    );
    const both = tied.map((post) =>
      post.accountId === 'm0'
        ? { ...post, createdAt: new Date(Math.floor(post.createdAt.getTime() / 3e5) * 3e5) }
        : post,
    );

    expect(notesOf(tick(detector(), both, 7 * hourMs))).not.toContain('first in');
  });

  it('say that a hot object was counted in part', () => {
    const crowd = [...Array(300).keys()].map((reader) => repost(`r${reader}`, 2000 + reader / 10, 'hot'));
    const more = [...Array(250).keys()].map((reader) => repost(`q${reader}`, 3000 + reader / 10, 'hotter'));

    const told = tick(detector(), [...crowd, ...more, ...network(3, () => false)], hourMs);

    // Those after the 201st of each find more than 200 before them.
    expect(notesOf(told)).toContain(
      '2 objects had more than 200 posts within 60 s; 148 posts on them looked for no partner, so pairs are a lower bound.',
    );
  });

  it('say that a tag was a topic, and that shares were forgotten early', () => {
    const chat = [...Array(60).keys()].map((n) => ({
      ...repost(`c${n}`, n, 'x'),
      kind: 'original' as const,
      tags: ['t'],
    }));
    const noise = [...Array(2100).keys()].map((n) => repost(`u${n}`, n - 3000, `u${n}`));

    const watched = detector({ maxShares: 1000 });
    const told = tick(watched, [...noise, ...chat, ...network(3, () => false)], hourMs);

    expect(notesOf(told)).toContain('1 tag of more than 50 accounts was taken for a topic and joined nobody.');
    expect(notesOf(told)).toMatch(/More than 2,000 shares came in 24 h; those until .* UTC were forgotten early/);
  });

  it('survive a restart', () => {
    const before = detector();
    const posts = network(40, () => true);
    tick(before, posts, 7 * hourMs);
    const after = detector();
    after.restore(JSON.parse(JSON.stringify(before.takeChanges())));

    tick(after, [], 8 * hourMs);
    const [closed] = tick(after, [], 60 * hourMs);

    expect(closed).toMatchObject({ open: false, accounts: 6 });
    expect(closed?.notes?.join('\n')).toContain('One account is strictly first in 40 of 40');
  });

  it('are empty in a state that was stored without them', () => {
    const before = detector();
    tick(
      before,
      network(3, () => false),
      hourMs,
    );
    const old = JSON.parse(JSON.stringify(before.takeChanges()), (key, value) => (key === 'notes' ? undefined : value));
    const after = detector();

    after.restore(old);

    tick(after, [], 8 * hourMs);
    expect(tick(after, [], 60 * hourMs)).toMatchObject([{ open: false, notes: [expect.stringContaining('60 s')] }]);
  });
});

describe('an object of a hundred thousand shares', () => {
  it('keeps no more pairs than the first of them make, and a network beside it is found', () => {
    const recent = createRecentShares({ ...CoShareSettings.parse({}), mostPairs: 4_000_000 });
    for (let reader = 0; reader < 100_000; reader++)
      recent.add(repost(`r${reader}`, 0, 'hot'), start / 1000 + reader / 200);
    recent.advance(start / 1000 - hourMs);

    expect(recent.window.skipped).toEqual({ rows: 99_799, objects: 1 });
    expect(recent.window.pairs?.size).toBe((201 * 200) / 2);

    const crowd = [...Array(20_000).keys()].map((reader) => repost(`r${reader}`, reader / 100, 'hot'));
    const told = tick(detector(), [...crowd, ...network(3, () => false)], hourMs);
    expect(told).toMatchObject([{ accounts: 6, accountIds: ['m0', 'm1', 'm2', 'm3', 'm4', 'm5'] }]);
  });
});
