/** What a burst's accounts did before it, from the stored posts: habits are compared with it, no detector is fed. */
import { keyOf, type Subject } from '../campaign/subject.ts';
import type { History } from '../measure/history.ts';
import { authorOf } from '../measure/post-groups.ts';
import { dayMs, hourMs, type Post } from '../post/post.ts';
import type { PostStore } from '../store/store.ts';

const historyMs = 90 * dayMs;
/** Accounts looked at: of a larger crowd every n-th, by id, so that the same burst always has the same history. */
const mostAccounts = 200;
/** Posts read; beyond it the oldest are left out and their accounts are counted as capped. */
const mostPosts = 5_000;
/** A burst is looked at every minute while it grows; what was before it does not change. */
const keptMs = hourMs;
const subjectsKept = 50;

/** @param now of the posts' world: a sample's hour passes in a second */
export function createHistory(
  posts: Pick<PostStore, 'postsOf'>,
): (subject: Subject, now: Date) => Promise<History | undefined> {
  const kept = new Map<string, { readonly at: number; readonly history: Promise<History> }>();
  return async (subject, now) => {
    const accountIds = everyNth([...subject.accountIds].sort(), mostAccounts);
    if (accountIds.length === 0) return undefined;
    const { platform, keyKind, key } = keyOf(subject);
    const name = JSON.stringify([platform, keyKind, key, subject.from.getTime(), accountIds.length]);
    const known = kept.get(name);
    if (known !== undefined && now.getTime() - known.at < keptMs) return known.history;
    const history = read(posts, subject, accountIds, now);
    kept.set(name, { at: now.getTime(), history });
    history.catch(() => kept.delete(name));
    const [oldest] = kept.keys();
    if (kept.size > subjectsKept && oldest !== undefined) kept.delete(oldest);
    return history;
  };
}

async function read(
  posts: Pick<PostStore, 'postsOf'>,
  { platform, from }: Subject,
  accountIds: readonly string[],
  readAt: Date,
): Promise<History> {
  const span = { from: new Date(from.getTime() - historyMs), to: from };
  const found = await posts.postsOf({ platform, keyKind: 'network', key: '', accountIds, ...span, limit: mostPosts });
  const accounts = new Set(accountIds.map((accountId) => authorOf({ platform, accountId })));
  return { posts: found, span, readAt, accounts, cappedAccounts: found.length < mostPosts ? 0 : cappedIn(found) };
}

/** Who posted in the oldest day that was still read may have posted before it, too. */
function cappedIn(found: readonly Post[]): number {
  const first = found[0]?.createdAt.getTime() ?? 0;
  const old = found.filter(({ createdAt }) => createdAt.getTime() < first + dayMs);
  return new Set(old.map(authorOf)).size;
}

function everyNth(ids: readonly string[], most: number): readonly string[] {
  if (ids.length <= most) return ids;
  return Array.from({ length: most }, (_, i) => ids[Math.floor((i * ids.length) / most)] ?? '');
}
