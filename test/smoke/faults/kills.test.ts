import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Exchange } from '../../fakes/web-server.ts';
import { aFakePost } from '../../fakes/x-api.ts';
import { aStatus } from '../../source/mastodon/a-mastodon.ts';
import { type Running, until } from '../program.ts';
import { type FakePlatforms, startPlatforms, theTag, tokens } from './fake-platforms.ts';
import { anInstallation, type Installation } from './installation.ts';

/** A killed process holds its sources for two minutes, ticks come at full minutes, and the machine may be busy. */
const patience = 480_000;

let platforms: FakePlatforms;
let installation: Installation;

beforeAll(async () => {
  platforms = await startPlatforms();
  installation = await anInstallation({
    X_BEARER_TOKEN: tokens.x,
    YOUTUBE_API_KEY: tokens.youtube,
    MASTODON_TOKENS: `${new URL(platforms.servers.mastodon.url).host}=${tokens.mastodon}`,
  });
  await installation.configure({ watch: { tags: [theTag] }, sources: platforms.settings(), log: { level: 'debug' } });
}, patience);

afterEach(() => {
  platforms.x.faults.instead = () => undefined;
  platforms.refuse = () => undefined;
});

afterAll(async () => {
  await installation?.close();
  await platforms?.close();
}, patience);

async function storedIds(platform: string): Promise<readonly string[]> {
  const found = await installation.rows<{ id: string }>('SELECT id FROM post WHERE platform = $1', [platform]);
  return found.map(({ id }) => id).sort();
}

async function storedCount(platform: string): Promise<number> {
  const [row] = await installation.rows<{ posts: string }>('SELECT count(*) AS posts FROM post WHERE platform = $1', [
    platform,
  ]);
  return Number(row?.posts ?? 0);
}

let written = 0;
const beganAt = Date.now();

/** Posts of the last hour, each newer than those before it. */
function addXPosts(count: number): void {
  for (let n = 0; n < count; n++) {
    written += 1;
    platforms.x.posts.push(aFakePost({ at: new Date(beganAt - 3_590_000 + written * 500), n: written % 4000 }));
  }
}

function xIds(): readonly string[] {
  return platforms.x.posts.map(({ id }) => id).sort();
}

const searchPath = '/2/tweets/search/recent';

/** Kills at a request for a page, a moment later: while it is on its way, is being kept, or the next one is asked for. */
function killAtPage(nth: number, victim: () => Running): void {
  let asked = 0;
  platforms.x.faults.instead = ({ path }) => {
    if (path === searchPath) asked += 1;
    if (path === searchPath && asked === nth) setTimeout(() => victim().child.kill('SIGKILL'), Math.random() * 60);
    return undefined;
  };
}

interface SearchPlace {
  readonly until: string;
  readonly from: number;
}

/** Where a page of the server's lies; `undefined` for the first one of a search. */
function placeOf({ query }: Exchange): SearchPlace | undefined {
  const token = query.get('next_token');
  return token === null ? undefined : (JSON.parse(Buffer.from(token, 'base64url').toString()) as SearchPlace);
}

function atRandom(least: number, most: number): number {
  return least + Math.floor(Math.random() * (most - least + 1));
}

