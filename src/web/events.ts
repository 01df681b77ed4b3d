/**
 * Pushes news to open pages as server-sent events: `revision` when a message came or changed, `status` for the header.
 *
 * Looks for news only while somebody watches, and asks rather than listens, because other processes write too.
 */
import type { ServerResponse } from 'node:http';
import type { StatusLine, WebLog } from './ports.ts';

export interface EventHub {
  /** Takes the response over; `false` when there are too many streams. */
  join(response: ServerResponse): boolean;
  close(): void;
}

export interface EventHubDeps {
  readonly revision: () => Promise<string>;
  readonly status: () => Promise<readonly StatusLine[]>;
  readonly pollMs: number;
  readonly log: WebLog;
}

const maxStreams = 64;
/** A page that does not read for this long is gone; it comes back by itself. */
const maxUnsentBytes = 256 * 1024;
/** Comments keep proxies from closing a quiet stream; most do so after 60 s. */
const heartbeatMs = 15_000;
const statusMs = 5_000;

export function createEventHub(deps: EventHubDeps): EventHub {
  const streams = createStreams();
  const news = createNews(deps, (text) => streams.write(text));
  let timer: NodeJS.Timeout | undefined;

  function rest(): void {
    clearInterval(timer);
    timer = undefined;
  }

  return {
    join(response) {
      if (streams.count() >= maxStreams) return false;
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
      response.write(`retry: 2000\n\n${news.latest()}`);
      streams.add(response);
      response.on('close', () => {
        if (streams.remove(response) === 0) rest();
      });
      timer ??= setInterval(() => void news.look(), deps.pollMs);
      void news.look();
      return true;
    },
    close() {
      rest();
      streams.close();
    },
  };
}

interface Streams {
  count(): number;
  add(stream: ServerResponse): void;
  /** Says how many are left. */
  remove(stream: ServerResponse): number;
  write(text: string): void;
  close(): void;
}

function createStreams(): Streams {
  const streams = new Set<ServerResponse>();
  return {
    count: () => streams.size,
    add: (stream) => void streams.add(stream),
    remove(stream) {
      streams.delete(stream);
      return streams.size;
    },
    write(text) {
      for (const stream of streams) {
        if (stream.writableLength > maxUnsentBytes) stream.destroy();
        else stream.write(text);
      }
    },
    close() {
      for (const stream of streams) stream.end();
      streams.clear();
    },
  };
}

interface News {
  /** Everything a page that joins now must know. */
  latest(): string;
  look(): Promise<void>;
}

function createNews({ revision, status, pollMs, log }: EventHubDeps, write: (text: string) => void): News {
  const last = { revision: '', status: '' };
  let looking = false;
  let working = true;
  let quietMs = 0;
  let statusAgeMs = statusMs;

  function tell(event: 'revision' | 'status', value: object): void {
    // JSON has no line feed outside escapes, so one `data` line is enough.
    const frame = `event: ${event}\ndata: ${JSON.stringify(value)}\n\n`;
    if (last[event] === frame) return;
    last[event] = frame;
    quietMs = 0;
    write(frame);
  }

  async function ask(): Promise<void> {
    tell('revision', { revision: await revision() });
    if (statusAgeMs >= statusMs || !working) {
      tell('status', { ok: true, lines: await status() });
      statusAgeMs = 0;
    }
    working = true;
  }

  return {
    latest: () => last.revision + last.status,
    async look() {
      if (looking) return;
      looking = true;
      quietMs += pollMs;
      statusAgeMs += pollMs;
      try {
        await ask();
      } catch (error) {
        if (working) log.warn({ err: error }, 'no news for the page');
        working = false;
        tell('status', { ok: false, lines: [{ label: 'Store', value: 'does not answer' }] });
      }
      if (quietMs >= heartbeatMs) {
        quietMs = 0;
        write(': still here\n\n');
      }
      looking = false;
    },
  };
}
