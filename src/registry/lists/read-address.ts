/**
 * What a web address stands for: an account of a platform, a site of its own, or a page, which says nothing about
 * who keeps the site.
 */
import { hostForm, tooBroad } from '../host-form.ts';
import { readProfile } from '../profile.ts';
import type { RegistryAccount } from '../registry.ts';

export type AddressRead =
  | { readonly what: 'account'; readonly account: RegistryAccount }
  | { readonly what: 'site'; readonly host: string }
  | { readonly what: 'page'; readonly host: string; readonly reason: string };

/** `undefined` when the text is no address. Scheme and `www.` may be missing. */
export function readAddress(written: string): AddressRead | undefined {
  const [, hostPart = '', path = ''] = addressForm.exec(written.trim()) ?? [];
  const host = hostForm(hostPart)?.replace(shownPart, '');
  if (host === undefined || !/[^.]\.\p{L}[\p{L}\d-]*$/u.test(host)) return undefined;
  const platform = platformOf(host);
  if (platform !== undefined) return accountAt(platform, host, path);
  if (path.replace(/[/?#]+$/, '') !== '') return { what: 'page', host, reason: `a page of ${host}, not the site` };
  const reason = anybodys(host);
  return reason === undefined ? { what: 'site', host } : { what: 'page', host, reason };
}

/** Parts of a host that say how a page is shown, or in which language, and not whose it is. */
const shownPart = /^(?:(?:www|m|mobile)\.(?=[^.]+\.[^.])|[a-z]{2}\.(?=quora\.com$))/;

const addressForm = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^\s/?#@"<>\\]+)([/?#]\S*)?$/i;

interface Platform {
  readonly name: string;
  readonly hosts: readonly string[];
  /** The part of a path that names the account; the first that fits. */
  readonly paths: readonly RegExp[];
}

/** A first step that names no account: `x.com/hashtag/…`. */
const noName =
  '(?!(?:i|home|search|hashtag|intent|share|sharer|explore|p|reel|reels|stories|groups|events|watch)(?:[/?#]|$))';

const platforms: readonly Platform[] = [
  { name: 'x', hosts: ['x.com', 'twitter.com'], paths: [new RegExp(`^/${noName}@?(\\w+)`)] },
  {
    name: 'facebook',
    hosts: ['facebook.com', 'fb.com'],
    paths: [/^\/(profile\.php\?id=\d+)/, /^\/(?:pages|people)\/[^/]+\/(\d+)/, new RegExp(`^/${noName}([^/?#]+)`)],
  },
  { name: 'instagram', hosts: ['instagram.com'], paths: [new RegExp(`^/${noName}([\\w.]+)`)] },
  {
    name: 'youtube',
    hosts: ['youtube.com'],
    paths: [/^\/(@[^/?#]+)/, /^\/(channel\/[\w-]+)/, /^\/(?:c|user)\/([^/?#]+)/],
  },
  { name: 'tiktok', hosts: ['tiktok.com'], paths: [/^\/(@[\w.]+)/] },
  {
    name: 'telegram',
    hosts: ['t.me', 'telegram.me'],
    // An invitation (`/+…`, `/joinchat/…`) and a private channel's number (`/c/…`) name nobody.
    paths: [/^\/(?:s\/)?(?!(?:joinchat|c|s|addstickers|share)(?:[/?#]|$))([A-Za-z]\w+)/],
  },
  { name: 'vk', hosts: ['vk.com'], paths: [/^\/([\w.]+)/] },
  { name: 'ok', hosts: ['ok.ru'], paths: [/^\/(group\/\d+)/, /^\/(?:profile\/)?([\w.]+)/] },
  { name: 'threads', hosts: ['threads.net', 'threads.com'], paths: [/^\/(@[\w.]+)/] },
  { name: 'rumble', hosts: ['rumble.com'], paths: [/^\/(?:c|user)\/([\w.-]+)/] },
  { name: 'linkedin', hosts: ['linkedin.com'], paths: [/^\/(company\/[^/?#]+)/] },
  { name: 'bluesky', hosts: ['bsky.app'], paths: [/^\/profile\/([^/?#]+)/] },
  { name: 'reddit', hosts: ['reddit.com'], paths: [/^\/(?:user|u)\/([\w-]+)/] },
  { name: 'medium', hosts: ['medium.com'], paths: [/^\/(@[\w.-]+)/] },
  { name: 'quora', hosts: ['quora.com'], paths: [/^\/profile\/([^/?#]+)/] },
  {
    name: 'tumblr',
    hosts: ['tumblr.com'],
    paths: [/^\/(?:blog\/)?(?!(?:tagged|search|dashboard|explore)(?:[/?#]|$))([\w-]+)/],
  },
  { name: 'vimeo', hosts: ['vimeo.com'], paths: [/^\/(user\d+)/] },
  { name: 'gab', hosts: ['gab.com'], paths: [new RegExp(`^/${noName}@?(\\w+)`)] },
  { name: 'truthsocial', hosts: ['truthsocial.com'], paths: [/^\/(@\w+)/] },
];

function platformOf(host: string): Platform | undefined {
  return platforms.find(({ hosts }) => hosts.includes(host));
}

function accountAt({ name, paths }: Platform, host: string, path: string): AddressRead {
  for (const form of paths) {
    const profile = form.exec(path)?.[1];
    if (profile === undefined) continue;
    const read = readProfile(name, profile);
    return 'account' in read
      ? { what: 'account', account: read.account }
      : { what: 'page', host, reason: read.refused };
  }
  return { what: 'page', host, reason: `${host} carries anybody's pages, and the address names no account` };
}

/** Sites on which everybody has a label of their own: `name.blogspot.com` is one site, `blogspot.com` is everybody's. */
const blogHosts = new Set(
  (
    'blogspot.com wordpress.com medium.com tumblr.com livejournal.com substack.com quora.com skyrock.com github.io ' +
    'livedoor.blog weebly.com wixsite.com'
  ).split(' '),
);

/** Sites where anybody posts, signs or shortens, beside those that the registry refuses anyway. */
const publicPages = new Set(
  (
    'change.org chng.it avaaz.org petice.com e-petice.cz bit.ly tinyurl.com goo.gl ow.ly soundcloud.com pinterest.com ' +
    'flickr.com discord.com discord.gg archive.org archive.ph archive.is wikipedia.org wikidata.org'
  ).split(' '),
);

function anybodys(host: string): string | undefined {
  const labels = host.split('.');
  for (let i = 0; i < labels.length - 1; i++) {
    const part = labels.slice(i).join('.');
    const isEverybodys = blogHosts.has(part);
    if (isEverybodys && i > 0) return undefined;
    if (isEverybodys || publicPages.has(part) || platformOf(part) !== undefined)
      return `${part} carries anybody's pages: list the account instead`;
  }
  return tooBroad(host);
}