describe('kill -9', () => {
  it(
    'while pages are read loses nothing, doubles nothing and goes on at the page it was at',
    async () => {
      let killed = 0;
      let left: SearchPlace | undefined;
      const lost: unknown[] = [];
      for (let round = 1; round <= 6; round++) {
        addXPosts(500);
        const before = platforms.x.asked(searchPath).length;
        let running: Running | undefined;
        killAtPage(atRandom(1, 5), () => running as Running);
        running = installation.launch(['sources', 'read', 'x:search']);
        await running.ended;
        const wasKilled = running.child.signalCode === 'SIGKILL';
        if (wasKilled) killed += 1;
        const asked = platforms.x.asked(searchPath).slice(before).map(placeOf);
        // The page that was asked for at the end was kept, or it was not; those before it were.
        const [first] = asked;
        if (left !== undefined && first !== undefined) {
          const goesOn = first.until === left.until && [left.from, left.from + 100].includes(first.from);
          if (!goesOn) lost.push({ round, left, first });
        }
        left = wasKilled ? asked.at(-1) : undefined;
        await installation.letTimePass();
      }
      platforms.x.faults.instead = () => undefined;
      const last = await installation.tocsin('sources', 'read', 'x:search', '--json');

      expect(killed).toBeGreaterThan(0);
      expect(lost).toEqual([]);
      expect(JSON.parse(last.stdout)).toMatchObject([{ outcome: 'read' }]);
      expect(await storedIds('x')).toEqual(xIds());
      expect(await installation.rows("SELECT * FROM gap WHERE source_id = 'x:search'")).toEqual([]);
    },
    patience,
  );

  it(
    'while a stream runs loses nothing of it, not even what came while nobody listened',
    async () => {
      const said: string[] = [];
      const say = (): void => void said.push(...platforms.say(`event${said.length}`));
      for (let round = 1; round <= 4; round++) {
        const running = installation.launch(['sources', 'read', 'bluesky:jetstream', '--for', '10m']);
        await until(async () => (platforms.jetstream.open > 0 ? true : undefined));
        const talk = setInterval(say, 20);
        const target = (await storedCount('bluesky')) + atRandom(1, 150);
        await until(async () => ((await storedCount('bluesky')) >= target ? true : undefined));
        running.child.kill('SIGKILL');
        await running.ended;
        clearInterval(talk);
        for (let n = 0; n < 50; n++) say();
        await installation.letTimePass();
      }
      const asked = platforms.jetstream.asked.map(({ cursor }) => cursor);
      const last = installation.launch(['sources', 'read', 'bluesky:jetstream', '--for', '10m']);
      await until(async () => ((await storedCount('bluesky')) >= said.length ? true : undefined));
      last.child.kill('SIGKILL');
      await last.ended;

      expect(await storedIds('bluesky')).toEqual([...said].sort());
      expect(asked).toEqual([...asked].sort((a, b) => (a ?? 0) - (b ?? 0)));
      expect(await installation.rows("SELECT * FROM gap WHERE source_id = 'bluesky:jetstream'")).toEqual([]);
      await installation.letTimePass();
    },
    patience,
  );

  it(
    'of the running bot is made good by the next start alone',
    async () => {
      addXPosts(1500);
      const known = platforms.statuses.length;
      for (let n = 1; n <= 150; n++) {
        platforms.statuses.push(aStatus(known + n, new Date(beganAt - 3_600_000 + n * 1000)));
        platforms.messages.push({
          id: 3 + n,
          at: new Date(beganAt - 3_000_000 + n * 1000).toISOString(),
          text: `lanterns, message ${3 + n}`,
        });
      }
      const first = installation.launch(['run']);
      killAtPage(atRandom(2, 12), () => first);
      await first.ended;
      platforms.x.faults.instead = () => undefined;
      // No help this time: what the dead process held is free again after two minutes.
      const { program } = await installation.run();
      await until(async () => (platforms.jetstream.open > 0 ? true : undefined));
      const stream = await storedIds('bluesky');
      const late = platforms.say('late1', 'late2', 'late3');
      const counts = { x: platforms.x.posts.length, mastodon: known + 150, telegram: 153, bluesky: stream.length + 3 };
      await until(async () => {
        for (const [platform, count] of Object.entries(counts))
          if ((await storedCount(platform)) < count) return undefined;
        return true;
      });
      program.child.kill('SIGINT');
      const { status } = await program.ended;

      expect(first.child.signalCode).toBe('SIGKILL');
      expect(status).toBe(0);
      expect(await storedIds('x')).toEqual(xIds());
      expect(await storedIds('mastodon')).toEqual(platforms.statuses.map(({ uri }) => String(uri)).sort());
      expect(await storedIds('telegram')).toHaveLength(platforms.messages.length);
      expect(await storedIds('bluesky')).toEqual([...stream, ...late].sort());
    },
    patience,
  );

  it(
    'while a file is imported changes no count',
    async () => {
      const rows = 50_000;
      const file = join(installation.dataDir, 'posts.ndjson');
      const lines = Array.from({ length: rows }, (_, n) =>
        JSON.stringify({
          platform: 'gab',
          id: `k${n}`,
          accountId: `a${n % 900}`,
          createdAt: new Date(Date.UTC(2026, 0, 5) + n * 60_000),
          text: `text ${n}`,
          kind: 'original',
          tags: [`t${n % 50}`],
          links: [],
        }),
      );
      await writeFile(file, `${lines.join('\n')}\n`);
      let killed = 0;
      for (let round = 1; round <= 3; round++) {
        const before = await storedCount('gab');
        const running = installation.launch(['import', file]);
        const target = before + atRandom(1, 9000);
        await until(async () =>
          (await storedCount('gab')) >= Math.min(target, rows) || running.child.exitCode !== null ? true : undefined,
        );
        running.child.kill('SIGKILL');
        await running.ended;
        if (running.child.signalCode === 'SIGKILL') killed += 1;
      }
      const before = await storedCount('gab');
      const again = await installation.tocsin('import', file, '--json');
      const once = await installation.tocsin('import', file, '--json');
      const [counted] = await installation.rows(
        `SELECT count(*)::int AS posts, count(DISTINCT id)::int AS ids, count(DISTINCT account_id)::int AS accounts
         FROM post WHERE platform = 'gab'`,
      );

      expect(killed).toBeGreaterThan(0);
      expect(JSON.parse(again.stdout)).toMatchObject({ rows, added: rows - before, known: before, refused: 0 });
      expect(JSON.parse(once.stdout)).toMatchObject({ rows, added: 0, known: rows, refused: 0 });
      expect(counted).toEqual({ posts: rows, ids: rows, accounts: 900 });
    },
    patience,
  );
});

