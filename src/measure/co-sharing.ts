/** How many accounts repeat the same things within seconds of each other, and more than once. */
import type { Post } from '../post/post.ts';
import { componentsOf } from './components.ts';
import { coreEdges } from './core-edges.ts';
import { countPairs, type PairCounts } from './pair-counts.ts';
import { authorOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';
import { createShareLog } from './share-log.ts';
import { sharedObjectsOf } from './shared-objects.ts';
import { measureSynchrony, type Synchrony } from './synchrony.ts';

export interface CoSharingOptions {
  /** Two posts at most so many seconds apart, inclusive; 60 unless said (Schoch et al. 2022, CooRTweet, QUT). */
  readonly windowSeconds?: number | undefined;
  /** Distinct objects that two accounts must have in common; 2 unless said. */
  readonly minObjects?: number | undefined;
  /** The burst's own tag: everyone in the burst carries it. */
  readonly exceptTag?: string | undefined;
  /** See `PairOptions`; 200 unless said. */
  readonly hotObjectCap?: number | undefined;
  /** Copies among the posts (`CopyMeasure.members`), where they are at hand. */
  readonly clusters?: readonly (readonly Post[])[] | undefined;
}

export interface CoSharingMeasure {
  readonly windowSeconds: number;
  readonly minObjects: number;
  /**
   * Accounts with a partner / all accounts. Partners share at least `minObjects` objects (links, reposted posts, texts;
   * tags only beside one of these) within the window, in at least two posts on each side.
   */
  readonly accounts: Share;
  /**
   * The part of `accounts` that the popularity of what they share does not explain: co-shares with partners, each
   * divided by the posts of that object in that window, add up to at least 1 and to a quarter of all its co-shares,
   * partners that fall out of it not counted.
   */
  readonly beyondPopularity: Share;
  /** Pairs of partners. */
  readonly pairs: number;
  /** Accounts of the largest group of partners of partners. */
  readonly largestGroup: number;
  /** Posts left out because their object had too many others in the window; above 0, `accounts` is a lower bound. */
  readonly postsSkipped: number;
  readonly synchrony: Synchrony | undefined;
}

export function measureCoSharing(posts: readonly Post[], options: CoSharingOptions = {}): CoSharingMeasure {
  const { windowSeconds = 60, minObjects = 2, hotObjectCap = 200, exceptTag, clusters } = options;
  const log = createShareLog();
  const isTag: number[] = [];
  for (const post of posts) {
    for (const { kind, id } of sharedObjectsOf(post)) {
      if (exceptTag !== undefined && id === `tag:${exceptTag}`) continue;
      const objectsBefore = log.objects;
      log.add(id, authorOf(post), post.createdAt.getTime() / 1000, `${post.platform}:${post.id}`);
      if (log.objects > objectsBefore) isTag.push(kind === 'tag' ? 1 : 0);
    }
  }
  const shares = log.build();
  const counts = countPairs(shares, {
    windowSeconds,
    minWeight: minObjects,
    minPosts: 2,
    hotObjectCap,
    supporting: Uint8Array.from(isTag),
  });
  const accounts = new Set(posts.map(authorOf)).size;
  const groups = componentsOf(shares.accountIds.length, counts.a, counts.b);
  const withPartner = groups.reduce((sum, group) => sum + group.length, 0);
  return {
    windowSeconds,
    minObjects,
    accounts: shareOf(withPartner, accounts),
    beyondPopularity: shareOf(countBeyondPopularity(shares.accountIds.length, counts), accounts),
    pairs: counts.edges,
    largestGroup: groups[0]?.length ?? 0,
    postsSkipped: counts.postsSkipped,
    synchrony: measureSynchrony(posts, { windowSeconds, clusters }),
  };
}

/** Partners that an object's popularity explains only in part: the rule of the co-share detector, for pairs too. */
const beyondPopularity = { minRarity: 1, minRarityShare: 0.25, minPartners: 1 };

function countBeyondPopularity(accounts: number, counts: PairCounts): number {
  const isKept = coreEdges(accounts, counts, beyondPopularity);
  const groups = componentsOf(accounts, counts.a, counts.b, (edge) => isKept[edge] === 1);
  return groups.reduce((sum, group) => sum + group.length, 0);
}
