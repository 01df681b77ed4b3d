/** What every role is made of: store, clock, registry, desk, chats. Sockets are opened by the roles that need them. */
import type { Logger } from 'pino';
import { createCommands } from '../../commands/index.ts';
import { press } from '../../commands/press.ts';
import type { Config } from '../../config/schema.ts';
import type { Secrets } from '../../config/secrets.ts';
import type { CollectDeps } from '../../jobs/collect.ts';
import { type DigestDeps, makeDigest } from '../../jobs/make-digest.ts';
import type { EditionSettler } from '../../jobs/settle-edition.ts';
import type { JobName } from '../../jobs/timetable.ts';
import type { Asker, Desk } from '../chat/command.ts';
import type { Notifier } from '../chat/notifier.ts';
import { createDetectors } from '../detector/all.ts';
import type { StanceModel } from '../measure/stance.ts';
import { digestMessage } from '../message/digest-message.ts';
import type { Job, JobQueue } from '../queue/queue.ts';
import type { Registry } from '../registry/registry.ts';
import { createCalendars } from '../source/calendar/create-calendars.ts';
import { readMapping } from '../source/file/mapping.ts';
import { createFolderSource } from '../source/folder.ts';
import { createHttp } from '../source/http/create-http.ts';
import type { Http } from '../source/http/http.ts';
import type { Source, SourceLog } from '../source/source.ts';
import type { Store } from '../store/store.ts';
import { type AssessContextDeps, createAssessContext } from './assess-context.ts';
import { createChats } from './chats.ts';
import { type Clock, wallClock } from './clock.ts';
import { createDesk } from './desk.ts';
import { guardedSource } from './guarded-source.ts';
import { createHistory } from './history.ts';
import { createJobs, liveDigestDeps } from './jobs.ts';
import { makeFolder } from './make-folder.ts';
import { createPlatforms } from './platforms.ts';
import { refreshDeps, settlerOf } from './refresh-registry.ts';
import { createRegistryCache } from './registry-cache.ts';
import { importRegistryFile } from './registry-import.ts';
import { openSample, type Sample } from './sample.ts';
import { createTellTrouble } from './source-trouble.ts';
import { loadStance } from './stance.ts';
import { keepStarterRegistry } from './starter-registry.ts';
import { createStatus, type Status } from './status.ts';
import { createSurroundings } from './surroundings.ts';
import { userAgent } from './user-agent.ts';
import { createWatched } from './watched.ts';

export interface ServiceOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  /** The sample stream is shown: nothing is configured, or it was asked for. */
  readonly sample: boolean;
  readonly log: Logger;
}

export interface Services {
  readonly clock: Clock;
  readonly sample: Sample | undefined;
  readonly desk: Desk;
  readonly notifiers: readonly Notifier[];
  readonly status: Status;
  readonly jobs: Readonly<Record<JobName, Job>>;
  readonly http: Http;
  /** Ends what goes on beside the jobs. */
  stop(): Promise<void>;
}

export async function createServices(options: ServiceOptions, store: Store, queue: JobQueue): Promise<Services> {
  const { config, secrets, log } = options;
  await keepRegistries(store, config, log);
  const sample = options.sample ? await openSample(store, config.sources.sample) : undefined;
  const clock = sample?.clock ?? wallClock;
  const now = (): Date => clock.now();
  const registry = createRegistryCache(store.registry);
  const context = createAssessContext({ store, fixed: watchedIn(config, sample), now });
  const stance = await loadStance(config.stance);
  const digestDeps = async (): Promise<DigestDeps> =>
    liveDigestDeps({ store, registry: await registry(), stance, context: await context(), mark: config.mark });
  const http = createHttp({ userAgent, clock: () => new Date() });
  const platforms = createPlatforms(config, secrets, { http, log: sourceLog(log) });
  const status = createStatus(store, queue, { budgets: platforms.budgets, skews: () => http.skews() });
  const settler = settlerOf(config, store);
  const desk = createDesk({
    ...(await questions({ options, store, registry, stance, digestDeps, status, settler })),
    onPressed: () => enqueue(queue, 'notify', log),
    mayAnswerOpenly: ({ platform, channel }) => config.allowChannels?.includes(`${platform}:${channel}`) ?? true,
    now,
    log,
  });
  const notifiers = createChats({ config, secrets, store, desk, log, now });
  const own = await createOwnSources(config, sample);
  const calendars = createCalendars({ lists: config.calendars, http, log: sourceLog(log), clock: () => new Date() });
  const jobs = createJobs({
    store,
    collect: {
      list: [...own, ...platforms.sources].map(guardedSource),
      watched: createWatched({
        ...config.watch,
        kinds: config.detect.attributed.kinds,
        registry,
        now: () => new Date(),
      }),
      // Files and platforms are of the real world, also beside a sample whose time is another.
      clockOf: ({ id }) => (id === sample?.source.id ? now : () => new Date()),
      onTrouble: tellTroubleTo(config, store),
      onFailure: ({ id }, error) => log.warn({ err: error, source: id }, 'source could not be read'),
    },
    checkers: platforms.checkers,
    around: createSurroundings({ posts: store.posts, readsNews: platforms.readsNews, registry, calendars }),
    historyOf: createHistory(store.posts),
    enrich: config.enrich,
    refresh: refreshDeps(config, http, settler),
    rawDays: config.retention.rawDays,
    notifiers,
    createDetectors: () => createDetectors(config.detect),
    registry,
    context,
    digestDeps,
    runningSince: () => runningSince(store, sample),
    routes: config.routes,
    digests: config.digests,
    allowTargets: config.allowChannels,
    capPerHour: config.alerts.capPerHour,
    postDays: config.retention.postDays,
    mark: config.mark,
    now,
    onCheckFailure: (checker, error) => log.warn({ err: error, source: checker }, 'look-up failed'),
  });
  const stop = async (): Promise<void> => {
    await jobs.stop();
    await stance.close();
  };
  return { clock, sample, desk, notifiers, status, jobs: jobs.byName, http, stop };
}

