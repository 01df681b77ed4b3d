import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reply } from '../../fakes/web-server.ts';
import { until } from '../program.ts';
import { echo, type FakePlatforms, startPlatforms, theChannel, theTag, tokens } from './fake-platforms.ts';
import { anInstallation, type ConsolePage, type Installation } from './installation.ts';

/** Ticks come at full minutes, and the machine may be busy. */
const patience = 480_000;

let platforms: FakePlatforms;
let installation: Installation;
let page: ConsolePage;

const jetstream = 'bluesky:jetstream';

beforeAll(async () => {
  platforms = await startPlatforms();
  installation = await anInstallation({
    X_BEARER_TOKEN: tokens.x,
    YOUTUBE_API_KEY: tokens.youtube,
    MASTODON_TOKENS: `${new URL(platforms.servers.mastodon.url).host}=${tokens.mastodon}`,
    TELEGRAM_API_ID: '12345',
    TELEGRAM_API_HASH: tokens.telegramHash,
    TELEGRAM_SESSION: tokens.telegramSession,
  });
  await installation.configure({
    watch: { tags: [theTag] },
    sources: platforms.settings(),
    log: { level: 'trace' },
  });
  page = (await installation.run()).page;
}, patience);

afterAll(async () => {
  await installation?.close();
  await platforms?.close();
}, patience);

async function postsByPlatform(): Promise<Readonly<Record<string, number>>> {
  const found = await installation.rows<{ platform: string; posts: string }>(
    'SELECT platform, count(*) AS posts FROM post GROUP BY platform',
  );
  return Object.fromEntries(found.map(({ platform, posts }) => [platform, Number(posts)]));
}

async function adminMessages(about: string): Promise<readonly string[]> {
  return (await page.messages('admin'))
    .map(({ title, html }) => `${title} ${html}`)
    .filter((text) => text.includes(about));
}

/** Reads sources by the command line, beside the running bot; one that the bot reads at this moment is asked again. */
async function readNow(...ids: readonly string[]): Promise<readonly Result[]> {
  return until(async () => {
    const { stdout } = await installation.tocsin('sources', 'read', ...ids, '--for', '1s', '--json');
    const results = JSON.parse(stdout) as readonly Result[];
    return results.some(({ outcome, source }) => outcome === 'busy' && !source.startsWith('bluesky:'))
      ? undefined
      : results;
  });
}

interface Result {
  readonly source: string;
  readonly outcome: string;
  readonly error?: string;
}

describe('tocsin run with live sources', () => {
  it(
    'brings posts of every platform into the store',
    async () => {
      await until(async () => (platforms.jetstream.open > 0 ? true : undefined));
      platforms.say('stream1', 'stream2');
      const expected = { bluesky: 2, mastodon: 4, news: 2, telegram: 3, web: 5, x: 5, youtube: 2 };
      const stored = await until(async () => {
        const posts = await postsByPlatform();
        return Object.entries(expected).every(([platform, count]) => (posts[platform] ?? 0) >= count)
          ? posts
          : undefined;
      });

      expect(stored).toEqual(expected);
    },
    patience,
  );

  it(
    'lists each source with its posts and its state, on the command line and in /status',
    async () => {
      const { status, stdout, stderr } = await installation.tocsin('sources', '--json');
      const { sources } = JSON.parse(stdout) as { readonly sources: readonly { sourceId: string; posts: number }[] };
      const posts = Object.fromEntries(sources.map((source) => [source.sourceId, source.posts]));
      const shown = await page.ask('/status');

      expect(status, stderr).toBe(0);
      expect(posts).toMatchObject({
        'x:search': 5,
        [platforms.ids.rss]: 3,
        [platforms.ids.atom]: 2,
        [`telegram:${theChannel}`]: 3,
        [jetstream]: 2,
        [platforms.ids.mastodon]: 4,
        'gdelt:news': 2,
        'youtube:uploads': 2,
      });
      expect(shown).toContain('x:search: 5 posts so far, last read');
      expect(shown).toMatch(/x: [\d.]+ of 10000 usd today/);
    },
    patience,
  );

  it(
    'reads a source at once by the command line, and leaves one alone that the bot reads',
    async () => {
      const [feed] = await readNow(platforms.ids.rss);
      const stream = await installation.tocsin('sources', 'read', jetstream, '--json');

      expect(feed).toMatchObject({ source: platforms.ids.rss, outcome: 'read', added: 0 });
      expect(JSON.parse(stream.stdout)).toMatchObject([{ source: jetstream, outcome: 'busy' }]);
    },
    patience,
  );

  it(
    'prints what came, as it came',
    async () => {
      const { status, stdout } = await installation.tocsin('sources', 'raw', '--source', 'x:search');
      const items = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { readonly id: string; readonly payload: unknown });

      expect(status).toBe(0);
      expect(items.map(({ id }) => id).sort()).toEqual(platforms.x.posts.map(({ id }) => id).sort());
      expect(items[0]?.payload).toMatchObject({ author_id: '7001', edit_history_tweet_ids: [items[0]?.id] });
    },
    patience,
  );

  it(
    'finds all in order but the feed that is none',
    async () => {
      const { stdout } = await installation.tocsin('doctor', '--json');
      const { findings } = JSON.parse(stdout) as {
        readonly findings: readonly { readonly part: string; readonly ok: boolean; readonly text: string }[];
      };

      expect(findings.filter(({ ok }) => !ok).map(({ part }) => part)).toEqual([`source ${platforms.ids.closed}`]);
    },
    patience,
  );
});

