import { describe, expect, it } from 'vitest';
import { createSurroundings } from '../../src/app/surroundings.ts';
import { subjectOfDetection } from '../../src/campaign/subject.ts';
import type { KnownEvent } from '../../src/campaign/surroundings.ts';
import type { Post, Span } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import { aDetection, anEntry, aPost } from '../builders.ts';

const from = new Date('2026-03-02T12:00:00Z');
const now = new Date('2026-03-02T14:00:00Z');
const subject = subjectOfDetection(aDetection({ key: 'examplesummit', tags: ['examplesummit'], from }));
const registry = createRegistry({ version: '1', entries: [anEntry({ hosts: ['state.example'] })] });

function article(host: string, minutes: number): Post {
  return aPost({
    platform: 'web',
    accountId: host,
    text: 'Example Summit opens',
    createdAt: new Date(from.getTime() + minutes * 60_000),
  });
}

function around(posts: readonly Post[], options: { readsNews?: boolean; events?: readonly KnownEvent[] } = {}) {
  const asked: Partial<Span>[] = [];
  const find = createSurroundings({
    posts: {
      async *readInOrder(span) {
        asked.push(span);
        yield posts;
      },
      postsOf: async () => [],
    },
    readsNews: options.readsNews ?? true,
    registry: async () => registry,
    calendars: { around: async () => options.events },
  });
  return { find, asked };
}

describe('what was going on around a campaign', () => {
  it('is a burst of news on three outlets that nobody lists', async () => {
    const { find } = around(['a.example', 'b.example', 'c.example'].map((host) => article(host, 10)));

    expect((await find(subject, now, [])).news).toMatchObject({ isBurst: true, articles: 3, matchingHosts: 3 });
  });

  it('leaves out listed outlets: what they write is the campaign itself', async () => {
    const { find } = around(['a.example', 'b.example', 'www.state.example'].map((host) => article(host, 10)));

    expect((await find(subject, now, [])).news).toMatchObject({ isBurst: false, articles: 2 });
  });

  it('does not explain an alert with what was written after it', async () => {
    const { find } = around(['a.example', 'b.example', 'c.example'].map((host) => article(host, 100)));

    expect((await find(subject, new Date(from.getTime() + 60_000 * 60), [])).news).toMatchObject({ articles: 0 });
  });

  it('is unknown where no news is read, and reads an hour of news once', async () => {
    const without = around([], { readsNews: false });
    const { find, asked } = around([]);

    await find(subject, now, []);
    await find(subject, now, []);

    expect(await without.find(subject, now, [])).toEqual({ events: undefined });
    expect(without.asked).toEqual([]);
    expect(asked).toHaveLength(1);
  });
});
