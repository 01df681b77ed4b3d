/** Has this installation seen links to a host before? A landing page made for a campaign is one that nobody linked to. */
import { dayMs } from '../post/post.ts';
import type { PostStore } from '../store/store.ts';

/** A host that was linked to within so many days before is known. */
const lookBackMs = 30 * dayMs;
/** Links of the day on which a campaign began are its own. */
const ownMs = dayMs;
/** A platform that is read for a shorter time has hardly seen any host. */
const watchedMs = 5 * dayMs;
/** Answers kept: a host is asked about again with every look at a campaign. */
const mostKept = 10_000;

/** @returns undefined where the platform is read for too short a time to say. */
export function createKnownHosts({
  posts,
}: {
  readonly posts: Pick<PostStore, 'readInOrder' | 'postsOf'>;
}): (platform: string, host: string, from: Date) => Promise<boolean | undefined> {
  const known = new Map<string, Promise<boolean | undefined>>();

  async function ask(platform: string, host: string, from: Date): Promise<boolean | undefined> {
    const back = (ms: number): Date => new Date(from.getTime() - ms);
    // A host that many link to is known from one day already, and a month of its links is never read.
    for (const span of [ownMs + dayMs, lookBackMs]) {
      const question = { platform, keyKind: 'host', key: host, from: back(span), to: back(ownMs), limit: 1 } as const;
      if ((await posts.postsOf(question)).length > 0) return true;
    }
    for await (const early of posts.readInOrder({ from: back(lookBackMs), to: back(watchedMs) }, [platform], 1)) {
      if (early.length > 0) return false;
    }
    return undefined;
  }

  return (platform, host, from) => {
    const question = `${platform}|${host}|${Math.floor(from.getTime() / dayMs)}`;
    const asked = known.get(question);
    if (asked !== undefined) return asked;
    const answer = ask(platform, host, from);
    answer.catch(() => known.delete(question));
    known.set(question, answer);
    const [oldest] = known.keys();
    if (known.size > mostKept && oldest !== undefined) known.delete(oldest);
    return answer;
  };
}
