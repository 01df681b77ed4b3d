import { afterEach, describe, expect, it } from 'vitest';
import type { CheckQuestion } from '../../../src/source/source.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import { type Exchange, type Reply, startWebServer } from '../../fakes/web-server.ts';
import { aContext, aTime } from '../a-poll.ts';
import { aBluesky } from './a-bluesky.ts';
import { aDid, otherDid, uriOf } from './a-jetstream.ts';

const servers: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** The AppView as documented: 25 names a call, the missing left out of a list, refused by name when asked for alone. */
function appView(refusals: Readonly<Record<string, string>> = {}, missing: readonly string[] = []) {
  return ({ path, query }: Exchange): Reply => {
    const names = [...query.getAll('actors'), ...query.getAll('uris')];
    if (names.length > 25) return { status: 400, json: { error: 'InvalidRequest', message: 'too many' } };
    if (path === '/xrpc/app.bsky.actor.getProfiles') {
      const profiles = names
        .filter((did) => refusals[did] === undefined && !missing.includes(did))
        .map((did) => ({ did, handle: 'ada.example.org', createdAt: '2024-05-06T07:08:09.000Z', followersCount: 12 }));
      return { json: { profiles } };
    }
    if (path === '/xrpc/app.bsky.feed.getPosts') {
      return { json: { posts: names.filter((uri) => !missing.includes(uri)).map((uri) => ({ uri, cid: 'x' })) } };
    }
    const error = refusals[query.get('actor') ?? ''];
    if (error === undefined) return { json: { did: query.get('actor'), handle: 'ada.example.org' } };
    return { status: 400, json: { error, message: 'no profile' } };
  };
}

async function lookUp(answer: (exchange: Exchange) => Reply, question: Partial<CheckQuestion>) {
  const server = await startWebServer(answer);
  servers.push(server);
  const { platform } = aBluesky({ appViewUrl: server.url });
  const pages = [];
  for await (const page of platform.checker!.lookUp({ posts: [], accounts: [], ...question }, aContext()))
    pages.push(page);
  return {
    server,
    accounts: pages.flatMap(({ accounts = [] }) => accounts),
    deletes: pages.flatMap(({ deletes }) => deletes.map(({ id }) => id)),
  };
}

describe('looking up accounts', () => {
  it('gives handle, age and followers', async () => {
    const { accounts } = await lookUp(appView(), { accounts: [aDid, 'not a did'] });

    expect(accounts).toEqual([
      {
        platform: 'bluesky',
        accountId: aDid,
        handle: 'ada.example.org',
        accountCreatedAt: new Date('2024-05-06T07:08:09Z'),
        followers: 12,
        status: 'active',
        statusCheckedAt: aTime,
      },
    ]);
  });

  it.each([
    ['AccountTakedown', 'suspended'],
    ['AccountDeactivated', 'deleted'],
    ['InvalidRequest', 'deleted'],
  ])('says of an account that is refused with %s that it is %s', async (error, status) => {
    const { accounts } = await lookUp(appView({ [otherDid]: error }), { accounts: [aDid, otherDid] });

    expect(accounts.map((fact) => [fact.accountId, fact.status])).toEqual([
      [aDid, 'active'],
      [otherDid, status],
    ]);
  });

  it('says nothing of an account that is left out for no reason', async () => {
    const { accounts } = await lookUp(appView({}, [otherDid]), { accounts: [otherDid] });

    expect(accounts).toEqual([]);
  });

  it('asks for 25 at a time, each once', async () => {
    const dids = Array.from({ length: 60 }, (_, n) => `did:plc:${n}`);

    const { server, accounts } = await lookUp(appView(), { accounts: [...dids, ...dids] });

    expect(accounts).toHaveLength(60);
    expect(server.requests.map(({ query }) => query.getAll('actors').length)).toEqual([25, 25, 10]);
  });

  it('ends in trouble when the answer is none', async () => {
    const failed = lookUp(() => ({ json: { error: 'x' } }), { accounts: [aDid] });

    await expect(failed).rejects.toThrow(SourceError);
    await expect(failed).rejects.toMatchObject({ kind: 'garbage' });
  });
});

describe('looking up posts', () => {
  it('finds those deleted that are missing, and says nothing of reposts, which are not shown', async () => {
    const ids = [uriOf('here'), uriOf('gone'), uriOf('share', aDid, 'app.bsky.feed.repost')];

    const { deletes } = await lookUp(appView({}, [uriOf('gone')]), { posts: ids });

    expect(deletes).toEqual([uriOf('gone')]);
  });

  it('finds nothing deleted when the answer is none', async () => {
    const failed = lookUp(() => ({ json: {} }), { posts: [uriOf('here')] });

    await expect(failed).rejects.toMatchObject({ kind: 'garbage' });
  });
});
