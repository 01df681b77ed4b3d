/** Where the links lead: to one place, as shops, petitions and campaigns do, or to many. */
import { hostOf } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import { authorOf, writtenOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface Landing {
  /** Host with the most posts that link to it; of equals the first by name. Undefined without links. */
  readonly host: string | undefined;
  /** Written posts that link to it / written posts with a link to a place of its own. */
  readonly share: Share;
  readonly accounts: number;
  readonly hosts: number;
  /** Written posts all of whose links lead to a platform or through a shortener: they say nothing of the place. */
  readonly elsewhere: number;
}

/** Hosts that hold what anybody uploads, or hide where a link leads. */
const noPlaces = new Set(
  [
    'x.com twitter.com mobile.twitter.com t.co bsky.app facebook.com m.facebook.com fb.watch',
    'instagram.com tiktok.com vm.tiktok.com youtube.com youtu.be twitch.tv reddit.com t.me telegram.me',
    'weibo.com vk.com threads.net linkedin.com open.spotify.com vimeo.com bit.ly tinyurl.com ow.ly goo.gl',
    'buff.ly dlvr.it is.gd lnkd.in trib.al shorturl.at m.youtube.com old.reddit.com redd.it',
    'rb.gy cutt.ly t.ly wp.me amzn.to',
  ].flatMap((hosts) => hosts.split(' ')),
);

export function measureLanding(posts: readonly Post[]): Landing {
  const linking = writtenOf(posts).filter(({ links }) => links.length > 0);
  const placed = linking.filter((post) => placesOf(post).size > 0);
  const byHost = new Map<string, Post[]>();
  for (const post of placed) {
    for (const host of placesOf(post)) {
      const same = byHost.get(host);
      if (same === undefined) byHost.set(host, [post]);
      else same.push(post);
    }
  }
  const [host, theirs] = [...byHost].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))[0] ?? [];
  return {
    host,
    share: shareOf(theirs?.length ?? 0, placed.length),
    accounts: new Set(theirs?.map(authorOf)).size,
    hosts: byHost.size,
    elsewhere: linking.length - placed.length,
  };
}

function placesOf({ links }: Post): ReadonlySet<string> {
  return new Set(links.map(hostOf).filter((host) => !noPlaces.has(host)));
}
