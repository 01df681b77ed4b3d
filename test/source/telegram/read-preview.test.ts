import { afterEach, describe, expect, it } from 'vitest';
import { createHttp } from '../../../src/source/http/create-http.ts';
import type { Source } from '../../../src/source/source.ts';
import { createTelegram } from '../../../src/source/telegram/create-telegram.ts';
import { TelegramSettings } from '../../../src/source/telegram/settings.ts';
import { startWebServer, type WebServer } from '../../fakes/web-server.ts';
import { aContext, aTime, pagesOf } from '../a-poll.ts';
import { type PreviewBlock, type PreviewServer, previewAnswer } from './a-preview.ts';

const channel = 'lanternnews';
const at = '2026-03-02T10:12:00+00:00';
let web: WebServer | undefined;

afterEach(async () => {
  await web?.close();
  web = undefined;
});

/** A channel whose preview can be changed between two polls. */
async function aChannel(first: PreviewServer, settings: Partial<TelegramSettings> = {}) {
  let server = first;
  const started = await startWebServer((exchange) => previewAnswer(exchange, channel, server));
  web = started;
  const http = createHttp({ userAgent: 'Tocsin/test', clock: () => aTime }, { random: () => 0, sleep: async () => {} });
  const given = { enabled: true, channels: ['@LanternNews'], listed: false, previewUrl: started.url, ...settings };
  const log = { warn() {}, info() {} };
  const { sources } = createTelegram(TelegramSettings.parse(given), undefined, { http, log });
  const [source] = sources as [Source];
  let cursor: unknown;
  return {
    source,
    server: started,
    change: (next: PreviewServer) => void (server = next),
    cursor: () => cursor,
    poll: async (context = aContext()) => {
      const pages = [];
      for (const page of await pagesOf(source, cursor, context)) {
        pages.push(page);
        cursor = JSON.parse(JSON.stringify(page.cursor));
      }
      return {
        posts: pages.flatMap((page) => page.posts),
        deletes: pages.flatMap((page) => page.deletes.map(({ id }) => id)),
        gaps: pages.flatMap((page) => page.gaps),
        accounts: pages.flatMap((page) => page.accounts ?? []),
        raw: pages.flatMap((page) => page.raw ?? []),
        last: pages.at(-1),
      };
    },
  };
}

const blocks = (from: number, to: number, text = 'message'): PreviewBlock[] =>
  Array.from({ length: to - from + 1 }, (_, n) => ({ id: from + n, at, text: `${text} ${from + n}` }));

