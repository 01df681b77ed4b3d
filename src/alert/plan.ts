/**
 * Campaigns and what was said of them → steps, each with its reason, also for doing nothing.
 *
 * Planning again after the steps were carried out says "nothing".
 */
import { type Campaign, type GrowthNote, isAtLeast } from '../campaign/campaign.ts';
import { dayMs } from '../post/post.ts';
import type { CampaignAction, Route, SentAlert, Step } from './alert.ts';

export interface PlanQuestion {
  readonly campaigns: readonly Campaign[];
  readonly actions: readonly CampaignAction[];
  readonly sent: readonly SentAlert[];
  readonly routes: readonly Route[];
  /** New alerts a target may still get this hour; absent: no cap. */
  readonly room: ReadonlyMap<string, number>;
  readonly now: Date;
}

export function planAlerts({ campaigns, actions, sent, routes, room, now }: PlanQuestion): readonly Step[] {
  const sentBy = new Map(sent.map((alert) => [`${alert.campaignId}|${alert.target}`, alert]));
  const left = new Map(room);
  const pages = pagesOf(campaigns, sent, now);
  const steps: Step[] = [];
  for (const campaign of campaigns) {
    const own = actions.filter(({ campaignId }) => campaignId === campaign.id);
    for (const { target, matches } of targetsOf(campaign, routes)) {
      const alert = sentBy.get(`${campaign.id}|${target}`);
      if (alert !== undefined) steps.push(...updates(campaign, own, alert, target));
      else steps.push(firstStep(campaign, own, target, matches, { left, pages }, now));
    }
  }
  return steps;
}

/** What had its last post longer ago than this is history: found while catching up, kept for look-ups, told to nobody. */
const oldNewsMs = dayMs;

/** What a message of this campaign shows: the campaign's own version and everything people did. Both only grow. */
export function shownVersion(campaign: Campaign, actions: readonly CampaignAction[]): number {
  return campaign.version + actions.length;
}

/** Each target once, with the first route that takes the campaign, or why none does. */
function targetsOf(
  campaign: Campaign,
  routes: readonly Route[],
): readonly { readonly target: string; readonly matches: 'yes' | 'below-level' | 'other-route' }[] {
  const byTarget = new Map<string, 'yes' | 'below-level' | 'other-route'>();
  for (const route of routes) {
    const known = byTarget.get(route.target);
    if (known === 'yes') continue;
    const concerned =
      (route.platforms?.includes(campaign.platform) ?? true) && (route.kinds?.includes(campaign.kind) ?? true);
    const answer = !concerned ? 'other-route' : isAtLeast(campaign.level, route.minLevel) ? 'yes' : 'below-level';
    if (known === undefined || answer !== 'other-route') byTarget.set(route.target, answer);
  }
  return [...byTarget].map(([target, matches]) => ({ target, matches }));
}

function firstStep(
  campaign: Campaign,
  actions: readonly CampaignAction[],
  target: string,
  matches: 'yes' | 'below-level' | 'other-route',
  { left, pages }: Counters,
  now: Date,
): Step {
  if (matches !== 'yes') return { do: 'nothing', campaign, target, why: matches };
  if (now.getTime() - campaign.lastAt.getTime() > oldNewsMs) {
    return { do: 'nothing', campaign, target, why: 'long-over' };
  }
  if (isSnoozed(actions, now)) return { do: 'nothing', campaign, target, why: 'snoozed' };
  const room = left.get(target) ?? Number.POSITIVE_INFINITY;
  if (room <= 0) return { do: 'nothing', campaign, target, why: 'channel-cap' };
  left.set(target, room - 1);
  if (campaign.level !== 'S1') return { do: 'post', campaign, target, why: 'new' };
  const paged = (pages.get(target) ?? 0) + 1;
  pages.set(target, paged);
  const beyondBudget = paged > pagesPerDay ? paged - pagesPerDay : undefined;
  return { do: 'post', campaign, target, why: 'new', beyondBudget };
}

/** What a target may still get, and the pages it got within a day; both change while steps are planned. */
interface Counters {
  readonly left: Map<string, number>;
  readonly pages: Map<string, number>;
}

/** More than this in a day, and a person is asked to raise the threshold (detection design 2.5). */
export const pagesPerDay = 2;

/** Campaigns per target that reached S1 within the last day and were told. */
function pagesOf(campaigns: readonly Campaign[], sent: readonly SentAlert[], now: Date): Map<string, number> {
  const recent = new Set(
    campaigns
      .filter((campaign) => campaign.level === 'S1' && now.getTime() - pagedAt(campaign).getTime() < dayMs)
      .map(({ id }) => id),
  );
  const pages = new Map<string, number>();
  for (const { campaignId, target, level } of sent) {
    if (level === 'S1' && recent.has(campaignId)) pages.set(target, (pages.get(target) ?? 0) + 1);
  }
  return pages;
}

function pagedAt({ growth, openedAt }: Campaign): Date {
  return growth.find(({ level }) => level === 'S1')?.at ?? openedAt;
}

function updates(
  campaign: Campaign,
  actions: readonly CampaignAction[],
  alert: SentAlert,
  target: string,
): readonly Step[] {
  if (alert.undeliverable === true) return [{ do: 'nothing', campaign, target, why: 'undeliverable' }];
  if (alert.version >= shownVersion(campaign, actions)) {
    return [{ do: 'nothing', campaign, target, why: 'unchanged' }];
  }
  const rose = alert.level !== campaign.level && isAtLeast(campaign.level, alert.level);
  const why =
    campaign.state === 'ended' ? 'ended' : rose ? 'level-rose' : newestIsAction(actions, alert) ? 'action' : 'grew';
  const replies: Step[] = campaign.growth.slice(alert.growthTold).map((note, i) => ({
    do: 'reply',
    campaign,
    target,
    why: whyTold(note, alert),
    note: alert.growthTold + i,
  }));
  return [{ do: 'edit', campaign, target, why }, ...replies];
}

function whyTold({ fell, level }: GrowthNote, alert: SentAlert): 'grew' | 'level-rose' | 'level-fell' {
  if (fell === true) return 'level-fell';
  return level !== alert.level && isAtLeast(level, alert.level) ? 'level-rose' : 'grew';
}

function newestIsAction(actions: readonly CampaignAction[], alert: SentAlert): boolean {
  return actions.some(({ at }) => at > alert.at);
}

export function isSnoozed(actions: readonly CampaignAction[], now: Date): boolean {
  return actions.some(({ kind, until }) => kind === 'snooze' && until !== undefined && until > now);
}

/** Who holds the acknowledgement now, if anybody. */
export function acknowledgement(actions: readonly CampaignAction[]): CampaignAction | undefined {
  const newest = [...actions]
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .filter(({ kind }) => kind === 'ack' || kind === 'unack')
    .at(-1);
  return newest?.kind === 'ack' ? newest : undefined;
}
