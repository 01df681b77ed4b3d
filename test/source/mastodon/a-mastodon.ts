/** A server with Mastodon's API, in memory: ids made from the time of a post, pages by `min_id` and `max_id`, `Link`. */
import type { Exchange, Reply } from '../../fakes/web-server.ts';

/** https://github.com/mastodon/mastodon/blob/main/lib/mastodon/snowflake.rb: whole seconds of the post's time, then chance. */
export function snowflake(at: Date, n: number): string {
  const whole = Math.floor(at.getTime() / 1000) * 1000;
  return ((BigInt(whole) << 16n) + BigInt(n % 65_536)).toString();
}

export function anAccount(name = 'ada', host = 'social.example', more: Readonly<Record<string, unknown>> = {}) {
  return {
    id: `1${Buffer.from(name).toString('hex').replace(/[a-f]/g, '')}`,
    username: name,
    acct: host === 'social.example' ? name : `${name}@${host}`,
    url: `https://${host}/@${name}`,
    uri: `https://${host}/users/${name}`,
    created_at: '2019-05-07T00:00:00.000Z',
    followers_count: 120,
    bot: false,
    discoverable: null,
    ...more,
  };
}

export function aStatus(n: number, at: Date, more: Readonly<Record<string, unknown>> = {}) {
  const account = anAccount('ada', n % 2 === 0 ? 'social.example' : 'far.example');
  return {
    id: snowflake(at, n),
    uri: `${account.uri}/statuses/${n}`,
    url: `${account.url}/${n}`,
    created_at: at.toISOString(),
    edited_at: null,
    visibility: 'public',
    language: 'en',
    spoiler_text: '',
    content: `<p>number ${n} <a href="https://social.example/tags/lanternday" class="mention hashtag" rel="tag">#<span>LanternDay</span></a></p>`,
    reblog: null,
    in_reply_to_id: null,
    account,
    media_attachments: [],
    mentions: [],
    tags: [{ name: 'lanternday', url: 'https://social.example/tags/lanternday' }],
    card: null,
    poll: null,
    favourites_count: 3,
    reblogs_count: 2,
    replies_count: 1,
    ...more,
  };
}

export interface PageOptions {
  readonly perPage?: number;
  /** snac and some others send none. */
  readonly link?: boolean;
}

/** One page, newest first, as Mastodon pages: `min_id` gives the oldest above it, `max_id` the newest below it. */
export function statusPage(
  { path, query, headers }: Exchange,
  statuses: readonly Readonly<Record<string, unknown>>[],
  { perPage = 40, link = true }: PageOptions = {},
): Reply {
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 40) return { status: 400, json: { error: 'limit' } };
  const idOf = (status: Readonly<Record<string, unknown>>): bigint => BigInt(String(status['id']));
  const down = [...statuses].sort((a, b) => (idOf(a) < idOf(b) ? 1 : idOf(a) > idOf(b) ? -1 : 0));
  const below = query.get('max_id');
  const above = query.get('min_id');
  const inside = down.filter(
    (status) => (below === null || idOf(status) < BigInt(below)) && (above === null || idOf(status) > BigInt(above)),
  );
  const most = Math.min(limit, perPage);
  const page = above === null ? inside.slice(0, most) : inside.slice(-most);
  const rateHeaders = { 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '299' };
  const [first, last] = [page[0], page.at(-1)];
  if (!link || first === undefined || last === undefined) return { json: page, headers: rateHeaders };
  const base = `http://${String(headers['host'])}${path}`;
  const older = `<${base}?limit=40&max_id=${idOf(last)}>; rel="next"`;
  const newer = `<${base}?limit=40&min_id=${idOf(first)}>; rel="prev"`;
  return { json: page, headers: { ...rateHeaders, link: `${older}, ${newer}` } };
}

export const day = (text: string): string => String(Date.parse(`${text}T00:00:00Z`) / 1000);

export function instance(local: string, remote: string): Readonly<Record<string, unknown>> {
  return {
    domain: 'social.example',
    version: '4.5.0',
    configuration: { timelines_access: { hashtag_feeds: { local, remote }, live_feeds: { local, remote } } },
  };
}
