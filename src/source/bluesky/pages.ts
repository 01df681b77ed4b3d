/** Events in, pages out: a page is what is kept in one transaction, and its cursor never runs ahead of it. */
import type { AccountFact, Post } from '../../post/post.ts';
import type { Gap, Page, PostRef, RawItem } from '../source.ts';
import { factOf, isRead, type JetstreamEvent, timeOf } from './event.ts';
import { readPost } from './read-post.ts';
import type { Selection } from './select.ts';
import type { StreamItem } from './stream.ts';
import { postCollection, recordUri } from './syntax.ts';

export interface PageBuilder {
  add(list: number, item: StreamItem): void;
  readonly posts: number;
  /** Everything that was added, kept or not. */
  readonly events: number;
  /** The page so far, and a new one is begun. */
  take(): Page;
}

export interface PageBuilderOptions {
  readonly selection: Selection;
  /** Where each list begins. */
  readonly afterUs: readonly number[];
  readonly cursorOf: (timeUs: number) => unknown;
  readonly latenessMs: number;
  readonly clock: () => Date;
  readonly onUnreadable: (count: number) => void;
}

export function createPageBuilder(options: PageBuilderOptions): PageBuilder {
  const { selection, cursorOf, latenessMs, clock, onUnreadable } = options;
  const readUntilUs = [...options.afterUs];
  let draft = emptyDraft();
  const addCommit = (event: JetstreamEvent & { readonly kind: 'commit' }): void => {
    const { commit, did } = event;
    if (!isRead(commit.collection)) return;
    if (commit.operation === 'delete') {
      const id = recordUri(did, commit.collection, commit.rkey);
      if (id !== undefined) draft.deletes.push({ platform: 'bluesky', id });
      return;
    }
    const edit = commit.operation === 'update' && commit.collection === postCollection ? editOf(event) : undefined;
    const post = readPost({ ...commit, did, at: timeOf(event), seenAt: clock(), edit });
    if (post === undefined) return onUnreadable(1);
    if (!selection.wants(post)) return;
    draft.posts.push(post);
    draft.raw.push({ platform: 'bluesky', id: post.id, payload: event });
  };
  const addFact = (event: JetstreamEvent): void => {
    const fact = factOf(event);
    if (fact === undefined || !selection.wantsFact(event)) return;
    const known = draft.accounts.get(fact.accountId);
    draft.accounts.set(fact.accountId, { ...known, ...fact });
  };
  return {
    get posts() {
      return draft.posts.length;
    },
    get events() {
      return draft.events;
    },
    add(list, item) {
      draft.events += 1;
      readUntilUs[list] = Math.max(readUntilUs[list] ?? 0, untilUs(item));
      if ('gap' in item) draft.gaps.push(item.gap);
      if (!('event' in item)) return;
      if (item.event.kind === 'commit') addCommit(item.event);
      else addFact(item.event);
    },
    take() {
      const { posts, raw, deletes, gaps, accounts } = draft;
      const timeUs = Math.min(...readUntilUs);
      const watermarkMs = Math.min(Math.floor(timeUs / 1000), clock().getTime()) - latenessMs;
      draft = emptyDraft();
      const page = { posts, raw, deletes, gaps, accounts: [...accounts.values()] };
      return { ...page, cursor: cursorOf(timeUs), watermark: new Date(watermarkMs) };
    },
  };
}

/** Up to when all is read, or known to be lost. */
function untilUs(item: StreamItem): number {
  if ('gap' in item) return item.gap.to.getTime() * 1000;
  return 'event' in item ? item.event.time_us : item.quietUntilUs;
}

interface Draft {
  readonly posts: Post[];
  readonly raw: RawItem[];
  readonly deletes: PostRef[];
  readonly gaps: Gap[];
  readonly accounts: Map<string, AccountFact>;
  events: number;
}

function emptyDraft(): Draft {
  return { posts: [], raw: [], deletes: [], gaps: [], accounts: new Map(), events: 0 };
}

const editsFromUs = Date.UTC(2020, 0, 1) * 1000;

/**
 * The network does not count edits, and we need not have seen the earlier ones: seconds since 2020 grow with every edit,
 * are the same when it is read again, and fit a counter.
 */
function editOf({ time_us }: JetstreamEvent): number {
  return Math.max(1, Math.floor((time_us - editsFromUs) / 1e6));
}
