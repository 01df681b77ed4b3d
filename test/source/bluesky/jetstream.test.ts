import { afterEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { minuteMs } from '../../../src/post/post.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import { aBluesky, aLog, hear } from './a-bluesky.ts';
import { aCommit, aDid, aRecord, otherDid, type ServerOptions, startJetstream, uriOf } from './a-jetstream.ts';

const servers: { close(): Promise<void> }[] = [];

async function aServer(options: ServerOptions = {}) {
  const server = await startJetstream(options);
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** Rounded: cursors and dates of the wire are whole milliseconds here. */
const start = Date.now() - 5 * minuteMs;
const cursorAt = (ms: number) => ({ timeUs: ms * 1000 });
const timeUsOf = (cursor: unknown) => (cursor as { timeUs: number }).timeUs;
const idsOf = (posts: readonly { readonly id: string }[]) => posts.map(({ id }) => id.slice(id.lastIndexOf('/') + 1));

describe('reading the whole network', () => {
  it('gives posts with their payload, and a cursor and a watermark that never run ahead of them', async () => {
    const server = await aServer();
    server.say(aCommit({ at: start, rkey: 'one' }), aCommit({ at: start + 1_000, rkey: 'two' }));

    const heard = await hear(aBluesky({ jetstreamUrls: [server.url] }).named('jetstream'), {
      cursor: cursorAt(start),
      until: ({ posts }) => posts.length === 2,
    });

    expect(heard.posts.map(({ id, createdAt }) => [id, createdAt])).toEqual([
      [uriOf('one'), new Date(start)],
      [uriOf('two'), new Date(start + 1_000)],
    ]);
    expect(heard.pages.flatMap(({ raw = [] }) => raw.map(({ id }) => id))).toEqual([uriOf('one'), uriOf('two')]);
    expect(heard.cursor).toEqual(cursorAt(start + 1_000));
    expect(heard.pages.at(-1)?.watermark).toEqual(new Date(start + 1_000 - 10_000));
    expect(heard.gaps).toEqual([]);
    expect(server.asked[0]).toMatchObject({
      cursor: (start - 10_000) * 1000,
      collections: ['app.bsky.feed.post', 'app.bsky.feed.repost'],
    });
  });

  it('begins at the present without a cursor, and says nothing of a gap', async () => {
    const server = await aServer();
    server.say(aCommit({ at: start, rkey: 'old' }));
    const source = aBluesky({ jetstreamUrls: [server.url] }).named('jetstream');
    const heard = hear(source, { until: ({ posts }) => posts.length === 1 });

    await expect.poll(() => server.asked.length).toBe(1);
    server.say(aCommit({ at: Date.now(), rkey: 'new' }));

    expect(idsOf((await heard).posts)).toEqual(['new']);
    expect((await heard).gaps).toEqual([]);
  });

  it('keeps what has a tag, a watched link or a watched author, and what carries that further', async () => {
    const server = await aServer();
    const plain = aRecord({ text: 'lunch' });
    const repost = (subject: string, did = otherDid) => ({
      did,
      collection: 'app.bsky.feed.repost',
      record: { subject: { uri: uriOf(subject, did === aDid ? otherDid : aDid), cid: 'x' }, createdAt: '' },
    });
    const card = { external: { uri: 'https://news.example.org/story', title: '', description: '' } };
    const quoting = { record: { uri: uriOf('tagged'), cid: 'x' } };
    server.say(
      aCommit({ at: start, rkey: 'tagged' }),
      aCommit({ at: start + 1, rkey: 'lunch', record: plain }),
      aCommit({ at: start + 2, rkey: 'linked', record: aRecord({ text: 'x', embed: card }) }),
      aCommit({ at: start + 3, rkey: 'quote', did: otherDid, record: aRecord({ text: 'look', embed: quoting }) }),
      aCommit({ at: start + 4, rkey: 'repost', ...repost('tagged') }),
      aCommit({ at: start + 5, rkey: 'lunchrepost', ...repost('lunch') }),
      aCommit({ at: start + 6, rkey: 'watched', did: 'did:plc:watched', record: plain }),
      aCommit({ at: start + 7, rkey: 'end' }),
    );
    const keptBy = async (keep: 'tagged' | 'watched' | 'all') => {
      const source = aBluesky({ jetstreamUrls: [server.url], keep }).named('jetstream');
      const watched = { tags: ['lanternday'], hosts: ['example.org'], accounts: [{ nativeId: 'did:plc:watched' }] };
      const until = ({ posts }: { readonly posts: readonly { readonly id: string }[] }) => idsOf(posts).includes('end');
      return idsOf((await hear(source, { cursor: cursorAt(start), watched, until })).posts);
    };

    const wanted = ['tagged', 'linked', 'quote', 'repost', 'watched', 'end'];

    expect(await keptBy('tagged')).toEqual(wanted);
    expect(await keptBy('watched')).toEqual(wanted);
    expect(await keptBy('all')).toHaveLength(8);
  });

  it('tells of edits, deletes, renamed and suspended accounts', async () => {
    const server = await aServer();
    const account = (active: boolean, status: string | undefined, at: number, did: string) => ({
      did,
      time_us: at * 1000,
      kind: 'account',
      account: { active, did, seq: 1, time: new Date(at).toISOString(), ...(status === undefined ? {} : { status }) },
    });
    server.say(
      aCommit({ at: start, rkey: 'post' }),
      aCommit({
        at: start + 2_000,
        rkey: 'post',
        operation: 'update',
        rev: 'r2',
        record: aRecord({ text: 'changed #lanternday' }),
      }),
      aCommit({ at: start + 3_000, rkey: 'post', operation: 'delete', rev: 'r3' }),
      aCommit({ at: start + 3_000, rkey: 'share', operation: 'delete', collection: 'app.bsky.feed.repost' }),
      {
        did: aDid,
        time_us: (start + 4_000) * 1000,
        kind: 'identity',
        identity: { did: aDid, handle: 'New.example.org' },
      },
      account(false, 'takendown', start + 5_000, otherDid),
      account(false, 'deactivated', start + 5_000, 'did:plc:c'),
      account(false, 'deleted', start + 5_000, 'did:plc:d'),
      account(false, 'desynchronized', start + 5_000, 'did:plc:e'),
      account(true, undefined, start + 5_000, 'did:plc:neverseen'),
      account(true, undefined, start + 6_000, otherDid),
    );

    const heard = await hear(aBluesky({ jetstreamUrls: [server.url] }, { pageMs: 50 }).named('jetstream'), {
      cursor: cursorAt(start),
      until: ({ cursor }) => timeUsOf(cursor) === (start + 6_000) * 1000,
    });

    expect(heard.posts.map(({ text, edit }) => [text, edit !== undefined && edit > 0])).toEqual([
      ['lights on the river #lanternday', false],
      ['changed #lanternday', true],
    ]);
    expect(heard.pages.flatMap(({ deletes }) => deletes.map(({ id }) => id))).toEqual([
      uriOf('post'),
      uriOf('share', aDid, 'app.bsky.feed.repost'),
    ]);
    const facts = heard.pages.flatMap(({ accounts = [] }) => accounts);
    const last = new Map(facts.map((fact) => [fact.accountId, fact]));
    expect(last.get(aDid)).toMatchObject({ handle: 'new.example.org' });
    expect(last.get(otherDid)).toMatchObject({ status: 'active', statusCheckedAt: new Date(start + 6_000) });
    expect(last.get('did:plc:c')).toMatchObject({ status: 'deleted' });
    expect(last.get('did:plc:d')).toMatchObject({ status: 'deleted', statusCheckedAt: new Date(start + 5_000) });
    expect([...last.keys()]).not.toContain('did:plc:e');
    expect([...last.keys()]).not.toContain('did:plc:neverseen');
  });

  it('skips what it cannot read, and says how much that was without a word of it', async () => {
    const log = aLog();
    const server = await aServer({
      script: (socket, _asked, n) => {
        if (n > 1) return undefined;
        for (const text of ['', '{', 'null', '[]', '<html>Quincetreacle', '{"kind":"commit"}']) socket.send(text);
        socket.send(Buffer.from([0, 255, 1]));
        return undefined;
      },
    });
    server.say(
      aCommit({ at: start, rkey: 'broken', record: { text: 7 } }),
      { did: aDid, time_us: 5, kind: 'commit', commit: {} },
      aCommit({ at: Date.now() + 3_600_000, rkey: 'future' }),
      aCommit({ at: start + 1, rkey: 'whole' }),
    );

    const heard = await hear(aBluesky({ jetstreamUrls: [server.url] }, {}, log).named('jetstream'), {
      cursor: cursorAt(start),
      until: ({ posts }) => posts.length === 1,
    });

    expect(idsOf(heard.posts)).toEqual(['whole']);
    expect(heard.cursor).toEqual(cursorAt(start + 1));
    expect(log.lines[0]).toMatchObject({ message: 'events could not be read' });
    expect(JSON.stringify(log.lines)).not.toContain('Quincetreacle');
  });

  it('hands out a page when it is full', async () => {
    const server = await aServer();
    server.say(...Array.from({ length: 10 }, (_, n) => aCommit({ at: start + n, rkey: `p${n}` })));

    const source = aBluesky({ jetstreamUrls: [server.url] }, { pagePosts: 3, pageMs: 20 }).named('jetstream');
    const heard = await hear(source, { cursor: cursorAt(start), until: ({ posts }) => posts.length === 10 });

    expect(heard.pages.map(({ posts }) => posts.length)).toEqual([3, 3, 3, 1]);
    expect(heard.pages.map(({ cursor }) => timeUsOf(cursor) / 1000 - start)).toEqual([2, 5, 8, 9]);
  });
});

describe('a stream that breaks', () => {
  it('loses nothing and doubles nothing over drops, disorder and changes of server', async () => {
    const hosts = [await aServer(), await aServer()] as const;
    const all = Array.from({ length: 60 }, (_, n) => aCommit({ at: start + n * 1_000, rkey: `p${n}` }));
    const [first, ...rest] = all;
    for (const host of hosts) host.say(first!);
    const source = aBluesky({ jetstreamUrls: hosts.map(({ url }) => url) }).named('jetstream');
    let said = 0;

    const heard = await hear(source, {
      cursor: cursorAt(start),
      until: async ({ posts }) => {
        if (posts.length <= said) return false;
        const part = rest.slice(said, said + 7);
        said += part.length;
        // Events come out of order around a change from replay to live.
        for (const host of hosts) host.say(...part.toReversed());
        if (said % 3 === 0) for (const host of hosts) host.cut();
        return posts.length === all.length;
      },
    });

    expect([...idsOf(heard.posts)].sort()).toEqual(all.map((_, n) => `p${n}`).sort());
    expect(heard.gaps).toEqual([]);
  });

  it('is read again from ten seconds before the last event that was handed out, not the last that came', async () => {
    const server = await aServer();
    server.say(...Array.from({ length: 40 }, (_, n) => aCommit({ at: start + n * 1_000, rkey: `p${n}` })));
    const source = () => aBluesky({ jetstreamUrls: [server.url] }, { pagePosts: 20 }).named('jetstream');
    const first = await hear(source(), { cursor: cursorAt(start), until: ({ pages }) => pages.length === 1 });

    const second = await hear(source(), { cursor: first.cursor, until: ({ posts }) => idsOf(posts).includes('p39') });

    expect(first.cursor).toEqual(cursorAt(start + 19_000));
    expect(server.asked[1]?.cursor).toBe((start + 9_000) * 1000);
    expect(new Set(idsOf([...first.posts, ...second.posts])).size).toBe(40);
    expect(second.gaps).toEqual([]);
  });

  it('that goes silent is left for another', async () => {
    const silent = await aServer({ script: () => 'mine' });
    const speaking = await aServer();
    speaking.say(aCommit({ at: start, rkey: 'one' }));
    const source = aBluesky({ jetstreamUrls: [silent.url, speaking.url] }, { idleMs: 20 }).named('jetstream');

    const heard = await hear(source, { cursor: cursorAt(start), until: ({ posts }) => posts.length === 1 });

    expect(idsOf(heard.posts)).toEqual(['one']);
    expect(silent.asked).toHaveLength(1);
  });

  it('that says one thing for ever is left for another, and fills no memory', async () => {
    const one = JSON.stringify(aCommit({ at: start, rkey: 'one' }));
    const stuck = await aServer({ script: (socket) => (flood(socket, () => one), 'mine') });
    const speaking = await aServer();
    speaking.say(aCommit({ at: start + 1, rkey: 'two' }));
    const source = aBluesky({ jetstreamUrls: [stuck.url, speaking.url] }).named('jetstream');

    const heard = await hear(source, { cursor: cursorAt(start), until: ({ posts }) => posts.length === 2 });

    expect(idsOf(heard.posts)).toEqual(['one', 'two']);
  }, 30_000);

  it.each([
    ['closes at once', 'unavailable', { script: (socket: WebSocket) => (socket.terminate(), 'mine' as const) }],
    ['is down', 'unavailable', { refuse: () => 503 }],
    ['wants no more connections', 'wait', { refuse: () => 429 }],
    ['lets nobody in', 'unavailable', { refuse: () => 403 }],
    ['does not know what we ask', 'refused', { refuse: () => 400 }],
    [
      'sends garbage only',
      'garbage',
      { script: (socket: WebSocket) => (Array.from({ length: 1_500 }, () => socket.send('no')), 'mine' as const) },
    ],
  ])('ends the poll in trouble when every server %s', async (_, kind, options) => {
    const server = await aServer(options);
    const source = aBluesky({ jetstreamUrls: [server.url] }).named('jetstream');

    const failed = await hear(source, { cursor: cursorAt(start), until: () => false }).catch((error: unknown) => error);

    expect(failed).toBeInstanceOf(SourceError);
    expect(failed).toMatchObject({ kind });
    expect(String(failed)).not.toMatch(/cursor=|wanted/);
  });

  it('leaves no connection open when the reader stops', async () => {
    const server = await aServer();
    server.say(aCommit({ at: start, rkey: 'one' }));
    const source = aBluesky({ jetstreamUrls: [server.url] }).named('jetstream');

    await hear(source, { cursor: cursorAt(start), until: () => true });

    await expect.poll(() => server.open).toBe(0);
  });
});

describe('what a server did not keep', () => {
  it('is a gap when its oldest event is younger than our place', async () => {
    const server = await aServer();
    server.say(aCommit({ at: start + 120_000, rkey: 'late' }));

    const heard = await hear(aBluesky({ jetstreamUrls: [server.url] }).named('jetstream'), {
      cursor: cursorAt(start),
      until: ({ posts }) => posts.length === 1,
    });

    expect(heard.gaps).toEqual([
      {
        from: new Date(start),
        to: new Date(start + 120_000),
        reason: 'the servers keep nothing as old as that',
      },
    ]);
    expect(heard.pages.findIndex(({ gaps }) => gaps.length > 0)).toBe(0);
  });

  it('is no gap when it has older events: then the network was quiet', async () => {
    const server = await aServer();
    server.say(aCommit({ at: start - 60_000, rkey: 'old' }), aCommit({ at: start + 120_000, rkey: 'late' }));

    const heard = await hear(aBluesky({ jetstreamUrls: [server.url] }).named('jetstream'), {
      cursor: cursorAt(start),
      until: ({ posts }) => posts.length === 1,
    });

    expect(idsOf(heard.posts)).toEqual(['late']);
    expect(heard.gaps).toEqual([]);
  });

  it('is read from another server that kept it', async () => {
    const [young, old] = [await aServer(), await aServer()];
    const events = [-60_000, 10_000, 120_000].map((ms) => aCommit({ at: start + ms, rkey: `p${ms + 60_000}` }));
    old.say(...events);
    young.say(...events.slice(2));

    const heard = await hear(aBluesky({ jetstreamUrls: [young.url, old.url] }).named('jetstream'), {
      cursor: cursorAt(start),
      until: ({ posts }) => posts.length === 2,
    });

    expect(idsOf(heard.posts)).toEqual(['p70000', 'p180000']);
    expect(heard.gaps).toEqual([]);
  });

  it.each([42, 'abc', [], {}, { timeUs: 5 }, { timeUs: 'x' }, { timeUs: (Date.now() + 1e10) * 1000 }])(
    'is a gap of all that servers keep when the cursor is %j',
    async (cursor) => {
      const server = await aServer();
      const source = aBluesky({ jetstreamUrls: [server.url] }).named('jetstream');

      const heard = hear(source, { cursor, until: ({ posts }) => posts.length === 1 });
      await expect.poll(() => server.asked.length).toBe(1);
      server.say(aCommit({ at: Date.now(), rkey: 'new' }));

      const [gap] = (await heard).gaps;
      expect((await heard).posts).toHaveLength(1);
      expect(gap!.to.getTime() - gap!.from.getTime()).toBe(36 * 60 * minuteMs);
    },
  );
});

describe('a reader slower than the server', () => {
  it('slows the server down instead of filling the memory', async () => {
    const text = 'x'.repeat(2_000);
    let sent = 0;
    const server = await aServer({
      script: (socket) => {
        flood(socket, () => {
          sent += 1;
          return JSON.stringify(
            aCommit({ at: start + sent, rkey: `p${sent}`, record: aRecord({ text: `${text} #t` }) }),
          );
        });
        return 'mine';
      },
    });
    const source = aBluesky({ jetstreamUrls: [server.url] }, { pagePosts: 500 }).named('jetstream');
    let sentWhileStoring = 0;

    const heard = await hear(source, {
      cursor: cursorAt(start),
      until: async ({ pages, posts }) => {
        if (pages.length === 1) sentWhileStoring = await standstill(() => sent, 60_000);
        return posts.length >= 10_000;
      },
    });

    // A queue of some 2,000 and what the sockets of both sides hold; without an end it goes on to the limit.
    expect(sentWhileStoring).toBeLessThan(60_000);
    expect(idsOf(heard.posts).slice(0, 10_000)).toEqual(Array.from({ length: 10_000 }, (_, n) => `p${n + 1}`));
  }, 60_000);
});

/** The value that no longer grows, or the first beyond the limit. */
async function standstill(value: () => number, limit: number): Promise<number> {
  let last = value();
  for (let still = 0; still < 20 && last < limit; ) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    still = value() === last ? still + 1 : 0;
    last = value();
  }
  return last;
}

/** As fast as the other side takes it, as a server does that waits for the socket. */
function flood(socket: WebSocket, next: () => string): void {
  const more = (): void => {
    if (socket.readyState !== socket.OPEN) return;
    for (let n = 0; n < 500; n += 1) socket.send(next());
    if (socket.bufferedAmount < 1_000_000) setImmediate(more);
    else {
      const timer = setInterval(() => {
        if (socket.bufferedAmount >= 1_000_000 && socket.readyState === socket.OPEN) return;
        clearInterval(timer);
        more();
      }, 1);
    }
  };
  more();
}
