/** A program of this folder as a child that answers in lines of JSON, and ends with the test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';

type Line = Readonly<Record<string, unknown>>;

export interface Child {
  /** Its first line. */
  readonly ready: Line;
  /** Throws what the program says went wrong. */
  order(order: string, given: Line): Promise<Readonly<Record<string, string>>>;
  /** At once, as a machine that fails does. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function startChild(script: string, ...given: readonly string[]): Promise<Child> {
  const child = spawn(process.execPath, [script, ...given], {
    cwd: import.meta.dirname,
    env: { ...process.env, LOG_ENABLED: 'false' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const waiting = new Map<number, (line: Line) => void>();
  const [first] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${script} ended before it was ready`))),
  ])) as [string];
  lines.on('line', (text) => {
    const line = JSON.parse(text) as Line;
    waiting.get(Number(line['id']))?.(line);
  });
  let orders = 0;
  return {
    ready: JSON.parse(first) as Line,
    async order(order, more) {
      orders += 1;
      const id = orders;
      const answer = new Promise<Line>((resolve) => waiting.set(id, resolve));
      child.stdin.write(`${JSON.stringify({ ...more, id, order })}\n`);
      const { value, error } = await answer;
      waiting.delete(id);
      if (typeof error === 'string') throw new Error(`${order}: ${error}`);
      return value as Readonly<Record<string, string>>;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended(child);
    },
    async stop() {
      child.stdin.end();
      await ended(child);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
