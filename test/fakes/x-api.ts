/**
 * X's API v2 on loopback, as its documentation says: it refuses wrong parameters, limits, charges, pages newest first,
 * and streams with signs of life. Texts and ids are invented.
 */
import type { ServerResponse } from 'node:http';
import { type Exchange, type Reply, startWebServer, type WebServer } from './web-server.ts';

export interface FakePost {
  readonly id: string;
  readonly text: string;
  readonly author_id: string;
  readonly created_at: string;
  readonly edit_history_tweet_ids: readonly string[];
  readonly [field: string]: unknown;
}

interface FakeUser {
  readonly id: string;
  readonly username: string;
  readonly [field: string]: unknown;
}

interface FakeSubscription {
  readonly subscription_id: string;
  readonly event_type: string;
  readonly filter: { readonly user_id: string };
  readonly tag?: string;
}

interface FakeRule {
  readonly id: string;
  readonly value: string;
  readonly tag?: string;
}

/** Who is gone, and how X says so. */
type Gone = 'suspended' | 'deleted' | 'protected';

export interface XServer extends WebServer {
  readonly token: string;
  readonly posts: FakePost[];
  readonly users: FakeUser[];
  readonly gonePosts: Map<string, Gone>;
  readonly goneUsers: Map<string, Gone>;
  readonly rules: FakeRule[];
  readonly subscriptions: FakeSubscription[];
  /** Posts that were returned, as X would charge them. */
  readonly charged: { posts: number; users: number; counts: number };
  /** What it does wrong; changed by tests. */
  readonly faults: XFaults;
  /** Requests for a path, in order. */
  asked(path: string | RegExp): readonly Exchange[];
  /** Sends to whoever is connected to a stream. */
  send(item: unknown): void;
  sendText(text: string): void;
  /** Ends the streams. */
  endStreams(): void;
  openStreams(): number;
}

interface XFaults {
  /** The answer to the n-th request of a path, instead of the right one. */
  instead: (exchange: Exchange, nth: number) => Reply | undefined;
  /** Every page has a next token. */
  endless: boolean;
  noCredits: boolean;
  /** How long posts can be searched; 7 days. */
  reachMs: number;
  /** 3,200. */
  longestTimeline: number;
  /** Does not know that the last connection is gone. */
  ghosts: number;
  /** Streams at once; a self-serve key has one. */
  connections: number;
}

const epochMs = 1_288_834_974_657n;
const dayMs = 86_400_000;

export function idAt(time: Date, n = 0): string {
  return String(((BigInt(time.getTime()) - epochMs) << 22n) + BigInt(n));
}

export function aFakePost(given: Partial<FakePost> & { readonly at: Date; readonly n?: number }): FakePost {
  const { at, n = 0, ...rest } = given;
  const id = rest.id ?? idAt(at, n);
  return {
    id,
    text: `lanterns of the harbour #lanternday ${n}`,
    author_id: '7001',
    created_at: at.toISOString(),
    edit_history_tweet_ids: [id],
    entities: { hashtags: [{ start: 0, end: 1, tag: 'LanternDay' }] },
    public_metrics: { retweet_count: 1, reply_count: 2, like_count: 3, quote_count: 0, impression_count: 9 },
    ...rest,
  };
}

const common = ['tweet.fields', 'user.fields', 'expansions'];
const known: Readonly<Record<string, readonly string[]>> = {
  search: ['query', 'max_results', 'since_id', 'start_time', 'next_token', ...common],
  counts: ['query', 'granularity', 'start_time', 'next_token'],
  timeline: ['max_results', 'since_id', 'start_time', 'pagination_token', ...common],
  tweets: ['ids', ...common],
  users: ['ids', ...common],
  by: ['usernames', ...common],
  rules: ['dry_run', 'pagination_token'],
  subscriptions: ['pagination_token'],
  stream: ['tweet.fields'],
  activity: [],
};

