import { describe, expect, it } from 'vitest';
import { createHttp } from '../../../src/source/http/create-http.ts';
import type { Page, PollContext, Source } from '../../../src/source/source.ts';
import type { ChannelMessage } from '../../../src/source/telegram/channel-message.ts';
import { createTelegram } from '../../../src/source/telegram/create-telegram.ts';
import { TelegramSettings } from '../../../src/source/telegram/settings.ts';
import { aContext, aTime, pagesOf } from '../a-poll.ts';
import { aMessage, aTelegram, type FakeTelegram, openFake } from './a-telegram.ts';

const secrets = { apiId: 1, apiHash: 'hash', session: 'session' };

function telegramOf(fake: FakeTelegram, settings: Partial<TelegramSettings> = {}) {
  const given = { enabled: true, channels: ['lanternnews'], listed: false, ...settings };
  const http = createHttp({ userAgent: 'Tocsin/test', clock: () => aTime });
  const openClient = () => () => openFake(fake);
  return createTelegram(TelegramSettings.parse(given), secrets, { http, log: { warn() {}, info() {} }, openClient });
}

function aReader(fake: FakeTelegram, settings: Partial<TelegramSettings> = {}) {
  const [source] = telegramOf(fake, settings).sources as [Source];
  let cursor: unknown;
  return {
    source,
    cursor: () => cursor,
    poll: async (context: PollContext = aContext()) => {
      const pages: Page[] = [];
      for await (const page of source.poll(cursor, context)) {
        pages.push(page);
        cursor = JSON.parse(JSON.stringify(page.cursor));
      }
      return {
        pages,
        ids: pages.flatMap(({ posts }) => posts.map(({ id }) => id)),
        posts: pages.flatMap(({ posts }) => posts),
        deletes: pages.flatMap(({ deletes }) => deletes.map(({ id }) => id)),
        gaps: pages.flatMap(({ gaps }) => gaps),
      };
    },
  };
}

const messages = (from: number, to: number): ChannelMessage[] =>
  Array.from({ length: to - from + 1 }, (_, n) => aMessage(from + n));

