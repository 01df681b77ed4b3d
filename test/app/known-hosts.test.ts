import { describe, expect, it } from 'vitest';
import { createKnownHosts } from '../../src/app/known-hosts.ts';
import { dayMs, type Post } from '../../src/post/post.ts';
import type { KeyQuestion } from '../../src/store/store.ts';
import { aPost } from '../builders.ts';

const from = new Date('2026-03-20T09:00:00Z');
const at = (daysBefore: number): Date => new Date(from.getTime() - daysBefore * dayMs);
const link = (daysBefore: number, host: string, platform = 'x'): Post =>
  aPost({ platform, id: `${host}${daysBefore}`, createdAt: at(daysBefore), links: [`${host}/a`] });

function knownHosts(posts: readonly Post[]) {
  const asked: KeyQuestion[] = [];
  const inside = (post: Post, span: { from?: Date; to?: Date }): boolean =>
    post.createdAt >= (span.from ?? at(1e4)) && post.createdAt < (span.to ?? at(-1e4));
  const find = createKnownHosts({
    posts: {
      postsOf: async (question) => {
        asked.push(question);
        return posts.filter(
          (post) =>
            inside(post, question) &&
            post.platform === question.platform &&
            post.links.some((each) => each.startsWith(`${question.key}/`)),
        );
      },
      async *readInOrder(span, platforms) {
        yield posts.filter((post) => inside(post, span) && platforms?.includes(post.platform));
      },
    },
  });
  return { find, asked };
}

describe('a host of links', () => {
  const everyday = [link(12, 'news.example'), link(6, 'news.example')];

  it('is known when somebody linked to it before the day on which the campaign began', async () => {
    const { find } = knownHosts([...everyday, link(2, 'landing.example')]);

    expect(await find('x', 'landing.example', from)).toBe(true);
  });

  it('is new when all links to it are of that day', async () => {
    const { find } = knownHosts([...everyday, link(0.5, 'landing.example'), link(0, 'landing.example')]);

    expect(await find('x', 'landing.example', from)).toBe(false);
  });

  it('is new again after a month without a link', async () => {
    const { find } = knownHosts([...everyday, link(40, 'landing.example')]);

    expect(await find('x', 'landing.example', from)).toBe(false);
  });

  it('is unknown on a platform that is read for less than five days', async () => {
    const { find } = knownHosts([
      link(4, 'news.example'),
      ...everyday.map((post) => ({ ...post, platform: 'bluesky' })),
    ]);

    expect(await find('x', 'landing.example', from)).toBeUndefined();
  });

  it('is asked about once a day, and again where the store did not answer', async () => {
    const { find, asked } = knownHosts(everyday);
    await find('x', 'landing.example', from);
    await find('x', 'landing.example', new Date(from.getTime() + 60_000));
    expect(asked.map(({ from: first }) => (from.getTime() - first.getTime()) / dayMs)).toEqual([2, 30]);

    let broken = true;
    const flaky = createKnownHosts({
      posts: {
        postsOf: async () => {
          if (broken) throw new Error('no connection');
          return everyday;
        },
        async *readInOrder() {
          yield [];
        },
      },
    });
    await expect(flaky('x', 'a.example', from)).rejects.toThrow('no connection');
    broken = false;
    expect(await flaky('x', 'a.example', from)).toBe(true);
  });
});
