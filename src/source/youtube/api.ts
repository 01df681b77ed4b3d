/** Calls of YouTube's Data API v3: counted before they are made, the key in a header only, errors by their reason. */
import type { z } from 'zod';
import { dayMs, minuteMs } from '../../post/post.ts';
import { zoneOffsetAt } from '../../post/zone-offset.ts';
import { instantOfWall } from '../feed/zone.ts';
import type { Http } from '../http/http.ts';
import type { BudgetPlan, Cost, PollContext } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { ErrorAnswer, ListAnswer } from './schema.ts';
import type { YoutubeSettings } from './settings.ts';

export type YoutubeMethod = 'playlistItems' | 'videos' | 'channels' | 'search';

export interface YoutubeApi {
  list(
    method: YoutubeMethod,
    parameters: Readonly<Record<string, string>>,
    context: Pick<PollContext, 'budget' | 'signal' | 'clock'>,
  ): Promise<ListAnswer>;
}

export interface YoutubeApiDeps {
  readonly http: Http;
  readonly apiUrl: string;
  readonly key: string;
}

/** Google's day. */
const zone = 'America/Los_Angeles';

/** Searches have a purse of their own since 2026; pages count. */
export function youtubeBudget({ dailyUnits, dailySearches }: YoutubeSettings): BudgetPlan {
  return {
    key: 'youtube',
    limits: [
      { unit: 'units', day: dailyUnits, zone },
      { unit: 'searches', day: dailySearches, zone },
    ],
  };
}

export function costOf(method: YoutubeMethod, calls = 1): Cost {
  return { unit: method === 'search' ? 'searches' : 'units', amount: calls };
}

export function createYoutubeApi({ http, apiUrl, key }: YoutubeApiDeps): YoutubeApi {
  return {
    async list(method, parameters, { budget, signal, clock }) {
      const url = new URL(`${apiUrl.replace(/\/+$/, '')}/${method}`);
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      // Refused requests are charged as well, so nothing is given back.
      await budget.take(costOf(method));
      try {
        const headers = { 'x-goog-api-key': key, accept: 'application/json' };
        const answer = await http.request({ url, headers, signal, purse: 'youtube', retries: 0 });
        return readAnswer(answer.json(), method);
      } catch (error) {
        throw error instanceof SourceError ? meant(error, clock()) : error;
      }
    },
  };
}

/** Items of one kind; what cannot be read is left out and counted. */
export function itemsOf<T>(answer: ListAnswer, schema: z.ZodType<T>): { readonly items: T[]; readonly broken: number } {
  const items: T[] = [];
  for (const item of answer.items) {
    const { data } = schema.safeParse(item);
    if (data !== undefined) items.push(data);
  }
  return { items, broken: answer.items.length - items.length };
}

function readAnswer(json: unknown, method: YoutubeMethod): ListAnswer {
  const { data } = ListAnswer.safeParse(json);
  if (data === undefined) throw new SourceError('garbage', `YouTube answered ${method} with something else`);
  return data;
}

const spent = new Set(['quotaExceeded', 'dailyLimitExceeded', 'dailyLimitExceededUnreg']);
const hurried = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'RATE_LIMIT_EXCEEDED']);
const unwanted = new Set([
  'keyInvalid',
  'keyExpired',
  'API_KEY_INVALID',
  'API_KEY_EXPIRED',
  'accessNotConfigured',
  'SERVICE_DISABLED',
  'API_KEY_SERVICE_BLOCKED',
  'ipRefererBlocked',
  'API_KEY_IP_ADDRESS_BLOCKED',
  'API_KEY_HTTP_REFERRER_BLOCKED',
]);

/** Statuses 400 and 403 stand for many things here: the reason tells which (developers.google.com/youtube/v3/docs/errors). */
function meant(error: SourceError, now: Date): SourceError {
  const reasons = reasonsOf(error.answer);
  const has = (set: ReadonlySet<string>): boolean => reasons.some((reason) => set.has(reason));
  const status = error.status;
  if (has(spent)) {
    return new SourceError('budget', "YouTube's quota of today is used up", { until: nextPacificDay(now), status });
  }
  if (has(hurried)) {
    const until = error.until ?? new Date(now.getTime() + minuteMs);
    return new SourceError('wait', 'YouTube asks to go slower', { until, status });
  }
  if (has(unwanted)) {
    return new SourceError('credential', 'YouTube does not take the key: is the Data API v3 switched on for it?', {
      status,
    });
  }
  if (error.status === 403 && reasons.length > 0) {
    // Search is refused so now and then, without fault of the key.
    return new SourceError('unavailable', `YouTube refused this once (${nameOf(reasons)})`, { status });
  }
  return error;
}

/** `error.errors[].reason` and, newer, `error.details[].reason`. */
export function reasonsOf(answer: string | undefined): readonly string[] {
  if (answer === undefined) return [];
  try {
    const { data } = ErrorAnswer.safeParse(JSON.parse(answer));
    const all = [...(data?.error.errors ?? []), ...(data?.error.details ?? [])];
    return all.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
  } catch {
    return [];
  }
}

function nameOf([reason = '']: readonly string[]): string {
  return /^\w{1,40}$/.test(reason) ? reason : 'no reason given';
}

export function nextPacificDay(now: Date): Date {
  const wall = now.getTime() + zoneOffsetAt(zone, now.getTime());
  return new Date(instantOfWall(zone, (Math.floor(wall / dayMs) + 1) * dayMs));
}
