/** The queue on the servers that CI starts, and on a Redis of its own that it may stop. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { type OwnServer, queueContract, queueSurvivesRestart } from '../contract/queue.ts';

const databaseUrl = process.env['TOCSIN_TEST_DATABASE_URL'];
const redisUrl = process.env['TOCSIN_TEST_REDIS_URL'];
const redisProgram = 'redis-server';
const redisServer = spawnSync(redisProgram, ['--version']).status === 0;

describe.skipIf(!databaseUrl)(
  `with ${databaseUrl ? 'a database' : 'TOCSIN_TEST_DATABASE_URL, which is not set'}`,
  () => {
    queueContract('a PostgreSQL server', () => ({ kind: 'postgres', connection: { url: databaseUrl ?? '' } }));
  },
);

describe.skipIf(!redisUrl)(`with ${redisUrl ? 'a Redis' : 'TOCSIN_TEST_REDIS_URL, which is not set'}`, () => {
  queueContract('Redis', () => ({ kind: 'redis', url: redisUrl ?? '' }));
});

describe.skipIf(!redisServer)(
  `with ${redisServer ? 'a Redis of its own' : 'redis-server, which is not installed'}`,
  () => {
    let server: OwnServer | undefined;

    beforeAll(async () => {
      server = await startRedis();
    });

    afterAll(async () => {
      await server?.remove();
    });

    queueSurvivesRestart('Redis', () => {
      if (!server) throw new Error('Redis did not start');
      return server;
    });
  },
);

async function startRedis(): Promise<OwnServer> {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'tocsin-redis-'));
  let running: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', dir, '--appendonly', 'yes', '--save', ''];
    running = spawn(redisProgram, options, { stdio: 'ignore' });
    await untilAnswering(port);
  };
  const stop = async (): Promise<void> => {
    const ended = running && once(running, 'exit');
    running?.kill('SIGKILL');
    await ended;
    running = undefined;
  };
  await start();
  const remove = async (): Promise<void> => {
    await stop();
    rmSync(dir, { recursive: true, force: true });
  };
  return { address: { kind: 'redis', url: `redis://127.0.0.1:${port}` }, start, stop, remove };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function untilAnswering(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const answered = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
