/** What is compared instead of a host as written, and which hosts say nothing about who speaks. */
import { getPublicSuffix } from 'tldts';

const label = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/;
/** A last label that is a number makes an address of a machine (URL Standard, "ends in a number"). */
const number = /^(?:\d+|0x[0-9a-f]*)$/;

/**
 * A host as it is compared: lower case, punycode, without port and trailing dot. `undefined` when it is no host; an
 * address of a machine is none, as it belongs to whoever rents it.
 */
export function hostForm(host: string): string | undefined {
  const bare = host.trim().replace(/:\d*$/, '').replace(/\.+$/, '');
  if (/[^!-~]/.test(bare)) return asciiHost(bare);
  return checked(bare.toLowerCase());
}

/** RFC 1035: 253 characters. Underscores stand in real host names, so they pass. */
function checked(host: string): string | undefined {
  if (host.length > 253) return undefined;
  const labels = host.split('.');
  return labels.every((part) => label.test(part)) && !number.test(labels.at(-1) ?? '') ? host : undefined;
}

/** As a browser reads it: what it would not tell from `cgtn.com` is `cgtn.com`, and a Cyrillic letter is not. */
function asciiHost(host: string): string | undefined {
  if (/[\s/?#@\\%:[\]]/.test(host)) return undefined;
  try {
    const { hostname } = new URL(`http://${host}`);
    return checked(hostname.replace(/\.+$/, ''));
  } catch {
    return undefined; // not allowed in a domain name (IDNA)
  }
}

/**
 * A host as it is registered: without `www.`, which is the same site. `www.gov.cn` keeps it, as `gov.cn` is where
 * others register.
 */
export function registeredForm(host: string): string | undefined {
  const form = hostForm(host);
  if (form?.startsWith('www.') !== true) return form;
  const bare = form.slice('www.'.length);
  return isPublicSuffix(bare) ? form : bare;
}

/** Closed platforms: everything under them is somebody's page or upload, `m.` and `www.` included. */
const publicPlatforms = new Set(
  (
    'x.com twitter.com t.co facebook.com fb.com instagram.com threads.net youtube.com youtu.be tiktok.com vk.com ' +
    'ok.ru linkedin.com rutube.ru weibo.com bsky.app bilibili.com rumble.com odysee.com reddit.com google.com'
  ).split(' '),
);

/** Platforms that give their users a name under their own. */
const namingPlatforms = new Set('t.me telegram.me medium.com substack.com wordpress.com tumblr.com'.split(' '));

/** Blogger answers under many countries' names; the list of public suffixes keeps only the first. */
const blogspot = /^blogspot\.(?:com?\.)?[a-z]{2,3}$/;

/** Why a host would match links of others, if it would. */
export function tooBroad(host: string): string | undefined {
  if (!host.includes('.')) return `${host} is a top-level domain: it would match everybody under it`;
  if (isPublicSuffix(host)) {
    return `${host} is a public suffix: it would match everybody under it; for a site of that name write www.${host}`;
  }
  const bare = host.replace(/^www\./, '');
  const isPlatform =
    publicPlatforms.has(bare) ||
    publicPlatforms.has(bare.slice(bare.indexOf('.') + 1)) ||
    namingPlatforms.has(bare) ||
    blogspot.test(bare);
  return isPlatform ? `${host} carries anybody's pages: list the account instead` : undefined;
}

/** Where anybody can register a name of their own; those of companies (`github.io`) are meant too. */
function isPublicSuffix(host: string): boolean {
  return getPublicSuffix(host, { allowPrivateDomains: true, extractHostname: false, validateHostname: false }) === host;
}
