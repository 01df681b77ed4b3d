/** Polls a stream of Bluesky until what the test waits for has come, as the collect job does until it is stopped. */
import { createBluesky } from '../../../src/source/bluesky/create-bluesky.ts';
import { BlueskySettings } from '../../../src/source/bluesky/settings.ts';
import type { BlueskyTimings } from '../../../src/source/bluesky/timings.ts';
import { createHttp } from '../../../src/source/http/create-http.ts';
import type { Page, Source, SourceLog, Watched } from '../../../src/source/source.ts';
import { aContext } from '../a-poll.ts';
import { quickTimings } from './a-jetstream.ts';

export interface Log extends SourceLog {
  readonly lines: readonly { readonly fields: Readonly<Record<string, unknown>>; readonly message: string }[];
}

export function aLog(): Log {
  const lines: Log['lines'][number][] = [];
  const line = (fields: Readonly<Record<string, unknown>>, message: string) => void lines.push({ fields, message });
  return { lines, warn: line, info: line };
}

export function aBluesky(
  settings: Partial<BlueskySettings>,
  timings: Partial<BlueskyTimings> = {},
  log: SourceLog = aLog(),
) {
  const http = createHttp(
    { userAgent: 'tocsin-test', clock: () => new Date() },
    { sleep: async () => undefined, random: () => 0 },
  );
  const platform = createBluesky(
    BlueskySettings.parse(settings),
    { http, log },
    { timings: { ...quickTimings, ...timings }, random: () => 0.5 },
  );
  const named = (id: string): Source => {
    const source = platform.sources.find((one) => one.id === `bluesky:${id}`);
    if (source === undefined) throw new Error(`no source ${id}`);
    return source;
  };
  return { platform, http, named };
}

export interface Heard {
  readonly pages: readonly Page[];
  readonly posts: Page['posts'];
  readonly gaps: Page['gaps'];
  readonly cursor: unknown;
}

export interface Hearing {
  readonly cursor?: unknown;
  readonly watched?: Partial<Watched>;
  /** Kept after each page, which may also act. */
  readonly until: (heard: Heard) => boolean | Promise<boolean>;
  readonly clock?: () => Date;
}

/** All pages until then; the poll is stopped as a person stops it. */
export async function hear(source: Source, { cursor, watched = {}, until, clock }: Hearing): Promise<Heard> {
  const stop = new AbortController();
  const now = (clock ?? (() => new Date()))();
  const pages: Page[] = [];
  const heard = (): Heard => ({
    pages,
    posts: pages.flatMap((page) => page.posts),
    gaps: pages.flatMap((page) => page.gaps),
    cursor: pages.at(-1)?.cursor ?? cursor,
  });
  try {
    const context = aContext({ now, clock: clock ?? (() => new Date()), signal: stop.signal, watched });
    for await (const page of source.poll(cursor, context)) {
      pages.push(page);
      if (await until(heard())) stop.abort(stop);
    }
  } catch (error) {
    if (error !== stop) throw error;
  }
  return heard();
}
