/**
 * What every live source over HTTP promises, against a server that does everything a platform may do to it.
 *
 * The suite owns the time, the server, the faults and a small store; a platform's adapter (40 to 80 lines) says how its
 * wire looks. Use it so, in `test/source/PLATFORM/contract.test.ts`:
 *
 *     describeSource('x:search', {
 *       token: 'x-secret-of-the-test',                     // must never be told; `undefined` for sources without one
 *       create: ({ url, http, log, token }) => createXSearch({ ...settings, baseUrl: url }, token, { http, log }),
 *       watched: { tags: [theTag] },
 *       idOf: (item) => idFrom(item.at, item.n),           // the `id` of the post that an item becomes
 *       answer: (exchange, held) => pageOf(exchange, held), // the platform as it is documented, at most ~3 items a page
 *       isPage: (exchange) => exchange.path === '/2/tweets/search/recent', // faults hit these; default: all requests
 *       limited: (until) => ({ status: 429, headers: { 'x-rate-limit-reset': String(until.getTime() / 1000) } }),
 *       cannot: { 'an error text with status 200': 'no such answer is documented' },
 *     });
 *
 * `answer` is pure: `held` is what the platform holds now, in the order in which it arrived (a late item comes last but
 * has an older `at`; an item may stand there twice, and must then be served twice). It sorts and pages them as the
 * platform does, by the parameters of the request. Scenarios a platform cannot have are named in `cannot` with the
 * reason, and are skipped visibly. test/source/http/example.test.ts is a worked example.
 *
 * `http` is the real client on a clock of the suite: its waits and retries take no time, a timeout is shortened where a
 * scenario needs it. A 429 lasts for ten minutes; polls come `everyMinutes` (at least one) after each other.
 */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createHttp } from '../../src/source/http/create-http.ts';
import type { Http, HttpRequest } from '../../src/source/http/http.ts';
import type { Gap, Page, Source, SourceLog, Watched } from '../../src/source/source.ts';
import { SourceError, type SourceErrorKind } from '../../src/source/source-error.ts';
import { type Exchange, type Reply, startWebServer, type WebServer } from '../fakes/web-server.ts';
import { aContext, aTime } from '../source/a-poll.ts';

/** Every item carries it. */
export const theTag = 'lanternday';
/** Stands in every text, so that texts in messages and logs are found. */
const theText = 'Quincetreacle';

/** A post as the suite knows it; the adapter says how it looks on the wire. */
export interface Item {
  /** 1 for the first; never the same twice. */
  readonly n: number;
  /** Whole seconds. */
  readonly at: Date;
  /** Contains `#lanternday`. */
  readonly text: string;
  /** `ada`, `ben` or `cleo`. */
  readonly author: string;
}

interface SubjectDeps {
  /** `http://127.0.0.1:PORT`, the platform's base address. */
  readonly url: string;
  readonly http: Http;
  readonly log: SourceLog;
  /** Give it to the source as its credential. */
  readonly token: string;
}

type Scenario =
  | 'pages in order'
  | 'the time of a post'
  | 'duplicates inside a page'
  | 'duplicates across pages'
  | 'posts that arrive while pages are read'
  | 'posts known from earlier polls'
  | 'late posts, out of order'
  | '429 with a reset'
  | '402'
  | '401'
  | '5xx, then fine'
  | '5xx without end'
  | 'a cut in the middle of the body'
  | 'slow loris'
  | 'a garbage body'
  | 'HTML instead of JSON'
  | 'an error text with status 200'
  | 'pages without end'
  | 'abort in the middle of a page'
  | 'a broken or foreign cursor'
  | 'a gap after a broken cursor'
  | 'kill between page and store';

