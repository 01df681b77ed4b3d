/** Shares of groups in, the account out that posts first again and again: a number, never a name. */

import { type Share, shareOf } from '../measure/share.ts';
import type { SortedShares } from '../measure/sorted-shares.ts';

/** Fewer occasions say nothing of who leads: 15 of 20 is the least whose interval lies above one half. */
const fewestOccasions = 20;

/** What follows on each other within the window is one occasion of an object. */
interface Occasion {
  readonly object: number;
  readonly first: number;
  readonly firstTime: number;
  readonly accounts: Set<number>;
  isTied: boolean;
  lastTime: number;
}

/**
 * @param isPaired one byte a position: whether the share is a co-share inside the group
 * @param groupOf by account
 * @returns by group, of the account with the strongest lead, the occasions in which it was strictly first among those in
 * which it took part; undefined when none is clearly first in most
 */
export function leadersOf(
  shares: SortedShares,
  windowSeconds: number,
  isPaired: Uint8Array,
  groupOf: Int32Array,
): ReadonlyMap<number, Share> {
  const took = new Map<number, number>();
  const led = new Map<number, number>();
  forEachOccasion(shares, windowSeconds, isPaired, groupOf, ({ accounts, first, isTied }) => {
    if (accounts.size < 2) return;
    for (const account of accounts) took.set(account, (took.get(account) ?? 0) + 1);
    if (!isTied) led.set(first, (led.get(first) ?? 0) + 1);
  });
  const leaders = new Map<number, Share>();
  for (const [account, count] of led) {
    const of = took.get(account) ?? 0;
    const share = shareOf(count, of);
    const group = groupOf[account] ?? -1;
    if (of < fewestOccasions || share.low <= 0.5 || share.low <= (leaders.get(group)?.low ?? 0)) continue;
    leaders.set(group, share);
  }
  return leaders;
}

function forEachOccasion(
  { starts, accounts, times }: SortedShares,
  windowSeconds: number,
  isPaired: Uint8Array,
  groupOf: Int32Array,
  visit: (occasion: Occasion) => void,
): void {
  const open = new Map<number, Occasion>();
  for (let object = 0; object + 1 < starts.length; object++) {
    const end = starts[object + 1] ?? 0;
    for (let at = starts[object] ?? 0; at < end; at++) {
      const account = accounts[at] ?? 0;
      if (isPaired[at] === 0) continue;
      const time = times[at] ?? 0;
      const group = groupOf[account] ?? -1;
      const occasion = open.get(group);
      if (occasion !== undefined && occasion.object === object && time - occasion.lastTime <= windowSeconds) {
        if (account !== occasion.first && time === occasion.firstTime) occasion.isTied = true;
        occasion.accounts.add(account);
        occasion.lastTime = time;
        continue;
      }
      if (occasion !== undefined) visit(occasion);
      const begun = { object, first: account, firstTime: time, accounts: new Set([account]), isTied: false };
      open.set(group, { ...begun, lastTime: time });
    }
  }
  for (const occasion of open.values()) visit(occasion);
}
