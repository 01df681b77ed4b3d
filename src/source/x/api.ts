/** X's API v2 as the sources ask it: one credential, one kind of error, nothing that costs asked twice. */
import type { Http } from '../http/http.ts';
import type { PollContext } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { withBudget } from './problem.ts';
import { XAnswer } from './schema.ts';

export interface XCall {
  /** X limits each endpoint by itself; names whose limit it is. */
  readonly limit: string;
  /** Begins with `/2/`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
  readonly context: Pick<PollContext, 'signal' | 'clock'>;
}

export interface XApi {
  get(call: XCall): Promise<XAnswer>;
  post(call: XCall & { readonly body: unknown }): Promise<XAnswer>;
  delete(call: XCall): Promise<XAnswer>;
  /** Pieces of bytes as they come; silence of more than `silenceMs` is an error. */
  stream(call: XCall & { readonly silenceMs: number }): Promise<AsyncIterable<Uint8Array>>;
}

export interface XApiDeps {
  readonly http: Http;
  readonly apiUrl: string;
  readonly bearerToken: string | undefined;
}

export const postFields =
  'attachments,author_id,created_at,edit_history_tweet_ids,entities,in_reply_to_user_id,lang,note_tweet,public_metrics,referenced_tweets';
export const userFields = 'created_at,protected,public_metrics,username';

export function createXApi({ http, apiUrl, bearerToken }: XApiDeps): XApi {
  function requestOf({ limit, path, query, context }: XCall) {
    if (bearerToken === undefined || bearerToken === '') {
      throw new SourceError('credential', 'X: there is no bearer token');
    }
    const url = new URL(apiUrl.replace(/\/+$/, '') + path);
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    const headers = { authorization: `Bearer ${bearerToken}` };
    return { url, headers, signal: context.signal, purse: `x ${limit}`, retries: 0 };
  }

  async function ask(call: XCall, method: 'GET' | 'POST' | 'DELETE', body?: unknown): Promise<XAnswer> {
    try {
      const answer = await http.request({ ...requestOf(call), method, body });
      const read = XAnswer.safeParse(answer.json());
      if (read.success) return read.data;
      throw new SourceError('garbage', 'X: the answer is no object', { status: answer.status });
    } catch (error) {
      throw withBudget(error, call.context.clock());
    }
  }

  return {
    get: (call) => ask(call, 'GET'),
    post: (call) => ask(call, 'POST', call.body),
    delete: (call) => ask(call, 'DELETE'),
    async stream(call) {
      try {
        const { chunks } = await http.stream({ ...requestOf(call), timeoutMs: call.silenceMs });
        return chunks;
      } catch (error) {
        throw withBudget(error, call.context.clock());
      }
    },
  };
}