export interface SourceSubject {
  create(deps: SubjectDeps): Source | Promise<Source>;
  readonly token?: string | undefined;
  readonly watched?: Partial<Watched> | undefined;
  idOf(item: Item): string;
  answer(exchange: Exchange, held: readonly Item[], now: Date): Reply;
  isPage?(exchange: Exchange): boolean;
  /** A 429 in the platform's own words and headers. */
  limited(until: Date, now: Date): Reply;
  /** The platform's own answer with 401 or 402; default: a JSON error that repeats the token. */
  refused?(status: 401 | 402): Reply;
  /** What the platform says with status 200 when it means an error. */
  readonly errorText?: Reply | undefined;
  /** Default: JSON that breaks off. */
  readonly garbage?: Reply | undefined;
  /** A page that promises another one for ever; besides the first reply again and again, which every source meets. */
  endless?(exchange: Exchange, held: readonly Item[], now: Date): Reply;
  /** The keys that a page brings; default: ids of its posts. For sources of counts. */
  found?(page: Page): readonly string[];
  /** Kinds where the platform means something else than the status says. */
  readonly kinds?:
    | Partial<Record<'429' | '402' | '401' | 'garbage' | 'HTML' | 'error text', SourceErrorKind>>
    | undefined;
  /** Number of items; default 7. Enough for three pages, where there are pages. */
  readonly items?: number | undefined;
  /** They lie within so much time before the first poll; default 10 min. What a first poll reaches back. */
  readonly spanMs?: number | undefined;
  /** So late a post may arrive and still be found by the next poll; default 1 min. */
  readonly lateMs?: number | undefined;
  /** So long after the reset a source may still wait; default 61 s. */
  readonly slackMs?: number | undefined;
  /** The whole platform is one document: faults hit the first request only. */
  readonly onePage?: boolean | undefined;
  readonly cannot?: Partial<Record<Scenario, string>> | undefined;
}

/** Runs the scenarios against one source. */
export function describeSource(name: string, subject: SourceSubject): void {
  const scenario = (title: Scenario, run: (world: World) => Promise<void>): void => {
    const reason = subject.cannot?.[title];
    const why = reason === undefined ? '' : ` (not here: ${reason})`;
    it.skipIf(reason !== undefined)(`${title}${why}`, async () => {
      await inWorld(subject, async (world) => {
        await run(world);
        expectEverything(world);
      });
    });
  };
  /** The same fault on the first page and on the second. */
  const onEachPage = (title: Scenario, run: (world: World, n: number) => Promise<void>): void => {
    scenario(title, async (world) => {
      await run(world, 1);
      if (subject.onePage === true) return;
      await inWorld(subject, async (second) => {
        await run(second, 2);
        expectEverything(second);
      });
    });
  };

  describe(`source ${name}`, () => {
    describePages(scenario, subject);
    describeRefusals(onEachPage, subject);
    describeNetwork(onEachPage);
    describeNonsense(scenario, onEachPage, subject);
    describeRestarts(scenario, onEachPage, subject);
  });
}

type Describe = (title: Scenario, run: (world: World) => Promise<void>) => void;
type DescribeFault = (title: Scenario, run: (world: World, n: number) => Promise<void>) => void;

function describePages(scenario: Describe, subject: SourceSubject): void {
  scenario('pages in order', async (world) => {
    const run = await world.poll();

    expect(run.error).toBeUndefined();
    if (subject.onePage !== true) expect(world.pageRequests()).toBeGreaterThan(1);
  });

  scenario('the time of a post', async (world) => {
    await world.calmPoll();

    for (const item of world.held) {
      const post = world.posts.get(subject.idOf(item));
      expect(post?.createdAt, `createdAt of item ${item.n}`).toEqual(item.at);
      expect(post?.text).toContain(theText);
      expect(post?.tags).toContain(theTag);
    }
  });

  scenario('duplicates inside a page', async (world) => {
    world.held.push(...world.held.slice(-2), ...world.held.slice(0, 1));

    await world.calmPoll();
  });

  scenario('duplicates across pages', async (world) => {
    world.held.splice(0, world.held.length, ...world.held.flatMap((item) => [item, item, item]));

    await world.calmPoll();
  });

  scenario('posts that arrive while pages are read', async (world) => {
    world.beforePage(2, () => world.arrive());
    world.beforePage(3, () => world.arrive());

    await world.calmPoll();
    if (subject.onePage === true) world.arrive();
    await world.calmPoll();
  });

  scenario('posts known from earlier polls', async (world) => {
    await world.calmPoll();
    await world.calmPoll();
    world.arrive();
    await world.calmPoll();
    await world.restart();
    world.arrive();
    await world.calmPoll();
  });

  scenario('late posts, out of order', async (world) => {
    await world.calmPoll();
    const lateMs = subject.lateMs ?? 60_000;
    const newest = Math.max(...world.held.map((item) => item.at.getTime()));
    world.arrive();
    world.arrive(new Date(newest - Math.floor(lateMs / 2000) * 1000));
    await world.calmPoll();
    await world.calmPoll();
  });
}

