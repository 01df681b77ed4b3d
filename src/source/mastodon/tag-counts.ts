/** How often a tag was used, by day, as the server counts it: the cheap look before its timeline is read. */
import { dayMs } from '../../post/post.ts';
import { largestCount } from '../safe-value.ts';
import type { CountBucket } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { MastodonTag } from './schema.ts';
import type { MastodonServer } from './server.ts';

export interface TagDay {
  /** Seconds since 1970 of its beginning, UTC. */
  readonly day: number;
  readonly uses: number;
}

/** `undefined` where the server does not count. */
export async function fetchTagDays(
  server: MastodonServer,
  tag: string,
  signal: AbortSignal,
): Promise<readonly TagDay[] | undefined> {
  try {
    const { body } = await server.get(`/api/v1/tags/${encodeURIComponent(tag)}`, {}, signal);
    const history = MastodonTag.safeParse(body).data?.history;
    if (history === undefined || history === null || history.length === 0) return undefined;
    return history.flatMap(({ day, uses }) => {
      const at = wholeNumber(day);
      const count = wholeNumber(uses);
      return at === undefined || count === undefined ? [] : [{ day: at, uses: Math.min(count, largestCount) }];
    });
  } catch (error) {
    if (error instanceof SourceError && (error.kind === 'refused' || error.kind === 'garbage')) return undefined;
    throw error;
  }
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

/** Whether there can be anything in the timeline since `since`. */
export function isUsedSince(days: readonly TagDay[] | undefined, since: Date): boolean {
  return days === undefined || days.some(({ day, uses }) => uses > 0 && day * 1000 > since.getTime() - dayMs);
}

/** Days that are over, and were not over when last looked at; today's count still grows. */
export function countsAfter(
  tag: string,
  days: readonly TagDay[] | undefined,
  lastDay: number | undefined,
  now: Date,
): readonly CountBucket[] {
  const isNew = ({ day }: TagDay): boolean => day * 1000 + dayMs <= now.getTime() && day > (lastDay ?? 0);
  return (days ?? []).filter(isNew).map(({ day, uses }) => ({
    platform: 'mastodon',
    key: tag,
    at: new Date(day * 1000),
    seconds: dayMs / 1000,
    posts: uses,
  }));
}
