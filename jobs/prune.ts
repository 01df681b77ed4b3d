/** Retention: removes posts and raw payloads older than the configured numbers of days. */
import { dayMs } from '../src/post/post.ts';
import type { Job } from '../src/queue/queue.ts';
import type { Store } from '../src/store/store.ts';

export interface PruneDeps {
  readonly store: Pick<Store, 'posts' | 'sources' | 'accountChecks'>;
  readonly postDays: number;
  readonly rawDays: number;
  readonly now: () => Date;
}

export function createPrune({ store, postDays, rawDays, now }: PruneDeps): Job {
  return {
    name: 'prune',
    run: async () => {
      const before = (days: number): Date => new Date(now().getTime() - days * dayMs);
      return {
        removed: await store.posts.prune(before(postDays)),
        raw: await store.sources.pruneRaw(before(rawDays)),
        checks: await store.accountChecks.prune(before(postDays)),
      };
    },
  };
}
