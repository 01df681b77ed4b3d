/**
 * Which account's page or post a link shows, because a link can name a person as plainly as a handle does.
 *
 * Only pages of accounts in the registry leave. The hosts are those of the platforms that can be read here, and of the
 * other large ones; a path that begins with `@` names an account anywhere (Mastodon and its relatives, TikTok, Medium).
 */
import { hostOf } from '../post/normal-form.ts';
import type { Registry } from '../registry/registry.ts';

interface SocialHost {
  readonly platform: string;
  readonly host: RegExp;
  /** Beginning of the path → handle or native id. */
  readonly account: RegExp;
}

const socialHosts: readonly SocialHost[] = [
  // With its mirrors, which keep X's paths.
  {
    platform: 'x',
    host: /^(?:(?:mobile\.|m\.)?(?:x|twitter|fxtwitter|vxtwitter|fixupx|fixvx|xcancel)\.com|nitter(?:\.[\w-]+)+)$/,
    account: /^@?(\w{1,15})(?:[/?]|$)/,
  },
  { platform: 'bluesky', host: /^(?:[\w-]+\.)*bsky\.(?:app|social)$/, account: /^profile\/([^/?]+)/ },
  { platform: 'telegram', host: /^(?:t\.me|telegram\.(?:me|dog))$/, account: /^(?:s\/)?([A-Za-z]\w{3,31})(?:[/?]|$)/ },
  { platform: 'facebook', host: /^(?:[\w-]+\.)?(?:facebook\.com|fb\.com|fb\.watch|fb\.me)$/, account: /^([^/?]+)/ },
  { platform: 'instagram', host: /^(?:[\w-]+\.)?instagram\.com$/, account: /^([\w.]{1,30})(?:[/?]|$)/ },
  { platform: 'threads', host: /^(?:[\w-]+\.)?threads\.(?:net|com)$/, account: /^@?([\w.]{1,30})(?:[/?]|$)/ },
  { platform: 'tiktok', host: /^(?:[\w-]+\.)?tiktok\.com$/, account: /^@?([\w.]{1,24})(?:[/?]|$)/ },
  { platform: 'youtube', host: /^(?:[\w-]+\.)?youtube\.com$/, account: /^(?:@|c\/|user\/|channel\/)?([^/?]+)/ },
  { platform: 'vk', host: /^(?:[\w-]+\.)?vk\.(?:com|ru)$/, account: /^([\w.]+)/ },
  { platform: 'ok', host: /^(?:[\w-]+\.)?ok\.ru$/, account: /^([\w.]+)/ },
  { platform: 'linkedin', host: /^(?:[\w-]+\.)?linkedin\.com$/, account: /^(?:company|in)\/([^/?]+)/ },
  { platform: 'weibo', host: /^(?:[\w-]+\.)?weibo\.(?:com|cn)$/, account: /^(?:[unp]\/)?([^/?]+)/ },
  { platform: 'gab', host: /^gab\.com$/, account: /^@?([^/?]+)/ },
  { platform: 'gettr', host: /^(?:[\w-]+\.)?gettr\.com$/, account: /^(?:user\/)?([^/?]+)/ },
  { platform: 'twitch', host: /^(?:[\w-]+\.)?twitch\.tv$/, account: /^([^/?]+)/ },
  { platform: 'patreon', host: /^patreon\.com$/, account: /^([^/?]+)/ },
  { platform: 'github', host: /^(?:gist\.)?github\.com$/, account: /^([^/?]+)/ },
  { platform: 'linktree', host: /^linktr\.ee$/, account: /^([^/?]+)/ },
  { platform: 'pinterest', host: /^(?:[\w-]+\.)?pinterest\.com$/, account: /^([^/?]+)/ },
  { platform: 'reddit', host: /^(?:[\w-]+\.)?reddit\.com$/, account: /^u(?:ser)?\/([^/?]+)/ },
];

/** Hosts that are an account's page as a whole: the name in front → platform. */
const personalHosts: readonly Omit<SocialHost, 'account'>[] = [
  { platform: 'bluesky', host: /^([\w-]+\.bsky\.social)$/ },
  { platform: 'tumblr', host: /^(?!www\.)([\w-]+)\.tumblr\.com$/ },
  { platform: 'livejournal', host: /^(?!www\.)([\w-]+)\.livejournal\.com$/ },
];

/** Pages of a platform that show no single account; a search that asks for one (`from:name`) does. */
const nobodys =
  /^(?:(?:x|twitter)\.com\/(?:hashtag\/[^/?]+|search\?q=[^:@]*)$|youtube\.com\/watch\?v=[\w-]{11}$|bsky\.app\/(?:hashtag\/[^/?]+|search\?q=[^:@]*)$|reddit\.com\/r\/\w+$)/;

/** Whether a link in normal form may leave: it shows no account, or one that is listed with a public role. */
export function mayLeave(link: string, registry: Registry, at: Date, inside = 0): boolean {
  const address = hostOf(link);
  const host = address.toLowerCase().replace(/\.?(?::\d+)?$/, '');
  const path = decoded(link.slice(address.length)).replace(/^\/+/, '');
  const isListed = (platform: string, name: string): boolean => {
    const found =
      registry.findAccount({ platform, handle: name }, at) ?? registry.findAccount({ platform, accountId: name }, at);
    return found?.entry.publicRole === true;
  };
  for (const personal of personalHosts) {
    const name = personal.host.exec(host)?.[1];
    if (name !== undefined) return isListed(personal.platform, name);
  }
  if (path === '' || nobodys.test(`${host}/${path}`)) return true;
  const social = socialHosts.find((known) => known.host.test(host));
  if (social === undefined) return !namesSomebody.test(path) && mayInnerLeave(path, registry, at, inside);
  const name = social.account.exec(path)?.[1];
  return name !== undefined && isListed(social.platform, name);
}

const namesSomebody = /(?:^|\/)(?:@|(?:users?|u|profile)\/)[\w.-]+/i;

/** Archives of archives are rare; deeper than this nobody looks, and nothing leaves. */
const deepest = 5;

/** An archive's address holds the address that it keeps, with or without a scheme. */
function mayInnerLeave(path: string, registry: Registry, at: Date, inside: number): boolean {
  const inner = /(?<![\w.-])(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?\/\S+/i.exec(path)?.[0];
  if (inner === undefined) return true;
  return inside < deepest && mayLeave(inner.replace(/^www\./i, ''), registry, at, inside + 1);
}

/** As people read it; what is not well encoded stays as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
