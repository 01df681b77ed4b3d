/** What X follows for us by account: made equal to what is watched, with as few requests as that takes. */
import type { PollContext } from '../source.ts';
import { SourceError } from '../source-error.ts';
import type { XApi } from './api.ts';
import { readEach, XSubscription } from './schema.ts';

/** A self-serve key has so many (docs.x.com, X Activity API). */
const mostSubscriptions = 1500;
/** Posts of all before deletions of any, and both before new handles: where there is not enough for all. */
const eventTypes = ['post.create', 'post.delete', 'profile.update.handle'] as const;
/** Marks the subscriptions that are ours; those of other programs are left alone. */
const ourTag = 'tocsin';

export interface Synced {
  readonly added: number;
  readonly removed: number;
  readonly refused: number;
  /** Wanted, and more than X takes. */
  readonly left: number;
  /** X asked to go on later. */
  readonly waiting: boolean;
}

export async function syncSubscriptions(api: XApi, ids: readonly string[], context: PollContext): Promise<Synced> {
  const existing = await listSubscriptions(api, context);
  const ours = existing.filter(({ tag }) => tag === ourTag);
  const all = eventTypes.flatMap((event) => ids.map((id) => ({ event, id })));
  const room = mostSubscriptions - (existing.length - ours.length);
  const wanted = all.slice(0, Math.max(0, room));
  const keyOf = (event: string, id: string | undefined): string => `${event} ${id ?? ''}`;
  const wantedKeys = new Set(wanted.map(({ event, id }) => keyOf(event, id)));
  const known = new Set(ours.map(({ event_type, filter }) => keyOf(event_type, filter.user_id)));
  const steps = [
    ...ours
      .filter(({ event_type, filter }) => !wantedKeys.has(keyOf(event_type, filter.user_id)))
      .map(({ subscription_id }) => ({ step: 'remove' as const, id: subscription_id })),
    ...wanted
      .filter(({ event, id }) => !known.has(keyOf(event, id)))
      .map(({ event, id }) => ({ step: 'add' as const, event, id })),
  ];
  const counts = { add: 0, remove: 0, refused: 0 };
  let waiting = false;
  for (const one of steps) {
    context.signal.throwIfAborted();
    try {
      if (one.step === 'remove') await remove(api, one.id, context);
      else await add(api, one.event, one.id, context);
      counts[one.step] += 1;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (error.kind === 'wait') {
        // What is subscribed already can be read meanwhile.
        waiting = true;
        break;
      }
      if (error.kind !== 'refused') throw error;
      counts.refused += 1;
    }
  }
  const left = all.length - wanted.length;
  return { added: counts.add, removed: counts.remove, refused: counts.refused, left, waiting };
}

const mostPages = 100;

async function listSubscriptions(api: XApi, context: PollContext) {
  const found: (typeof XSubscription)['_output'][] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    context.signal.throwIfAborted();
    const answer = await api.get({
      limit: 'subscriptions',
      path: '/2/activity/subscriptions',
      query: { pagination_token: token },
      context,
    });
    const fresh = readEach(XSubscription, answer.data).items.filter((one) => !seen.has(one.subscription_id));
    for (const one of fresh) seen.add(one.subscription_id);
    found.push(...fresh);
    token = answer.meta?.next_token;
    if (token === undefined || fresh.length === 0) break;
  }
  return found;
}

async function add(api: XApi, event: string, id: string, context: PollContext): Promise<void> {
  await api.post({
    limit: 'subscriptions',
    path: '/2/activity/subscriptions',
    body: { event_type: event, filter: { user_id: id }, tag: ourTag },
    context,
  });
}

async function remove(api: XApi, id: string, context: PollContext): Promise<void> {
  await api.delete({ limit: 'subscriptions', path: `/2/activity/subscriptions/${encodeURIComponent(id)}`, context });
}
