/**
 * One WebSocket as a queue that its reader empties. When the queue is full the socket is paused, so that a slow reader
 * slows the server down instead of filling our memory.
 */
import { WebSocket } from 'ws';
import { SourceError } from '../source-error.ts';

export interface ConnectionOptions {
  readonly url: string;
  /** Sent once it is open. */
  readonly hello?: string | undefined;
  readonly connectMs: number;
  /** Silence that ends the wait for a message; 0: none does. */
  readonly idleMs: number;
  /** Silence is normal: then a ping decides whether the server is still there. */
  readonly quiet: boolean;
  readonly clock: () => Date;
  readonly signal: AbortSignal;
}

export type Taken =
  | { readonly kind: 'messages'; readonly texts: readonly string[] }
  /** The server answers, and had nothing to say until `at`. */
  | { readonly kind: 'quiet'; readonly at: Date }
  | { readonly kind: 'closed'; readonly why: SourceError };

export interface Connection {
  /** Waits for what came since; one call at a time. After `closed` nothing more comes. */
  take(): Promise<Taken>;
  close(): void;
}

/** Messages and characters held before the socket is paused; what one read of the socket brings may come on top. */
const fullMessages = 2_000;
const fullLength = 4_000_000;
/** Records are at most 1 MB, and servers are asked to leave out large ones; more is no event. */
const largestMessage = 16_000_000;

export function openConnection(options: ConnectionOptions): Connection {
  const { url, hello, connectMs, clock, signal } = options;
  const socket = new WebSocket(url, {
    handshakeTimeout: connectMs,
    maxPayload: largestMessage,
    perMessageDeflate: false,
  });
  const inbox = createInbox(socket);
  const abort = (): void => {
    inbox.end(new SourceError('unavailable', 'the stream was stopped'));
    socket.terminate();
  };
  socket.on('open', () => {
    if (hello !== undefined) socket.send(hello);
  });
  socket.on('message', (bytes: Buffer) => inbox.put(bytes.toString()));
  socket.on('pong', () => inbox.pong());
  socket.on('unexpected-response', (request, response) => {
    inbox.end(refusal(response.statusCode ?? 0));
    response.resume();
    request.destroy();
  });
  socket.on('error', (cause) =>
    inbox.end(new SourceError('unavailable', 'the stream cannot be reached or broke', { cause })),
  );
  socket.on('close', (code) => {
    signal.removeEventListener('abort', abort);
    inbox.end(new SourceError('unavailable', `the server closed the stream (${code})`));
  });
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();

  return {
    async take() {
      for (;;) {
        const now = inbox.take();
        if (now !== undefined) return now;
        if (await inbox.stirred(options.idleMs)) continue;
        // Opening has a time limit of its own.
        if (socket.readyState === WebSocket.CONNECTING) continue;
        const at = clock();
        if (options.quiet && (await isAlive(socket, inbox, connectMs))) return { kind: 'quiet', at };
        if (inbox.isEmpty) inbox.end(new SourceError('unavailable', 'the stream went silent'));
      }
    },
    close() {
      inbox.end(new SourceError('unavailable', 'the stream was left'));
      socket.terminate();
    },
  };
}

/** True when a ping is answered, and by nothing else. */
async function isAlive(socket: WebSocket, inbox: Inbox, waitMs: number): Promise<boolean> {
  if (socket.readyState !== WebSocket.OPEN) return false;
  const before = inbox.pongs;
  socket.ping();
  await inbox.stirred(waitMs);
  return inbox.isEmpty && inbox.pongs > before;
}

interface Inbox {
  put(text: string): void;
  pong(): void;
  end(why: SourceError): void;
  take(): Taken | undefined;
  /** Waits until something happens; false when nothing did for so long (0: however long). */
  stirred(waitMs: number): Promise<boolean>;
  /** Neither messages nor an end. */
  readonly isEmpty: boolean;
  readonly pongs: number;
}

function createInbox(socket: WebSocket): Inbox {
  let texts: string[] = [];
  let length = 0;
  let closed: SourceError | undefined;
  let pongs = 0;
  let wake: (() => void) | undefined;
  return {
    get isEmpty() {
      return texts.length === 0 && closed === undefined;
    },
    get pongs() {
      return pongs;
    },
    put(text) {
      texts.push(text);
      length += text.length;
      if (texts.length >= fullMessages || length >= fullLength) socket.pause();
      wake?.();
    },
    pong() {
      pongs += 1;
      wake?.();
    },
    end(why) {
      closed ??= why;
      wake?.();
    },
    take() {
      if (texts.length === 0) return closed === undefined ? undefined : { kind: 'closed', why: closed };
      const taken = texts;
      texts = [];
      length = 0;
      socket.resume();
      return { kind: 'messages', texts: taken };
    },
    stirred(waitMs) {
      return new Promise((resolve) => {
        const timer = waitMs > 0 ? setTimeout(() => settle(false), waitMs) : undefined;
        const settle = (came: boolean): void => {
          clearTimeout(timer);
          wake = undefined;
          resolve(came);
        };
        wake = () => settle(true);
      });
    },
  };
}

function refusal(status: number): SourceError {
  if (status === 429) return new SourceError('wait', 'the server takes no more connections now', { status });
  if (status === 401) return new SourceError('credential', 'the server asks for a log-in', { status });
  // No token is sent that somebody could look at.
  if (status === 403) return new SourceError('unavailable', 'the server does not let us in (403)', { status });
  const kind = status >= 400 && status < 500 ? 'refused' : 'unavailable';
  return new SourceError(kind, `the server does not open the stream (${status})`, { status });
}
