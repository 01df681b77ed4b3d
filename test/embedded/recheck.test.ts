/** Re-checks and profiles on a real store: what platforms say later, and what becomes of campaigns. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEnrich } from '../../jobs/enrich.ts';
import { createRecheck, dueStep, recheckAfterMs } from '../../jobs/recheck.ts';
import { rulesVersion } from '../../src/campaign/assess.ts';
import type { Campaign, Level } from '../../src/campaign/campaign.ts';
import { dayMs, hourMs, minuteMs, type Post } from '../../src/post/post.ts';
import { createRegistry } from '../../src/registry/create-registry.ts';
import type { Checker, CheckQuestion, Page } from '../../src/source/source.ts';
import { SourceError } from '../../src/source/source-error.ts';
import type { Store } from '../../src/store/store.ts';
import { aCampaign, aPost } from '../builders.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';

const openedAt = new Date('2026-03-02T10:00:00Z');
let database: FreshDatabase;
let store: Store;

beforeAll(async () => {
  database = await freshDatabase();
  store = database.store;
});

afterAll(() => database.close());

const signal = new AbortController().signal;
const registry = createRegistry({ version: '2026-03-01', entries: [] });

interface Asked extends Checker {
  readonly asked: CheckQuestion[];
}

function aChecker(answer: (question: CheckQuestion) => Partial<Page> | Error, platform: string): Asked {
  const asked: CheckQuestion[] = [];
  return {
    platform,
    asked,
    async *lookUp(question) {
      asked.push(question);
      const given = answer(question);
      if (given instanceof Error) throw given;
      yield { posts: [], deletes: [], gaps: [], cursor: undefined, ...given };
    },
  };
}

interface Stored {
  readonly level: Level;
  readonly count: number;
  readonly expectedFalsePerDay: number;
}

/** A stored campaign of accounts with a post each, 30 of level S2 unless said. */
async function aStoredCampaign(
  platform: string,
  { level = 'S2', count = 30, expectedFalsePerDay }: Partial<Stored> = {},
): Promise<{ campaign: Campaign; posts: readonly Post[] }> {
  const posts = Array.from({ length: count }, (_, n) =>
    aPost({
      platform,
      id: `${platform}-${n}`,
      accountId: `${platform}-a${n}`,
      text: `the same words over and over again, number ${n}`,
      tags: [platform],
      createdAt: new Date(openedAt.getTime() - hourMs + n * 20_000),
    }),
  );
  await store.posts.keepPage('s', { posts }, openedAt);
  const campaign = aCampaign({
    id: `${platform}-campaign`,
    platform,
    key: platform,
    tags: [platform],
    openedAt,
    firstAt: new Date(openedAt.getTime() - hourMs),
    lastAt: openedAt,
    posts: count,
    accounts: count,
    level,
    ...(expectedFalsePerDay === undefined ? {} : { expectedFalsePerDay }),
    version: 1,
  });
  const progress = await store.detect.progress();
  await store.detect.keepTick({
    at: openedAt,
    mark: progress?.mark ?? '',
    changes: [],
    detections: [],
    campaigns: [campaign],
  });
  return { campaign, posts };
}

function recheck(checker: Checker | readonly Checker[], at: Date, failures: unknown[] = []) {
  return createRecheck({
    store,
    checkers: [checker].flat(),
    now: () => at,
    onFailure: (_checker, error) => failures.push(error),
    assessing: async () => ({
      registry,
      context: { rulesVersion, watchedTags: [], watchedHosts: [] },
      around: async () => ({}),
    }),
  });
}

