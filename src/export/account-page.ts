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
  { platform: 'x', host: /^(?:mobile\.|m\.)?(?:x|twitter)\.com$/, account: /^@?(\w{1,15})(?:[/?]|$)/ },
  { platform: 'bluesky', host: /^(?:[\w-]+\.)*bsky\.(?:app|social)$/, account: /^profile\/([^/?]+)/ },
  { platform: 'telegram', host: /^(?:t|telegram)\.me$/, account: /^(?:s\/)?([A-Za-z]\w{3,31})(?:[/?]|$)/ },
  { platform: 'facebook', host: /^(?:[\w-]+\.)?(?:facebook\.com|fb\.com|fb\.watch|fb\.me)$/, account: /^([^/?]+)/ },
  { platform: 'instagram', host: /^(?:[\w-]+\.)?instagram\.com$/, account: /^([\w.]{1,30})(?:[/?]|$)/ },
  { platform: 'threads', host: /^(?:[\w-]+\.)?threads\.(?:net|com)$/, account: /^@?([\w.]{1,30})(?:[/?]|$)/ },
  { platform: 'tiktok', host: /^(?:[\w-]+\.)?tiktok\.com$/, account: /^@?([\w.]{1,24})(?:[/?]|$)/ },
  { platform: 'youtube', host: /^(?:[\w-]+\.)?youtube\.com$/, account: /^(?:@|c\/|user\/|channel\/)?([^/?]+)/ },
  { platform: 'vk', host: /^(?:[\w-]+\.)?vk\.(?:com|ru)$/, account: /^([\w.]+)/ },
  { platform: 'ok', host: /^(?:[\w-]+\.)?ok\.ru$/, account: /^([\w.]+)/ },
  { platform: 'linkedin', host: /^(?:[\w-]+\.)?linkedin\.com$/, account: /^(?:company|in)\/([^/?]+)/ },
  { platform: 'reddit', host: /^(?:[\w-]+\.)?reddit\.com$/, account: /^u(?:ser)?\/([^/?]+)/ },
];

/** Pages of a platform that show no single account. */
const nobodys =
  /^(?:(?:x|twitter)\.com\/(?:hashtag|search)(?:[/?]|$)|youtube\.com\/watch\?v=[\w-]{11}$|bsky\.app\/(?:hashtag|search)(?:[/?]|$)|reddit\.com\/r\/\w+$)/;

/** Whether a link in normal form may leave: it shows no account, or one that is listed with a public role. */
export function mayLeave(link: string, registry: Registry, at: Date): boolean {
  const host = hostOf(link).toLowerCase();
  const path = link.slice(host.length).replace(/^\/+/, '');
  if (path === '' || nobodys.test(link)) return true;
  const social = socialHosts.find((known) => known.host.test(host));
  if (social === undefined) return !/^(?:@|users\/)[\w.-]+/.test(path);
  const name = social.account.exec(path)?.[1];
  if (name === undefined) return false;
  const asked = { platform: social.platform };
  const found =
    registry.findAccount({ ...asked, handle: name }, at) ?? registry.findAccount({ ...asked, accountId: name }, at);
  return found?.entry.publicRole === true;
}
