/** What the crowd behind the posts looks like; an old crowd that links to many places speaks against a campaign. */
import { hostOf } from '../post/normal-form.ts';
import { dayMs, type Post } from '../post/post.ts';
import { postsByAuthor, writtenOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface CrowdMeasure {
  readonly accounts: number;
  /** Median age at the first post here, days, over accounts with a known creation date; undefined when none is known. */
  readonly medianAgeDays: number | undefined;
  /** Accounts older than three years at their first post / accounts with a known creation date. */
  readonly olderThanThreeYears: Share;
  readonly agesUnknown: number;
  /** Reposts / posts. */
  readonly reposts: Share;
  /** Distinct hosts that written posts link to. */
  readonly linkHosts: number;
}

const threeYearsDays = 3 * 365.25;

export function measureCrowd(posts: readonly Post[]): CrowdMeasure {
  const authors = [...postsByAuthor(posts).values()];
  const ages = authors.flatMap((theirs) => ageDaysOf(theirs) ?? []);
  const written = writtenOf(posts);
  return {
    accounts: authors.length,
    medianAgeDays: medianOf(ages),
    olderThanThreeYears: shareOf(ages.filter((age) => age > threeYearsDays).length, ages.length),
    agesUnknown: authors.length - ages.length,
    reposts: shareOf(posts.length - written.length, posts.length),
    linkHosts: new Set(written.flatMap((post) => post.links.map(hostOf))).size,
  };
}

function ageDaysOf(posts: readonly Post[]): number | undefined {
  let createdAt = Number.POSITIVE_INFINITY;
  let firstPostAt = Number.POSITIVE_INFINITY;
  for (const post of posts) {
    createdAt = Math.min(createdAt, post.accountCreatedAt?.getTime() ?? createdAt);
    firstPostAt = Math.min(firstPostAt, post.createdAt.getTime());
  }
  return createdAt === Number.POSITIVE_INFINITY ? undefined : (firstPostAt - createdAt) / dayMs;
}

function medianOf(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  const upper = sorted[Math.floor(sorted.length / 2)];
  return lower === undefined || upper === undefined ? undefined : (lower + upper) / 2;
}
