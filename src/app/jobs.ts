/** The jobs of a process, given what they need. */
import { type Collect, type CollectDeps, createCollect } from '../../jobs/collect.ts';
import { createDeliver } from '../../jobs/deliver.ts';
import { createDetect } from '../../jobs/detect.ts';
import type { TickDeps } from '../../jobs/detect-tick.ts';
import { createDigest, type DigestPlan } from '../../jobs/digest.ts';
import { createEnrich } from '../../jobs/enrich.ts';
import type { DigestDeps } from '../../jobs/make-digest.ts';
import { createNotify } from '../../jobs/notify.ts';
import { createPrune } from '../../jobs/prune.ts';
import { createRecheck } from '../../jobs/recheck.ts';
import { createRefit } from '../../jobs/refit.ts';
import { createRefreshRegistry, type RefreshDeps } from '../../jobs/refresh-registry.ts';
import type { JobName } from '../../jobs/timetable.ts';
import type { Route } from '../alert/alert.ts';
import type { AssessContext } from '../campaign/assess.ts';
import { startRules } from '../campaign/start-rules.ts';
import type { Notifier } from '../chat/notifier.ts';
import type { Detector } from '../detector/detector.ts';
import { selfCheckEntry, tightenedLanes } from '../detector/self-check.ts';
import type { StanceModel } from '../measure/stance.ts';
import type { Job } from '../queue/queue.ts';
import type { Registry } from '../registry/registry.ts';
import type { Checker } from '../source/source.ts';
import type { Store } from '../store/store.ts';

export interface JobDeps {
  readonly store: Store;
  readonly collect: Pick<CollectDeps, 'list' | 'watched' | 'clockOf' | 'onTrouble' | 'onFailure'>;
  readonly checkers: readonly Checker[];
  readonly around: TickDeps['around'];
  readonly enrich: { readonly perRun: number; readonly everybody: boolean };
  readonly refresh: Omit<RefreshDeps, 'store'>;
  readonly rawDays: number;
  readonly notifiers: readonly Notifier[];
  readonly createDetectors: () => readonly Detector[];
  readonly registry: () => Promise<Registry>;
  readonly historyOf: NonNullable<TickDeps['historyOf']>;
  readonly context: () => Promise<AssessContext>;
  readonly digestDeps: () => Promise<DigestDeps>;
  readonly runningSince: () => Promise<Date>;
  readonly routes: readonly Route[];
  readonly digests: readonly DigestPlan[];
  readonly allowTargets: readonly string[] | undefined;
  readonly capPerHour: number;
  readonly postDays: number;
  readonly mark: string;
  readonly now: () => Date;
  readonly onCheckFailure: (checker: string, error: unknown) => void;
}

export interface Jobs {
  readonly byName: Readonly<Record<JobName, Job>>;
  /** Ends what goes on beside the jobs: sources that are being read. */
  stop(): Promise<void>;
}

export function createJobs(deps: JobDeps): Jobs {
  const { store, now } = deps;
  // Leases and retry times belong to the wall clock: a sample's hour passes in less than a second.
  const deliver = createDeliver({
    outbox: store.outbox,
    notifiers: deps.notifiers,
    allowTargets: deps.allowTargets,
    now: () => new Date(),
  });
  const collect: Collect = createCollect({
    ...deps.collect,
    posts: store.posts,
    sources: store.sources,
    states: () => store.posts.sourceStates(),
    holder: crypto.randomUUID(),
  });
  const looking = { store, checkers: deps.checkers, now, onFailure: deps.onCheckFailure };
  const byName = {
    collect: collect.job,
    detect: createDetect({
      store,
      createDetectors: deps.createDetectors,
      registry: deps.registry,
      context: deps.context,
      around: deps.around,
      historyOf: deps.historyOf,
      now,
    }),
    notify: createNotify({ store, routes: deps.routes, deliver, capPerHour: deps.capPerHour, mark: deps.mark, now }),
    digest: createDigest({ store, plans: deps.digests, digest: deps.digestDeps, runningSince: deps.runningSince, now }),
    enrich: createEnrich({ ...looking, ...deps.enrich }),
    recheck: createRecheck({
      ...looking,
      assessing: async () => ({
        registry: await deps.registry(),
        context: await deps.context(),
        around: deps.around,
        historyOf: deps.historyOf,
      }),
    }),
    refit: createRefit({ store, start: startRules, now }),
    'refresh-registry': createRefreshRegistry({ ...deps.refresh, store }),
    prune: createPrune({ store, postDays: deps.postDays, rawDays: deps.rawDays, now }),
  };
  return { byName, stop: () => collect.stop() };
}

interface LiveDigest {
  readonly store: Store;
  readonly registry: Registry;
  readonly stance: StanceModel;
  readonly context: AssessContext;
  readonly mark: string;
}

/** What a digest reads from the live store. */
export function liveDigestDeps({ store, registry, stance, context, mark }: LiveDigest): DigestDeps {
  return {
    readInOrder: (span) => store.posts.readInOrder(span, undefined, 5_000),
    campaignsIn: (span) => store.campaigns.list({ span, limit: 1_000 }),
    actionsOf: (ids) => store.campaigns.actionsOf(ids),
    gapsIn: (span) => store.posts.gapsIn(span),
    sourceStates: () => store.posts.sourceStates(),
    registry,
    stance,
    remembered: { get: (key) => store.settings.get(key), set: (key, value) => store.settings.set(key, value) },
    rulesVersion: context.rulesVersion,
    selfCheck: async () => tightenedLanes(await store.detect.loadState(selfCheckEntry)),
    learning: store,
    mark,
  };
}
