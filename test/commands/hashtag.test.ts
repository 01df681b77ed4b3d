import { describe, expect, it } from 'vitest';
import { hashtagCommand } from '../../commands/hashtag.ts';
import { UserError } from '../../src/chat/command.ts';
import type { Span } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import type { TagActivity } from '../../src/store/store.ts';

type Deps = Parameters<typeof hashtagCommand>[0];

const now = new Date('2026-03-07T08:00:00Z');
const asker = { platform: 'console', workspace: 'console', channel: 'alerts', user: 'u', userName: 'u' } as const;
const activity: TagActivity = {
  tag: 'example',
  posts: 300,
  accounts: 211,
  first: new Date('2026-03-01T09:00:00Z'),
  last: new Date('2026-03-02T18:00:00Z'),
  platforms: [{ platform: 'x', posts: 300 }],
  days: [{ day: '2026-03-02', posts: 300, accounts: 211 }],
  topLinks: [{ link: 'news.example/1', posts: 1, accounts: 1 }],
  coTags: [],
};

/** A store that has seen one tag, last on 2 March. */
function command(): ReturnType<typeof hashtagCommand> {
  const store = {
    lookups: {
      tagActivity: async (tag: string, { from }: Partial<Span>) =>
        tag === activity.tag && (from === undefined || from <= activity.last) ? activity : undefined,
      nearestTags: async () => [{ tag: activity.tag, posts: activity.posts }],
      tagsStartingWith: async () => [],
    },
    campaigns: { search: async () => [] },
    posts: { gapsIn: async () => [] },
    sources: {
      countsOf: async ({ platform }: { platform: string }) =>
        platform === 'x'
          ? [
              { platform, key: 'example', at: new Date('2026-03-02T10:00:00Z'), seconds: 3600, posts: 60 },
              { platform, key: 'example', at: new Date('2026-03-02T10:00:00Z'), seconds: 60, posts: 5 },
            ]
          : [],
    },
  };
  return hashtagCommand({
    store: store as unknown as Deps['store'],
    registry: async () => createRegistry({ version: '2026-03-01', entries: [] }),
    mark: 'TLP:AMBER',
  } as unknown as Deps);
}

describe('/hashtag', () => {
  it('answers with volume, accounts, days and links that nobody follows by accident', async () => {
    const { message } = await command().run(asker, { tag: '#Example' }, now);

    expect(message.title).toBe('#example: 300 posts by 211 accounts');
    expect(message.sections.map(({ lines }) => lines)).toContainEqual(['last 7 days: X 64 posts']);
    expect(message.sections.map(({ lines }) => lines)).toContainEqual(['news[.]example/1 · 1 post by 1 account']);
  });

  it('says when a tag was last seen that is only older than what was asked for', async () => {
    await expect(command().run(asker, { tag: 'example', days: 3 }, now)).rejects.toThrow(
      new UserError(
        '#example was not seen in the last 3 days; its newest post is of 2026-03-02 18:00 UTC. All 300 posts: /hashtag #example',
      ),
    );
  });

  it('offers what a mistyped tag may have meant', async () => {
    await expect(command().run(asker, { tag: 'exampel' }, now)).rejects.toThrow(
      new UserError('No tag #exampel seen. Did you mean #example (300 posts)?'),
    );
  });
});
