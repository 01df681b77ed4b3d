/** Campaigns → alerts → chat: plans what is to be said, keeps it in the outbox, and sends what is due. */
import type { CampaignAction, Route, Step } from '../src/alert/alert.ts';
import { planAlerts, shownVersion } from '../src/alert/plan.ts';
import { type Campaign, levels } from '../src/campaign/campaign.ts';
import { alertMessage, growthMessage } from '../src/message/alert-message.ts';
import { gapLines as describeGaps } from '../src/message/source-lines.ts';
import { dayMs, hourMs } from '../src/post/post.ts';
import type { Job } from '../src/queue/queue.ts';
import type { NewDelivery, Store } from '../src/store/store.ts';
import type { Deliver } from './deliver.ts';

export interface NotifyDeps {
  readonly store: Pick<Store, 'campaigns' | 'outbox' | 'posts'>;
  readonly routes: readonly Route[];
  readonly deliver: Deliver;
  /** New alerts per target and hour; what is over waits for the next hour and stands in the digest. */
  readonly capPerHour: number;
  readonly mark: string;
  readonly now: () => Date;
}

/** Ended campaigns are still edited (verdicts, later gone) for this long. */
const editedForMs = 8 * dayMs;

export function createNotify(deps: NotifyDeps): Job {
  return {
    name: 'notify',
    run: async (_tick, signal) => {
      const planned = await planOutbox(deps);
      const sent = await deps.deliver(signal);
      return { planned, ...sent };
    },
  };
}

async function planOutbox({ store, routes, capPerHour, mark, now }: NotifyDeps): Promise<number> {
  const at = now();
  const campaigns = (await candidates(store, at)).filter(({ level }) =>
    routes.some(({ minLevel }) => levels.indexOf(level) <= levels.indexOf(minLevel)),
  );
  if (campaigns.length === 0) return 0;
  const ids = campaigns.map(({ id }) => id);
  const [actions, sent] = [await store.campaigns.actionsOf(ids), await store.outbox.sentAlerts(ids)];
  const room = new Map<string, number>();
  for (const target of new Set(routes.map((route) => route.target))) {
    const posted = await store.outbox.countPosted(target, new Date(at.getTime() - hourMs));
    room.set(target, Math.max(0, capPerHour - posted));
  }
  const steps = planAlerts({ campaigns, actions, sent, routes, room, now: at });
  const deliveries: NewDelivery[] = [];
  for (const step of steps) {
    if (step.do === 'nothing') continue;
    const own = actions.filter(({ campaignId }) => campaignId === step.campaign.id);
    deliveries.push(await deliveryOf(step, own, { store, mark, at }));
  }
  return deliveries.length === 0 ? 0 : store.outbox.add(deliveries, at);
}

/** Open ones, those that ended lately, and old ones that a re-check has changed. */
async function candidates({ campaigns }: Pick<Store, 'campaigns'>, at: Date): Promise<readonly Campaign[]> {
  const known = new Map<string, Campaign>();
  // The database's clock writes the change, whatever the sample's says.
  for (const campaign of await campaigns.changedSince(new Date(Date.now() - dayMs))) known.set(campaign.id, campaign);
  for (const campaign of await campaigns.current(new Date(at.getTime() - editedForMs)))
    known.set(campaign.id, campaign);
  return [...known.values()];
}

async function deliveryOf(
  step: Exclude<Step, { do: 'nothing' }>,
  actions: readonly CampaignAction[],
  { store, mark, at }: { store: Pick<Store, 'posts'>; mark: string; at: Date },
): Promise<NewDelivery> {
  const { campaign, target } = step;
  const version = shownVersion(campaign, actions);
  const common = { campaignId: campaign.id, target, version, level: campaign.level, accounts: campaign.accounts };
  if (step.do === 'reply') {
    const note = campaign.growth[step.note];
    if (note === undefined) throw new RangeError(`campaign ${campaign.id} has no growth note ${step.note}`);
    const message = growthMessage(campaign, note, campaign.growth[step.note - 1], mark);
    return { ...common, id: `${campaign.id}|${target}|reply|${step.note}`, kind: 'reply', how: 'reply', message };
  }
  const gaps = await gapLines(campaign, store, at);
  const beyondBudget = step.do === 'post' ? step.beyondBudget : undefined;
  const message = alertMessage(campaign, { actions, gaps, mark, now: at, beyondBudget });
  const id = `${campaign.id}|${target}|alert|${step.do === 'post' ? 'post' : `edit-${version}`}`;
  return { ...common, id, kind: 'alert', how: step.do, message, growthTold: campaign.growth.length };
}

/** Gaps of sources while the campaign went on: nobody knows what was posted then. */
async function gapLines(campaign: Campaign, store: Pick<Store, 'posts'>, now: Date): Promise<readonly string[]> {
  const gaps = await store.posts.gapsIn({ from: campaign.firstAt, to: campaign.endedAt ?? now });
  return describeGaps(gaps, now);
}