describe('a channel as a Telegram user', () => {
  it('is found by name once, then read upwards page by page', async () => {
    const fake = aTelegram({ lanternnews: messages(1, 450) });
    const { poll } = aReader(fake);

    const first = await poll();
    fake.channels['lanternnews'] = messages(1, 700);
    const second = await poll();

    expect(first.ids).toHaveLength(200);
    expect(first.ids[0]).toBe('lanternnews/251');
    expect(first.pages.at(-1)).toMatchObject({ done: true, watermark: aTime });
    expect(new Set(second.ids).size).toBe(300);
    expect(fake.calls.filter((call) => call.startsWith('resolve'))).toEqual(['resolve lanternnews']);
    expect([fake.opened, fake.closed]).toEqual([2, 2]);
  });

  it('goes on after a crash from the last page that was kept', async () => {
    const fake = aTelegram({ lanternnews: messages(1, 450) });
    const { source } = aReader(fake, { backfillMessages: 400 });
    const [first] = await pagesOf(source, undefined, aContext(), 1);

    const rest = await pagesOf(source, JSON.parse(JSON.stringify(first?.cursor)), aContext());

    const ids = [first, ...rest].flatMap((page) => page?.posts.map(({ id }) => id) ?? []);
    expect(new Set(ids).size).toBe(400);
    expect(fake.closed).toBe(fake.opened);
  });

  it('reads the last fifty again: edits get a number, what is gone is deleted', async () => {
    const fake = aTelegram({ lanternnews: messages(1, 80) });
    const { poll } = aReader(fake);
    await poll();

    fake.channels['lanternnews'] = messages(1, 80)
      .filter(({ ids }) => ids[0] !== 80 && ids[0] !== 5)
      .map((message) => (message.ids[0] === 70 ? { ...message, text: 'other words', edited: true } : message));
    const second = await poll();
    const third = await poll();

    expect(second.deletes).toEqual(['lanternnews/80']);
    expect(second.posts.find(({ id }) => id === 'lanternnews/70')).toMatchObject({ text: 'other words', edit: 1 });
    expect(third.deletes).toEqual([]);
    expect(third.posts.find(({ id }) => id === 'lanternnews/70')?.edit).toBe(1);
  });

  it('makes one post of an album, also where a page ends within it', async () => {
    const album = [100, 101, 102].map((id) =>
      aMessage(id, { group: 'g', media: [`m${id}`], text: id === 100 ? 'caption' : '' }),
    );
    const fake = aTelegram({ lanternnews: [...messages(1, 99), ...album, ...messages(103, 130)] });
    const { poll } = aReader(fake);

    const first = await poll();
    const second = await poll();

    const posts = first.posts.filter(({ id }) => ['lanternnews/100', 'lanternnews/101'].includes(id));
    expect(posts).toMatchObject([{ id: 'lanternnews/100', text: 'caption', media: ['m100', 'm101', 'm102'] }]);
    expect(second.posts.find(({ id }) => id === 'lanternnews/100')).toMatchObject({ edit: undefined, text: 'caption' });
    expect(second.deletes).toEqual([]);
  });

  it('keeps who forwarded what from where, and leaves out service messages', async () => {
    const fake = aTelegram({
      lanternnews: [
        aMessage(1, { service: true }),
        aMessage(2, { forward: { post: 'harbour_post/9' }, replyTo: 1 }),
        aMessage(3, { forward: {} }),
        aMessage(4, { replyTo: 2, likes: 5, reposts: 6, replies: 7, views: 800 }),
      ],
    });

    const { posts } = await aReader(fake).poll();

    expect(posts).toMatchObject([
      { id: 'lanternnews/2', kind: 'repost', parentId: 'harbour_post/9', followers: 900 },
      { id: 'lanternnews/3', kind: 'repost', parentId: undefined },
      { id: 'lanternnews/4', kind: 'reply', parentId: 'lanternnews/2', likes: 5, reposts: 6, replies: 7 },
    ]);
  });

  it('is found anew after a login with another account', async () => {
    const fake = aTelegram({ lanternnews: messages(1, 3) });
    const { poll } = aReader(fake);
    await poll();

    fake.account = 2;
    fake.channels['lanternnews'] = messages(1, 4);
    const { ids } = await poll();

    expect(ids).toContain('lanternnews/4');
    expect(fake.calls.filter((call) => call.startsWith('resolve'))).toHaveLength(2);
  });

  it('waits as long as Telegram asks, and loses nothing by it', async () => {
    const fake = aTelegram({ lanternnews: messages(1, 3) });
    const { poll } = aReader(fake);
    await poll();
    fake.floods.set('lanternnews', 900);

    await expect(poll()).rejects.toMatchObject({ kind: 'wait', until: new Date(aTime.getTime() + 900_000) });

    fake.floods.clear();
    fake.channels['lanternnews'] = messages(1, 5);
    expect((await poll()).ids).toContain('lanternnews/5');
    expect(fake.closed).toBe(fake.opened);
  });

  it('is a gap when it is private or gone, and says why', async () => {
    const fake = aTelegram({ lanternnews: messages(1, 3) });
    const { poll, source, cursor } = aReader(fake);
    await poll();
    fake.errors.set('lanternnews', { code: 400, text: 'CHANNEL_PRIVATE' });
    const later = new Date(aTime.getTime() + 600_000);

    const gaps: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const page of source.poll(cursor(), aContext({ now: later }))) gaps.push(...page.gaps);
    };

    await expect(read()).rejects.toMatchObject({ kind: 'refused', answer: 'CHANNEL_PRIVATE' });
    expect(gaps).toEqual([{ from: aTime, to: later, reason: expect.stringContaining('private') }]);
  });

  it('needs a person when the session is revoked', async () => {
    const fake = aTelegram({ lanternnews: messages(1, 3) });
    fake.errors.set('lanternnews', { code: 401, text: 'SESSION_REVOKED' });

    await expect(aReader(fake).poll()).rejects.toMatchObject({ kind: 'credential' });
  });

  it('does not take a restricted channel for a silent one', async () => {
    const fake = aTelegram({ lanternnews: [] });
    fake.restriction = 'all: terms';

    const { gaps } = await aReader(fake).poll();

    expect(gaps).toMatchObject([{ reason: 'restricted by Telegram (all: terms)' }]);
  });

  it('begins anew with a gap when its place was lost', async () => {
    const fake = aTelegram({ lanternnews: messages(1, 3) });
    const { source } = aReader(fake);

    for (const cursor of [7, 'x', { newest: -1 }, { newest: 3, readAt: 'soon', recent: [] }]) {
      const pages = await pagesOf(source, cursor, aContext());

      expect(pages.flatMap(({ gaps }) => gaps)).toMatchObject([{ reason: 'the place was lost' }]);
      expect(pages.flatMap(({ posts }) => posts)).toHaveLength(3);
    }
  });

  it('asks for a login where there is none, and reads previews where that is allowed', async () => {
    const http = createHttp({ userAgent: 'Tocsin/test', clock: () => aTime });
    const settings = TelegramSettings.parse({ enabled: true, channels: ['lanternnews'], way: 'mtproto' });
    const { sources } = createTelegram(settings, undefined, { http, log: { warn() {}, info() {} } });

    await expect(pagesOf(sources[0] as Source)).rejects.toMatchObject({ kind: 'credential' });
    expect(sources.map(({ id }) => id)).toEqual(['telegram:lanternnews', 'telegram:listed']);
  });

  it('refuses a name that is none, and reads nothing while switched off', () => {
    expect(() => telegramOf(aTelegram({}), { channels: ['no name!'] })).toThrow('no name of a public');
    expect(telegramOf(aTelegram({}), { enabled: false }).sources).toEqual([]);
  });
});

