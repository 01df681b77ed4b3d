/**
 * Accounts that took part in earlier campaigns. Only what people confirmed counts as one: a memory of mere suspicions
 * would confirm itself.
 */
import type { Post } from '../post/post.ts';
import { lnBinomialTail, lnHypergeometricTail } from './draw-tails.ts';
import { type Share, shareOf } from './share.ts';

export interface ConfirmedCampaign {
  readonly campaignId: string;
  /** Undefined: the ids are looked for on every platform. */
  readonly platform?: string | undefined;
  /** Native ids. */
  readonly accountIds: readonly string[];
}

/** How usual it is to meet accounts of confirmed campaigns without any connection. */
export type OverlapBase =
  /** Chance that an account of such a burst is one of them, 0 < rate < 1. */
  | { readonly rate: number }
  /** Accounts from which a burst draws: those active on the platform in the last 30 days. */
  | { readonly population: number };

interface CampaignOverlap {
  readonly campaignId: string;
  /** Accounts of the burst that took part in it / accounts of the burst. */
  readonly accounts: Share;
}

export interface Overlap {
  /** Accounts of the burst that took part in any of them / accounts of the burst. */
  readonly accounts: Share;
  /** Those with at least one account in common, most first, then by id. */
  readonly campaigns: readonly CampaignOverlap[];
  /** Confirmed campaigns that were compared; 0: nothing is known. */
  readonly compared: number;
  /** ln of the chance of so many by the base alone; undefined without a base or a campaign. Never -Infinity. */
  readonly lnTail: number | undefined;
}

export function measureOverlap(
  posts: readonly Post[],
  confirmed: readonly ConfirmedCampaign[],
  base?: OverlapBase,
): Overlap {
  const accounts = new Map(
    posts.map(({ platform, accountId }) => [`${platform}:${accountId}`, { platform, accountId }]),
  );
  const any = new Set<string>();
  const campaigns = confirmed.flatMap(({ campaignId, platform, accountIds }) => {
    const ids = new Set(accountIds);
    const common = [...accounts].filter(
      ([, account]) => ids.has(account.accountId) && (platform === undefined || platform === account.platform),
    );
    for (const [key] of common) any.add(key);
    return common.length === 0 ? [] : [{ campaignId, accounts: shareOf(common.length, accounts.size) }];
  });
  return {
    accounts: shareOf(any.size, accounts.size),
    campaigns: campaigns.sort((a, b) => b.accounts.n - a.accounts.n || (a.campaignId < b.campaignId ? -1 : 1)),
    compared: confirmed.length,
    lnTail: base === undefined || confirmed.length === 0 ? undefined : tailOf(any.size, accounts.size, confirmed, base),
  };
}

function tailOf(common: number, accounts: number, confirmed: readonly ConfirmedCampaign[], base: OverlapBase): number {
  if ('rate' in base) return lnBinomialTail(common, accounts, base.rate);
  const marked = new Set(
    confirmed.flatMap(({ platform = '', accountIds }) => accountIds.map((id) => `${platform}:${id}`)),
  ).size;
  return lnHypergeometricTail(common, accounts, marked, base.population);
}
