/** Looks up videos and channels that were read before: 50 for one unit of quota. */
import type { AccountFact } from '../../post/post.ts';
import type { PlatformDeps } from '../platform.ts';
import type { Checker, Page, PollContext } from '../source.ts';
import { costOf, itemsOf, type YoutubeApi, youtubeBudget } from './api.ts';
import { mapChannel } from './map-video.ts';
import { inBatches, missingVideos } from './read-videos.ts';
import { Channel, ItemWithId } from './schema.ts';
import type { YoutubeSettings } from './settings.ts';

const videoId = /^[\w-]{11}$/;
const channelId = /^UC[\w-]{22}$/;

export function createYoutubeChecker(settings: YoutubeSettings, api: YoutubeApi, { log }: PlatformDeps): Checker {
  return {
    platform: 'youtube',
    budget: youtubeBudget(settings),
    async *lookUp({ posts, accounts }, context) {
      // Ids of another form come from files; the API would refuse the whole call for one of them.
      for (const ids of inBatches([...new Set(posts)].filter((id) => videoId.test(id)))) {
        yield pageOf({ deletes: await missingVideos(ids, api, context) });
      }
      for (const ids of inBatches([...new Set(accounts)].filter((id) => channelId.test(id)))) {
        yield pageOf({ accounts: await lookUpChannels(ids, api, context, log) });
      }
    },
  };
}

async function lookUpChannels(
  ids: readonly string[],
  api: YoutubeApi,
  context: PollContext,
  log: PlatformDeps['log'],
): Promise<readonly AccountFact[]> {
  const answer = await api.list(
    'channels',
    { part: 'snippet,statistics', id: ids.join(','), maxResults: '50' },
    context,
  );
  const at = context.clock();
  const { items, broken } = itemsOf(answer, Channel);
  if (broken > 0) log.warn({ source: 'youtube:check', left: broken }, 'items of YouTube could not be read');
  const there = new Set(itemsOf(answer, ItemWithId).items.map(({ id }) => id));
  const gone = ids.filter((id) => !there.has(id));
  return [
    ...items.map((channel) => mapChannel(channel, at)),
    // Closed by its owner or by YouTube: the answer is the same.
    ...gone.map((accountId) => ({ platform: 'youtube', accountId, status: 'deleted', statusCheckedAt: at }) as const),
  ];
}

function pageOf(found: Partial<Pick<Page, 'deletes' | 'accounts'>>): Page {
  return { posts: [], deletes: [], gaps: [], cursor: undefined, cost: costOf('videos'), ...found };
}
