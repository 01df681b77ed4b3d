/** What a server says of itself: the name of its accounts' host, and whether it shows tag timelines at all. */
import { hourMs } from '../../post/post.ts';
import { SourceError } from '../source-error.ts';
import { MastodonInstance } from './schema.ts';
import type { MastodonServer } from './server.ts';
import type { ServerCursor } from './server-cursor.ts';

type Instance = NonNullable<ServerCursor['instance']>;

/** An administrator changes these hardly ever, but then the answers are empty lists without any error. */
const askAgainMs = hourMs;

export async function instanceOf(
  server: MastodonServer,
  known: Instance | undefined,
  now: Date,
  signal: AbortSignal,
): Promise<Instance> {
  if (known !== undefined && now.getTime() - new Date(known.askedAt).getTime() < askAgainMs) return known;
  const askedAt = now.toISOString();
  try {
    const { body } = await server.get('/api/v2/instance', {}, signal);
    const { data } = MastodonInstance.safeParse(body);
    const access = data?.configuration?.timelines_access?.hashtag_feeds;
    return { askedAt, domain: data?.domain ?? undefined, access: accessOf(access?.local, access?.remote) };
  } catch (error) {
    // Other software may not have this page, or may keep it to its users.
    const kinds = ['refused', 'garbage', 'credential'];
    if (!(error instanceof SourceError) || !kinds.includes(error.kind)) throw error;
    return { askedAt, access: 'open' };
  }
}

/** Part of a timeline is better than none; only when both parts are closed is it closed. */
function accessOf(local: string | null | undefined, remote: string | null | undefined): Instance['access'] {
  const parts = [local ?? 'public', remote ?? 'public'];
  if (parts.includes('public')) return 'open';
  return parts.includes('authenticated') ? 'login' : 'off';
}
