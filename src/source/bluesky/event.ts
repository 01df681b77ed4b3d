/** One message of Jetstream's v1 wire, as its documentation names the fields. */
import { z } from 'zod';
import type { AccountFact, AccountStatus } from '../../post/post.ts';
import { collections, handleOf, isDid } from './syntax.ts';

/** In v1 a smaller number is a sequence number of another kind of cursor (Jetstream documentation). */
export const firstTimeUs = 1e15;

const head = { did: z.string().refine(isDid), time_us: z.int().min(firstTimeUs) };
const commit = { collection: z.string(), rkey: z.string(), rev: z.string().catch('') };

const Message = z.discriminatedUnion('kind', [
  z.object({
    ...head,
    kind: z.literal('commit'),
    commit: z.discriminatedUnion('operation', [
      z.object({ operation: z.enum(['create', 'update']), ...commit, record: z.unknown() }),
      z.object({ operation: z.literal('delete'), ...commit }),
    ]),
  }),
  z.object({
    ...head,
    kind: z.literal('identity'),
    identity: z.object({ handle: z.string().optional().catch(undefined) }),
  }),
  z.object({
    ...head,
    kind: z.literal('account'),
    account: z.object({ active: z.boolean(), status: z.string().optional().catch(undefined) }),
  }),
]);
export type JetstreamEvent = z.infer<typeof Message>;

/** `undefined` when the text is no event. Events of other kinds or collections are events, and are told apart later. */
export function readEvent(text: string): JetstreamEvent | undefined {
  const parsed = Message.safeParse(parseJson(text));
  return parsed.success ? parsed.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRead(collection: string): boolean {
  return collections.some((one) => one === collection);
}

/** Names an event whichever server gives it: each server has a `time_us` of its own, the revision is the author's. */
export function eventKey(event: JetstreamEvent): string {
  if (event.kind !== 'commit') return `${event.did} ${event.kind} ${event.time_us}`;
  const { collection, rkey, rev, operation } = event.commit;
  return `${event.did} ${collection} ${rkey} ${rev} ${operation}`;
}

export function timeOf(event: JetstreamEvent): Date {
  return new Date(Math.floor(event.time_us / 1000));
}

/** Reasons that a server gives for an account it does not serve (com.atproto.sync.subscribeRepos#account). */
const statuses: Readonly<Record<string, AccountStatus>> = {
  takendown: 'suspended',
  suspended: 'suspended',
  deleted: 'deleted',
  // By its owner, who may come back; until then it is as if it were not there.
  deactivated: 'deleted',
};

/** What the event says of an account; a server's own trouble (`desynchronized`, `throttled`) says nothing of it. */
export function factOf(event: JetstreamEvent): AccountFact | undefined {
  const account = { platform: 'bluesky', accountId: event.did };
  if (event.kind === 'identity') {
    const handle = event.identity.handle === undefined ? undefined : handleOf(event.identity.handle);
    return handle === undefined ? undefined : { ...account, handle };
  }
  if (event.kind !== 'account') return undefined;
  const status = event.account.active ? 'active' : statuses[event.account.status ?? ''];
  return status === undefined ? undefined : { ...account, status, statusCheckedAt: timeOf(event) };
}
