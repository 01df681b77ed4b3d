import { describe, expect, it } from 'vitest';
import { createHistory } from '../../src/app/history.ts';
import { subjectOfDetection } from '../../src/campaign/subject.ts';
import { dayMs, hourMs, type Post } from '../../src/post/post.ts';
import type { KeyQuestion } from '../../src/store/store.ts';
import { aDetection, aPost } from '../builders.ts';

const now = new Date('2026-03-02T12:00:00Z');
const from = new Date('2026-03-02T09:00:00Z');

function asked(posts: readonly Post[] = []): { history: ReturnType<typeof createHistory>; questions: KeyQuestion[] } {
  const questions: KeyQuestion[] = [];
  const history = createHistory({
    postsOf: async (question) => {
      questions.push(question);
      return posts;
    },
  });
  return { history, questions };
}

describe('what the accounts of a burst did before', () => {
  it('is read for the 90 days up to its beginning, of its own accounts on its own platform', async () => {
    const earlier = aPost({ createdAt: new Date(from.getTime() - dayMs) });
    const { history, questions } = asked([earlier]);

    const found = await history(subjectOfDetection(aDetection({ from, accountIds: ['b', 'a'] })), now);

    expect(questions).toMatchObject([
      { platform: 'x', accountIds: ['a', 'b'], from: new Date(from.getTime() - 90 * dayMs), to: from },
    ]);
    expect(found).toMatchObject({ posts: [earlier], readAt: now, cappedAccounts: 0 });
  });

  it('is read once an hour however often the burst is looked at', async () => {
    const { history, questions } = asked();
    const subject = subjectOfDetection(aDetection({ from, accountIds: ['a'] }));

    for (const minutes of [0, 10, 50]) await history(subject, new Date(now.getTime() + minutes * 60_000));
    expect(questions).toHaveLength(1);
    await history(subject, new Date(now.getTime() + hourMs));
    expect(questions).toHaveLength(2);
  });

  it('is nothing where no account is known', async () => {
    const { history, questions } = asked();

    expect(await history(subjectOfDetection(aDetection({ accountIds: [] })), now)).toBeUndefined();
    expect(questions).toEqual([]);
  });

  it('looks at an even part of a large crowd, and says where posts were left out', async () => {
    const many = Array.from({ length: 5_000 }, (_, i) => aPost({ accountId: `a${i % 100}`, createdAt: from }));
    const { history, questions } = asked(many);
    const accountIds = Array.from({ length: 2_000 }, (_, i) => `a${String(i).padStart(4, '0')}`);

    const found = await history(subjectOfDetection(aDetection({ from, accountIds })), now);

    expect(questions[0]?.accountIds).toHaveLength(200);
    expect(questions[0]?.accountIds?.at(-1)).toBe('a1990');
    expect(found?.cappedAccounts).toBe(100);
  });

  it('asks again after a question failed', async () => {
    let fails = true;
    const history = createHistory({
      postsOf: async () => {
        if (fails) throw new Error('away');
        return [];
      },
    });
    const subject = subjectOfDetection(aDetection({ from, accountIds: ['a'] }));

    await expect(history(subject, now)).rejects.toThrow('away');
    fails = false;
    expect(await history(subject, now)).toMatchObject({ posts: [] });
  });
});
