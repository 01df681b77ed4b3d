/** Which simulated event a told campaign is about, if any. */
import { dayMs, hourMs } from '../../src/post/post.ts';
import type { Truth } from './simulation.ts';
import type { Told } from './watch-world.ts';

/** A campaign and an event are about the same when they share a tag, a link or enough accounts, at one time. */
export function matchTruth(told: readonly Told[], truth: readonly Truth[]): ReadonlyMap<Told, Truth> {
  const matches = new Map<Told, Truth>();
  const accounts = new Map(truth.map((event) => [event, new Set(event.accountIds)]));
  for (const each of told) {
    let best: { readonly event: Truth; readonly score: number } | undefined;
    for (const event of truth) {
      const score = likeness(each, event, accounts.get(event) ?? new Set());
      if (score > (best?.score ?? 0)) best = { event, score };
    }
    if (best !== undefined) matches.set(each, best.event);
  }
  return matches;
}

const fewestShared = 5;
const smallShare = 0.2;

/** 0: nothing in common. An event that is a campaign wins over an innocent one that is as like. */
function likeness({ campaign }: Told, event: Truth, members: ReadonlySet<string>): number {
  if (campaign.platform !== event.platform || !isAtOneTime(campaign, event)) return 0;
  const names = new Set([campaign.key, ...campaign.tags, ...campaign.links]);
  const named = [...event.tags, ...event.links].some((name) => names.has(name)) ? 1 : 0;
  const shared = campaign.accountIds.filter((id) => members.has(id)).length;
  const smaller = Math.min(campaign.accountIds.length, members.size);
  const isCrowd = shared > 0 && shared >= Math.min(fewestShared, smaller) && shared >= smallShare * smaller;
  const crowd = isCrowd ? shared / Math.max(1, smaller) : 0;
  if (named === 0 && crowd === 0) return 0;
  return named + crowd + (event.wanted === 'campaign' ? 0.01 : 0);
}

function isAtOneTime(campaign: Told['campaign'], { from, to }: Truth): boolean {
  return (
    campaign.firstAt.getTime() <= to.getTime() + 6 * hourMs && campaign.lastAt.getTime() >= from.getTime() - dayMs / 24
  );
}
