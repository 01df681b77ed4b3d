/**
 * The HTTP client of all sources, on `fetch`.
 *
 * One request: wait for its turn, ask, follow redirects, read up to a size within a time, and say what went wrong in one
 * kind of error. What the answers say of limits and of the time is remembered per credential and host.
 */
import { setMaxListeners } from 'node:events';
import { SourceError } from '../source-error.ts';
import { chunksOf, readAnswer, readExcerpt } from './answer.ts';
import { type Bucket, createBucket } from './bucket.ts';
import { networkFailure, statusFailure, timeoutFailure } from './failure.ts';
import { type Call, follow, planCall, type Reached, secretsOf } from './follow.ts';
import type { Http, HttpAnswer, HttpOptions, HttpRequest, HttpStream } from './http.ts';
import { type LimitReading, readLimit, skewOf } from './limits.ts';
import { type Line, openLine } from './line.ts';
import { pause } from './pause.ts';

/** Chance and waiting, so that tests take no time. */
export interface HttpInternals {
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
}

interface Client extends HttpInternals {
  readonly userAgent: string;
  readonly clock: () => Date;
  readonly patienceMs: number;
  /** By host and purse. */
  readonly buckets: Map<string, Bucket>;
  /** By host. */
  readonly skews: Map<string, number>;
}

/** Takes what is wanted out of an answer; closes the line when nothing more is to come over it. */
type Use<T> = (reached: Reached, line: Line, request: HttpRequest) => Promise<T>;

const usualTimeoutMs = 30_000;
const usualMaxBytes = 20_000_000;
const usualPatienceMs = 15_000;
const usualRetries = 2;
/** Full jitter: any time up to this, doubled with each retry. */
const retryBaseMs = 500;

export function createHttp(
  { userAgent, clock, patienceMs = usualPatienceMs }: HttpOptions,
  { sleep, random }: HttpInternals = { sleep: pause, random: Math.random },
): Http {
  const client: Client = {
    userAgent,
    clock,
    patienceMs,
    sleep,
    random,
    buckets: new Map(),
    skews: new Map(),
  };
  return {
    request: (request) => ask(client, request, useWhole),
    stream: (request) => ask(client, request, useStream),
    skews: () => client.skews,
  };
}

/** Asks until there is an answer, or no sense in asking again. */
async function ask<T>(client: Client, request: HttpRequest, use: Use<T>): Promise<T> {
  const { signal, spacingMs = 0 } = request;
  signal.throwIfAborted();
  // Each request under way listens for the end; more than ten are no leak.
  setMaxListeners(0, signal);
  const call = planCall(request, client.userAgent);
  const bucket = bucketOf(client, call.url.host, request.purse);
  let retriesLeft = request.retries ?? usualRetries;
  let waitsLeft = 1;
  for (let attempt = 0; ; attempt += 1) {
    await bucket.enter({ spacingMs, signal });
    const line = openLine(signal);
    try {
      return await askOnce(client, { request, call, bucket, line }, use);
    } catch (error) {
      line.close();
      signal.throwIfAborted();
      if (!(error instanceof SourceError) || line.late()) throw error;
      const waitMs = error.until === undefined ? 0 : error.until.getTime() - client.clock().getTime();
      if (waitMs > client.patienceMs) throw error;
      if (error.kind === 'wait' && waitsLeft > 0) {
        // The bucket does the waiting.
        waitsLeft -= 1;
        continue;
      }
      if (error.kind !== 'unavailable' || retriesLeft === 0) throw error;
      retriesLeft -= 1;
      await client.sleep(Math.max(waitMs, client.random() * retryBaseMs * 2 ** attempt), signal);
    }
  }
}

interface Attempt {
  readonly request: HttpRequest;
  readonly call: Call;
  readonly bucket: Bucket;
  readonly line: Line;
}

async function askOnce<T>(client: Client, { request, call, bucket, line }: Attempt, use: Use<T>): Promise<T> {
  const timeoutMs = request.timeoutMs ?? usualTimeoutMs;
  let reading: LimitReading | undefined;
  let begun = false;
  try {
    line.alarm(timeoutMs);
    const reached = await follow(call, line.signal, request.mayReach);
    begun = true;
    reading = note(client, reached);
    const { response } = reached;
    if (response.status === 429) throw await refusal(call, reached, bucket.block(reading));
    bucket.calm();
    if (!response.ok && request.accept?.includes(response.status) !== true) {
      throw await refusal(call, reached, response.status >= 500 ? reading.retryAt : undefined);
    }
    return await use(reached, line, request);
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw line.late() ? timeoutFailure(call.url, timeoutMs) : networkFailure(call.url, error, begun);
  } finally {
    bucket.leave(reading);
  }
}

function bucketOf({ buckets, clock, patienceMs, sleep }: Client, host: string, purse = ''): Bucket {
  const key = `${host} ${purse}`;
  const bucket = buckets.get(key) ?? createBucket({ host, clock, patienceMs, sleep });
  buckets.set(key, bucket);
  return bucket;
}

function note({ clock, skews }: Client, { response, url }: Reached): LimitReading {
  const now = clock();
  const skewMs = skewOf(response.headers, now);
  if (skewMs !== undefined) skews.set(url.host, skewMs);
  return readLimit(response.headers, now);
}

async function refusal(call: Call, { response, url }: Reached, until: Date | undefined): Promise<SourceError> {
  let answer = await readExcerpt(response);
  // Some platforms repeat the token that they did not like.
  for (const secret of secretsOf(call)) answer = answer?.replaceAll(secret, '…');
  return statusFailure(url, response.status, { until, answer });
}

async function useWhole(reached: Reached, line: Line, { maxBytes = usualMaxBytes }: HttpRequest): Promise<HttpAnswer> {
  const answer = await readAnswer(reached, maxBytes);
  line.close();
  return answer;
}

async function useStream({ response, url }: Reached, line: Line, request: HttpRequest): Promise<HttpStream> {
  line.calm();
  return { status: response.status, headers: response.headers, chunks: patientChunks(response, url, line, request) };
}

async function* patientChunks(
  response: Response,
  url: URL,
  line: Line,
  { signal, timeoutMs = usualTimeoutMs }: HttpRequest,
): AsyncGenerator<Uint8Array> {
  try {
    line.alarm(timeoutMs);
    for await (const chunk of chunksOf(response)) {
      // Time counts while we wait for the platform, not while the reader works.
      line.calm();
      yield chunk;
      line.alarm(timeoutMs);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw line.late() ? timeoutFailure(url, timeoutMs) : networkFailure(url, error, true);
  } finally {
    line.close();
  }
}
