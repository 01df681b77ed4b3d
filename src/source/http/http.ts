/** Requests as every source makes them: polite, bounded, and with one kind of error. */

export interface HttpRequest {
  readonly url: string | URL;
  readonly method?: 'GET' | 'POST' | 'DELETE' | undefined;
  /** Names as written are sent; `user-agent` is added. A token belongs here and nowhere else. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal: AbortSignal;
  /**
   * Names the credential whose limit the request counts against, never the credential itself; requests to one host
   * under one name share one limit. Where a platform counts each endpoint apart, as X does, the name says which:
   * `x/counts`. Absent: the host's limit for anybody.
   */
  readonly purse?: string | undefined;
  /** Whole request, body included; default 30 s. */
  readonly timeoutMs?: number | undefined;
  /** Larger answers are refused; default 20 MB. */
  readonly maxBytes?: number | undefined;
  /**
   * Least time between two requests to this host under this purse, which then also go one after the other; some servers
   * give no headers to go by.
   */
  readonly spacingMs?: number | undefined;
  /** Statuses that are an answer besides 2xx, such as 304. */
  readonly accept?: readonly number[] | undefined;
  /** Asked before each hop, redirects too; throws a `SourceError` where the request must not go. */
  readonly mayReach?: ((url: URL) => Promise<void>) | undefined;
  /** Repeated after 5xx and broken connections, not after a timeout; default 2. Requests paid for by the call: 0. */
  readonly retries?: number | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** Where the answer came from, when all redirects on the way there said that they are for good. */
  readonly movedTo?: string | undefined;
  /** UTF-8. */
  text(): string;
  /** Throws `garbage` with what came instead: an HTML page, an empty body, text. */
  json(): unknown;
}

export interface HttpStream {
  readonly status: number;
  readonly headers: Headers;
  /** Throws `unavailable` when the connection breaks or nothing comes for `timeoutMs`. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface Http {
  /**
   * Throws a `SourceError`; the signal's reason when aborted. Short waits for a limit are slept through: after a 429 once.
   * Follows five redirects; only harmless headers, and no body, go to another host.
   */
  request(request: HttpRequest): Promise<HttpAnswer>;
  /** Headers are awaited for `timeoutMs`; then each chunk may take as long. */
  stream(request: HttpRequest): Promise<HttpStream>;
  /** Our clock minus the servers', by their `Date` headers, where one was seen. Keys are hosts. */
  skews(): ReadonlyMap<string, number>;
}

export interface HttpOptions {
  readonly userAgent: string;
  readonly clock: () => Date;
  /** A limit that frees itself sooner than this is waited for; a later one is thrown as `wait`. Default 15 s. */
  readonly patienceMs?: number | undefined;
}
