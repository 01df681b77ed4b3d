/** Outbox → chat: claims what is due, sends it, and records what became of it. At least once, never twice visible. */
import type { Delivery, Notifier, Target } from '../src/chat/notifier.ts';
import type { ClaimedDelivery, Outbox, SettledDelivery } from '../src/store/store.ts';

export interface DeliverDeps {
  readonly outbox: Outbox;
  readonly notifiers: readonly Notifier[];
  /** Test mode: when set, nothing is sent to any other target. */
  readonly allowTargets: readonly string[] | undefined;
  readonly now: () => Date;
}

interface DeliverReport {
  readonly sent: number;
  readonly retried: number;
  readonly dead: number;
}

export type Deliver = (signal: AbortSignal) => Promise<DeliverReport>;

/** A claim outlives any single request to a chat (10 s) with room for its rate limit. */
const leaseMs = 60_000;
const claimsAtOnce = 8;
/** Waits between tries, doubling from 5 s up to 10 min; after a day of them the delivery is dead and shown in `/status`. */
const maxAttempts = 150;
const firstRetryMs = 5_000;
const longestRetryMs = 600_000;

export function createDeliver(deps: DeliverDeps): Deliver {
  const notifierOf = new Map(deps.notifiers.map((notifier) => [notifier.platform, notifier]));
  const platforms = [...notifierOf.keys()];
  return async (signal) => {
    const report = { sent: 0, retried: 0, dead: 0 };
    while (!signal.aborted) {
      const claimed = await deps.outbox.claim(deps.now(), leaseMs, claimsAtOnce, platforms);
      if (claimed.length === 0) break;
      // One claim per target: what goes to one channel keeps its order, channels do not wait for each other.
      await Promise.all(
        claimed.map(async (delivery) => {
          const settled = await attempt(delivery, notifierOf, deps).catch((error: unknown) =>
            unclear(error, delivery, deps.now()),
          );
          await deps.outbox.settle(delivery.id, settled, deps.now());
          report[settled.outcome === 'retry' ? 'retried' : settled.outcome] += 1;
        }),
      );
    }
    return report;
  };
}

async function attempt(
  delivery: ClaimedDelivery,
  notifierOf: ReadonlyMap<string, Notifier>,
  { allowTargets, now }: DeliverDeps,
): Promise<SettledDelivery> {
  if (allowTargets !== undefined && !allowTargets.includes(delivery.target)) {
    return { outcome: 'dead', reason: `test mode: ${delivery.target} is not in allowChannels` };
  }
  const target = readTarget(delivery.target);
  const notifier = target === undefined ? undefined : notifierOf.get(target.platform);
  if (target === undefined || notifier === undefined) {
    return { outcome: 'dead', reason: `no chat for ${delivery.target} is configured` };
  }
  const thread = delivery.how === 'reply' ? delivery.parentRef : undefined;
  const post = { target, message: delivery.message, deliveryId: delivery.id, thread };
  if (delivery.uncertain && delivery.how !== 'edit') {
    const arrived = await notifier.find(post);
    if (arrived !== undefined) return { outcome: 'sent', ref: arrived };
  }
  const outcome =
    delivery.how === 'edit' && delivery.parentRef !== undefined
      ? await notifier.edit(post, delivery.parentRef)
      : await notifier.send(post);
  return settledFrom(outcome, delivery, now());
}

/** A chat that could not even be asked may have the message: it is asked again later. */
function unclear(error: unknown, { attempts }: ClaimedDelivery, now: Date): SettledDelivery {
  const reason = error instanceof Error ? error.message : String(error);
  return attempts >= maxAttempts
    ? { outcome: 'dead', reason }
    : { outcome: 'retry', reason, uncertain: true, at: retryAt(attempts, undefined, now) };
}

function settledFrom(outcome: Delivery, { attempts }: ClaimedDelivery, now: Date): SettledDelivery {
  switch (outcome.outcome) {
    case 'sent':
      return outcome;
    case 'failed':
      if (!outcome.retry || attempts >= maxAttempts) return { outcome: 'dead', reason: outcome.reason };
      return {
        outcome: 'retry',
        reason: outcome.reason,
        uncertain: false,
        at: retryAt(attempts, outcome.retryAfterMs, now),
      };
    case 'unknown':
      if (attempts >= maxAttempts) return { outcome: 'dead', reason: outcome.reason };
      return { outcome: 'retry', reason: outcome.reason, uncertain: true, at: retryAt(attempts, undefined, now) };
  }
}

function retryAt(attempts: number, askedMs: number | undefined, now: Date): Date {
  return new Date(now.getTime() + (askedMs ?? Math.min(longestRetryMs, firstRetryMs * 2 ** Math.max(0, attempts - 1))));
}

/** `platform:channel` → target; `undefined` for anything else. */
export function readTarget(text: string): Target | undefined {
  const colon = text.indexOf(':');
  const platform = text.slice(0, colon);
  const channel = text.slice(colon + 1);
  if (channel === '') return undefined;
  return platform === 'slack' || platform === 'discord' || platform === 'console' ? { platform, channel } : undefined;
}