describe('two workers on one database', () => {
  it(
    'never read one source at the same time, and neither does the command line beside them',
    async () => {
      const timeline = `/api/v1/timelines/tag/${theTag}`;
      const known = platforms.statuses.length;
      for (let n = 1; n <= 1200; n++) {
        platforms.statuses.push(aStatus(known + n, new Date(beganAt - 600_000 + n * 100)));
      }
      const reading = { now: 0, most: 0 };
      let pages = 0;
      // Slow enough that the next tick finds it being read.
      platforms.refuse = async (name, { path }) => {
        if (name !== 'mastodon' || path !== timeline) return undefined;
        pages += 1;
        reading.now += 1;
        reading.most = Math.max(reading.most, reading.now);
        await new Promise((resolve) => setTimeout(resolve, 3500));
        reading.now -= 1;
        return undefined;
      };
      const env = { DATABASE_URL: installation.databaseUrl };
      const workers = [1, 2].map(() => installation.launch(['run', '--role', 'worker'], env));
      const scheduler = installation.launch(['run', '--role', 'scheduler'], env);
      await until(async () => (pages > 0 ? true : undefined));
      const beside = await installation.tocsin('sources', 'read', platforms.ids.mastodon, '--json');
      const ticks = (): number =>
        workers.map((worker) => worker.stderr().split('"job":"collect"').length - 1).reduce((sum, one) => sum + one, 0);
      await until(async () => (ticks() >= 2 ? true : undefined));
      const readAtSecondTick = await storedCount('mastodon');
      await until(async () => ((await storedCount('mastodon')) >= platforms.statuses.length ? true : undefined));
      for (const { child } of [...workers, scheduler]) child.kill('SIGINT');
      const ended = await Promise.all([...workers, scheduler].map((one) => one.ended));

      expect(ended.map(({ status }) => status)).toEqual([0, 0, 0]);
      expect(JSON.parse(beside.stdout)).toMatchObject([{ outcome: 'busy' }]);
      expect(reading.most).toBe(1);
      expect(readAtSecondTick).toBeLessThan(platforms.statuses.length);
      expect(await storedIds('mastodon')).toEqual(platforms.statuses.map(({ uri }) => String(uri)).sort());
    },
    patience,
  );
});