function describeRefusals(onEachPage: DescribeFault, subject: SourceSubject): void {
  onEachPage('429 with a reset', async (world, n) => {
    const until = new Date(world.now().getTime() + 600_000);
    world.fault(n, () => subject.limited(until, world.now()));

    const limited = await world.poll();
    const asked = world.pageRequests();
    const atOnce = await world.poll();

    expectKind(limited.error, subject.kinds?.['429'] ?? 'wait');
    const told = limited.error instanceof SourceError ? limited.error.until?.getTime() : undefined;
    expect(told, 'until').toBeGreaterThanOrEqual(until.getTime());
    expect(told, 'until').toBeLessThanOrEqual(until.getTime() + (subject.slackMs ?? 61_000));
    expect(atOnce.error).toBeDefined();
    expect(world.pageRequests(), 'asked again before the reset').toBe(asked);
    world.advance(600_000 + (subject.slackMs ?? 61_000));
    await world.calmPoll();
  });

  for (const status of [402, 401] as const) {
    onEachPage(`${status}`, async (world, n) => {
      const token = subject.token ?? '';
      world.fault(n, () => subject.refused?.(status) ?? { status, json: { error: `no: ${token}`, token } });

      const refused = await world.poll();

      expectKind(refused.error, subject.kinds?.[`${status}`] ?? (status === 401 ? 'credential' : 'budget'));
      await world.calmPoll();
    });
  }
}

function describeNetwork(onEachPage: DescribeFault): void {
  onEachPage('5xx, then fine', async (world, n) => {
    world.fault(n, () => ({ status: 503, text: 'back in a minute' }));

    const run = await world.poll();

    if (run.error !== undefined) expectKind(run.error, 'unavailable');
    await world.calmPoll();
  });

  onEachPage('5xx without end', async (world, n) => {
    world.faultsFrom(n, () => ({ status: 502, text: '<html>Bad gateway</html>' }));

    const run = await world.poll();

    expectKind(run.error, 'unavailable');
    world.noFaults();
    await world.calmPoll();
  });

  onEachPage('a cut in the middle of the body', async (world, n) => {
    world.faultsFrom(n, cutInHalf);

    const run = await world.poll();

    expectKind(run.error, 'unavailable');
    world.noFaults();
    await world.calmPoll();
  });

  onEachPage('slow loris', async (world, n) => {
    world.fault(n, (reply) => ({ ...reply, dripMs: 20 }));

    const run = await world.poll({ shortFrom: n });

    expectKind(run.error, 'unavailable');
    await world.calmPoll();
  });
}

function describeNonsense(scenario: Describe, onEachPage: DescribeFault, subject: SourceSubject): void {
  const nonsense = (title: Scenario, reply: Reply, kind: SourceErrorKind): void =>
    onEachPage(title, async (world, n) => {
      world.fault(n, () => reply);

      const run = await world.poll();

      expectKind(run.error, kind);
      await world.calmPoll();
    });

  const broken = { headers: { 'content-type': 'application/json' }, text: `{"data":[{"id":"1","text":"${theText}` };
  nonsense('a garbage body', subject.garbage ?? broken, subject.kinds?.garbage ?? 'garbage');
  const html = `<!doctype html><html><head><title>Sign in</title></head><body>${theText}</body></html>`;
  const page = { headers: { 'content-type': 'text/html' }, text: html };
  nonsense('HTML instead of JSON', page, subject.kinds?.HTML ?? 'garbage');
  if (subject.errorText === undefined && subject.cannot?.['an error text with status 200'] === undefined) {
    throw new Error('name the `errorText` of this platform, or say in `cannot` why it has none');
  }
  nonsense('an error text with status 200', subject.errorText ?? {}, subject.kinds?.['error text'] ?? 'garbage');

  scenario('pages without end', async (world) => {
    let first: Reply | undefined;
    const theSame: Fault = (reply) => (first ??= reply);
    const theNext: Fault = (reply, exchange) => subject.endless?.(exchange, world.held, world.now()) ?? reply;
    for (const fault of subject.endless === undefined ? [theSame] : [theSame, theNext]) {
      world.faultsFrom(1, fault);

      const run = await world.poll();

      // Stopping is the point; both ways of it are fine.
      if (run.error !== undefined) expectKind(run.error, 'garbage');
      world.noFaults();
      await world.calmPoll();
    }
  });
}

