/** Handles to ids, a hundred at a time and once only: an id stays, a handle changes hands. */
import { z } from 'zod';
import type { AccountFact } from '../../post/post.ts';
import { dayMs } from '../../post/post.ts';
import type { Cost, PollContext, WatchedAccount } from '../source.ts';
import { userFields, type XApi } from './api.ts';
import { mapXUser } from './map-post.ts';
import { before, Time } from './run.ts';
import { readEach, XId, XUser } from './schema.ts';
import { paid } from './spend.ts';

export const KnownHandles = z.object({
  ids: z.record(z.string(), XId),
  /** Asked for at that time, and nobody had them. */
  missing: z.record(z.string(), Time),
});
export type KnownHandles = z.output<typeof KnownHandles>;

export function nobodyKnown(): KnownHandles {
  return { ids: {}, missing: {} };
}

/** What can be said without asking. */
export function idsOf(accounts: readonly WatchedAccount[], known: KnownHandles): readonly string[] {
  const ids = accounts.map(({ nativeId, handle }) =>
    XId.safeParse(nativeId).success ? nativeId : known.ids[normalHandle(handle)],
  );
  return [...new Set(ids.filter((id) => id !== undefined))];
}

/** X refuses all of a request for one handle that cannot be one. */
const handleForm = /^[a-z0-9_]{1,15}$/;
const atOnce = 100;

/** Each step is one paid request; what it found is to be kept before the next. */
export async function* resolveHandles(
  api: XApi,
  price: number,
  accounts: readonly WatchedAccount[],
  given: KnownHandles,
  context: PollContext,
): AsyncGenerator<{ readonly known: KnownHandles; readonly accounts: readonly AccountFact[]; readonly cost: Cost }> {
  let known = given;
  const askAgain = before(context.now, dayMs);
  const wanted = new Set(
    accounts
      .filter(({ nativeId }) => !XId.safeParse(nativeId).success)
      .map(({ handle }) => normalHandle(handle))
      .filter((handle) => handleForm.test(handle) && known.ids[handle] === undefined)
      .filter((handle) => (known.missing[handle] ?? new Date(0)) < askAgain),
  );
  const list = [...wanted];
  for (let at = 0; at < list.length; at += atOnce) {
    context.signal.throwIfAborted();
    const handles = list.slice(at, at + atOnce);
    const call = () =>
      api.get({
        limit: 'users by',
        path: '/2/users/by',
        query: { usernames: handles.join(','), 'user.fields': userFields },
        context,
      });
    const { answer, cost } = await paid(context.budget, handles.length * price, call, ({ data }) =>
      Array.isArray(data) ? data.length * price : 0,
    );
    const users = readEach(XUser, answer.data).items;
    const found = Object.fromEntries(users.map(({ id, username }) => [normalHandle(username), id]));
    const missing = handles.filter((handle) => found[handle] === undefined);
    known = {
      ids: { ...known.ids, ...found },
      missing: { ...known.missing, ...Object.fromEntries(missing.map((handle) => [handle, context.clock()])) },
    };
    yield { known, accounts: users.map((user) => mapXUser(user, context.clock())), cost };
  }
}

function normalHandle(handle: string | undefined): string {
  return (handle ?? '').trim().replace(/^@+/, '').toLowerCase();
}
