/** Ids of videos → posts with their counts; what YouTube does not know any more was deleted or made private. */
import type { Post } from '../../post/post.ts';
import type { PollContext, PostRef, RawItem } from '../source.ts';
import { itemsOf, type YoutubeApi } from './api.ts';
import { mapVideo } from './map-video.ts';
import { ItemWithId, Video } from './schema.ts';

export interface ReadVideos {
  readonly posts: readonly Post[];
  readonly raw: readonly RawItem[];
  readonly deletes: readonly PostRef[];
  /** Items that could not be read. */
  readonly broken: number;
  readonly calls: number;
}

/** The API's own limit for ids in one call. */
const idsPerCall = 50;

export function* inBatches<T>(values: readonly T[], size = idsPerCall): Generator<readonly T[]> {
  for (let at = 0; at < values.length; at += size) yield values.slice(at, at + size);
}

export async function readVideos(ids: readonly string[], api: YoutubeApi, context: PollContext): Promise<ReadVideos> {
  const posts: Post[] = [];
  const raw: RawItem[] = [];
  const deletes: PostRef[] = [];
  let broken = 0;
  let calls = 0;
  for (const batch of inBatches([...new Set(ids)])) {
    const answer = await api.list(
      'videos',
      { part: 'snippet,statistics', id: batch.join(','), maxResults: '50' },
      context,
    );
    calls += 1;
    const known = new Set<string>();
    for (const payload of answer.items) {
      const id = ItemWithId.safeParse(payload).data?.id;
      if (id !== undefined) known.add(id);
      const video = Video.safeParse(payload).data;
      const post = video && mapVideo(video, context.clock());
      if (post === undefined) {
        broken += 1;
        continue;
      }
      posts.push(post);
      raw.push({ platform: post.platform, id: post.id, payload });
    }
    for (const id of batch) if (!known.has(id)) deletes.push({ platform: 'youtube', id });
  }
  return { posts, raw, deletes, broken, calls };
}

/** For questions that need no more than to know whether they are there. */
export async function missingVideos(
  ids: readonly string[],
  api: YoutubeApi,
  context: PollContext,
): Promise<readonly PostRef[]> {
  const answer = await api.list('videos', { part: 'id', id: ids.join(','), maxResults: '50' }, context);
  const known = new Set(itemsOf(answer, ItemWithId).items.map(({ id }) => id));
  return ids.filter((id) => !known.has(id)).map((id) => ({ platform: 'youtube', id }));
}