describe('a channel by its preview', () => {
  it('is one source that reads part of the platform', async () => {
    const { source } = await aChannel({ blocks: [] });

    expect(source).toMatchObject({ id: 'telegram:lanternnews', coverage: 'part', catchesUp: true, everyMinutes: 10 });
  });

  it('reads so many messages back at first, then what is new and the last fifty again', async () => {
    const { poll, change, server } = await aChannel({ blocks: blocks(1, 300) }, { backfillMessages: 100 });

    const first = await poll();
    const requests = server.requests.length;
    change({ blocks: blocks(1, 303) });
    const second = await poll();

    expect(first.posts.map(({ id }) => id)).toContain('lanternnews/201');
    expect(first.posts).toHaveLength(100);
    expect(first.last).toMatchObject({ done: true, watermark: aTime });
    expect(second.posts.map(({ id }) => id)).toContain('lanternnews/303');
    expect(server.requests.length - requests).toBe(3);
    expect(second.deletes).toEqual([]);
  });

  it('gives posts under name and number, with followers, and the HTML of each', async () => {
    const { poll } = await aChannel({ blocks: [{ id: 7, at, text: 'a <b>light</b>', views: '1.2K' }] });

    const { posts, raw, accounts } = await poll();

    expect(posts[0]).toMatchObject({
      platform: 'telegram',
      id: 'lanternnews/7',
      accountId: 'lanternnews',
      handle: 'lanternnews',
      followers: 27_400,
      createdAt: new Date(at),
      seenAt: aTime,
      kind: 'original',
      text: 'a light',
    });
    expect(JSON.stringify(raw[0]?.payload)).toContain('1.2K');
    expect(accounts).toEqual([
      { platform: 'telegram', accountId: 'lanternnews', handle: 'lanternnews', followers: 27_400 },
    ]);
  });

  it('counts the edits that it sees', async () => {
    const { poll, change } = await aChannel({
      blocks: [
        { id: 7, at, text: 'one' },
        { id: 8, at, text: 'x', edited: true },
      ],
    });
    const first = await poll();

    change({
      blocks: [
        { id: 7, at, text: 'two', edited: true },
        { id: 8, at, text: 'x', edited: true },
      ],
    });
    const second = await poll();
    change({
      blocks: [
        { id: 7, at, text: 'three', edited: true },
        { id: 8, at, text: 'x', edited: true, views: '9' },
      ],
    });
    const third = await poll();

    const edits = ({ posts }: typeof first) => posts.map(({ edit }) => edit);
    expect(edits(first)).toEqual([undefined, 1]);
    expect(edits(second)).toEqual([1, 1]);
    expect(edits(third)).toEqual([2, 1]);
  });

  it('finds deletions between messages that are there, and only there', async () => {
    const all = blocks(1, 30);
    const { poll, change } = await aChannel({ blocks: all });
    await poll();

    change({ blocks: all.filter(({ id }) => ![1, 15, 30].includes(id)) });
    const gone = await poll();
    change({ blocks: [...all.filter(({ id }) => ![1, 15, 30].includes(id)), { id: 31, at, text: 'new' }] });
    const later = await poll();

    expect(gone.deletes).toEqual(['lanternnews/15']);
    expect(later.deletes).toEqual(['lanternnews/30']);
  });

  it('does not take a message for deleted that it cannot understand', async () => {
    const { poll, change } = await aChannel({ blocks: blocks(1, 5) });
    await poll();

    change({ blocks: blocks(1, 5).map((block) => (block.id === 3 ? { ...block, at: 'soon' } : block)) });

    expect((await poll()).deletes).toEqual([]);
  });

  it('keeps the name of an album whose first picture was taken out', async () => {
    const album = (ids: readonly number[]): PreviewBlock => ({
      id: ids[0] ?? 0,
      at,
      text: 'an album',
      before: `<div class="tgme_widget_message_grouped_wrap">${ids
        .map(
          (id) =>
            `<a class="tgme_widget_message_photo_wrap grouped_media_wrap" href="https://t.me/lanternnews/${id}?single"></a>`,
        )
        .join('')}</div>`,
    });
    const { poll, change } = await aChannel({ blocks: [{ id: 1, at }, album([2, 3, 4]), { id: 9, at }] });
    await poll();

    change({ blocks: [{ id: 1, at }, album([3, 4]), { id: 9, at }] });
    const { posts, deletes } = await poll();

    expect(posts.map(({ id }) => id)).toEqual(['lanternnews/1', 'lanternnews/2', 'lanternnews/9']);
    expect(deletes).toEqual([]);
  });

  it('tells a closed preview from silence', async () => {
    const { poll, change, source, cursor } = await aChannel({ blocks: blocks(1, 3) });
    await poll();
    const later = new Date(aTime.getTime() + 600_000);

    change({ blocks: [], closed: 'View' });
    const gaps = [];
    let error: unknown;
    try {
      for await (const page of source.poll(cursor(), aContext({ now: later }))) gaps.push(...page.gaps);
    } catch (thrown) {
      error = thrown;
    }

    expect(gaps).toEqual([{ from: aTime, to: later, reason: 'preview closed' }]);
    expect(error).toMatchObject({ kind: 'refused', message: expect.stringContaining('shows no preview') });
  });

  it('reads on where it stopped when the preview opens again', async () => {
    const { poll, change } = await aChannel({ blocks: blocks(1, 3) });
    await poll();
    change({ blocks: [], closed: 'View' });
    await poll().catch(() => undefined);

    change({ blocks: blocks(1, 5) });

    expect((await poll()).posts.map(({ id }) => id)).toContain('lanternnews/5');
  });

  it('says that there is no such channel', async () => {
    const { poll } = await aChannel({ blocks: [], closed: 'Contact' });

    await expect(poll()).rejects.toMatchObject({ kind: 'refused', message: 'Telegram has no channel lanternnews' });
  });

  it('takes a page without messages for closed, too', async () => {
    const { poll } = await aChannel({ blocks: [] });

    await expect(poll()).rejects.toMatchObject({ kind: 'refused' });
  });

  it('says what it lost when a channel writes more than one turn reads', async () => {
    const { poll, change } = await aChannel({ blocks: blocks(1, 30) });
    await poll();

    change({ blocks: blocks(1, 700) });
    const { posts, gaps, deletes } = await poll();

    expect(posts).toHaveLength(500);
    expect(gaps).toMatchObject([{ from: aTime, reason: 'more messages than one turn reads' }]);
    expect(deletes).toEqual([]);
  });

  it('begins anew when the name passes to another channel', async () => {
    const { poll, change } = await aChannel({ blocks: blocks(900, 905) });
    await poll();

    change({ blocks: blocks(1, 4, 'theirs'), number: 77 });
    const { posts, gaps, deletes } = await poll();

    expect(posts.map(({ id }) => id)).toEqual([1, 2, 3, 4].map((id) => `lanternnews/${id}`));
    expect(gaps).toMatchObject([{ reason: 'the name passed to another channel' }]);
    expect(deletes).toEqual([]);
  });
});

describe('channels of listed accounts', () => {
  it('are read by one source, each from its own place, and one that is closed does not stop the others', async () => {
    const started = await startWebServer((exchange) =>
      exchange.path.includes('harbour')
        ? previewAnswer(exchange, 'harbour_post', { blocks: [], closed: 'View' })
        : previewAnswer(exchange, channel, { blocks: blocks(1, 3) }),
    );
    web = started;
    const http = createHttp(
      { userAgent: 'Tocsin/test', clock: () => aTime },
      { random: () => 0, sleep: async () => {} },
    );
    const settings = TelegramSettings.parse({ enabled: true, channels: ['own_channel'], previewUrl: started.url });
    const log = { warn() {}, info() {} };
    const { sources } = createTelegram(settings, undefined, { http, log });
    const listed = sources.at(-1) as Source;
    const accounts = [{ handle: 'https://t.me/LanternNews' }, { handle: '@Harbour_Post' }, { handle: 'own_channel' }];

    const first = await pagesOf(listed, undefined, aContext({ watched: { accounts } }));
    const asked = started.requests.length;
    const second = await pagesOf(listed, first.at(-1)?.cursor, aContext({ watched: { accounts } }));

    expect(listed.id).toBe('telegram:listed');
    expect(first.flatMap(({ posts }) => posts.map(({ id }) => id))).toEqual([1, 2, 3].map((id) => `lanternnews/${id}`));
    expect(first.flatMap(({ gaps }) => gaps)).toMatchObject([{ reason: 'preview closed' }]);
    expect(first.at(-1)).toMatchObject({ done: true, watermark: undefined });
    // The closed one is left alone for some hours.
    expect(started.requests.slice(asked).map(({ path }) => path)).toEqual(['/s/lanternnews']);
    expect(second.flatMap(({ gaps }) => gaps)).toEqual([]);
  });
});