export async function startXApi(now: () => Date, token = 'x-secret-of-the-test'): Promise<XServer> {
  const open = new Set<ServerResponse>();
  const faults: XFaults = {
    instead: () => undefined,
    endless: false,
    noCredits: false,
    reachMs: 7 * dayMs,
    longestTimeline: 3200,
    ghosts: 0,
    connections: 1,
  };
  const state = {
    posts: [] as FakePost[],
    users: [] as FakeUser[],
    gonePosts: new Map<string, Gone>(),
    goneUsers: new Map<string, Gone>(),
    rules: [] as FakeRule[],
    subscriptions: [] as FakeSubscription[],
    charged: { posts: 0, users: 0, counts: 0 },
  };
  const nth = new Map<string, number>();
  let made = 0;

  const server = await startWebServer((exchange) => {
    const count = (nth.get(exchange.path) ?? 0) + 1;
    nth.set(exchange.path, count);
    const fault = faults.instead(exchange, count);
    if (fault !== undefined) return fault;
    if (exchange.headers['authorization'] !== `Bearer ${token}`) return problem(401, 'Unauthorized', 'Unauthorized');
    if (faults.noCredits) {
      return problem(402, 'CreditsDepleted', 'Your enrolled account does not have any credits.', 'credits');
    }
    const reply = answer(exchange);
    const reset = String(Math.ceil(now().getTime() / 1000) + 900);
    const limits = { 'x-rate-limit-limit': '450', 'x-rate-limit-remaining': '400', 'x-rate-limit-reset': reset };
    return { ...reply, headers: { ...limits, ...reply.headers } };
  });

  function answer(exchange: Exchange): Reply {
    const { path, method } = exchange;
    const timeline = /^\/2\/users\/(\d+)\/tweets$/.exec(path)?.[1];
    if (path === '/2/tweets/search/recent') return checked(exchange, 'search') ?? search(exchange);
    if (path === '/2/tweets/counts/recent') return checked(exchange, 'counts') ?? counts(exchange);
    if (timeline !== undefined) return checked(exchange, 'timeline') ?? timelineOf(exchange, timeline);
    if (path === '/2/tweets') return checked(exchange, 'tweets') ?? lookUpPosts(exchange);
    if (path === '/2/users') return checked(exchange, 'users') ?? lookUpUsers(exchange, 'ids');
    if (path === '/2/users/by') return checked(exchange, 'by') ?? lookUpUsers(exchange, 'usernames');
    if (path === '/2/tweets/search/stream/rules') return checked(exchange, 'rules') ?? rulesOf(exchange);
    if (path === '/2/tweets/search/stream') {
      if (state.rules.length === 0) return problem(409, 'ConnectionException', 'RulesConnectException');
      return checked(exchange, 'stream') ?? connect();
    }
    if (path === '/2/activity/stream') return checked(exchange, 'activity') ?? connect();
    if (path.startsWith('/2/activity/subscriptions')) {
      return checked(exchange, 'subscriptions') ?? subscriptionsOf(exchange, method);
    }
    return problem(404, 'Not Found', 'Not Found');
  }

  function connect(): Reply {
    if (open.size >= faults.connections || faults.ghosts > 0) {
      faults.ghosts = Math.max(0, faults.ghosts - 1);
      return {
        status: 429,
        json: {
          title: 'ConnectionException',
          detail: 'This stream is currently at the maximum allowed connection limit.',
          connection_issue: 'TooManyConnections',
          type: 'https://api.x.com/2/problems/streaming-connection',
        },
      };
    }
    return {
      stream: (response) => {
        open.add(response);
        response.flushHeaders();
        response.on('close', () => open.delete(response));
      },
    };
  }

  /** Newest first, from a token that stays the same whatever is posted meanwhile. */
  function pageOf(matching: readonly FakePost[], exchange: Exchange, tokenName: string, least: number): Reply {
    const size = Number(exchange.query.get('max_results') ?? 10);
    if (size < least || size > 100) return invalid('max_results', `is not between ${least} and 100`);
    const given = exchange.query.get(tokenName);
    const sorted = [...matching].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
    const asked = exchange.query.get('query') ?? exchange.path;
    const place = given === null ? { asked, until: sorted[0]?.id ?? '0', from: 0 } : readToken(given);
    if (place === undefined || place.asked !== asked) return invalid(tokenName, 'is not valid');
    const { until, from } = place;
    const all = sorted.filter(({ id }) => BigInt(id) <= BigInt(until));
    const data = all.slice(faults.endless ? 0 : from, faults.endless ? size : from + size);
    state.charged.posts += data.length;
    const more = faults.endless || all.length > from + size;
    const next = more ? { next_token: writeToken({ asked, until, from: from + size }) } : {};
    if (data.length === 0) return { json: { meta: { result_count: 0, ...next } } };
    const meta = { newest_id: data[0]?.id, oldest_id: data.at(-1)?.id, result_count: data.length, ...next };
    return { json: { data, meta } };
  }

  function search(exchange: Exchange): Reply {
    const { query } = exchange;
    const text = query.get('query') ?? '';
    const [sinceId, startTime] = [query.get('since_id'), query.get('start_time')];
    if (text === '' || text.length > 512) return invalid('query', 'is longer than 512 characters, or empty');
    const refused = spanProblem(sinceId, startTime);
    if (refused !== undefined) return refused;
    const oldest = new Date(startTime ?? now().getTime() - faults.reachMs);
    const newest = new Date(now().getTime() - 30_000);
    const matching = state.posts.filter(
      (post) =>
        matches(post, text) &&
        new Date(post.created_at) <= newest &&
        (sinceId === null ? new Date(post.created_at) >= oldest : BigInt(post.id) > BigInt(sinceId)),
    );
    return pageOf(matching, exchange, 'next_token', 10);
  }

  function spanProblem(sinceId: string | null, startTime: string | null): Reply | undefined {
    if (sinceId !== null && startTime !== null) return invalid('since_id', "'since_id' and 'start_time' together");
    const oldest = new Date(now().getTime() - faults.reachMs);
    if (sinceId !== null && BigInt(sinceId) < BigInt(idAt(oldest))) {
      const minute = `${oldest.toISOString().slice(0, 16)}Z`;
      const advice = `Please use a 'since_id' that is larger than ${idAt(oldest)}`;
      return invalid('since_id', `'since_id' must be a tweet id created after ${minute}. ${advice}`);
    }
    if (startTime === null) return undefined;
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(startTime)) return invalid('start_time', 'has another form');
    if (new Date(startTime) < oldest)
      return invalid('start_time', `'start_time' must be on or after ${oldest.toISOString()}`);
    return undefined;
  }

  function counts(exchange: Exchange): Reply {
    const { query } = exchange;
    const text = query.get('query') ?? '';
    if (text === '' || text.length > 512) return invalid('query', 'is longer than 512 characters, or empty');
    const refused = spanProblem(null, query.get('start_time'));
    if (refused !== undefined) return refused;
    const ms = query.get('granularity') === 'minute' ? 60_000 : query.get('granularity') === 'day' ? dayMs : 3_600_000;
    const end = now().getTime() - 10_000;
    const token = query.get('next_token');
    const start = new Date(query.get('start_time') ?? now().getTime() - faults.reachMs).getTime();
    // X gives the newest buckets first, a thousand or so at a time; each page is charged.
    const to = token === null ? end : Number(token);
    const from = Math.max(start, Math.floor(to / ms) * ms - (to % ms === 0 ? 1000 : 999) * ms);
    state.charged.counts += 1;
    const data: unknown[] = [];
    for (let at = from; at < to; at = Math.min(to, (Math.floor(at / ms) + 1) * ms)) {
      const until = Math.min(to, (Math.floor(at / ms) + 1) * ms);
      const number = state.posts.filter((post) => {
        const time = new Date(post.created_at).getTime();
        return matches(post, text) && time >= at && time < until;
      }).length;
      data.push({ start: iso(at), end: iso(until), tweet_count: number });
    }
    const more = faults.endless || from > start;
    const next = more ? { next_token: String(faults.endless ? to : from) } : {};
    return { json: { data, meta: { total_tweet_count: 1, ...next } } };
  }

  function timelineOf(exchange: Exchange, id: string): Reply {
    const gone = state.goneUsers.get(id);
    if (gone !== undefined) return { json: { errors: [goneProblem('user', 'id', id, gone)] } };
    const sinceId = exchange.query.get('since_id');
    const startTime = exchange.query.get('start_time');
    const own = state.posts
      .filter(({ author_id }) => author_id === id)
      .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1))
      .slice(0, faults.longestTimeline)
      .filter((post) => sinceId === null || BigInt(post.id) > BigInt(sinceId))
      .filter((post) => startTime === null || new Date(post.created_at) >= new Date(startTime));
    return pageOf(own, exchange, 'pagination_token', 5);
  }

  function lookUpPosts({ query }: Exchange): Reply {
    const ids = (query.get('ids') ?? '').split(',');
    if (ids.length > 100 || ids.some((id) => !/^\d{1,19}$/.test(id))) return invalid('ids', 'more than 100, or no ids');
    const data = ids.flatMap((id) => state.posts.filter((post) => post.id === id && !state.gonePosts.has(id)));
    const errors = ids.flatMap((id) => {
      const gone = state.gonePosts.get(id) ?? (data.some((post) => post.id === id) ? undefined : 'deleted');
      return gone === undefined ? [] : [goneProblem('tweet', 'ids', id, gone)];
    });
    state.charged.posts += data.length;
    return { json: { ...(data.length > 0 ? { data } : {}), ...(errors.length > 0 ? { errors } : {}) } };
  }

  function lookUpUsers({ query }: Exchange, by: 'ids' | 'usernames'): Reply {
    const names = (query.get(by) ?? '').split(',');
    const form = by === 'ids' ? /^\d{1,19}$/ : /^\w{1,15}$/;
    if (names.length > 100 || names.some((name) => !form.test(name))) return invalid(by, 'more than 100, or none');
    const isNamed = (user: FakeUser, name: string): boolean =>
      by === 'ids' ? user.id === name : user.username.toLowerCase() === name.toLowerCase();
    const data: FakeUser[] = [];
    const errors: unknown[] = [];
    for (const name of names) {
      const user = state.users.find((one) => isNamed(one, name));
      const gone = state.goneUsers.get(user?.id ?? name) ?? (user === undefined ? 'deleted' : undefined);
      if (gone !== undefined) errors.push(goneProblem('user', by, name, gone));
      else if (user !== undefined) data.push(user);
    }
    state.charged.users += data.length;
    return { json: { ...(data.length > 0 ? { data } : {}), ...(errors.length > 0 ? { errors } : {}) } };
  }

  function rulesOf({ method, query, body }: Exchange): Reply {
    if (method === 'GET') return { json: { data: state.rules, meta: { result_count: state.rules.length } } };
    const { add = [], delete: dead } = JSON.parse(body) as {
      add?: { value: string; tag?: string }[];
      delete?: { ids: string[] };
    };
    const dry = query.get('dry_run') === 'true';
    if (dead !== undefined && !dry) {
      for (const id of dead.ids) {
        const at = state.rules.findIndex((rule) => rule.id === id);
        if (at >= 0) state.rules.splice(at, 1);
      }
    }
    const bad = add.filter(({ value }) => value.length > 1024 || value.includes('!!'));
    if (bad.length > 0) {
      const errors = bad.map(({ value }) => ({
        value,
        title: 'UnprocessableEntity',
        details: ['no viable alternative'],
      }));
      return { json: { meta: { summary: { created: 0, not_created: add.length } }, errors } };
    }
    const fresh = add.map((rule) => ({ ...rule, id: String(9000 + (made += 1)) }));
    if (!dry) state.rules.push(...fresh);
    return { status: 201, json: { data: fresh, meta: { summary: { created: fresh.length } } } };
  }

  function subscriptionsOf({ path, body, query }: Exchange, method: string): Reply {
    const list = state.subscriptions;
    if (method === 'DELETE') {
      const at = list.findIndex(({ subscription_id }) => path.endsWith(`/${subscription_id}`));
      if (at < 0) return problem(404, 'Not Found', 'no such subscription');
      list.splice(at, 1);
      return { json: { data: { deleted: true }, meta: { total_subscriptions: list.length } } };
    }
    if (method === 'POST') {
      const asked = JSON.parse(body) as Omit<FakeSubscription, 'subscription_id'>;
      const isKnown = list.some(
        (one) => one.event_type === asked.event_type && one.filter.user_id === asked.filter.user_id,
      );
      if (isKnown || list.length >= 1500) return problem(400, 'Invalid Request', 'a duplicate, or too many');
      const subscription = { ...asked, subscription_id: String(5000 + (made += 1)) };
      list.push(subscription);
      return { json: { data: { subscription }, meta: { total_subscriptions: list.length } } };
    }
    const from = Number(query.get('pagination_token') ?? 0);
    const data = list.slice(from, from + 100);
    const next = list.length > from + 100 ? { next_token: String(from + 100) } : {};
    return { json: { data, meta: { result_count: data.length, ...next } } };
  }

  return {
    ...server,
    token,
    ...state,
    faults,
    asked: (path) =>
      server.requests.filter((one) => (typeof path === 'string' ? one.path === path : path.test(one.path))),
    send: (item) => {
      for (const response of open) response.write(`${JSON.stringify(item)}\r\n`);
    },
    sendText: (text) => {
      for (const response of open) response.write(text);
    },
    endStreams: () => {
      for (const response of open) response.end();
    },
    openStreams: () => open.size,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function checked({ query }: Exchange, endpoint: string): Reply | undefined {
  const allowed = known[endpoint] ?? [];
  for (const name of query.keys()) {
    if (!allowed.includes(name)) return invalid(name, `The query parameter [${name}] is not one of the allowed ones`);
  }
  return undefined;
}

function matches(post: FakePost, query: string): boolean {
  return query.split(' OR ').some((term) => {
    if (term.startsWith('from:')) return post.author_id === term.slice(5);
    return post.text.toLowerCase().includes(term.replaceAll('"', '').toLowerCase());
  });
}

function writeToken(place: { readonly asked: string; readonly until: string; readonly from: number }): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function readToken(
  token: string,
): { readonly asked: string; readonly until: string; readonly from: number } | undefined {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as never;
  } catch {
    return undefined;
  }
}

