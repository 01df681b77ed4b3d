/** Looks up accounts and posts at the AppView: who has how many followers, who is gone, which posts are gone. */
import { z } from 'zod';
import type { AccountFact, AccountStatus } from '../../post/post.ts';
import type { Http } from '../http/http.ts';
import { parseZonedTime } from '../parse-time.ts';
import { largestCount } from '../safe-value.ts';
import type { Checker, Page, PollContext } from '../source.ts';
import { itemsOf } from './list-of.ts';
import type { BlueskySettings } from './settings.ts';
import { handleOf, isDid, postUri } from './syntax.ts';
import { callXrpc, readAs, refusalName } from './xrpc.ts';

export interface CheckerDeps {
  readonly http: Http;
  readonly settings: BlueskySettings;
}

/** Names per call (app.bsky.actor.getProfiles, app.bsky.feed.getPosts). */
const namesPerCall = 25;

const text = z.string().optional().catch(undefined);
const Profiles = z.object({
  profiles: itemsOf(
    z.object({
      did: z.string().refine(isDid),
      handle: text,
      createdAt: text,
      followersCount: z.int().min(0).max(largestCount).optional().catch(undefined),
    }),
  ),
});
/** One item that cannot be read refuses the list: what seems missing is deleted. */
const Posts = z.object({ posts: z.array(z.object({ uri: z.string() })) });

/** Why one account's profile is refused, and what that says of the account. */
const refusals: Readonly<Record<string, AccountStatus>> = {
  AccountTakedown: 'suspended',
  AccountSuspended: 'suspended',
  AccountDeactivated: 'deleted',
};

export function createChecker({ http, settings }: CheckerDeps): Checker {
  const ask = (method: string, name: string, values: readonly string[], signal: AbortSignal) =>
    callXrpc({ http, server: settings.appViewUrl, method, parameters: values.map((value) => [name, value]), signal });
  const repostsAreNotShown = (id: string): boolean => postUri(id) === id;

  async function accountsPage(
    dids: readonly string[],
    { clock, signal }: PollContext,
  ): Promise<readonly AccountFact[]> {
    const { profiles } = readAs(Profiles, await ask('app.bsky.actor.getProfiles', 'actors', dids, signal));
    const at = clock();
    const found = new Set(profiles.map(({ did }) => did));
    const facts: AccountFact[] = profiles.map((profile) => ({
      platform: 'bluesky',
      accountId: profile.did,
      handle: profile.handle === undefined ? undefined : handleOf(profile.handle),
      accountCreatedAt: profile.createdAt === undefined ? undefined : parseZonedTime(profile.createdAt),
      followers: profile.followersCount,
      status: 'active',
      statusCheckedAt: at,
    }));
    for (const did of dids.filter((one) => !found.has(one))) {
      const status = await whyMissing(did, signal);
      if (status !== undefined) facts.push({ platform: 'bluesky', accountId: did, status, statusCheckedAt: at });
    }
    return facts;
  }

  /** The list leaves out accounts without a reason; asked for one, the server gives it. */
  async function whyMissing(did: string, signal: AbortSignal): Promise<AccountStatus | undefined> {
    try {
      await ask('app.bsky.actor.getProfile', 'actor', [did], signal);
      return undefined;
    } catch (error) {
      const name = refusalName(error);
      if (name === undefined) throw error;
      return refusals[name] ?? (name === 'InvalidRequest' ? 'deleted' : undefined);
    }
  }

  return {
    platform: 'bluesky',
    async *lookUp(question, context) {
      for (const dids of partsOf(question.accounts.filter(isDid))) {
        context.signal.throwIfAborted();
        yield { ...emptyPage, accounts: await accountsPage(dids, context) };
      }
      for (const uris of partsOf(question.posts.filter(repostsAreNotShown))) {
        context.signal.throwIfAborted();
        const { posts } = readAs(Posts, await ask('app.bsky.feed.getPosts', 'uris', uris, context.signal));
        const found = new Set(posts.map(({ uri }) => uri));
        const missing = uris.filter((uri) => !found.has(uri));
        yield { ...emptyPage, deletes: missing.map((id) => ({ platform: 'bluesky', id })) };
      }
    },
  };
}

const emptyPage: Page = { posts: [], deletes: [], gaps: [], cursor: null };

function partsOf(names: readonly string[]): readonly (readonly string[])[] {
  const unique = [...new Set(names)];
  const parts: (readonly string[])[] = [];
  for (let from = 0; from < unique.length; from += namesPerCall) parts.push(unique.slice(from, from + namesPerCall));
  return parts;
}
