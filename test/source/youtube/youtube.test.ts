import { afterEach, describe, expect, it } from 'vitest';
import type { Page } from '../../../src/source/source.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import { nextPacificDay } from '../../../src/source/youtube/api.ts';
import { YoutubeSettings } from '../../../src/source/youtube/settings.ts';
import { aBudget, aContext, aTime, pagesOf } from '../a-poll.ts';
import { apiError, aYoutube, type FakeYoutube, theChannel, theKey, videoId } from './a-youtube.ts';

let youtube: FakeYoutube;
afterEach(() => youtube.server.close());

const hour = 3_600_000;

function at(hours: number): Date {
  return new Date(aTime.getTime() + hours * hour);
}

async function uploads(cursor?: unknown, context = aContext()): Promise<readonly Page[]> {
  return pagesOf(youtube.platform.sources[0]!, cursor, context);
}

function lastCursor(pages: readonly Page[]): unknown {
  return JSON.parse(JSON.stringify(pages.at(-1)?.cursor));
}

function range(from: number, to: number): readonly { readonly id: string }[] {
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, n) => ({ id: videoId(from > to ? from - n : from + n) }));
}

describe('uploads of channels', () => {
  it('become posts with their own time, language, counts and `#tags`', async () => {
    youtube = await aYoutube();
    youtube.videos = [
      {
        id: videoId(1),
        title: 'Lanterns <3',
        description: 'All of #LanternDay\nhttps://a.example/x',
        publishedAt: '2026-03-02T10:00:00Z',
        statistics: { viewCount: '99', likeCount: '12', commentCount: '0' },
        more: { tags: ['keyword', 'another keyword'], defaultAudioLanguage: 'zh-Hans' },
      },
      { id: videoId(2), more: { defaultLanguage: 'en' } },
    ];

    const [page] = await uploads();

    expect(page?.posts).toMatchObject([
      {
        platform: 'youtube',
        id: videoId(1),
        accountId: theChannel,
        createdAt: new Date('2026-03-02T10:00:00Z'),
        seenAt: aTime,
        text: 'Lanterns <3\nAll of #LanternDay\nhttps://a.example/x',
        lang: 'zh-Hans',
        tags: ['lanternday'],
        links: ['youtube.com/watch?v=video-00001', 'a.example/x'],
        likes: 12,
        replies: 0,
      },
      { id: videoId(2), lang: 'en', likes: undefined, replies: undefined },
    ]);
    expect(page?.raw).toMatchObject([{ payload: { snippet: { tags: ['keyword', 'another keyword'] } } }, {}]);
    expect(page?.done).toBe(true);
  });

  it('are read with the key in a header and nowhere else', async () => {
    youtube = await aYoutube();
    youtube.videos = [{ id: videoId(1) }];

    await uploads();

    expect(youtube.server.requests.length).toBe(2);
    for (const { headers, query } of youtube.server.requests) {
      expect(headers['x-goog-api-key']).toBe(theKey);
      expect(query.toString()).not.toContain(theKey);
    }
  });

  it('cost one unit for 50 of a list and one for the counts of 50, counted before', async () => {
    youtube = await aYoutube();
    youtube.videos = [...range(60, 1)];
    const budget = aBudget();

    const pages = await uploads(undefined, aContext({ budget }));

    expect(budget.spent.get('units')).toBe(2);
    expect(pages.reduce((sum, { cost }) => sum + (cost?.amount ?? 0), 0)).toBe(2);
    expect(youtube.calls('videos')).toHaveLength(1);
  });

  it('are asked for their counts again in their first two days only', async () => {
    youtube = await aYoutube();
    youtube.videos = [{ id: videoId(2) }, { id: videoId(1), publishedAt: '2026-02-01T10:00:00Z' }];
    const first = lastCursor(await uploads());

    const second = await uploads(first, aContext({ now: at(1) }));
    const third = await uploads(lastCursor(second), aContext({ now: at(72) }));
    const fourth = await uploads(lastCursor(third), aContext({ now: at(73) }));

    expect(second[0]?.posts.map(({ id }) => id)).toEqual([videoId(2)]);
    expect(third[0]?.posts.map(({ id }) => id)).toEqual([videoId(2)]);
    expect(fourth[0]?.posts).toEqual([]);
  });

  it('are found where they appear in the middle of the list, published late', async () => {
    youtube = await aYoutube();
    youtube.videos = [...range(30, 21), ...range(19, 1)];
    const first = lastCursor(await uploads());
    youtube.videos = [...range(30, 1)];

    const [page] = await uploads(first, aContext({ now: at(72) }));

    expect(page?.posts.map(({ id }) => id)).toContain(videoId(20));
  });

  it('are read back to what is known after a pause', async () => {
    youtube = await aYoutube();
    youtube.videos = [...range(60, 1)];
    const first = lastCursor(await uploads());
    youtube.videos = [...range(260, 1)];

    const pages = await uploads(first, aContext({ now: at(72) }));

    const ids = new Set(pages.flatMap(({ posts }) => posts.map(({ id }) => id)));
    for (const { id } of range(61, 260)) expect(ids).toContain(id);
    expect(pages.flatMap(({ gaps }) => gaps)).toEqual([]);
  });

  it('are a gap where more came than is read at once', async () => {
    youtube = await aYoutube();
    youtube.videos = [...range(50, 1)];
    const first = lastCursor(await uploads());
    youtube.videos = [...range(2000, 1)];

    const pages = await uploads(first, aContext({ now: at(72) }));

    expect(pages.flatMap(({ gaps }) => gaps)).toEqual([
      { from: aTime, to: at(72), reason: 'more uploads of one channel than are read at once' },
    ]);
  });

  it('are deleted where the list hides them, where they vanish from it, and never for a title alone', async () => {
    youtube = await aYoutube();
    youtube.videos = [...range(5, 1)];
    const first = lastCursor(await uploads());
    youtube.videos = [
      { id: videoId(5), title: 'Deleted video' },
      { id: videoId(4), hiddenAs: 'Private video' },
      { id: videoId(2), hiddenAs: 'Deleted video' },
      { id: videoId(1) },
    ];

    const [page] = await uploads(first, aContext({ now: at(1) }));

    expect(page?.deletes.map(({ id }) => id).sort()).toEqual([videoId(2), videoId(3), videoId(4)]);
  });

  it('of channels that the registry lists are read, too, and one that is gone costs no other', async () => {
    const listed = 'UCzyxwvutsrqponmlkjihgfe';
    youtube = await aYoutube();
    youtube.videos = [{ id: videoId(1), channelId: listed }];
    const watched = { accounts: [{ nativeId: listed }, { handle: 'someone' }, { nativeId: 'not-a-channel' }] };

    const pages = await uploads(undefined, aContext({ watched }));

    expect(pages.flatMap(({ posts }) => posts)).toMatchObject([{ id: videoId(1), accountId: listed }]);
    expect(youtube.logged).toEqual([expect.stringContaining('no such channel')]);
  });

  it('go on with the next channel where the quota ended', async () => {
    const channels = ['UCaaaaaaaaaaaaaaaaaaaaaa', 'UCbbbbbbbbbbbbbbbbbbbbbb', 'UCcccccccccccccccccccccc'];
    youtube = await aYoutube({ channels });
    youtube.videos = channels.flatMap((channelId, n) =>
      Array.from({ length: 50 }, (_, m) => ({ id: videoId(n * 100 + m), channelId })),
    );
    let units = 3;
    const until = at(20);
    const broke = aBudget(() => (units-- > 0 ? undefined : new SourceError('budget', 'spent', { until })));
    const pages: Page[] = [];
    const poll = async (): Promise<void> => {
      for await (const page of youtube.platform.sources[0]!.poll(undefined, aContext({ budget: broke })))
        pages.push(page);
    };

    await expect(poll()).rejects.toMatchObject({ kind: 'budget', until });
    const rest = await uploads(lastCursor(pages), aContext({ now: at(21) }));

    expect(new Set(pages.flatMap(({ posts }) => posts.map(({ accountId }) => accountId)))).toEqual(
      new Set([channels[0]]),
    );
    expect(
      youtube
        .calls('playlistItems')
        .slice(2)
        .map(({ query }) => query.get('playlistId')?.slice(2, 4)),
    ).toEqual(['bb', 'cc', 'aa']);
    expect(rest.at(-1)?.done).toBe(true);
  });

  it('that cannot be read cost themselves only, and are counted', async () => {
    youtube = await aYoutube();
    youtube.videos = [{ id: videoId(2), more: { publishedAt: 'soon' } }, { id: videoId(1) }];

    const [page] = await uploads();

    expect(page?.posts.map(({ id }) => id)).toEqual([videoId(1)]);
    expect(page?.deletes).toEqual([]);
    expect(youtube.logged).toEqual([expect.stringContaining('"left":1')]);
  });
});

