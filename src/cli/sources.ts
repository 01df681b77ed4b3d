/** `tocsin sources`: what is read, how it goes, what it costs; reading one now; what was read, as it came. */
import { pino } from 'pino';
import type { LoadedConfig } from '../../config/load.ts';
import { pollSource } from '../../jobs/poll-source.ts';
import type { Database } from '../app/database.ts';
import { guardedSource } from '../app/guarded-source.ts';
import { createPlatforms } from '../app/platforms.ts';
import { createRegistryCache } from '../app/registry-cache.ts';
import { createTellTrouble } from '../app/source-trouble.ts';
import { keepStarterRegistry } from '../app/starter-registry.ts';
import { userAgent } from '../app/user-agent.ts';
import { createWatched } from '../app/watched.ts';
import { counted } from '../measure/words.ts';
import { gapLines, sourceLines } from '../message/source-lines.ts';
import { dayMs } from '../post/post.ts';
import { createHttp } from '../source/http/create-http.ts';
import type { Source } from '../source/source.ts';
import { estimateXCost } from '../source/x/cost.ts';
import { exitStatus, printJson, printLines, say, UsageError } from './output.ts';
import { type CommonOptions, withDatabase } from './session.ts';

export interface ListOptions extends CommonOptions {
  readonly json: boolean;
}

export async function listSources({ json, ...common }: ListOptions): Promise<number> {
  return withDatabase(common, async (database, loaded) => {
    const { platforms, watched } = await open(database, loaded);
    const now = new Date();
    const known = new Map((await database.store.posts.sourceStates()).map((state) => [state.sourceId, state]));
    const sources = platforms.sources.map(({ id, platform, everyMinutes }) => {
      const { lastReadAt, lastError, trouble, posts = 0 } = known.get(id) ?? {};
      return { sourceId: id, platform, everyMinutes, posts, lastReadAt, lastError, trouble };
    });
    const gaps = await database.store.posts.gapsIn({ from: new Date(now.getTime() - 7 * dayMs), to: now });
    const costs = await xCost(
      loaded,
      watched,
      sources.some(({ platform }) => platform === 'x'),
    );
    if (json) await printJson({ sources, gaps, costs });
    else {
      const none = 'No live source is configured. config/example.yaml lists them under `sources`.';
      await printLines([
        ...(sources.length === 0 ? [none] : sourceLines(sources, now)),
        ...costs.map((line) => `x: ${line}`),
        ...gapLines(gaps, now),
      ]);
    }
    return exitStatus.done;
  });
}

export interface ReadOptions extends CommonOptions {
  readonly ids: readonly string[];
  /** How long a stream is listened to. */
  readonly forMs: number;
  readonly json: boolean;
}

/** Reads the sources named, or all, once and at once; cursors, leases and budgets are those of the running bot. */
export async function readSources({ ids, forMs, json, ...common }: ReadOptions): Promise<number> {
  return withDatabase(common, async (database, loaded) => {
    const { platforms, watched } = await open(database, loaded);
    const chosen = ids.length === 0 ? platforms.sources : ids.map((id) => sourceNamed(id, platforms.sources));
    const { posts, sources, outbox } = database.store;
    const { mark, admin } = loaded.config;
    const now = (): Date => new Date();
    // Trouble is told once, and may be noticed here: the running bot sends the message.
    const onTrouble = createTellTrouble({
      outbox,
      states: () => posts.sourceStates(),
      target: admin.target,
      mark,
      now,
    });
    const results = [];
    for (const source of chosen.map(guardedSource)) {
      const signal = source.everyMinutes === 0 ? AbortSignal.timeout(forMs) : new AbortController().signal;
      const report = await pollSource(
        source,
        {
          posts,
          sources,
          watched,
          holder: crypto.randomUUID(),
          clockOf: () => now,
          onTrouble,
          onFailure: () => undefined,
        },
        signal,
      );
      const state = await sources.state(source.id);
      const error = report.outcome === 'failed' ? (state?.lastError ?? 'it failed') : undefined;
      results.push({ source: source.id, ...report, error });
      if (!json) say(resultLine(source.id, report.outcome, report.added, error));
    }
    if (json) await printJson(results);
    return results.some(({ outcome }) => outcome === 'failed') ? exitStatus.failed : exitStatus.done;
  });
}

function resultLine(id: string, outcome: string, added: number, error: string | undefined): string {
  if (error !== undefined) return `${id}: ${error}`;
  if (outcome === 'busy') return `${id}: another process reads it now, or died while it did and is waited for (2 min)`;
  return `${id}: ${counted(added, 'new post')}`;
}

export interface RawOptions extends CommonOptions {
  readonly source: string | undefined;
  readonly post: { readonly platform: string; readonly id: string } | undefined;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/** Raw items as lines of JSON, for looking at a mapping or doing it again. */
export async function printRaw({ source, post, from, to, ...common }: RawOptions): Promise<number> {
  return withDatabase(common, async ({ store }) => {
    for await (const item of store.sources.rawItems({ sourceId: source, post, from, to })) await printJson(item);
    return exitStatus.done;
  });
}

async function open({ store }: Database, { config, secrets }: LoadedConfig) {
  await keepStarterRegistry(store.registry, new Date());
  const log = pino({ level: config.log.level }, pino.destination(2));
  const http = createHttp({ userAgent, clock: () => new Date() });
  const watched = createWatched({
    ...config.watch,
    kinds: config.detect.attributed.kinds,
    registry: createRegistryCache(store.registry),
    now: () => new Date(),
  });
  return { platforms: createPlatforms(config, secrets, { http, log }), watched };
}

function sourceNamed(id: string, sources: readonly Source[]): Source {
  const found = sources.find((source) => source.id === id);
  if (found !== undefined) return found;
  const known = sources.map((source) => source.id).join(', ');
  throw new UsageError(
    `There is no source ${id}. There are: ${known === '' ? 'none, see config/example.yaml' : known}.`,
  );
}

async function xCost(
  { config }: LoadedConfig,
  watched: ReturnType<typeof createWatched>,
  isOn: boolean,
): Promise<readonly string[]> {
  if (!isOn) return [];
  const { tags, accounts } = await watched('x');
  return estimateXCost(config.sources.x, { tags: tags.length, accounts: accounts.length }).lines;
}