function problem(status: number, title: string, detail: string, type = 'about'): Reply {
  return { status, json: { title, detail, type: `https://api.twitter.com/2/problems/${type}`, status } };
}

/** X's 400: the parameter with what was given, and the reason. */
function invalid(parameter: string, message: string): Reply {
  return {
    status: 400,
    json: {
      errors: [{ parameters: { [parameter]: ['…'] }, message: `${parameter}: ${message}` }],
      title: 'Invalid Request',
      detail: 'One or more parameters to your request was invalid.',
      type: 'https://api.twitter.com/2/problems/invalid-request',
    },
  };
}

function goneProblem(kind: 'tweet' | 'user', parameter: string, id: string, gone: Gone): unknown {
  const of = { value: id, parameter, resource_id: id, resource_type: kind };
  const type = (name: string) => `https://api.twitter.com/2/problems/${name}`;
  if (gone === 'suspended') {
    return { ...of, title: 'Forbidden', detail: `User has been suspended: [${id}].`, type: type('resource-not-found') };
  }
  if (gone === 'protected') {
    const detail = `Sorry, you are not authorized to see the ${kind} with ${parameter}: [${id}].`;
    return { ...of, title: 'Authorization Error', detail, type: type('not-authorized-for-resource') };
  }
  const detail = `Could not find ${kind} with ${parameter}: [${id}].`;
  return { ...of, title: 'Not Found Error', detail, type: type('resource-not-found') };
}