describe('what people are told of', () => {
  it(
    'tells once of a feed that is a page for people, after five times, and shows it in /status',
    async () => {
      const failures = async (): Promise<number> => {
        const [row] = await installation.rows<{ failures: number }>(
          'SELECT failures FROM source_state WHERE source_id = $1',
          [platforms.ids.closed],
        );
        return row?.failures ?? 0;
      };
      // The bot asks at its ticks meanwhile.
      while ((await failures()) < 6) await readNow(platforms.ids.closed);
      const told = await until(async () => {
        const messages = await adminMessages(platforms.ids.closed);
        return messages.length > 0 ? messages : undefined;
      });
      const shown = await page.ask('/status');

      expect(told).toHaveLength(1);
      expect(told[0]).toContain('failed 5 times in a row');
      expect(shown).toMatch(new RegExp(`${platforms.ids.closed}: not read since [^"]*; asked again`));
    },
    patience,
  );

  it(
    'tells once of a token that X refuses, however often it is asked again',
    async () => {
      platforms.x.faults.instead = (exchange) => ({
        status: 401,
        json: { title: 'Unauthorized', detail: echo(exchange) },
      });
      const told = await until(async () => {
        const messages = await adminMessages('Its token is refused');
        return messages.length > 0 ? messages : undefined;
      });
      await readNow('x:search', 'x:counts');
      const asked = platforms.x.requests.length;
      await installation.letTimePass();
      // The bot's own next tick, at which both are due again.
      await until(async () => (platforms.x.requests.length >= asked + 2 ? true : undefined));
      await until(async () => ((await page.ask('/status')).includes('0 messages to send') ? true : undefined));
      const shown = await page.ask('/status');

      expect(told).toHaveLength(1);
      expect(await adminMessages('Its token is refused')).toHaveLength(1);
      expect(shown).toMatch(/x:search: not read since [^"]*answered 401; asked again/);
    },
    patience,
  );

  it(
    'tells once that X is paid for no more',
    async () => {
      platforms.x.faults.instead = () => undefined;
      platforms.x.faults.noCredits = true;
      await installation.letTimePass();
      const told = await until(async () => {
        const messages = await adminMessages('Nothing more is read that costs');
        return messages.length > 0 ? messages : undefined;
      });
      await readNow('x:search', 'x:counts');
      await until(async () => ((await page.ask('/status')).includes('0 messages to send') ? true : undefined));
      const shown = await page.ask('/status');

      expect(told).toHaveLength(1);
      expect(await adminMessages('Nothing more is read that costs')).toHaveLength(1);
      expect(shown).toMatch(/x:search: not read since [^"]*; asked again/);
      expect(shown).toContain('x:search not read');
    },
    patience,
  );
});

describe('secrets', () => {
  const errors: readonly ((text: string) => Reply)[] = [
    (text) => ({ status: 403, text }),
    (text) => ({
      status: 400,
      json: { error: { code: 400, message: text, errors: [{ message: text, reason: text }] } },
    }),
    (text) => ({ status: 404, json: { error: text, message: text } }),
    (text) => ({ text }),
    (text) => ({ json: { error: text, errors: [{ message: text, title: text, detail: text }], title: text } }),
    (text) => ({ headers: { 'content-type': 'text/html' }, text: `<html><title>${text}</title><p>${text}</p></html>` }),
  ];

  it(
    'are in no log line, no row, no message and no answer, though servers repeat them',
    async () => {
      for (const answer of errors) {
        platforms.x.faults.instead = (exchange) => answer(echo(exchange));
        platforms.refuse = (_name, exchange) => answer(echo(exchange));
        await installation.letTimePass();
        const read = await installation.tocsin('sources', 'read', '--for', '1s');
        expect(read.stderr).toContain('x:search: ');
      }
      await installation.tocsin('sources');
      await installation.tocsin('sources', 'raw');
      await installation.tocsin('doctor');
      const wrong = await installation.tocsin('sources', 'read', 'feed:nowhere');
      await page.ask('/status');
      const shown = JSON.stringify([
        await page.messages('admin'),
        await page.messages('alerts'),
        await page.messages('questions'),
        await page.ask('/status'),
      ]);

      expect(wrong.status).toBe(2);
      expect(found(installation.printed())).toEqual([]);
      expect(found(shown)).toEqual([]);
      expect(await foundInTables()).toEqual([]);
    },
    patience,
  );

  function found(text: string): readonly string[] {
    return text.split('\n').filter((line) => Object.values(tokens).some((token) => line.includes(token)));
  }

  /** Every column of every row as text; what is bytes stands there in hexadecimal. */
  async function foundInTables(): Promise<readonly string[]> {
    const tables = await installation.rows<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const hidden = Object.values(tokens).flatMap((token) => [token, Buffer.from(token).toString('hex')]);
    const hits: string[] = [];
    for (const { name } of tables) {
      const rows = await installation.rows<{ line: string }>(
        `SELECT one::text AS line FROM ${name} AS one
         WHERE EXISTS (SELECT FROM unnest($1::text[]) AS secret WHERE strpos(one::text, secret) > 0)`,
        [hidden],
      );
      hits.push(...rows.map(({ line }) => `${name}: ${line.slice(0, 2000)}`));
    }
    expect(tables.length).toBeGreaterThan(20);
    return hits;
  }
});