describe('channels of listed accounts', () => {
  it('wait each for itself', async () => {
    const fake = aTelegram({ harbour_post: messages(1, 2), lanternnews: messages(1, 2) });
    fake.floods.set('harbour_post', 1200);
    const [listed] = telegramOf(fake, { channels: [], listed: true }).sources as [Source];
    const accounts = [{ handle: 'lanternnews' }, { handle: 'harbour_post' }];
    const at = (minutes: number): PollContext =>
      aContext({ now: new Date(aTime.getTime() + minutes * 60_000), watched: { accounts } });

    const first = await pagesOf(listed, undefined, at(0));
    fake.floods.clear();
    const second = await pagesOf(listed, first.at(-1)?.cursor, at(10));
    const third = await pagesOf(listed, second.at(-1)?.cursor, at(21));

    const names = (pages: readonly Page[]) => [
      ...new Set(pages.flatMap(({ posts }) => posts.map((post) => post.accountId))),
    ];
    expect(names(first)).toEqual(['lanternnews']);
    expect(names(second)).toEqual(['lanternnews']);
    expect(names(third)).toEqual(['harbour_post', 'lanternnews']);
    expect(third.at(-1)?.watermark).toEqual(at(21).now);
  });

  it('end the turn together when the login is no good', async () => {
    const fake = aTelegram({ lanternnews: messages(1, 2) });
    fake.errors.set('lanternnews', { code: 401, text: 'AUTH_KEY_UNREGISTERED' });
    const [listed] = telegramOf(fake, { channels: [], listed: true }).sources as [Source];

    const polling = pagesOf(listed, undefined, aContext({ watched: { accounts: [{ handle: 'lanternnews' }] } }));

    await expect(polling).rejects.toMatchObject({ kind: 'credential' });
  });
});
