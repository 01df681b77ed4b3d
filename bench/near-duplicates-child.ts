/** Plants posts and measures their copies: a process of its own, for its memory and its processor time. */
import { copyClustersOf, measureCopies } from '../src/measure/copies.ts';
import { createGramSets } from '../src/measure/study/gram-sets.ts';
import { normalText } from '../src/post/normal-form.ts';
import type { Post } from '../src/post/post.ts';
import type { Found, NearDuplicateBench } from './near-duplicates.ts';
import { type PlantedPosts, plantPosts } from './near-texts.ts';

const pairPosts = 1_500;

const planted = plantPosts(Number(process.argv[2] ?? 100_000));
const { posts } = planted;
const postsMb = Math.round(process.memoryUsage().rss / 2 ** 20);
const measured = timed(() => measureCopies(posts));
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
const equal = timed(() => equalTexts(posts));
const pairs = timed(() => everyPair(posts.slice(0, pairPosts)));
const compared = Math.min(pairPosts, posts.length);
const bench: NearDuplicateBench = {
  posts: posts.length,
  copies: measured.seconds,
  equal: equal.seconds,
  pairPosts: compared,
  pairs: pairs.seconds,
  allPairs: pairs.seconds * (posts.length / compared) ** 2,
  peakMb,
  postsMb,
  planted: foundIn(planted, copyClustersOf(posts)),
  plantedByEqual: foundIn(planted, equal.result),
  capped: measured.result.capped,
};
process.stdout.write(JSON.stringify(bench));

function timed<Result>(work: () => Result): { readonly result: Result; readonly seconds: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}

function equalTexts(all: readonly Post[]): readonly (readonly Post[])[] {
  const byText = new Map<string, Post[]>();
  for (const post of all) {
    const text = normalText(post.text);
    if (text === undefined) continue;
    const same = byText.get(text);
    if (same === undefined) byText.set(text, [post]);
    else same.push(post);
  }
  return [...byText.values()].filter((same) => new Set(same.map(({ accountId }) => accountId)).size >= 3);
}

/** As one would write it first: for each pair of posts the 5-grams in both by those in either. */
function everyPair(all: readonly Post[]): number {
  const texts = all.map(({ text }) => normalText(text) ?? '');
  const sets = createGramSets();
  let near = 0;
  for (const [number, text] of texts.entries()) {
    sets.hold(number, () => text);
    for (let other = number + 1; other < texts.length; other++) {
      if (sets.similarityTo(texts[other] ?? '') >= 0.8) near += 1;
    }
  }
  return near;
}

/** A found cluster is that planted one of which it holds most; of the pieces of a planted one only the largest counts. */
function foundIn({ clusterOf, clusters }: PlantedPosts, found: readonly (readonly Post[])[]): Found {
  const largest = new Uint32Array(clusters);
  let right = 0;
  let inClusters = 0;
  for (const cluster of found) {
    const counts = new Map<number, number>();
    for (const { id } of cluster) {
      const number = clusterOf[Number(id)] ?? -1;
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    inClusters += cluster.length;
    const [main = -1, count = 0] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
    if (main < 0) continue;
    right += count;
    largest[main] = Math.max(largest[main] ?? 0, count);
  }
  const planted = clusterOf.filter((number) => number >= 0).length;
  return { recall: largest.reduce((sum, count) => sum + count, 0) / planted, precision: right / inClusters };
}