describe('the recheck job', () => {
  it('finds what was deleted and who was suspended, purges the text, and changes the campaign once', async () => {
    const { campaign } = await aStoredCampaign('rx');
    const at = new Date(openedAt.getTime() + hourMs + 60_000);
    const checker = aChecker(
      () => ({
        deletes: [
          { platform: 'rx', id: 'rx-0' },
          { platform: 'rx', id: 'rx-1' },
        ],
        accounts: [{ platform: 'rx', accountId: 'rx-a2', status: 'suspended', statusCheckedAt: at }],
      }),
      'rx',
    );

    const first = await recheck(checker, at).run({ at }, signal);
    const second = await recheck(checker, at).run({ at }, signal);
    const posts = await store.posts.postsOf({
      platform: 'rx',
      keyKind: 'tag',
      key: 'rx',
      from: campaign.firstAt,
      to: new Date(openedAt.getTime() + 1),
    });

    expect(checker.asked).toHaveLength(1);
    expect(checker.asked[0]?.posts).toHaveLength(30);
    expect(checker.asked[0]?.accounts).toHaveLength(30);
    expect(first).toMatchObject({ campaigns: 1, deleted: 2, changed: 1, failed: 0 });
    expect(second).toMatchObject({ campaigns: 0 });
    expect(posts.find(({ id }) => id === 'rx-0')).toMatchObject({ text: '', deletedAt: at });
    const changed = await store.campaigns.byId(campaign.id);
    expect(changed?.version).toBe(2);
    expect(changed?.assessment.indicators.find(({ name }) => name === 'deleted-posts')?.share).toMatchObject({
      n: 2,
      of: 30,
    });
    expect((await store.campaigns.changedSince(new Date(Date.now() - 60_000))).map(({ id }) => id)).toContain(
      campaign.id,
    );
  });

  it('leaves half of the budget of a day to what was told', async () => {
    const told = await aStoredCampaign('ru');
    const silent = await aStoredCampaign('rw', { level: 'S4', expectedFalsePerDay: 3 });
    const at = new Date(openedAt.getTime() + 20 * minuteMs);
    const limits = [{ unit: 'usd', month: 3, zone: 'UTC' }];
    const budgeted = (platform: string): Asked => ({
      ...aChecker(() => ({}), platform),
      budget: { key: `purse-${platform}`, limits },
    });
    const checkers = [budgeted('ru'), budgeted('rw')] as const;
    const run = () => recheck(checkers, at).run({ at }, signal);
    for (const { platform } of checkers) {
      await store.sources.spend({ purse: `purse-${platform}`, unit: 'usd', amount: 0.05, month: 3, zone: 'UTC' }, at);
    }

    await run();
    expect(checkers.map(({ asked }) => asked.length)).toEqual([1, 0]);

    await store.sources.spend({ purse: 'purse-rw', unit: 'usd', amount: -0.01, month: 3, zone: 'UTC' }, at);
    await run();
    expect(checkers.map(({ asked }) => asked.length)).toEqual([1, 1]);
    expect([told.campaign.level, silent.campaign.level]).toEqual(['S2', 'S4']);
  });

  it('asks again at the next run when the platform did not answer, and says why in /status', async () => {
    await aStoredCampaign('ry');
    const at = new Date(openedAt.getTime() + dayMs + 60_000);
    let broken = true;
    const failures: unknown[] = [];
    const checker = aChecker(() => (broken ? new SourceError('unavailable', 'ry answered 503') : {}), 'ry');

    const first = await recheck(checker, at, failures).run({ at }, signal);
    const trouble = (await store.sources.state('check:ry'))?.trouble;
    broken = false;
    const second = await recheck(checker, at).run({ at }, signal);

    expect(first).toMatchObject({ campaigns: 0, failed: 1 });
    expect(failures).toHaveLength(1);
    expect(trouble).toMatchObject({ kind: 'unavailable', failures: 1 });
    expect(second).toMatchObject({ campaigns: 1, failed: 0 });
    expect((await store.sources.state('check:ry'))?.trouble).toBeUndefined();
  });

  it('is due soon after the campaign opened and up to three months later; without evidence in the first hour only', () => {
    const after = (ms: number, level: Level = 'S3') => dueStep({ openedAt, level }, new Date(openedAt.getTime() + ms));

    expect(after(15 * minuteMs - 1)).toBeUndefined();
    expect(recheckAfterMs.map((ms) => after(ms))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(recheckAfterMs.map((ms) => after(ms, 'S4'))).toEqual([1, 2, 2, 2, 2, 2, 2]);
  });

  it('asks about a sample of a burst without evidence, and tells it in a channel when its posts are gone', async () => {
    const { campaign } = await aStoredCampaign('rs', { level: 'S4', count: 130, expectedFalsePerDay: 3 });
    const at = new Date(openedAt.getTime() + 20 * minuteMs);
    const checker = aChecker(
      ({ posts }) => ({ deletes: posts.slice(0, 60).map((id) => ({ platform: 'rs', id })) }),
      'rs',
    );

    const first = await recheck(checker, at).run({ at }, signal);
    const later = new Date(openedAt.getTime() + 4 * hourMs);
    const other = await aStoredCampaign('rt', { level: 'S4', count: 30, expectedFalsePerDay: 3 });
    const past = aChecker(() => ({}), 'rt');
    await recheck(past, later).run({ at: later }, signal);

    expect(checker.asked.map(({ posts, accounts }) => [posts.length, accounts.length])).toEqual([[100, 0]]);
    expect(first).toMatchObject({ campaigns: 1, deleted: 60, changed: 1 });
    expect((await store.campaigns.byId(campaign.id))?.level).toBe('S2');
    expect(past.asked).toEqual([]);
    expect((await store.campaigns.byId(other.campaign.id))?.level).toBe('S4');
  });
});

describe('the enrich job', () => {
  it('asks for the profiles of a campaign first, no more than a run may, and not twice', async () => {
    await aStoredCampaign('rz');
    await store.posts.keepPage(
      's',
      { posts: [aPost({ platform: 'rz', accountId: 'rz-other', createdAt: openedAt })] },
      openedAt,
    );
    const at = new Date(openedAt.getTime() + 60_000);
    const checker = aChecker(
      ({ accounts }) => ({
        // Two of three say something.
        accounts: accounts
          .filter((_, n) => n % 3 !== 0)
          .map((accountId) => ({
            platform: 'rz',
            accountId,
            accountCreatedAt: new Date('2026-01-05T00:00:00Z'),
            followers: 7,
          })),
      }),
      'rz',
    );
    const run = (everybody: boolean) =>
      createEnrich({
        store,
        checkers: [checker].flat(),
        perRun: 20,
        everybody,
        now: () => at,
        onFailure: () => undefined,
      }).run({ at }, signal);

    const reports = [await run(true), await run(true), await run(true)];

    const asked = checker.asked.map(({ accounts }) => accounts);
    expect(asked.map(({ length }) => length)).toEqual([20, 11]);
    expect(asked[0]).not.toContain('rz-other');
    expect(asked[1]).toContain('rz-other');
    expect(new Set(asked.flat()).size).toBe(31);
    expect(reports[2]).toEqual({ asked: 0, answered: 0, failed: 0 });
    const known = await store.lookups.accountActivity('rz', asked[0]?.[1] ?? '', {});
    expect(known).toMatchObject({ createdAt: new Date('2026-01-05T00:00:00Z'), followers: 7 });
  });
});
