/** The queue on the embedded server: whole, behind a door that is shut and opened, and killed. */
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJobQueue } from '../../src/queue/bullmq.ts';
import { ensurePostgres } from '../../src/store/launcher.ts';
import { type OwnServer, queueContract, queueSurvivesRestart } from '../contract/queue.ts';
import { createDatabase, type FreshDatabase } from './database.ts';

const folder = mkdtempSync(join(tmpdir(), 'tocsin-queue-'));
let database: Awaited<ReturnType<typeof createDatabase>> | undefined;
let door: OwnServer | undefined;

beforeAll(async () => {
  database = await createDatabase('template0');
  door = await openDoor(database.connection);
});

afterAll(async () => {
  await door?.remove();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

queueContract('the embedded server', () => {
  if (!database) throw new Error('there is no database');
  return { kind: 'postgres', connection: database.connection };
});

queueSurvivesRestart('the embedded server', () => {
  if (!door) throw new Error('there is no database');
  return door;
});

describe('the job queue on an embedded server that is killed', () => {
  it('goes on once the launcher has started it again', async () => {
    const dir = join(folder, 'killed');
    // The server may run as another user, who has to reach its folder.
    chmodSync(folder, 0o755);
    const server = await ensurePostgres({ dir });
    const connection = { host: server.host, user: server.user, database: server.database };
    const queue = await createJobQueue({ backend: { kind: 'postgres', connection }, prefix: 'killed' });
    const ran: number[] = [];
    await queue.work([{ name: 'collect', run: async () => ({}) }], ({ at }) => ran.push(at.getTime()));
    await queue.enqueue('collect', { at: new Date(0) });
    while (ran.length < 1) await pause();

    process.kill(server.pid, 'SIGKILL');
    for (let added = false; !added; await pause()) {
      added = await queue.enqueue('collect', { at: new Date(60_000) }).then(
        () => true,
        () => false,
      );
    }
    while (ran.length < 2) await pause();
    await queue.close(0);

    expect(ran).toEqual([0, 60_000]);
    expect(await server.release()).toBe('stopped');
  });
});

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

/** A second socket before the server's: shut, it looks like a server that went away. */
async function openDoor(inside: FreshDatabase['connection']): Promise<OwnServer> {
  const through = new Set<Socket>();
  let listening: Server | undefined;
  const start = async (): Promise<void> => {
    listening = createServer((client) => {
      const server = connect(join(inside.host, '.s.PGSQL.5432'));
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        through.add(from);
        from.on('error', () => to.destroy());
        from.on('close', () => to.destroy());
        from.pipe(to);
      }
    }).listen(join(folder, '.s.PGSQL.5432'));
    await once(listening, 'listening');
  };
  const stop = async (): Promise<void> => {
    if (!listening?.listening) return;
    const closed = once(listening, 'close');
    listening.close();
    for (const socket of through) socket.destroy();
    through.clear();
    await closed;
  };
  await start();
  return { address: { kind: 'postgres', connection: { ...inside, host: folder } }, start, stop, remove: stop };
}
