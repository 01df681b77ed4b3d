/** The jobs of a process, given what they need. */
import { createCollect } from '../../jobs/collect.ts';
import { createDeliver } from '../../jobs/deliver.ts';
import { createDetect } from '../../jobs/detect.ts';
import { createDigest, type DigestPlan } from '../../jobs/digest.ts';
import type { DigestDeps } from '../../jobs/make-digest.ts';
import { createNotify } from '../../jobs/notify.ts';
import { createPrune } from '../../jobs/prune.ts';
import type { JobName } from '../../jobs/timetable.ts';
import type { Route } from '../alert/alert.ts';
import type { AssessContext } from '../campaign/assess.ts';
import type { Notifier } from '../chat/notifier.ts';
import type { Detector } from '../detector/detector.ts';
import type { Job } from '../queue/queue.ts';
import type { Registry } from '../registry/registry.ts';
import type { Source } from '../source/source.ts';
import type { Store } from '../store/store.ts';

export interface JobDeps {
  readonly store: Store;
  readonly sources: readonly Source[];
  readonly notifiers: readonly Notifier[];
  readonly createDetectors: () => readonly Detector[];
  readonly registry: () => Promise<Registry>;
  readonly context: AssessContext;
  readonly digestDeps: () => Promise<DigestDeps>;
  readonly runningSince: () => Promise<Date>;
  readonly routes: readonly Route[];
  readonly digests: readonly DigestPlan[];
  readonly allowTargets: readonly string[] | undefined;
  readonly capPerHour: number;
  readonly postDays: number;
  readonly mark: string;
  readonly now: () => Date;
  readonly onSourceError: (source: string, error: unknown) => void;
}

export function createJobs(deps: JobDeps): Readonly<Record<JobName, Job>> {
  const { store, now } = deps;
  // Leases and retry times belong to the wall clock: a sample's hour passes in less than a second.
  const deliver = createDeliver({
    outbox: store.outbox,
    notifiers: deps.notifiers,
    allowTargets: deps.allowTargets,
    now: () => new Date(),
  });
  return {
    collect: createCollect({ sources: deps.sources, posts: store.posts, now, onSourceError: deps.onSourceError }),
    detect: createDetect({
      store,
      createDetectors: deps.createDetectors,
      registry: deps.registry,
      context: async () => deps.context,
      now,
    }),
    notify: createNotify({ store, routes: deps.routes, deliver, capPerHour: deps.capPerHour, mark: deps.mark, now }),
    digest: createDigest({ store, plans: deps.digests, digest: deps.digestDeps, runningSince: deps.runningSince, now }),
    prune: createPrune({ posts: store.posts, postDays: deps.postDays, now }),
  };
}

/** What a digest reads from the live store. */
export function liveDigestDeps(
  store: Store,
  registry: Registry,
  { rulesVersion }: AssessContext,
  mark: string,
): DigestDeps {
  return {
    readInOrder: (span) => store.posts.readInOrder(span, undefined, 5_000),
    campaignsIn: (span) => store.campaigns.list({ span, limit: 1_000 }),
    actionsOf: (ids) => store.campaigns.actionsOf(ids),
    gapsIn: (span) => store.posts.gapsIn(span),
    sourceStates: () => store.posts.sourceStates(),
    registry,
    remembered: { get: (key) => store.settings.get(key), set: (key, value) => store.settings.set(key, value) },
    rulesVersion,
    mark,
  };
}
