/** `tocsin replay`: what stored posts, or a series of counts, would have fired. */
import { readFile } from 'node:fs/promises';
import { currentRules } from '../../jobs/refit.ts';
import { createHistory } from '../app/history.ts';
import { createSurroundings, newsPlatforms } from '../app/surroundings.ts';
import { userAgent } from '../app/user-agent.ts';
import { startRules } from '../campaign/start-rules.ts';
import { UserError } from '../chat/command.ts';
import { createDetectors } from '../detector/all.ts';
import { detectSeriesBursts } from '../detector/series.ts';
import { dayMs } from '../post/post.ts';
import { createRegistry } from '../registry/create-registry.ts';
import { createCalendars } from '../source/calendar/create-calendars.ts';
import { readSeries } from '../source/file/read-series.ts';
import { createHttp } from '../source/http/create-http.ts';
import { createProgress, exitStatus, printJson, printLines, say } from './output.ts';
import { type ReplayReport, replay } from './replay.ts';
import { type PrintedSeriesBurst, seriesBurst } from './series-burst.ts';
import { type CommonOptions, withDatabase } from './session.ts';

export interface ReplayOptions extends CommonOptions {
  readonly from: Date | undefined;
  readonly to: Date | undefined;
  readonly tickMs: number;
  readonly platforms: readonly string[] | undefined;
  readonly sample: boolean;
  readonly json: boolean;
}

export async function replayStored({
  from,
  to,
  tickMs,
  platforms,
  sample,
  json,
  ...common
}: ReplayOptions): Promise<number> {
  return withDatabase(common, async ({ store }, { config }) => {
    const stored = (await store.posts.summary()).platforms.map(({ platform }) => platform);
    const chosen = platforms ?? withoutSample(stored, sample);
    const [digest = { target: 'console:digest', zone: 'UTC', at: '08:00', minLevel: 'S3' as const }] = config.digests;
    const registry = createRegistry(await store.registry.snapshot());
    const clock = (): Date => new Date();
    const rules = await currentRules(store.labels, startRules);
    const http = createHttp({ userAgent, clock });
    const progress = createProgress();
    const report = await replay(
      { from, to, tickMs, platforms: chosen, digest },
      {
        posts: store.posts,
        detectors: createDetectors(config.detect),
        registry,
        around: createSurroundings({
          posts: store.posts,
          readsNews: stored.some((platform) => newsPlatforms.includes(platform)),
          registry: async () => registry,
          calendars: createCalendars({ lists: config.calendars, http, log: silent, clock }),
        }),
        historyOf: createHistory(store.posts),
        context: {
          rules,
          rulesVersion: rules.version,
          watchedTags: config.watch.tags,
          watchedHosts: config.watch.hosts,
          families: config.watch.families,
        },
        mark: config.mark,
        onProgress: ({ at, posts }) => progress.show(`replayed to ${at.toISOString().slice(0, 16)}, ${posts} posts`),
      },
    );
    progress.done();
    if (json) await printJson(report);
    else await printLines(describe(report));
    return exitStatus.done;
  });
}

/** Sample posts are left out as soon as real ones are stored: their story is not what a replay is asked about. */
function withoutSample(stored: readonly string[], sample: boolean): readonly string[] | undefined {
  const real = stored.filter((platform) => platform !== 'sample');
  if (sample || real.length === 0 || real.length === stored.length) return undefined;
  say('Sample posts are left out; --sample takes them in.');
  return real;
}

/** What is wrong with a calendar is told by `tocsin doctor`. */
const silent = { warn: () => undefined, info: () => undefined };

function describe({ posts, ticks, bursts, alerts, digests }: ReplayReport): readonly string[] {
  return [
    `${posts} posts in ${ticks} ticks: ${bursts.length} bursts, ${alerts.length} alerts, ${digests.length} digests. Nothing was sent.`,
    '',
    'Bursts',
    ...bursts.map(
      ({ level, shape, key, platform, from, to, posts: n, accounts }) =>
        `  ${level} ${shape.padEnd(6)} ${from.toISOString().slice(0, 16)} to ${to.toISOString().slice(0, 16)}  ${key} (${platform}): ${n} posts by ${accounts} accounts`,
    ),
    '',
    'Alerts (S3 waits for the digest)',
    ...alerts.flatMap(({ at, level, campaign, kind, accounts, why }) => [
      `  ${level} ${at.toISOString().slice(0, 16)}  ${campaign} (${kind}), ${accounts} accounts`,
      ...why.map((reason) => `       ${reason}`),
    ]),
    '',
    ...digests.filter(({ campaigns }) => campaigns.length > 0).flatMap(({ text }) => [text, '']),
  ];
}

export async function replaySeries(path: string, json: boolean): Promise<number> {
  const points = readSeries(await readText(path), path);
  const bucketMs = smallestGap(points);
  const bursts = detectSeriesBursts(points).map((burst) => seriesBurst(burst, path, bucketMs));
  if (json) await printJson({ points: points.length, bursts });
  else await printLines(bursts.length === 0 ? ['No burst.'] : bursts.map(describeSeries));
  return exitStatus.done;
}

function describeSeries({ level, from, to, key, reason }: PrintedSeriesBurst): string {
  return `${level} ${key} ${from.toISOString().slice(0, 16)} to ${to.toISOString().slice(0, 16)}: ${reason}`;
}

/** Length of a bucket: the shortest distance between two points. */
function smallestGap(points: readonly { readonly at: Date }[]): number {
  const times = points.map(({ at }) => at.getTime()).toSorted((a, b) => a - b);
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  return gaps.reduce((least, gap) => (gap > 0 ? Math.min(least, gap) : least), dayMs);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new UserError(`${path} cannot be read: does it exist, and may this user open it?`, { cause });
  }
}
