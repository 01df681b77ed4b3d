/** Bluesky end to end: the vendor's account server and client, our sources, our store. `install.sh` brings the servers. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Post } from '../../src/post/post.ts';
import { createBluesky } from '../../src/source/bluesky/create-bluesky.ts';
import { BlueskySettings } from '../../src/source/bluesky/settings.ts';
import { createHttp } from '../../src/source/http/create-http.ts';
import type { Source, Watched } from '../../src/source/source.ts';
import { type FreshDatabase, freshDatabase } from '../embedded/database.ts';
import { aContext } from '../source/a-poll.ts';
import { aLog } from '../source/bluesky/a-bluesky.ts';
import { type Child, freePort, startChild } from './child.ts';

const isInstalled = existsSync(path.join(import.meta.dirname, 'node_modules/.installed-lock'));
const clock = () => new Date();

describe.skipIf(!isInstalled)('Bluesky with its own servers (test/atproto/install.sh)', () => {
  let network: Child;
  let bridge: Child;
  let port: number;
  let database: FreshDatabase;
  const running: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    [network, port, database] = await Promise.all([startChild('network.mjs'), freePort(), freshDatabase()]);
    bridge = await startBridge();
  });

  afterAll(async () => {
    await Promise.all(running.map((one) => one.stop()));
    await Promise.all([bridge.stop(), network.stop(), database.close()]);
  });

  const startBridge = () => startChild('bridge.mjs', String(network.ready['pdsUrl']), String(port));

  function sources(settings: Partial<BlueskySettings> = {}): readonly Source[] {
    const { pdsUrl, plcUrl } = network.ready;
    return createBluesky(
      BlueskySettings.parse({
        jetstreamUrls: [`ws://127.0.0.1:${port}/subscribe`],
        appViewUrl: pdsUrl,
        plcUrl,
        // A network of one server is silent most of the time.
        idleSeconds: 0,
        ...settings,
      }),
      { http: createHttp({ userAgent: 'tocsin-test', clock }), log: aLog() },
      { timings: { backOffMs: 20, backOffCapMs: 200, attempts: 100, pageMs: 100 } },
    ).sources;
  }

  /** Keeps pages as the collect job does, until it is stopped. */
  function collect(id: string, settings: Partial<BlueskySettings> = {}, watched: Partial<Watched> = {}) {
    const source = sources(settings).find((one) => one.id === id)!;
    const stop = new AbortController();
    const done = (async () => {
      const context = aContext({ now: clock(), clock, signal: stop.signal, watched });
      const cursor = await database.store.posts.cursorOf(id);
      for await (const page of source.poll(cursor, context)) await database.store.posts.keepPage(source, page, clock());
    })().catch((error: unknown) => {
      if (error !== stop.signal.reason) throw error;
    });
    const one = {
      done,
      async stop() {
        stop.abort(new Error('stopped by the test'));
        await done;
      },
    };
    running.push(one);
    return one;
  }

  async function stored(): Promise<ReadonlyMap<string, Post>> {
    const posts = new Map<string, Post>();
    for await (const batch of database.store.posts.readInOrder({}, undefined, 1000)) {
      for (const post of batch) posts.set(post.id, post);
    }
    return posts;
  }

  /** The post, as soon as the store has it so. */
  const inStore = (uri: string, expected: object = {}) =>
    expect
      .poll(async () => (await stored()).get(uri), { timeout: 10_000, interval: 50 })
      .toMatchObject({ id: uri, ...expected });
  const account = async (did: string) => database.store.lookups.accountActivity('bluesky', did, {});

  it('brings a post, a quote-reply, a repost, an edit, a delete, a new handle and a takedown into the store', async () => {
    const reader = collect('bluesky:jetstream');
    const ada = await network.order('account', { handle: 'ada.test' });
    const ben = await network.order('account', { handle: 'ben.test' });

    const faceted = await network.order('post', { by: 'ada.test', text: '新疆 is bright #LanternDay', rich: true });
    const bare = await network.order('post', { by: 'ada.test', text: '支持 #新疆棉花 今天', rich: false });
    const lunch = await network.order('post', { by: 'ben.test', text: 'lunch', rich: true });
    const ref = { uri: faceted['uri'], cid: faceted['cid'] };
    const quote = await network.order('post', {
      by: 'ben.test',
      text: 'look at this',
      rich: true,
      record: { reply: { root: ref, parent: ref }, embed: { $type: 'app.bsky.embed.record', record: ref } },
    });
    const repost = await network.order('repost', { by: 'ben.test', uri: faceted['uri'], cid: faceted['cid'] });
    const backdated = await network.order('post', {
      by: 'ben.test',
      text: 'I said so long ago #lanternday',
      rich: true,
      record: { createdAt: '2020-01-01T00:00:00.000Z' },
    });

    await inStore(faceted['uri']!, { tags: ['lanternday'], accountId: ada['did'], kind: 'original', lang: undefined });
    await inStore(bare['uri']!, { tags: ['新疆棉花'], text: '支持 #新疆棉花 今天' });
    await inStore(quote['uri']!, { kind: 'quote', parentId: faceted['uri'], accountId: ben['did'] });
    await inStore(repost['uri']!, { kind: 'repost', parentId: faceted['uri'], text: '' });
    await inStore(backdated['uri']!, { claimedAt: new Date('2020-01-01T00:00:00Z') });
    const posts = await stored();
    expect(posts.has(lunch['uri']!)).toBe(false);
    expect(Math.abs(posts.get(backdated['uri']!)!.createdAt.getTime() - Date.now())).toBeLessThan(60_000);

    await network.order('edit', { by: 'ada.test', uri: bare['uri'], text: '支持 #新疆棉花 明天' });
    await inStore(bare['uri']!, { text: '支持 #新疆棉花 明天' });
    await network.order('remove', { by: 'ada.test', uri: faceted['uri'] });
    await inStore(faceted['uri']!, { deletedAt: expect.any(Date) });
    await network.order('rename', { by: 'ada.test', handle: 'lovelace.test' });
    await expect.poll(async () => (await account(ada['did']!))?.handle, { timeout: 10_000 }).toBe('lovelace.test');
    await network.order('takeDown', { did: ben['did'] });
    await expect.poll(async () => (await account(ben['did']!))?.status, { timeout: 10_000 }).toBe('suspended');
    await reader.stop();
  });

  it('loses nothing and doubles nothing when the stream’s server and the reader are killed in the middle', async () => {
    const cleo = await network.order('account', { handle: 'cleo.test' });
    let reader = collect('bluesky:jetstream');
    const made: string[] = [];
    const postSome = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n += 1) {
        const post = await network.order('post', { by: 'cleo.test', text: `number ${made.length} #count`, rich: true });
        made.push(post['uri']!);
      }
    };

    await postSome(5);
    await inStore(made[2]!);
    await bridge.kill();
    await postSome(5);
    bridge = await startBridge();
    await postSome(3);
    await inStore(made.at(-1)!);
    await reader.stop();
    await postSome(4);
    reader = collect('bluesky:jetstream');
    await inStore(made.at(-1)!);
    await reader.stop();

    const ofCleo = [...(await stored()).values()].filter(({ accountId }) => accountId === cleo['did']);
    expect(ofCleo.map(({ id }) => id).sort()).toEqual(made.toSorted());
    const { posts: counted } = (await account(cleo['did']!))!;
    expect(counted).toBe(made.length);
    const span = { from: new Date(0), to: new Date(Date.now() + 60_000) };
    expect(await database.store.posts.gapsIn(span)).toEqual([]);
  });

  it('listens to an account known by its handle, and reads what it wrote before from its own server', async () => {
    await network.order('account', { handle: 'dora.test' });
    const before = await network.order('post', { by: 'dora.test', text: 'no tag, long ago', rich: true });
    const watched = { accounts: [{ handle: 'dora.test' }] };

    const past = collect('bluesky:backfill', { backfillDays: 2 }, watched);
    await past.done;
    await inStore(before['uri']!, { text: 'no tag, long ago' });
    const listed = collect('bluesky:listed', { idleSeconds: 1 }, watched);
    await expect.poll(async () => (await database.store.posts.sourceStates()).length).toBeGreaterThan(1);
    const after = await network.order('post', { by: 'dora.test', text: 'no tag, now', rich: true });

    await inStore(after['uri']!, { text: 'no tag, now' });
    await listed.stop();
  });
});