describe('what YouTube refuses', () => {
  it.each([
    [403, 'quotaExceeded', 'budget'],
    [403, 'dailyLimitExceeded', 'budget'],
    [403, 'accessNotConfigured', 'credential'],
    [400, 'keyInvalid', 'credential'],
    [403, 'rateLimitExceeded', 'wait'],
    [403, 'forbidden', 'unavailable'],
    [400, 'invalidValue', 'refused'],
  ])('%s %s is %s', async (status, reason, kind) => {
    youtube = await aYoutube();
    youtube.refuse = () => apiError(status, reason);

    await expect(uploads()).rejects.toMatchObject({ kind, status });
  });

  it('is refused until midnight Pacific when the quota is used up', async () => {
    youtube = await aYoutube();
    youtube.refuse = () => apiError(403, 'quotaExceeded');

    // Noon UTC on 2 March is 4 in the morning there.
    await expect(uploads()).rejects.toMatchObject({ until: new Date('2026-03-03T08:00:00Z') });
    // Summer time begins on 8 March.
    expect(nextPacificDay(new Date('2026-03-08T09:00:00Z'))).toEqual(new Date('2026-03-09T07:00:00Z'));
  });

  it('costs no second unit: refused requests are charged, too', async () => {
    youtube = await aYoutube();
    youtube.refuse = () => ({ status: 503, text: 'backend error' });

    await expect(uploads()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(youtube.server.requests).toHaveLength(1);
  });

  it('is no list where it is another answer: nothing is taken for deleted', async () => {
    youtube = await aYoutube();
    youtube.videos = [{ id: videoId(1) }];
    youtube.refuse = ({ path }) => (path === '/videos' ? { json: { message: 'try later' } } : undefined);

    await expect(uploads()).rejects.toMatchObject({ kind: 'garbage' });
  });
});

describe('searches', () => {
  const searching = {
    channels: [],
    searches: ['lantern day', 'lantern night'],
    search: { everyHours: 3, maxPages: 2 },
  };

  it('have a purse of their own, and pages count', async () => {
    youtube = await aYoutube(searching);
    youtube.videos = [...range(70, 1)];
    const budget = aBudget();
    const source = youtube.platform.sources[1]!;

    const pages = await pagesOf(source, undefined, aContext({ budget }));

    expect(source).toMatchObject({ id: 'youtube:search', everyMinutes: 180, platform: 'youtube' });
    expect(Object.fromEntries(budget.spent)).toEqual({ searches: 4, units: 4 });
    expect(pages.map(({ posts }) => posts.length)).toEqual([70, 70]);
    expect(pages.at(-1)).toMatchObject({ done: true, watermark: at(-6) });
  });

  it('are a gap where there is more than the pages that are paid for', async () => {
    youtube = await aYoutube({ ...searching, searches: ['lantern day'] });
    youtube.videos = range(150, 1).map(({ id }, n) => ({ id, publishedAt: at(-n / 10).toISOString() }));

    const [page] = await pagesOf(youtube.platform.sources[1]!);

    expect(page?.posts).toHaveLength(100);
    expect(page?.gaps).toEqual([{ from: at(-24), to: at(-9.9), reason: 'a search gives 100 videos at once only' }]);
  });

  it('reach back six hours, since videos are found late', async () => {
    youtube = await aYoutube({ ...searching, searches: ['lantern day'] });
    const [first] = await pagesOf(youtube.platform.sources[1]!);

    await pagesOf(youtube.platform.sources[1]!, first?.cursor, aContext({ now: at(3) }));

    const asked = youtube.calls('search').map(({ query }) => query.get('publishedAfter'));
    expect(asked).toEqual(['2026-03-01T12:00:00Z', '2026-03-02T06:00:00Z']);
  });

  it('start anew from a cursor that cannot be read, with a gap', async () => {
    youtube = await aYoutube({ ...searching, searches: ['lantern day'] });
    youtube.videos = [{ id: videoId(1) }];

    const pages = await pagesOf(youtube.platform.sources[1]!, { version: 9 });

    expect(pages.flatMap(({ gaps }) => gaps)).toHaveLength(1);
    expect(pages.flatMap(({ posts }) => posts)).toHaveLength(1);
  });
});

describe('looking up what was read', () => {
  it('finds deleted videos, and followers and age of channels, 50 at once', async () => {
    youtube = await aYoutube();
    youtube.videos = [...range(60, 1)].filter(({ id }) => id !== videoId(7));
    youtube.channels = [
      {
        id: theChannel,
        snippet: { publishedAt: '2015-05-01T00:00:00Z', customUrl: '@lanterns' },
        statistics: { subscriberCount: '12300', hiddenSubscriberCount: false },
      },
      { id: 'UCbbbbbbbbbbbbbbbbbbbbbb', statistics: { subscriberCount: '0', hiddenSubscriberCount: true } },
    ];
    const question = {
      posts: [...range(60, 1).map(({ id }) => id), 'no id of a video'],
      accounts: [theChannel, 'UCbbbbbbbbbbbbbbbbbbbbbb', 'UCcccccccccccccccccccccc', 'someone'],
    };
    const budget = aBudget();

    const pages: Page[] = [];
    for await (const page of youtube.platform.checker!.lookUp(question, aContext({ budget }))) pages.push(page);

    expect(pages.flatMap(({ deletes }) => deletes)).toEqual([{ platform: 'youtube', id: videoId(7) }]);
    expect(pages.flatMap(({ accounts = [] }) => accounts)).toEqual([
      {
        platform: 'youtube',
        accountId: theChannel,
        handle: 'lanterns',
        accountCreatedAt: new Date('2015-05-01T00:00:00Z'),
        followers: 12_300,
        status: 'active',
        statusCheckedAt: aTime,
      },
      expect.objectContaining({ accountId: 'UCbbbbbbbbbbbbbbbbbbbbbb', followers: undefined, status: 'active' }),
      { platform: 'youtube', accountId: 'UCcccccccccccccccccccccc', status: 'deleted', statusCheckedAt: aTime },
    ]);
    expect(budget.spent.get('units')).toBe(3);
  });
});

describe('settings of YouTube', () => {
  it('name the purse with Google’s own limits and day', async () => {
    youtube = await aYoutube();

    expect(youtube.platform.sources[0]?.budget).toEqual({
      key: 'youtube',
      limits: [
        { unit: 'units', day: 10_000, zone: 'America/Los_Angeles' },
        { unit: 'searches', day: 100, zone: 'America/Los_Angeles' },
      ],
    });
    expect(youtube.platform.sources.map(({ id }) => id)).toEqual(['youtube:uploads']);
    expect(YoutubeSettings.parse({}).enabled).toBe('auto');
  });
});
