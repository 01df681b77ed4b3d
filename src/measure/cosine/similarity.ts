/**
 * How alike the accounts of one campaign act, over all traces: which of them have a partner who does largely the same,
 * which groups they form, and where the network would be cut.
 */
import type { Post } from '../../post/post.ts';
import { componentsOf } from '../components.ts';
import { authorOf } from '../post-groups.ts';
import { type Share, shareOf } from '../share.ts';
import { communitiesOf, type GroupOptions, type SimilarGroup } from './communities-of.ts';
import { type CosineEdges, cosineEdges } from './cosine-edges.ts';
import type { FeatureRows } from './feature-rows.ts';
import { fuseTraces, type Trace } from './fuse.ts';
import { pickThreshold, type Threshold } from './pick-threshold.ts';
import { pruneNetwork } from './prune.ts';
import { type WeighedRows, weighTfIdf } from './tf-idf.ts';
import { type TraceOptions, tracesOf } from './traces.ts';

export interface SimilarityOptions extends TraceOptions, GroupOptions {
  /**
   * Reposts, and posts with a link, that make an account one that could be compared; 5 unless said. The literature's 20
   * belong to months of posts, a campaign lasts hours; 5 is a stated guess.
   */
  readonly minActions?: number | undefined;
  /** Fewer accounts that act so often say nothing; 10 unless said. */
  readonly minAccounts?: number | undefined;
  /**
   * Accounts from this cosine up are partners; 0.5 unless said, a stated guess: two accounts with as many equally rare
   * acts have half of them in common.
   */
  readonly minCosine?: number | undefined;
  /** Busiest accounts that are looked at, the rest is counted; 5,000 unless said, for memory and time. */
  readonly mostAccounts?: number | undefined;
  /** Best partners of each account that are kept; 100 unless said (Pacheco et al.). */
  readonly topPartners?: number | undefined;
  /** False: nobody reads the communities, which take longest; `groups` is empty then. */
  readonly withGroups?: boolean | undefined;
  /** With fewer linked accounts nobody asks where to cut: `threshold` is undefined then; 0 unless said. */
  readonly cutFrom?: number | undefined;
}

export interface Similarity {
  readonly minActions: number;
  readonly minCosine: number;
  /**
   * Accounts with a partner / accounts that act often enough in a trace. Partners have a cosine of at least `minCosine`
   * and enough features in common: two reposts, two links, one sequence of tags, one author reposted at once, four half
   * hours. The number to compare campaigns by: its bar is the same for all.
   */
  readonly linked: Share;
  /**
   * Accounts left after the cut of `threshold` / the same accounts. The cut is made of percentiles of this very network,
   * so of any crowd something remains: it says who is in the middle, never that there is a middle.
   */
  readonly core: Share;
  /** Accounts of the largest group of partners of partners. */
  readonly largestGroup: number;
  /** Communities among partners (Louvain), larger first: a group may hold several. */
  readonly groups: readonly SimilarGroup[];
  /** Traces with enough acts, each with its accounts and its pairs of partners. */
  readonly traces: readonly TraceCount[];
  /** Undefined when no five accounts hang together, or fewer than `cutFrom` are linked. */
  readonly threshold: Threshold | undefined;
  /** Accounts beyond `mostAccounts`; above 0, all numbers are those of the busiest. */
  readonly accountsLeftOut: number;
}

interface TraceCount {
  readonly trace: Trace;
  /** Accounts that act often enough. */
  readonly accounts: number;
  /** Pairs of partners. */
  readonly pairs: number;
}

/** Pairs that a trace may join before features are hot (`hotFeaturesOf`): a quarter of a second. */
const mostPairs = 2 ** 24;

/** @returns undefined when fewer than `minAccounts` act often enough: nothing is known then */
export function measureSimilarity(posts: readonly Post[], options: SimilarityOptions = {}): Similarity | undefined {
  const {
    minActions = 5,
    minAccounts = 10,
    minCosine = 0.5,
    mostAccounts = 5_000,
    withGroups = true,
    cutFrom = 0,
  } = options;
  const { kept, accountsLeftOut } = ofBusiest(posts, mostAccounts);
  const traces = tracesOf(kept, { ...options, minActions }).map(({ trace, rows, weighing }) => ({
    trace,
    active: activeIn(rows, weighing.minActions ?? 1),
    weighed: weighTfIdf(rows, weighing),
  }));
  const active = new Set(traces.flatMap((trace) => trace.active)).size;
  if (active < minAccounts) return undefined;
  const networks = traces.map(({ trace, weighed }) => ({ trace, ...edgesOf(trace, weighed, options) }));
  const network = fuseTraces(networks);
  const partners = pruneNetwork(network, { minCosine });
  const isPartnership = (edge: number): boolean => (network.cosine[edge] ?? 0) >= minCosine;
  const groups = withGroups ? communitiesOf(network, partners.edges, traces, options) : [];
  const threshold = partners.accounts.length < cutFrom ? undefined : pickThreshold(network);
  return {
    minActions,
    minCosine,
    linked: shareOf(partners.accounts.length, active),
    core: shareOf(threshold?.kept.accounts.length ?? 0, active),
    largestGroup: componentsOf(network.accountIds.length, network.a, network.b, isPartnership)[0]?.length ?? 0,
    groups,
    traces: networks.map(({ trace, cosine }, at) => ({
      trace,
      accounts: traces[at]?.active.length ?? 0,
      pairs: cosine.reduce((sum, value) => (value >= minCosine ? sum + 1 : sum), 0),
    })),
    threshold,
    accountsLeftOut,
  };
}

function activeIn({ accountIds, actions }: FeatureRows, fewest: number): readonly string[] {
  return Array.from(actions, (acts, account) => (acts >= fewest ? accountIds.at(account) : undefined)).filter(
    (id) => id !== undefined,
  );
}

/** One thing in common is an accident where things are popular; a sequence of five tags hardly ever is. */
const minCommon: Readonly<Record<Trace, number>> = {
  'co-repost': 2,
  'co-link': 2,
  'tag-sequence': 1,
  'fast-repost': 1,
  synchronised: 4,
};

function edgesOf(trace: Trace, weighed: WeighedRows, { topPartners = 100 }: SimilarityOptions): CosineEdges {
  return cosineEdges(weighed, { topPartners, mostPairs, minCommon: minCommon[trace] });
}

/** Posts of the accounts with most of them; of equally busy ones those with the earlier id. */
function ofBusiest(
  posts: readonly Post[],
  most: number,
): { readonly kept: readonly Post[]; readonly accountsLeftOut: number } {
  const counts = new Map<string, number>();
  for (const post of posts) counts.set(authorOf(post), (counts.get(authorOf(post)) ?? 0) + 1);
  if (counts.size <= most) return { kept: posts, accountsLeftOut: 0 };
  const busiest = [...counts].sort(([x, n], [y, m]) => m - n || (x < y ? -1 : 1)).slice(0, most);
  const isKept = new Set(busiest.map(([account]) => account));
  return { kept: posts.filter((post) => isKept.has(authorOf(post))), accountsLeftOut: counts.size - most };
}