function describeRestarts(scenario: Describe, onEachPage: DescribeFault, subject: SourceSubject): void {
  onEachPage('abort in the middle of a page', async (world, n) => {
    const controller = new AbortController();
    const reason = new Error('stopped by a person');
    world.fault(n, (reply) => {
      setImmediate(() => controller.abort(reason));
      return { ...reply, dripMs: 5 };
    });

    const run = await world.poll({ signal: controller.signal });

    expect(run.error).toBe(reason);
    await world.restart();
    await world.calmPoll();
  });

  scenario('a broken or foreign cursor', async (world) => {
    for (const cursor of await brokenCursors(world)) {
      const run = await world.poll({ cursor });
      expect(run.error, `cursor ${JSON.stringify(cursor).slice(0, 80)}`).toBeUndefined();
      world.arrive();
      world.advance(60_000);
      await world.calmPoll();
    }
  });

  scenario('a gap after a broken cursor', async (world) => {
    await world.calmPoll();

    const run = await world.poll({ cursor: { of: 'something else' } });

    expect(run.gaps.length).toBeGreaterThan(0);
    for (const gap of run.gaps) expect(gap.from.getTime()).toBeLessThanOrEqual(gap.to.getTime());
  });

  scenario('kill between page and store', async (world) => {
    for (const killAt of [1, 2, 3]) {
      await inWorld(subject, async (killed) => {
        await killed.poll({ killAt });
        await killed.restart();
        killed.arrive();
        await killed.calmPoll();
        expectEverything(killed);
      });
    }
    await world.calmPoll();
  });
}

async function brokenCursors(world: World): Promise<readonly unknown[]> {
  await world.poll();
  const real = world.cursor();
  const spoilt =
    typeof real === 'object' && real !== null && !Array.isArray(real)
      ? Object.keys(real).map((key) => ({ ...real, [key]: { spoilt: true } }))
      : [];
  return [
    null,
    42,
    'abc',
    '',
    [],
    {},
    [1, { a: 2 }],
    { of: 'something else' },
    { version: 999, cursor: {} },
    ...spoilt,
  ];
}

function cutInHalf(reply: Reply): Reply {
  const bytes = reply.bytes ?? Buffer.from(reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json));
  const type = reply.json === undefined ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  return {
    ...reply,
    json: undefined,
    bytes,
    cutAfter: Math.floor(bytes.length / 2),
    headers: { 'content-type': type, ...reply.headers, 'content-length': String(bytes.length) },
  };
}

interface Run {
  readonly error: unknown;
  readonly gaps: readonly Gap[];
}

interface PollOptions {
  readonly cursor?: unknown;
  readonly signal?: AbortSignal;
  /** The request for this page has a short time only. */
  readonly shortFrom?: number;
  /** This page is read and not kept, and the process is gone. */
  readonly killAt?: number;
}

