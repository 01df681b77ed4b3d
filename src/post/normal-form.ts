/** Normal forms: what is compared instead of the tag, link or text as written. */
import { createHash, createHmac } from 'node:crypto';

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
 * A text as it is compared for copies: NFKC, lower case, digits as 0, without URLs, mentions, emoji, trailing tags and
 * the noise tail of copied campaigns (four capital letters or a run of symbols at the end; field study of the CNHU set).
 * `undefined` when too little is left to say that two texts are the same.
 */
export function normalText(text: string): string | undefined {
  const start = withoutInvisible(text.slice(0, 2 * longestText)).slice(0, longestText);
  const plain = withoutEmoji(withoutNames(withoutLinks(start.normalize('NFKC').slice(0, longestText)))).trim();
  const kept = withSingleSpaces(withoutTail(plain).toLowerCase().replace(/\d/g, '0')).trim();
  return isShort(kept) ? undefined : kept;
}

/** Names a text by what copies of it share: 16 hex digits of the SHA-256 of its normal form; none for a short text. */
export function textKey(text: string): string | undefined {
  const normal = normalText(text);
  return normal === undefined ? undefined : createHash('sha256').update(normal).digest('hex').slice(0, 16);
}

/** Text without its web addresses; a space stands for each. */
export function withoutLinks(text: string): string {
  return text.includes('://') ? text.replace(/https?:\/\/\S+/giu, ' ') : text;
}

/** Text without mentions of accounts; a space stands for each. */
export function withoutNames(text: string): string {
  return text.includes('@') ? text.replace(/(^|\s)@[\w.-]+/gu, ' ') : text;
}

/** Zero-width signs, marks of direction, soft hyphens: between the letters of a copy they would make it another text. */
function withoutInvisible(text: string): string {
  // Nothing in ASCII is invisible in this way, and most texts that are asked are mostly ASCII.
  return /[\u0080-\uffff]/.test(text) ? text.replace(/\p{Default_Ignorable_Code_Point}/gu, '') : text;
}

/** All that could be a part of an emoji, and what is asked of most texts: far faster than the property of Unicode. */
const perhapsEmoji = /[\u00a9\u00ae\u203c-\u2fff\u3030\u303d\u3297\u3299\ud83c-\ud83f]|\u200d|\ufe0f/;

/** Text without pictographs and what joins them; a space stands for each. */
function withoutEmoji(text: string): string {
  return perhapsEmoji.test(text) ? text.replace(/[\p{Extended_Pictographic}\u{fe0f}\u{200d}]/gu, ' ') : text;
}

function withSingleSpaces(text: string): string {
  return /\s{2}|[^\S ]/.test(text) ? text.replace(/\s+/gu, ' ') : text;
}

/** Characters are counted, not UTF-16 units, of which a character takes one or two. */
function isShort(text: string): boolean {
  if (text.length < shortestText) return true;
  return text.length < 2 * shortestText && Array.from(text).length < shortestText;
}

const fourCapitals = /^[A-Z]{4}$/;
const symbols = /^[^\p{L}\p{N}\s#@]{2,}$/u;
const tag = /^#[\p{L}\p{M}\p{N}_]+$/u;

/** Goes word by word from the end, so that a hostile text costs no more than it is long. */
function withoutTail(text: string): string {
  let end = text.length;
  for (;;) {
    const start = startOfWord(text, end);
    const word = text.slice(start, end);
    const isTail = tag.test(word) || (start > 0 && (fourCapitals.test(word) || symbols.test(word)));
    if (!isTail) return text.slice(0, end);
    end = endOfWord(text, start);
  }
}

/**
 * Trailing noise of a text (four capital letters, or two and more symbols), if it has one. Links behind it are passed
 * over, and so are emoji, which are no noise: many readers end one headline in different ones.
 */
export function noiseTail(text: string): string | undefined {
  for (let end = endOfWord(text, text.length); end > 0; ) {
    const start = startOfWord(text, end);
    const word = withoutEmoji(withoutLinks(text.slice(start, end)).trim()).trim();
    if (word !== '') return fourCapitals.test(word) || symbols.test(word) ? word : undefined;
    end = endOfWord(text, start);
  }
  return undefined;
}

const space = /\s/;

/** Where white space before `end` begins. */
function endOfWord(text: string, end: number): number {
  let at = end;
  while (at > 0 && space.test(text.charAt(at - 1))) at -= 1;
  return at;
}

/** Where the word that ends at `end` begins. */
function startOfWord(text: string, end: number): number {
  let at = end;
  while (at > 0 && !space.test(text.charAt(at - 1))) at -= 1;
  return at;
}

/**
 * Stable name for an account that is in no registry: `acct-7f3a2c94d1`. Keyed with the installation's secret, so that
 * nobody can find the account by trying ids.
 */
export function pseudonym(platform: string, accountId: string, secret: string): string {
  const digest = createHmac('sha256', secret).update(`${platform}:${accountId}`).digest('hex');
  return `acct-${digest.slice(0, 10)}`;
}
