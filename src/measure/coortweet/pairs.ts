/**
 * Stage one of CooRTweet: every two posts of one object within the window, of accounts that take part often enough.
 *
 * A window slides over each object's posts, so that nothing is made but the pairs themselves; they are visited, not kept.
 */
import type { PairSource, VisitPair } from '../pair-edges.ts';
import type { CoortweetLayer, CoortweetOptions } from './options.ts';
import { type OrderedRows, orderRows } from './ordered-rows.ts';

export interface CoortweetPairs extends PairSource {
  /** The pairs of a shorter window, their accounts looked at anew. */
  within(windowSeconds: number): CoortweetPairs;
}

export function coortweetPairs(layers: readonly CoortweetLayer[], options: CoortweetOptions): CoortweetPairs {
  const named = layers.reduce((most, { posts }) => posts.reduce((max, post) => Math.max(max, post), most), -1) + 1;
  const ordered = layers.map((layer) => orderRows(layer, named, options));
  const posts = ordered.reduce((most, rows) => rows.posts.reduce((max, post) => Math.max(max, post), most), named) + 1;
  const { windowSeconds } = options;
  return joined(
    layers.map((layer, n) => {
      const rows = ordered[n] ?? noRows;
      const selves = options.keepLoops === true ? undefined : layer.postsOfObjects();
      const all: Pairs = (visit) => forEachPair(rows, selves, windowSeconds, visit);
      if (options.minParticipation < 1) return { rows, pairs: all };
      return { rows, pairs: amongActive(rows, all, posts, options.minParticipation) };
    }),
    posts,
    options,
  );
}

type Pairs = (visit: VisitPair) => void;

interface LayerPairs {
  readonly rows: OrderedRows;
  readonly pairs: Pairs;
}

const none = new Int32Array(0);
const noRows: OrderedRows = { accounts: none, posts: none, times: new Float64Array(0), starts: none };

function joined(layers: readonly LayerPairs[], posts: number, options: CoortweetOptions): CoortweetPairs {
  return {
    posts,
    forEach(visit) {
      for (const { pairs } of layers) pairs(visit);
    },
    within: (windowSeconds) =>
      joined(
        layers.map(({ rows, pairs }) => {
          const short: Pairs = (visit) =>
            pairs((a, b, older, newer, seconds) => {
              if (seconds <= windowSeconds) visit(a, b, older, newer, seconds);
            });
          const active = amongActive(rows, short, posts, options.minParticipation);
          return { rows, pairs: ofPosts(pairs, active, posts) };
        }),
        posts,
        options,
      ),
  };
}

/** The reference marks a pair as fast by its two posts alone: a post in rows of several times is fast in all of them. */
function ofPosts(pairs: Pairs, fast: Pairs, posts: number): Pairs {
  return (visit) => {
    const isFast = new Set<number>();
    fast((_a, _b, older, newer) => isFast.add(older * posts + newer));
    pairs((a, b, older, newer, seconds) => {
      if (isFast.has(older * posts + newer)) visit(a, b, older, newer, seconds);
    });
  };
}

/** @param selves by object: the post that is the object; without them loops are kept */
function forEachPair(
  { accounts, posts, times, starts }: OrderedRows,
  selves: Int32Array | undefined,
  windowSeconds: number,
  visit: VisitPair,
): void {
  for (let object = 0; object + 1 < starts.length; object++) {
    const end = starts[object + 1] ?? 0;
    const self = selves?.[object] ?? -1;
    let oldest = starts[object] ?? 0;
    for (let newer = oldest + 1; newer < end; newer++) {
      const time = times[newer] ?? 0;
      while (time - (times[oldest] ?? 0) > windowSeconds) oldest++;
      const account = accounts[newer] ?? 0;
      const post = posts[newer] ?? 0;
      if (selves !== undefined && post === self) continue;
      for (let older = oldest; older < newer; older++) {
        const otherAccount = accounts[older] ?? 0;
        const otherPost = posts[older] ?? 0;
        if (selves !== undefined && (otherAccount === account || otherPost === post || otherPost === self)) continue;
        visit(otherAccount, account, otherPost, post, time - (times[older] ?? 0));
      }
    }
  }
}

/**
 * The second participation filter: an account is active when enough of its rows are of posts that stand in pairs, and a
 * pair stays when the post of either side is an active account's. A post in several rows counts several times.
 */
function amongActive(rows: OrderedRows, pairs: Pairs, posts: number, minParticipation: number): Pairs {
  const isPaired = new Uint8Array(posts);
  pairs((_a, _b, older, newer) => {
    isPaired[older] = 1;
    isPaired[newer] = 1;
  });
  const rowsOf = new Map<number, number>();
  for (let at = 0; at < rows.posts.length; at++) {
    const account = rows.accounts[at] ?? 0;
    if (isPaired[rows.posts[at] ?? 0] === 1) rowsOf.set(account, (rowsOf.get(account) ?? 0) + 1);
  }
  const isActive = new Uint8Array(posts);
  for (let at = 0; at < rows.posts.length; at++) {
    const post = rows.posts[at] ?? 0;
    const participation = rowsOf.get(rows.accounts[at] ?? 0) ?? 0;
    if (isPaired[post] === 1 && participation >= minParticipation) isActive[post] = 1;
  }
  return (visit) =>
    pairs((a, b, older, newer, seconds) => {
      if (isActive[older] === 1 || isActive[newer] === 1) visit(a, b, older, newer, seconds);
    });
}