interface World {
  /** What the platform holds; scenarios change it. */
  readonly held: Item[];
  readonly posts: ReadonlyMap<string, Page['posts'][number]>;
  readonly found: ReadonlySet<string>;
  readonly subject: SourceSubject;
  now(): Date;
  advance(ms: number): void;
  arrive(at?: Date): void;
  fault(n: number, change: Fault): void;
  faultsFrom(n: number, change: Fault): void;
  noFaults(): void;
  beforePage(n: number, act: () => void): void;
  pageRequests(): number;
  cursor(): unknown;
  /** The process is gone, and another one begins. */
  restart(): Promise<void>;
  /** From the cursor kept last, unless another one is given; keeps what comes. */
  poll(options?: PollOptions): Promise<Run>;
  /** The next poll at its time, which must go well. */
  calmPoll(): Promise<void>;
}

type Fault = (reply: Reply, exchange: Exchange) => Reply;

async function inWorld(subject: SourceSubject, run: (world: World) => Promise<void>): Promise<void> {
  const { world, server } = await createWorld(subject);
  try {
    await run(world);
  } finally {
    await server.close();
  }
}

async function createWorld(subject: SourceSubject): Promise<{ readonly world: World; readonly server: WebServer }> {
  let time = aTime.getTime();
  const now = (): Date => new Date(time);
  const held = firstItems(subject);
  let made = held.length;
  const faults = new Map<number, Fault>();
  const actions = new Map<number, () => void>();
  let always: { readonly from: number; readonly change: Fault } | undefined;
  let pageRequests = 0;

  const server = await startWebServer((exchange) => {
    if (subject.isPage?.(exchange) === false) return subject.answer(exchange, held, now());
    pageRequests += 1;
    actions.get(pageRequests)?.();
    const change = always !== undefined && pageRequests >= always.from ? always.change : faults.get(pageRequests);
    const reply = subject.answer(exchange, held, now());
    return change === undefined ? reply : change(reply, exchange);
  });

  const keeping = createKeeping(subject);
  let shortFrom = Number.POSITIVE_INFINITY;
  const timed = (request: HttpRequest): HttpRequest =>
    pageRequests + 1 >= shortFrom ? { ...request, timeoutMs: 150 } : request;
  /** A process of its own: what it remembers besides the store is gone with it. */
  const start = async (): Promise<Source> => {
    const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
      signal.throwIfAborted();
      time += ms;
    };
    const http = createHttp({ userAgent: 'Tocsin/test', clock: now }, { random: () => 0.5, sleep });
    const timedHttp: Http = {
      request: (request) => http.request(timed(request)),
      stream: (request) => http.stream(timed(request)),
      skews: () => http.skews(),
    };
    return subject.create({ url: server.url, http: timedHttp, log: keeping.log, token: subject.token ?? '' });
  };
  let source = await start();

  const world: World = {
    held,
    posts: keeping.posts,
    found: keeping.found,
    subject,
    now,
    advance: (ms) => void (time += ms),
    arrive: (at) => {
      made += 1;
      held.push(anItem(made, at ?? now()));
    },
    fault: (n, change) => void faults.set(n, change),
    faultsFrom: (from, change) => void (always = { from, change }),
    noFaults: () => {
      always = undefined;
      faults.clear();
    },
    beforePage: (n, act) => void actions.set(n, act),
    pageRequests: () => pageRequests,
    cursor: () => keeping.cursor(),
    async restart() {
      source = await start();
    },
    async poll(options = {}) {
      shortFrom = options.shortFrom ?? Number.POSITIVE_INFINITY;
      // A stream that has nothing to tell goes on in silence.
      if (source.everyMinutes === 0 && missing(world).length === 0) return { error: undefined, gaps: [] };
      const end = new AbortController();
      const signal = AbortSignal.any([end.signal, ...(options.signal === undefined ? [] : [options.signal])]);
      const context = aContext({ now: now(), clock: now, signal, watched: subject.watched ?? {} });
      const cursor = 'cursor' in options ? options.cursor : keeping.cursor();
      const gaps: Gap[] = [];
      let pages = 0;
      let error: unknown;
      try {
        for await (const page of source.poll(cursor, context)) {
          pages += 1;
          if (pages > 5000) throw new Error('this source reads pages without end');
          if (pages === options.killAt) break;
          gaps.push(...page.gaps);
          keeping.keep(page, source, context.now, now());
          // A stream goes on until it is told to stop.
          if (source.everyMinutes === 0 && missing(world).length === 0) end.abort(end);
        }
      } catch (thrown) {
        if (thrown !== end) error = thrown;
        if (!(thrown instanceof SourceError) && thrown !== signal.reason) throw thrown;
        keeping.expectSafe(thrown);
      }
      shortFrom = Number.POSITIVE_INFINITY;
      return { error, gaps };
    },
    async calmPoll() {
      time += Math.max(source.everyMinutes, 1) * 60_000;
      const { error } = await world.poll();
      expect(error, inspect(error)).toBeUndefined();
    },
  };
  return { world, server };
}

