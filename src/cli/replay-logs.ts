/** What a replay writes down: bursts, alerts and digests as they would have been. */
import type { DigestPlan } from '../../jobs/digest.ts';
import { type DigestDeps, makeDigest } from '../../jobs/make-digest.ts';
import { dueDigest } from '../alert/due.ts';
import { planAlerts } from '../alert/plan.ts';
import type { AssessContext } from '../campaign/assess.ts';
import { type Campaign, isAtLeast, type Level } from '../campaign/campaign.ts';
import { type Evidence, evidenceRecord } from '../campaign/evidence.ts';
import type { Detection } from '../detector/detector.ts';
import { digestMessage } from '../message/digest-message.ts';
import { plainText } from '../message/plain-text.ts';
import type { Registry } from '../registry/registry.ts';
import type { PostStore } from '../store/store.ts';

export interface ReplayBurst {
  readonly from: Date;
  readonly to: Date;
  readonly key: string;
  readonly keyKind: Detection['keyKind'];
  readonly platform: string;
  readonly posts: number;
  readonly accounts: number;
  readonly shape: Detection['shape'];
  readonly level: Level;
  readonly reason: string;
}

export interface ReplayAlert {
  /** When it fired first. */
  readonly at: Date;
  /** Highest level reached, and when each was. */
  readonly level: Level;
  readonly raised: readonly { readonly at: Date; readonly level: Level }[];
  readonly campaign: string;
  readonly tags: readonly string[];
  readonly links: readonly string[];
  readonly accounts: number;
  readonly posts: number;
  readonly kind: Campaign['kind'];
  readonly why: readonly string[];
  readonly evidence: Readonly<Record<string, Evidence>>;
}

export interface ReplayDigest {
  readonly at: Date;
  readonly campaigns: readonly string[];
  readonly text: string;
}

/** One line per episode: its newest figures and the highest level it reached. */
export function createBurstLog(): { note(detection: Detection, level: Level): void; list(): readonly ReplayBurst[] } {
  const bursts = new Map<string, ReplayBurst>();
  return {
    note(detection, level) {
      // A network is no burst of a key; it shows among the alerts.
      if (detection.kind === 'co-share') return;
      const known = bursts.get(detection.episode);
      const { from, to, key, keyKind, platform, posts, accounts, shape, reason } = detection;
      const highest = known !== undefined && isAtLeast(known.level, level) ? known.level : level;
      const burst = { from, to, key, keyKind, platform, posts, accounts, shape, level: highest, reason };
      bursts.set(detection.episode, burst);
    },
    list: () => [...bursts.values()],
  };
}

/** Alerts of the replay go here; S3 is what a digest lists, S1 and S2 are messages of their own. */
const route = { target: 'replay:alerts', minLevel: 'S3' } as const;

/** One line per campaign, planned as the notify job plans. */
export function createAlertLog(): {
  note(campaigns: readonly Campaign[], now: Date): void;
  list(): readonly ReplayAlert[];
} {
  const alerts = new Map<string, ReplayAlert>();
  return {
    note(campaigns, now) {
      const sent = [...alerts.values()].map(({ campaign, at, level, accounts }) => ({
        campaignId: campaign,
        target: route.target,
        version: 0,
        level,
        accounts,
        at,
        growthTold: Number.MAX_SAFE_INTEGER,
      }));
      for (const step of planAlerts({ campaigns, actions: [], sent, routes: [route], room: new Map(), now })) {
        if (step.do !== 'post' && step.do !== 'edit') continue;
        alerts.set(step.campaign.id, alertOf(step.campaign, alerts.get(step.campaign.id), now));
      }
    },
    list: () => [...alerts.values()],
  };
}

function alertOf(campaign: Campaign, known: ReplayAlert | undefined, now: Date): ReplayAlert {
  const raised = known === undefined || known.level !== campaign.level ? [{ at: now, level: campaign.level }] : [];
  const { id, level, tags, links, accounts, posts, kind, reason, assessment } = campaign;
  return {
    at: known?.at ?? now,
    level,
    raised: [...(known?.raised ?? []), ...raised],
    campaign: id,
    tags,
    links,
    accounts,
    posts,
    kind,
    why: [reason, ...assessment.why],
    evidence: evidenceRecord(assessment),
  };
}

export interface DigestLogDeps {
  readonly posts: PostStore;
  readonly registry: Registry;
  readonly context: AssessContext;
  readonly mark: string;
}

interface DigestLog {
  /** The digest that was due before the first post is not written. */
  startAt(at: Date): void;
  note(now: Date): Promise<void>;
  list(): readonly ReplayDigest[];
}

export function createDigestLog(
  question: { readonly digest: DigestPlan; readonly platforms: readonly string[] | undefined },
  deps: DigestLogDeps,
  campaigns: () => readonly Campaign[],
): DigestLog {
  const { zone, at: wallTime, minLevel } = question.digest;
  const digests: ReplayDigest[] = [];
  const digestDeps = replayDigestDeps(question.platforms, deps, campaigns);
  let lastLocalDate: string | undefined;
  return {
    startAt(at) {
      lastLocalDate = dueDigest({ zone, at: wallTime, now: at })?.localDate;
    },
    async note(now) {
      const due = dueDigest({ zone, at: wallTime, lastLocalDate, now });
      if (due === undefined) return;
      lastLocalDate = due.localDate;
      const at = new Date(now.getTime() - due.late);
      const digest = await makeDigest({ at, zone, lateMs: 0, minLevel }, digestDeps);
      digests.push({ at, campaigns: digest.campaigns.map(({ id }) => id), text: plainText(digestMessage(digest)) });
    },
    list: () => digests,
  };
}

function replayDigestDeps(
  platforms: readonly string[] | undefined,
  { posts, registry, context, mark }: DigestLogDeps,
  campaigns: () => readonly Campaign[],
): DigestDeps {
  const remembered = new Map<string, string>();
  return {
    readInOrder: (span) => posts.readInOrder(span, platforms, 5_000),
    campaignsIn: async ({ from, to }) =>
      campaigns().filter(({ openedAt, lastAt, endedAt }) => openedAt < to && (endedAt ?? lastAt) >= from),
    actionsOf: async () => [],
    gapsIn: (span) => posts.gapsIn(span),
    sourceStates: async () => [],
    registry,
    remembered: {
      get: async (key) => remembered.get(key),
      set: async (key, value) => {
        remembered.set(key, value);
      },
    },
    rulesVersion: context.rulesVersion,
    mark,
  };
}
