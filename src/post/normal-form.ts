/** Normal forms: what is compared instead of the tag, link or text as written. */
import { createHmac } from 'node:crypto';

/**
 * A tag as it is counted: NFKC, lower case, without `#` (repeated signs and the full-width one too).
 * Empty when nothing is left.
 */
export function normalTag(tag: string): string {
  return tag
    .normalize('NFKC')
    .replace(/^[\s#]+/u, '')
    .trim()
    .toLowerCase();
}

/** Query parameters that say where a click came from, not what is linked. */
const trackers =
  /^(utm_.*|fbclid|gclid|dclid|msclkid|igshid|igsh|mc_cid|mc_eid|ref|ref_src|ref_url|feature|spm|_ga|yclid|si|cmpid|ocid)$/i;

/**
 * A link as it is counted: no scheme, `www.`, fragment, trackers or trailing slash; host in lower case, query sorted.
 * Forms of one YouTube video become `youtube.com/watch?v=ID`. Text that is no http(s) URL gives `undefined`.
 */
export function normalLink(link: string): string | undefined {
  const url = URL.parse === undefined ? parseUrl(link) : (URL.parse(link.trim()) ?? undefined);
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  const host = url.hostname.toLowerCase().replace(/^www\./, '');
  const video = youtubeVideo(host, url);
  if (video !== undefined) return `youtube.com/watch?v=${video}`;
  const kept = [...url.searchParams].filter(([name]) => !trackers.test(name)).sort(byName);
  const query = kept.length > 0 ? `?${new URLSearchParams(kept).toString()}` : '';
  const port = url.port === '' ? '' : `:${url.port}`;
  return `${host}${port}${url.pathname.replace(/\/+$/, '')}${query}`;
}

function parseUrl(link: string): URL | undefined {
  try {
    return new URL(link.trim());
  } catch {
    return undefined;
  }
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const youtubeId = /^[\w-]{11}$/;

function youtubeVideo(host: string, url: URL): string | undefined {
  const id =
    host === 'youtu.be'
      ? url.pathname.slice(1)
      : host === 'youtube.com' || host === 'm.youtube.com' || host === 'youtube-nocookie.com'
        ? (url.searchParams.get('v') ?? /^\/(?:shorts|embed|live|v)\/([^/]+)/.exec(url.pathname)?.[1])
        : undefined;
  return id !== undefined && youtubeId.test(id) ? id : undefined;
}

/** Host of a link in normal form. */
export function hostOf(link: string): string {
  return link.split(/[/?]/, 1)[0] ?? link;
}

/** Normal forms shorter than this never make a copy: greetings and single words repeat by themselves. */
const shortestText = 20;
/** Copies agree in their beginning; comparing no more keeps the work per post bounded whatever a post holds. */
const longestText = 5_000;

/**
 * A text as it is compared for copies: NFKC, lower case, without URLs, mentions, emoji, trailing tags and the noise
 * tail of copied campaigns (four capital letters or a run of symbols at the end; field study of the CNHU set).
 * `undefined` when too little is left to say that two texts are the same.
 */
export function normalText(text: string): string | undefined {
  const plain = text
    .slice(0, longestText)
    .normalize('NFKC')
    .replace(/https?:\/\/\S+/giu, ' ')
    .replace(/(^|\s)@[\w.-]+/gu, ' ')
    .replace(/[\p{Extended_Pictographic}\u{fe0f}\u{200d}]/gu, ' ')
    .trim();
  const kept = withoutTail(plain).toLowerCase().replace(/\d/g, '0').replace(/\s+/gu, ' ').trim();
  return Array.from(kept).length < shortestText ? undefined : kept;
}

function withoutTail(text: string): string {
  let kept = text;
  for (;;) {
    const next = kept
      .replace(/(^|\s)#[\p{L}\p{M}\p{N}_]+\s*$/u, '')
      .replace(/\s[A-Z]{4}\s*$/, '')
      .replace(/\s[^\p{L}\p{N}\s#@]{2,}\s*$/u, '')
      .trimEnd();
    if (next === kept) return kept;
    kept = next;
  }
}

/** Trailing noise of a text (four capital letters, or two and more symbols), if it has one. */
export function noiseTail(text: string): string | undefined {
  const last = /(\S+)\s*$/u.exec(text.replace(/https?:\/\/\S+/giu, ' '))?.[1];
  if (last === undefined) return undefined;
  return /^[A-Z]{4}$/.test(last) || /^[^\p{L}\p{N}\s#@]{2,}$/u.test(last) ? last : undefined;
}

/**
 * Stable name for an account that is in no registry: `acct-7f3a2c`. Keyed with the installation's secret, so that
 * nobody can find the account by trying ids.
 */
export function pseudonym(platform: string, accountId: string, secret: string): string {
  const digest = createHmac('sha256', secret).update(`${platform}:${accountId}`).digest('hex');
  return `acct-${digest.slice(0, 6)}`;
}
