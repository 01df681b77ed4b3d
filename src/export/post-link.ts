/** The public address of a post, where the platform's address follows from ids alone. */
import type { Post } from '../post/post.ts';

export function postLink({ platform, id, accountId, handle }: Post): string | undefined {
  switch (platform) {
    case 'x':
      return /^\d+$/.test(id)
        ? `https://x.com/${handle !== undefined && /^\w{1,15}$/.test(handle) ? handle : 'i'}/status/${id}`
        : undefined;
    case 'bluesky': {
      const record = /^at:\/\/(did:[a-z]+:[\w.:%-]+)\/app\.bsky\.feed\.post\/([\w~.:-]+)$/.exec(id);
      return record === null ? undefined : `https://bsky.app/profile/${record[1]}/post/${record[2]}`;
    }
    case 'telegram': {
      const place = /^([A-Za-z]\w{3,31})\/(\d+)$/.exec(id);
      return place === null ? undefined : `https://t.me/${place[1]}/${place[2]}`;
    }
    case 'youtube':
      return /^[\w-]{11}$/.test(id) ? `https://www.youtube.com/watch?v=${id}` : undefined;
    default:
      return /^https?:\/\//.test(id) && URL.canParse(id) && accountId !== '' ? id : undefined;
  }
}
