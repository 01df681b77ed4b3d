/**
 * Machine rhythm: posts that fall on the same seconds of the minute, and accounts that post at equal distances. Feeds,
 * weather services and schedulers do so openly: never alone.
 */
import type { Post } from '../post/post.ts';
import { medianOf } from './median.ts';
import { postsByAuthor } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

interface SecondsRhythm {
  readonly posts: number;
  /** Entropy of the second of the minute, bits; at most log2 60 = 5.91. */
  readonly entropy: number;
  /** What as many posts at seconds by chance have on average: log2 60 - 59 / (2 n ln 2). */
  readonly byChance: number;
}

export interface Rhythm {
  /** Undefined with fewer than 120 posts, or when all stand on second 0: then the source knows no seconds. */
  readonly seconds: SecondsRhythm | undefined;
  /**
   * Accounts with burstiness (sd - mean) / (sd + mean) of their gaps of -0.5 and less / accounts with five gaps and more.
   * -1 is a clock, 0 is chance, near 1 are bursts (Goh and Barabasi 2008, EPL 81, 48002).
   */
  readonly regular: Share;
  /** Medians over the accounts of `regular`; undefined without any. */
  readonly burstiness: number | undefined;
  /** Entropy of gaps by their size: under 1 s, 1 s, 2-3 s, 4-7 s … bits. */
  readonly gapEntropy: number | undefined;
  /** Accounts with too few posts, or with all in one moment. */
  readonly accountsUnknown: number;
}

const secondsPerMinute = 60;
/** Two posts a second of the minute, or the entropy is mostly noise. */
const fewestPosts = 2 * secondsPerMinute;
const fewestGaps = 5;
/** The standard deviation is a third of the mean. */
const regularFrom = -0.5;

export function measureRhythm(posts: readonly Post[]): Rhythm {
  const accounts = [...postsByAuthor(posts).values()];
  const known = accounts.flatMap((theirs) => gapsOf(theirs) ?? []);
  return {
    seconds: secondsOf(posts),
    regular: shareOf(known.filter(({ burstiness }) => burstiness <= regularFrom).length, known.length),
    burstiness: medianOf(Float64Array.from(known, ({ burstiness }) => burstiness)),
    gapEntropy: medianOf(Float64Array.from(known, ({ entropy }) => entropy)),
    accountsUnknown: accounts.length - known.length,
  };
}

function secondsOf(posts: readonly Post[]): SecondsRhythm | undefined {
  const counts = new Float64Array(secondsPerMinute);
  for (const { createdAt } of posts) {
    const second = createdAt.getUTCSeconds();
    counts[second] = (counts[second] ?? 0) + 1;
  }
  if (posts.length < fewestPosts || counts[0] === posts.length) return undefined;
  const bias = (secondsPerMinute - 1) / (2 * posts.length * Math.LN2);
  return { posts: posts.length, entropy: entropyOf(counts), byChance: Math.log2(secondsPerMinute) - bias };
}

interface Gaps {
  readonly burstiness: number;
  readonly entropy: number;
}

function gapsOf(posts: readonly Post[]): Gaps | undefined {
  if (posts.length <= fewestGaps) return undefined;
  const times = Float64Array.from(posts, ({ createdAt }) => createdAt.getTime() / 1000).sort();
  const gaps = times.subarray(1).map((time, index) => time - (times[index] ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  if (mean === 0) return undefined;
  const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
  const sizes = new Float64Array(64);
  for (const gap of gaps) {
    const size = gap < 1 ? 0 : 1 + Math.floor(Math.log2(gap));
    sizes[size] = (sizes[size] ?? 0) + 1;
  }
  return { burstiness: (deviation - mean) / (deviation + mean), entropy: entropyOf(sizes) };
}

/** Shannon entropy of counts, bits. */
function entropyOf(counts: Float64Array): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count) => (count === 0 ? sum : sum - (count / total) * Math.log2(count / total)), 0);
}