interface Keeping {
  readonly log: SourceLog;
  readonly posts: Map<string, Page['posts'][number]>;
  readonly found: Set<string>;
  cursor(): unknown;
  keep(page: Page, source: Source, start: Date, now: Date): void;
  expectSafe(told: unknown): void;
}

/** The store: upserts by id, keeps the cursor as JSON, and looks at everything that passes. */
function createKeeping(subject: SourceSubject): Keeping {
  const posts = new Map<string, Page['posts'][number]>();
  const found = new Set<string>();
  let cursor: string | undefined;

  function expectSafe(told: unknown): void {
    const text = inspect(told, { depth: 12, showHidden: false, maxStringLength: null });
    if (subject.token !== undefined) expect(text).not.toContain(subject.token);
    const message = told instanceof Error ? told.message : text;
    expect(message).not.toMatch(/[?&][\w.]+=/);
    expect(message).not.toContain(theText);
  }

  const line = (fields: Readonly<Record<string, unknown>>, message: string): void => expectSafe({ fields, message });
  return {
    log: { warn: line, info: line },
    posts,
    found,
    cursor: () => (cursor === undefined ? undefined : JSON.parse(cursor)),
    keep(page, source, start, now) {
      for (const post of page.posts) {
        expect(post.platform).toBe(source.platform);
        expect(post.seenAt.getTime()).toBeLessThanOrEqual(now.getTime());
        posts.set(post.id, posts.get(post.id) ?? post);
      }
      for (const key of subject.found?.(page) ?? page.posts.map((post) => post.id)) found.add(key);
      for (const gap of page.gaps) expectSafe(gap.reason);
      const raw = JSON.stringify(page.raw ?? []);
      if (subject.token !== undefined) expect(raw).not.toContain(subject.token);
      if (page.watermark !== undefined) expect(page.watermark.getTime()).toBeLessThanOrEqual(start.getTime());
      cursor = JSON.stringify(page.cursor);
      expect(JSON.parse(cursor), 'the cursor is plain JSON').toEqual(page.cursor);
      if (subject.token !== undefined) expect(cursor).not.toContain(subject.token);
    },
    expectSafe,
  };
}

function firstItems(subject: SourceSubject): Item[] {
  const count = subject.items ?? 7;
  const spanMs = subject.spanMs ?? 600_000;
  const stepMs = Math.floor((spanMs - 120_000) / count / 1000) * 1000;
  const newest = aTime.getTime() - 60_000;
  return Array.from({ length: count }, (_, at) => anItem(at + 1, new Date(newest - (count - 1 - at) * stepMs)));
}

function anItem(n: number, at: Date): Item {
  const whole = new Date(Math.floor(at.getTime() / 1000) * 1000);
  const author = ['ada', 'ben', 'cleo'][n % 3] ?? 'ada';
  return { n, at: whole, text: `${theText} number ${n} #${theTag}`, author };
}

function expectKind(error: unknown, kind: SourceErrorKind): void {
  expect(error, `expected a SourceError of kind ${kind}, got ${inspect(error)}`).toBeInstanceOf(SourceError);
  expect(error).toMatchObject({ kind });
}

function missing({ held, found, subject }: World): readonly Item[] {
  return held.filter((item) => !found.has(subject.idOf(item)));
}

/** Nothing lost, nothing invented, nothing double. */
function expectEverything({ held, found, subject }: World): void {
  expect([...found].sort()).toEqual([...new Set(held.map((item) => subject.idOf(item)))].sort());
}
