/** Looks posts and accounts up, a hundred at a time: what X says is gone, closed or suspended, and who wrote what. */
import type { AccountFact, Post } from '../../post/post.ts';
import type { Checker, CheckQuestion, Page, PollContext, PostRef, RawItem } from '../source.ts';
import { postFields, userFields, type XApi } from './api.ts';
import { mapXPost, mapXUser } from './map-post.ts';
import { idIn, statusIn } from './problem.ts';
import { pageOf, rawItems } from './run.ts';
import { readEach, type XAnswer, XId, XPost, XUser } from './schema.ts';
import type { XSettings } from './settings.ts';
import { budgetPlan, paid } from './spend.ts';

/** X takes so many ids at once (docs.x.com, post lookup and user lookup). */
const atOnce = 100;

export function createXChecker(settings: XSettings, api: XApi): Checker {
  return { platform: 'x', budget: budgetPlan(settings), lookUp: (question, context) => lookUp(question, context) };

  async function* lookUp({ posts, accounts }: CheckQuestion, context: PollContext): AsyncGenerator<Page> {
    for (const ids of batches(posts)) {
      const { answer, cost } = await ask(
        '/2/tweets',
        { 'tweet.fields': postFields },
        ids,
        settings.prices.post,
        context,
      );
      yield pageOf({ ...readPosts(answer, ids, context.clock()), cost, cursor: null });
    }
    for (const ids of batches(accounts)) {
      const { answer, cost } = await ask('/2/users', { 'user.fields': userFields }, ids, settings.prices.user, context);
      yield pageOf({ accounts: readAccounts(answer, ids, context.clock()), cost, cursor: null });
    }
  }

  function ask(
    path: string,
    fields: Readonly<Record<string, string>>,
    ids: readonly string[],
    price: number,
    context: PollContext,
  ) {
    context.signal.throwIfAborted();
    const call = () => api.get({ limit: path, path, query: { ids: ids.join(','), ...fields }, context });
    return paid(context.budget, ids.length * price, call, ({ data }) =>
      Array.isArray(data) ? data.length * price : 0,
    );
  }
}

function batches(ids: readonly string[]): readonly (readonly string[])[] {
  // One id that cannot be one, such as a hashed one of an archive, costs the whole request.
  const good = [...new Set(ids)].filter((id) => XId.safeParse(id).success);
  return Array.from({ length: Math.ceil(good.length / atOnce) }, (_, n) => good.slice(n * atOnce, (n + 1) * atOnce));
}

function readPosts(
  { data, includes, errors }: XAnswer,
  asked: readonly string[],
  now: Date,
): { readonly posts: readonly Post[]; readonly raw: readonly RawItem[]; readonly deletes: readonly PostRef[] } {
  const posts = readEach(XPost, data)
    .items.map((post) => mapXPost(post, { seenAt: now, includes }))
    .filter((post) => post !== undefined);
  // What X does not show any more, for whatever reason, must not be kept either (X developer policy).
  const gone = goneOf(errors, asked).map(({ id }) => ({ platform: 'x', id }));
  return { posts, raw: rawItems(data), deletes: gone };
}

function readAccounts({ data, errors }: XAnswer, asked: readonly string[], now: Date): readonly AccountFact[] {
  const found = readEach(XUser, data).items.map((user) => mapXUser(user, now));
  const gone = goneOf(errors, asked).map(({ id, status }) => ({
    platform: 'x',
    accountId: id,
    status,
    statusCheckedAt: now,
  }));
  return [...found, ...gone];
}

/** Errors are of other things too, such as an included post; those that were asked for are meant. */
function goneOf(errors: XAnswer['errors'], asked: readonly string[]) {
  const wanted = new Set(asked);
  return (errors ?? []).flatMap((problem) => {
    const [id, status] = [idIn(problem), statusIn(problem)];
    return id !== undefined && wanted.has(id) && status !== undefined ? [{ id, status }] : [];
  });
}
