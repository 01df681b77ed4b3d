/** What the wiring gets from a platform's folder, and what it gives. */
import type { Http } from './http/http.ts';
import type { Checker, Source, SourceLog } from './source.ts';

export interface PlatformDeps {
  readonly http: Http;
  readonly log: SourceLog;
}

export interface Platform {
  readonly sources: readonly Source[];
  readonly checker?: Checker | undefined;
}
