/** Events of X's Activity API as posts, deletions and facts of accounts (docs.x.com, event payloads). */
import { z } from 'zod';
import type { AccountFact, Post } from '../../post/post.ts';
import { safeHandle } from '../safe-value.ts';
import type { PostRef, RawItem } from '../source.ts';
import { mapXPost, mapXUser } from './map-post.ts';
import type { Recent } from './recent.ts';
import { rawItems } from './run.ts';
import { readEach, XEvent, XId, XPost } from './schema.ts';

export interface FoundEvents {
  readonly posts: readonly Post[];
  readonly raw: readonly RawItem[];
  readonly deletes: readonly PostRef[];
  readonly accounts: readonly AccountFact[];
}

interface Found {
  readonly posts: Post[];
  readonly raw: RawItem[];
  readonly deletes: PostRef[];
  readonly accounts: AccountFact[];
}

const Envelope = z.object({ data: XEvent });
const Deleted = z.object({ id: XId });
const Changed = z.object({ after: z.string() });

export function readEvents(
  items: readonly unknown[],
  now: Date,
  recent: Recent,
): { readonly found: FoundEvents; readonly unreadable: number } {
  const found: Found = { posts: [], raw: [], deletes: [], accounts: [] };
  const { items: events, refused } = readEach(Envelope, items);
  let unreadable = refused;
  for (const { data: event } of events) {
    if (event.event_uuid !== undefined && !recent.isNew(event.event_uuid)) continue;
    if (!readEvent(event, now, found)) unreadable += 1;
  }
  return { found, unreadable };
}

function readEvent(event: XEvent, now: Date, found: Found): boolean {
  const accountId = XId.safeParse(event.filter?.user_id).data;
  if (event.event_type === 'post.create') {
    const payload = XPost.safeParse(event.payload);
    if (!payload.success) return false;
    const post = mapXPost(payload.data, { seenAt: now, includes: event.includes, authorId: accountId });
    if (post === undefined) return false;
    found.posts.push(post);
    found.raw.push(...rawItems([event.payload]));
    return true;
  }
  const author = event.includes?.users?.find(({ id }) => id === accountId);
  if (author !== undefined) found.accounts.push(mapXUser(author, now));
  if (event.event_type === 'post.delete') {
    const deleted = Deleted.safeParse(event.payload);
    if (deleted.success) found.deletes.push({ platform: 'x', id: deleted.data.id });
    return deleted.success;
  }
  if (event.event_type === 'profile.update.handle') {
    const changed = Changed.safeParse(event.payload);
    const handle = changed.success ? safeHandle(changed.data.after) : undefined;
    if (accountId === undefined || handle === undefined) return false;
    found.accounts.push({ platform: 'x', accountId, handle });
  }
  return true;
}
