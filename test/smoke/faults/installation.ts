/** One installation for a test: its data folder and database, its configuration file, its programs and its page. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { ensurePostgres } from '../../../src/store/launcher.ts';
import { aDataFolder, type Ended, type Running, start, until } from '../program.ts';

interface Shown {
  readonly kind: string;
  readonly title: string;
  readonly html: string;
}

/** The console as its page talks to it. */
export interface ConsolePage {
  messages(channel: string): Promise<readonly Shown[]>;
  /** What `/status` and its like answer, as it is shown. */
  ask(line: string): Promise<string>;
}

export interface Installation {
  readonly dataDir: string;
  /** The same server by its address. */
  readonly databaseUrl: string;
  configure(settings: unknown): Promise<void>;
  /** A subcommand to its end. */
  tocsin(...args: readonly string[]): Promise<Ended>;
  launch(args: readonly string[], env?: Readonly<Record<string, string>>): Running;
  /** `tocsin run`, when its page is there. */
  run(): Promise<{ readonly program: Running; readonly page: ConsolePage }>;
  rows<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** As time does: a process that died holds its sources for two minutes, a refused token rests for half an hour. */
  letTimePass(): Promise<void>;
  /** Everything that every program of it printed. */
  printed(): string;
  close(): Promise<void>;
}

export async function anInstallation(secrets: Readonly<Record<string, string>> = {}): Promise<Installation> {
  const dataDir = await aDataFolder();
  const file = join(dataDir, 'tocsin.yaml');
  // Held for the whole test, so that it outlives every program that is killed.
  const server = await ensurePostgres({ dir: dataDir });
  const { host, user, database } = server;
  const pool = new pg.Pool({ host, user, database, max: 2 });
  const launched: Running[] = [];
  const launch: Installation['launch'] = (args, env = {}) => {
    const running = start(dataDir, ['--config', file, ...args], { ...secrets, ...env });
    launched.push(running);
    return running;
  };
  return {
    dataDir,
    databaseUrl: `postgres://${user}@/${database}?host=${encodeURIComponent(host)}`,
    // JSON is YAML.
    configure: (settings) => writeFile(file, JSON.stringify(settings, undefined, 2)),
    tocsin: (...args) => launch(args).ended,
    launch,
    async run() {
      const program = launch(['run']);
      const url = await Promise.race([
        until(async () => /Console: (\S+)/.exec(program.stdout())?.[1]),
        program.ended.then(({ stderr }) => Promise.reject(new Error(stderr))),
      ]);
      return { program, page: pageAt(url) };
    },
    async rows<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []) {
      return (await pool.query<Row>(sql, [...values])).rows;
    },
    async letTimePass() {
      await pool.query('UPDATE source_state SET lease_until = now(), not_before = NULL');
    },
    printed: () => launched.map((one) => one.stdout() + one.stderr()).join('\n'),
    async close() {
      for (const { child } of launched) if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
      await Promise.all(launched.map(({ ended }) => ended));
      await pool.end();
      await server.release();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function pageAt(url: string): ConsolePage {
  return {
    async messages(channel) {
      const answer = await fetch(new URL(`/api/messages?channel=${channel}`, url));
      return ((await answer.json()) as { readonly messages: readonly Shown[] }).messages;
    },
    async ask(line) {
      const token = /name="csrf-token" content="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? '';
      const answer = await fetch(new URL('/api/command', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-csrf-token': token, origin: new URL(url).origin },
        body: JSON.stringify({ line, channel: 'questions' }),
      });
      return answer.text();
    },
  };
}
