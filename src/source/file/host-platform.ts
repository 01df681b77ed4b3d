/** Which platform a link to a post is on, and what the link says of it. */

const platforms: readonly (readonly [host: RegExp, platform: string])[] = [
  [/^(?:x|twitter|nitter)\.com$/, 'x'],
  [/^bsky\.app$/, 'bluesky'],
  [/^(?:t|telegram)\.me$/, 'telegram'],
  [/^facebook\.com$/, 'facebook'],
  [/^instagram\.com$/, 'instagram'],
  [/^threads\.(?:net|com)$/, 'threads'],
  [/^tiktok\.com$/, 'tiktok'],
  [/^(?:youtube\.com|youtu\.be)$/, 'youtube'],
  [/^reddit\.com$/, 'reddit'],
  [/^vk\.(?:com|ru)$/, 'vk'],
  [/^weibo\.(?:com|cn)$/, 'weibo'],
  [/^truthsocial\.com$/, 'truthsocial'],
  [/^gab\.com$/, 'gab'],
  [/^douyin\.com$/, 'douyin'],
  [/^(?:xiaohongshu|rednote)\.com$/, 'xiaohongshu'],
  [/^linkedin\.com$/, 'linkedin'],
  [/^tumblr\.com$/, 'tumblr'],
  [/^pinterest\.com$/, 'pinterest'],
];

/** Platform of a host, without `www.` and the like; `undefined` for hosts of one outlet. */
export function platformOfHost(host: string): string | undefined {
  const plain = host.toLowerCase().replace(/^(?:www|m|mobile|old|web)\./, '');
  return platforms.find(([pattern]) => pattern.test(plain))?.[1];
}

export interface LinkedPost {
  readonly host: string;
  readonly platform: string | undefined;
  /** The platform's id of the post, where links hold it. */
  readonly id?: string | undefined;
  readonly handle?: string | undefined;
}

export function linkedPost(link: string): LinkedPost | undefined {
  const url = toUrl(link.trim());
  if (url === undefined) return undefined;
  const host = url.hostname.toLowerCase().replace(/^www\./, '');
  const platform = platformOfHost(host);
  return { host, platform, ...partsOf(platform, url) };
}

function toUrl(link: string): URL | undefined {
  try {
    return new URL(/^https?:\/\//i.test(link) ? link : `https://${link}`);
  } catch {
    return undefined;
  }
}

/** Where links of a platform hold the id of the post and the name of its author. */
const paths: Readonly<Record<string, RegExp>> = {
  x: /^\/(?:i\/web|i|(?<handle>(?!i\/)\w{1,20}))\/status(?:es)?\/(?<id>\d+)/,
  instagram: /^\/(?:(?<handle>[\w.]+)\/)?(?:p|reel|reels|tv)\/(?<id>[\w-]+)/,
  tiktok: /^\/@(?<handle>[\w.]+)\/(?:video|photo)\/(?<id>\d+)/,
  threads: /^\/@(?<handle>[\w.]+)\/post\/(?<id>[\w-]+)/,
};

function partsOf(platform: string | undefined, url: URL): Pick<LinkedPost, 'id' | 'handle'> {
  if (platform === 'facebook') return facebookParts(url);
  const { id, handle } = paths[platform ?? '']?.exec(url.pathname)?.groups ?? {};
  return { id, handle };
}

/** Bluesky's id of a post, of which links hold the account's id or only its handle. `did`: whose post it is. */
export function blueskyPost(link: string, did = ''): string | undefined {
  const [, profile = '', key] = /^https?:\/\/bsky\.app\/profile\/([^/]+)\/post\/([\w.~:-]+)/i.exec(link) ?? [];
  const owner = [profile, did].find((name) => name.startsWith('did:'));
  return owner === undefined || key === undefined ? undefined : `at://${owner}/app.bsky.feed.post/${key}`;
}

function facebookParts(url: URL): Pick<LinkedPost, 'id'> {
  const inQuery = url.searchParams.get('story_fbid') ?? url.searchParams.get('fbid') ?? url.searchParams.get('v');
  if (inQuery !== null && inQuery !== '') return { id: inQuery };
  const last = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .at(-1);
  return { id: last };
}
