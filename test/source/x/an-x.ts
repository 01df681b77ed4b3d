/** The fake X, the real client, and a clock of the test's own. */
import { onTestFinished } from 'vitest';
import { createHttp } from '../../../src/source/http/create-http.ts';
import type { Http } from '../../../src/source/http/http.ts';
import type { Page, PollContext, Source, SourceLog, Watched } from '../../../src/source/source.ts';
import { SourceError } from '../../../src/source/source-error.ts';
import { createXApi, type XApi } from '../../../src/source/x/api.ts';
import { type CountBoard, createCountBoard } from '../../../src/source/x/count-board.ts';
import { XSettings } from '../../../src/source/x/settings.ts';
import { startXApi, type XServer } from '../../fakes/x-api.ts';
import { aContext, aTime, type CountedBudget } from '../a-poll.ts';

export interface AnX {
  readonly server: XServer;
  readonly http: Http;
  readonly api: XApi;
  readonly board: CountBoard;
  readonly log: SourceLog;
  /** What was logged, as text. */
  readonly lines: string[];
  now(): Date;
  advance(ms: number): void;
  settings(given?: Readonly<Record<string, unknown>>): XSettings;
  context(given?: Partial<Omit<PollContext, 'watched'>> & { readonly watched?: Partial<Watched> }): PollContext;
}

export async function anX(): Promise<AnX> {
  let time = aTime.getTime();
  const now = (): Date => new Date(time);
  const server = await startXApi(now);
  onTestFinished(() => server.close());
  const lines: string[] = [];
  const line = (fields: unknown, message: string): void => void lines.push(JSON.stringify({ fields, message }));
  const log = { warn: line, info: line };
  const http = createHttp(
    { userAgent: 'Tocsin/test', clock: now },
    { random: () => 0.5, sleep: async (ms) => void (time += ms) },
  );
  return {
    server,
    http,
    api: createXApi({ http, apiUrl: server.url, bearerToken: server.token }),
    board: createCountBoard(),
    log,
    lines,
    now,
    advance: (ms) => void (time += ms),
    settings: (given = {}) => XSettings.parse({ apiUrl: server.url, ...given }),
    context: (given = {}) => aContext({ now: now(), clock: now, ...given }),
  };
}

/** A poll as the collect job makes it: pages until the end, and what ended it. Cursors are plain JSON. */
export async function pollAll(
  source: Pick<Source, 'poll'>,
  cursor: unknown,
  context: PollContext,
  most = 200,
): Promise<{ readonly pages: readonly Page[]; readonly error: unknown; readonly cursor: unknown }> {
  const pages: Page[] = [];
  try {
    for await (const page of source.poll(cursor, context)) {
      pages.push(page);
      if (pages.length >= most) break;
    }
  } catch (error) {
    return { pages, error, cursor: lastCursor(pages, cursor) };
  }
  return { pages, error: undefined, cursor: lastCursor(pages, cursor) };
}

function lastCursor(pages: readonly Page[], before: unknown): unknown {
  const last = pages.at(-1);
  return last === undefined ? before : JSON.parse(JSON.stringify(last.cursor));
}

export function idsIn(pages: readonly Page[]): readonly string[] {
  return pages.flatMap((page) => page.posts.map(({ id }) => id));
}

/** X has noticed that the last reader of a stream is gone. */
export async function untilClosed(x: AnX): Promise<void> {
  while (x.server.openStreams() > 0) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** A purse that holds so much, counted as the real one counts. */
export function aPurse(usd: number, until?: Date): CountedBudget {
  let left = usd;
  const spent = new Map<string, number>();
  const add = (amount: number): void => {
    left = Math.round((left - amount) * 1e6) / 1e6;
    spent.set('usd', Math.round((usd - left) * 1e6) / 1e6);
  };
  return {
    spent,
    async take({ amount }) {
      if (amount > left + 1e-9) throw new SourceError('budget', 'the x budget is spent', { until });
      add(amount);
    },
    async giveBack({ amount }) {
      add(-amount);
    },
    async left() {
      return left;
    },
  };
}
