/** What is compared instead of a host as written, and which hosts say nothing about who speaks. */

const label = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/;

/** A host as it is compared: lower case, punycode, without port and trailing dot. `undefined` when it is no host. */
export function hostForm(host: string): string | undefined {
  const bare = host.trim().replace(/:\d*$/, '').replace(/\.+$/, '');
  if (/[^!-~]/.test(bare)) return asciiHost(bare);
  return checked(bare.toLowerCase());
}

/** RFC 1035: 253 characters. Underscores stand in real host names, so they pass. */
function checked(host: string): string | undefined {
  return host.length <= 253 && host.split('.').every((part) => label.test(part)) ? host : undefined;
}

function asciiHost(host: string): string | undefined {
  if (/[\s/?#@\\%:[\]]/.test(host)) return undefined;
  try {
    const { hostname } = new URL(`http://${host}`);
    return checked(hostname.replace(/\.+$/, ''));
  } catch {
    return undefined; // not allowed in a domain name (IDNA)
  }
}

/** Anybody's pages and uploads: a link to them says nothing about who wrote it. */
const publicPlatforms = new Set(
  (
    'x.com twitter.com t.co facebook.com fb.com instagram.com threads.net youtube.com youtu.be t.me telegram.me ' +
    'tiktok.com vk.com ok.ru linkedin.com rutube.ru weibo.com bsky.app bilibili.com rumble.com odysee.com ' +
    'reddit.com medium.com substack.com blogspot.com wordpress.com tumblr.com github.io google.com'
  ).split(' '),
);

/** Labels under which a country registers others (`gov.cn`, `co.uk`): the part that is nobody's own. */
const publicSuffix = /^(?:ac|co|com|edu|go|gob|gouv|gov|gub|ne|net|or|org)\.[a-z]{2}$/;

/** Why a host would match links of others, if it would. */
export function tooBroad(host: string): string | undefined {
  if (!host.includes('.')) return `${host} is a top-level domain: it would match everybody under it`;
  if (publicSuffix.test(host)) return `${host} is a public suffix: it would match everybody under it`;
  if (publicPlatforms.has(host)) return `${host} carries anybody's pages: list the account instead`;
  return undefined;
}
