import { describe, expect, it } from 'vitest';
import type { CheckQuestion, Page } from '../../../src/source/source.ts';
import { createXChecker } from '../../../src/source/x/checker.ts';
import { aFakePost } from '../../fakes/x-api.ts';
import { aTime } from '../a-poll.ts';
import { type AnX, anX, aPurse } from './an-x.ts';

async function lookUp(
  x: AnX,
  question: Partial<CheckQuestion>,
  budget = aPurse(100),
): Promise<{ readonly pages: readonly Page[]; readonly error: unknown }> {
  const pages: Page[] = [];
  const checker = createXChecker(x.settings(), x.api);
  try {
    for await (const page of checker.lookUp({ posts: [], accounts: [], ...question }, x.context({ budget })))
      pages.push(page);
  } catch (error) {
    return { pages, error };
  }
  return { pages, error: undefined };
}

describe('the checker of X', () => {
  it('finds posts that are gone, and takes the newest counts of those that are not', async () => {
    const x = await anX();
    const kept = aFakePost({ at: aTime, n: 1, public_metrics: { like_count: 77, retweet_count: 8, reply_count: 0 } });
    x.server.posts.push(kept);
    x.server.gonePosts.set('1002', 'protected');
    x.server.gonePosts.set('1003', 'suspended');

    const { pages } = await lookUp(x, { posts: [kept.id, '1001', '1002', '1003'] });

    expect(pages).toHaveLength(1);
    expect(pages[0]?.posts).toMatchObject([{ id: kept.id, likes: 77, reposts: 8 }]);
    expect(pages[0]?.deletes).toEqual([
      { platform: 'x', id: '1001' },
      { platform: 'x', id: '1002' },
      { platform: 'x', id: '1003' },
    ]);
    expect(pages[0]?.cost).toEqual({ unit: 'usd', amount: 0.005 });
  });

  it('reads all from an answer of errors alone', async () => {
    const x = await anX();

    const { pages, error } = await lookUp(x, { posts: ['1001'], accounts: ['1002'] });

    expect(error).toBeUndefined();
    expect(pages[0]?.deletes).toEqual([{ platform: 'x', id: '1001' }]);
    expect(pages[1]?.accounts).toMatchObject([{ accountId: '1002', status: 'deleted' }]);
  });

  it('tells of accounts what X says, a suspension by its words', async () => {
    const x = await anX();
    x.server.users.push(
      {
        id: '7001',
        username: 'ada',
        created_at: '2012-01-01T00:00:00.000Z',
        public_metrics: { followers_count: 5, tweet_count: 9 },
      },
      { id: '7002', username: 'ben', protected: true },
    );
    x.server.goneUsers.set('7003', 'suspended');
    x.server.goneUsers.set('7004', 'protected');

    const { pages } = await lookUp(x, { accounts: ['7001', '7002', '7003', '7004', '7005'] });

    const at = { platform: 'x', statusCheckedAt: aTime };
    expect(pages.flatMap(({ accounts }) => accounts)).toMatchObject([
      {
        ...at,
        accountId: '7001',
        handle: 'ada',
        followers: 5,
        status: 'active',
        accountCreatedAt: new Date('2012-01-01'),
      },
      { ...at, accountId: '7002', handle: 'ben', status: 'protected' },
      { ...at, accountId: '7003', status: 'suspended' },
      { ...at, accountId: '7004', status: 'protected' },
      { ...at, accountId: '7005', status: 'deleted' },
    ]);
    expect(pages[0]?.accounts?.[1]?.followers).toBeUndefined();
  });

  it('asks a hundred at a time, each once, and for nothing that is no id', async () => {
    const x = await anX();
    const posts = Array.from({ length: 130 }, (_, n) => String(1000 + n));

    await lookUp(x, { posts: [...posts, '1000', 'aGFzaGVk=', ''], accounts: ['@ada'] });

    expect(x.server.asked('/2/tweets').map(({ query }) => query.get('ids')?.split(',').length)).toEqual([100, 30]);
    expect(x.server.asked('/2/users')).toHaveLength(0);
  });

  it('tells nothing of what X does not mention', async () => {
    const x = await anX();
    const errors = [
      { resource_id: '55', title: 'Not Found Error', detail: 'Could not find tweet', type: 'resource-not-found' },
      { resource_id: '1001', title: 'Something Else', detail: 'try again' },
      { title: 'Not Found Error' },
    ];
    x.server.faults.instead = () => ({ json: { errors } });

    const { pages } = await lookUp(x, { posts: ['1001'] });

    expect(pages[0]?.deletes).toEqual([]);
  });

  it('takes the price of all that it asks for, and gives back what did not come', async () => {
    const x = await anX();
    const budget = aPurse(1);
    x.server.users.push({ id: '7001', username: 'ada' });

    await lookUp(x, { accounts: ['7001', '7002', '7003'] }, budget);
    const poor = await lookUp(x, { accounts: ['7001', '7002'] }, aPurse(0.015));

    expect(budget.spent.get('usd')).toBe(0.01);
    expect(poor.error).toMatchObject({ kind: 'budget' });
    expect(x.server.asked('/2/users')).toHaveLength(1);
  });
});
