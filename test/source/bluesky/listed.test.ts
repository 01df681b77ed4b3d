import { afterEach, describe, expect, it } from 'vitest';
import type { Exchange, Reply } from '../../fakes/web-server.ts';
import { startWebServer } from '../../fakes/web-server.ts';
import { aContext } from '../a-poll.ts';
import { aBluesky, aLog, hear } from './a-bluesky.ts';
import { aCommit, aDid, aRecord, otherDid, type ServerOptions, startJetstream, uriOf } from './a-jetstream.ts';

const servers: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function aServer(options: ServerOptions = {}) {
  const server = await startJetstream(options);
  servers.push(server);
  return server;
}

async function anAppView(answer: (exchange: Exchange) => Reply) {
  const server = await startWebServer(answer);
  servers.push(server);
  return server;
}

const plain = aRecord({ text: 'lunch' });
const now = () => Date.now();

describe('listening to the watched accounts', () => {
  it('gives all their posts and reposts, tagged or not, and nobody else’s', async () => {
    const server = await aServer();
    const source = aBluesky({ jetstreamUrls: [server.url] }).named('listed');
    const repost = { subject: { uri: uriOf('other', otherDid), cid: 'x' }, createdAt: '' };
    server.say(
      aCommit({ at: now(), rkey: 'mine', record: plain }),
      aCommit({ at: now(), rkey: 'theirs', did: otherDid }),
      aCommit({ at: now(), rkey: 'share', collection: 'app.bsky.feed.repost', record: repost }),
    );

    const heard = await hear(source, {
      watched: { accounts: [{ nativeId: aDid }] },
      until: ({ posts }) => posts.length === 2,
    });

    expect(heard.posts.map(({ kind }) => kind)).toEqual(['original', 'repost']);
    expect(server.asked[0]?.dids).toEqual([aDid]);
  });

  it('does not believe a server that ignores whom it was asked for', async () => {
    const server = await aServer({
      script: (socket) => {
        for (const [did, rkey] of [
          [otherDid, 'theirs'],
          [aDid, 'mine'],
        ] as const) {
          socket.send(JSON.stringify(aCommit({ at: now(), did, rkey })));
        }
        return 'mine';
      },
    });
    const source = aBluesky({ jetstreamUrls: [server.url] }).named('listed');

    const heard = await hear(source, {
      watched: { accounts: [{ nativeId: aDid }] },
      until: ({ posts }) => posts.length > 0,
    });

    expect(heard.posts.map(({ id }) => id)).toEqual([uriOf('mine')]);
  });

  it('asks for a handle once and remembers whose it was', async () => {
    const [server, view] = await Promise.all([
      aServer(),
      anAppView(({ query }) =>
        query.get('handle') === 'ada.example.org'
          ? { json: { did: aDid } }
          : { status: 400, json: { error: 'InvalidRequest', message: 'Unable to resolve handle' } },
      ),
    ]);
    const watched = {
      accounts: [{ handle: '@Ada.Example.org' }, { handle: 'gone.example.org' }, { nativeId: otherDid }],
    };
    const log = aLog();
    const poll = (cursor: unknown, rkey: string) => {
      server.say(aCommit({ at: now(), rkey, record: plain }));
      const source = aBluesky({ jetstreamUrls: [server.url], appViewUrl: view.url }, {}, log).named('listed');
      return hear(source, { cursor, watched, until: ({ posts }) => posts.some(({ id }) => id === uriOf(rkey)) });
    };

    const first = await poll(undefined, 'one');
    const second = await poll(first.cursor, 'two');

    expect(second.cursor).toMatchObject({ handles: { 'ada.example.org': aDid } });
    expect(view.requests.filter(({ query }) => query.get('handle') === 'ada.example.org')).toHaveLength(1);
    expect(server.asked[0]?.dids).toEqual([aDid, otherDid]);
    expect(log.lines[0]?.fields).toMatchObject({ missing: 1 });
  });

  it('takes silence for normal as long as the server answers, and moves its place on meanwhile', async () => {
    const server = await aServer();
    const source = aBluesky({ jetstreamUrls: [server.url] }, { idleMs: 5 }).named('listed');

    const heard = await hear(source, {
      cursor: { timeUs: (now() - 600_000) * 1000 },
      watched: { accounts: [{ nativeId: aDid }] },
      until: ({ pages }) => pages.length >= 4,
    });

    const last = heard.pages.at(-1)!;
    expect(server.asked.filter(({ dids }) => dids.length > 0)).toHaveLength(1);
    expect((last.cursor as { timeUs: number }).timeUs / 1000).toBeGreaterThan(now() - 120_000);
    expect(last.watermark!.getTime()).toBeGreaterThan(now() - 120_000);
  });

  it('gives up a server that no longer answers', async () => {
    // A paused socket reads no ping, and so answers none.
    const [dead, alive] = await Promise.all([aServer({ script: (socket) => (socket.pause(), 'mine') }), aServer()]);
    alive.say(aCommit({ at: now(), rkey: 'one', record: plain }));
    const source = aBluesky({ jetstreamUrls: [dead.url, alive.url] }, { idleMs: 20, connectMs: 500 }).named('listed');

    const heard = await hear(source, {
      watched: { accounts: [{ nativeId: aDid }] },
      until: ({ posts }) => posts.length === 1,
    });

    expect(heard.posts).toHaveLength(1);
  });

  it('says what is lost when the servers keep nothing as old as its place', async () => {
    const server = await aServer();
    const left = now() - 600_000;
    // Somebody else's event is the oldest that the server has; ours may have come before it.
    server.say(aCommit({ at: now() - 300_000, did: otherDid, rkey: 'oldest' }), aCommit({ at: now(), rkey: 'one' }));
    const source = aBluesky({ jetstreamUrls: [server.url] }).named('listed');

    const heard = await hear(source, {
      cursor: { timeUs: left * 1000 },
      watched: { accounts: [{ nativeId: aDid }] },
      until: ({ posts }) => posts.length === 1,
    });

    expect(heard.gaps).toHaveLength(1);
    expect(heard.gaps[0]!.from).toEqual(new Date(left));
    expect(heard.gaps[0]!.to.getTime()).toBeLessThan(now() - 200_000);
  });

  it('tells the server of many accounts after opening, in connections of no more than it takes', async () => {
    const server = await aServer();
    const dids = Array.from({ length: 10_050 }, (_, n) => `did:plc:${String(n).padStart(24, 'a')}`);
    const source = aBluesky({ jetstreamUrls: [server.url] }).named('listed');
    const heard = hear(source, {
      watched: { accounts: dids.map((nativeId) => ({ nativeId })) },
      until: ({ posts }) => posts.length === 2,
    });

    await expect.poll(() => server.asked.length).toBe(2);
    server.say(
      aCommit({ at: now(), rkey: 'first', did: dids[0]!, record: plain }),
      aCommit({ at: now(), rkey: 'last', did: dids.at(-1)!, record: plain }),
    );

    expect(new Set((await heard).posts.map(({ accountId }) => accountId))).toEqual(new Set([dids[0], dids.at(-1)]));
    expect(server.asked.map((one) => one.dids.length).sort((a, b) => a - b)).toEqual([50, 10_000]);
  });

  it('asks for nothing when nobody is watched, and ends when it is told to', async () => {
    const server = await aServer();
    const stop = new AbortController();
    const source = aBluesky({ jetstreamUrls: [server.url] }).named('listed');
    const pages = source.poll(undefined, aContext({ signal: stop.signal }))[Symbol.asyncIterator]();
    const next = pages.next();

    stop.abort(new Error('told to'));

    await expect(next).rejects.toThrow('told to');
    expect(server.asked).toEqual([]);
  });
});