function tellTroubleTo({ admin, mark }: Config, { outbox, posts }: Store): CollectDeps['onTrouble'] {
  const states = () => posts.sourceStates();
  return createTellTrouble({ outbox, states, target: admin.target, mark, now: () => new Date() });
}

/** Adds a job now; a queue that is away is logged, the next minute tries again. */
export function enqueue(queue: JobQueue, job: JobName, log: Logger, at: Date = new Date()): void {
  queue.enqueue(job, { at }).catch((error: unknown) => log.error({ err: error, job }, 'job could not be added'));
}

async function keepRegistries(store: Store, config: Config, log: Logger): Promise<void> {
  await keepStarterRegistry(store.registry, new Date());
  for (const file of config.registry.files) {
    const { includeOfficials } = config.registry;
    const report = await importRegistryFile(file, {
      registry: store.registry,
      includeOfficials,
      by: 'config',
      now: new Date(),
    });
    log.info(
      { file, added: report.added, changed: report.changed, refused: report.refused.length },
      'registry file read',
    );
  }
}

function watchedIn(config: Config, sample: Sample | undefined): AssessContextDeps['fixed'] {
  return {
    watchedTags: [...config.watch.tags, ...(sample?.watchedTags ?? [])],
    watchedHosts: config.watch.hosts,
    families: config.watch.families,
  };
}

function sourceLog(log: Logger): SourceLog {
  return {
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
  };
}

async function createOwnSources(config: Config, sample: Sample | undefined): Promise<readonly Source[]> {
  const { path, everyMinutes, mapping: mappingFile, ...options } = config.sources.folder;
  await makeFolder(path);
  const mapping = mappingFile === undefined ? undefined : await readMapping(mappingFile);
  const folder = createFolderSource({ path, everyMinutes, options: { ...options, mapping } });
  return [...(sample === undefined ? [] : [sample.source]), folder];
}

/** When this installation began to watch; the sample begins with its story. */
async function runningSince(store: Store, sample: Sample | undefined): Promise<Date> {
  if (sample !== undefined) return sample.start;
  return new Date(await store.settings.getOrCreate('running-since', () => new Date().toISOString()));
}

interface QuestionDeps {
  readonly options: ServiceOptions;
  readonly store: Store;
  readonly registry: () => Promise<Registry>;
  readonly digestDeps: () => Promise<DigestDeps>;
  readonly status: Status;
  readonly settler: EditionSettler;
  readonly stance: StanceModel;
}

/** Commands and button presses. */
async function questions({
  options,
  store,
  registry,
  digestDeps,
  status,
  settler,
  stance,
}: QuestionDeps): Promise<Pick<Parameters<typeof createDesk>[0], 'commands' | 'press'>> {
  const { config, secrets } = options;
  const deps = {
    store,
    registry,
    digest: async (at: Date) => {
      const zone = config.digests[0]?.zone ?? 'UTC';
      return digestMessage(await makeDigest({ at, zone, lateMs: 0, minLevel: 'S3' }, await digestDeps()));
    },
    status: () => status.sections(),
    secret: secrets.tocsinSecret ?? (await store.settings.getOrCreate('secret', () => crypto.randomUUID())),
    stance,
    families: config.watch.families,
    mark: config.mark,
    isAdmin: ({ platform, user }: Pick<Asker, 'platform' | 'user'>) => config.admins.includes(`${platform}:${user}`),
  };
  return {
    commands: createCommands(deps),
    press: (pressed, at) =>
      press(pressed, at, {
        ...deps,
        snoozeHours: config.alerts.snoozeHours,
        editions: settler,
      }),
  };
}
