/** Retention: removes posts older than the configured number of days. */
import { dayMs } from '../src/post/post.ts';
import type { Job } from '../src/queue/queue.ts';
import type { PostStore } from '../src/store/store.ts';

export interface PruneDeps {
  readonly posts: PostStore;
  readonly postDays: number;
  readonly now: () => Date;
}

export function createPrune({ posts, postDays, now }: PruneDeps): Job {
  return {
    name: 'prune',
    run: async () => ({ removed: await posts.prune(new Date(now().getTime() - postDays * dayMs)) }),
  };
}
