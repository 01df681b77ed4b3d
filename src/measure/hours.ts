/** At which hours of the day accounts post, and how far that is from others. Weak evidence; it never names a country. */
import { dayMs, type Post } from '../post/post.ts';
import { type History, pastsOf } from './history.ts';
import { type Share, shareOf } from './share.ts';

export interface HoursMeasure {
  /** Posts and reposts in each hour of the day, UTC; 24 numbers. */
  readonly hours: readonly number[];
  readonly posts: number;
  /** Jensen-Shannon distance to the reference, bits, 0..1; undefined without 50 posts on both sides. */
  readonly distance: number | undefined;
}

/** Below, the distance is mostly noise: 24 hours want two posts each. */
const fewestPosts = 50;

/** @param reference 24 counters of the conversation that the posts are compared with */
export function measureHours(posts: readonly Post[], reference: readonly number[] = []): HoursMeasure {
  const hours = hoursOf(posts);
  const isEnough = posts.length >= fewestPosts && sumOf(reference) >= fewestPosts;
  return { hours, posts: posts.length, distance: isEnough ? jensenShannon(hours, reference) : undefined };
}

export interface HourProfile {
  /** Earlier posts of the burst's accounts in the 30 days before it, by hour of the day, UTC; 24 numbers. */
  readonly hours: readonly number[];
  readonly posts: number;
  /** Accounts with such a post / accounts of the burst. */
  readonly accounts: Share;
  /** Jensen-Shannon divergence from the reference, bits, 0..1; undefined without 50 posts on both sides. */
  readonly distance: number | undefined;
  /** What two samples of this size from one profile differ by on average: (k - 1)(1/n + 1/n') / (8 ln 2), k hours used. */
  readonly byChance: number | undefined;
  /** The nine hours in a row, in whatever zone, that hold most of the posts of Monday to Friday / posts of these days. */
  readonly block: { readonly fromHour: number; readonly share: Share } | undefined;
  /** 1 - posts per weekend day / posts per weekday, UTC; below 0 for more at weekends. Undefined without 50 posts. */
  readonly weekendDrop: number | undefined;
}

const profileDays = 30;
const blockHours = 9;

/** @param reference 24 counters of the same platform and language */
export function measureHourProfile(
  posts: readonly Post[],
  history: History | undefined,
  reference: readonly number[] | undefined,
): HourProfile {
  const { start, of, known } = pastsOf(posts, history);
  const recent = [...of].map(([, theirs]) =>
    theirs.filter(({ createdAt }) => +createdAt >= start - profileDays * dayMs),
  );
  const past = recent.flat();
  const hours = hoursOf(past);
  const isKnown = past.length >= fewestPosts;
  const others = isKnown && reference !== undefined && sumOf(reference) >= fewestPosts ? reference : undefined;
  return {
    hours,
    posts: past.length,
    accounts: shareOf(recent.filter(({ length }) => length > 0).length, known.of),
    distance: others === undefined ? undefined : jensenShannon(hours, others),
    byChance: others === undefined ? undefined : chanceDivergence(hours, others),
    block: isKnown ? busiestBlock(past) : undefined,
    weekendDrop: isKnown ? weekendDropOf(past, start) : undefined,
  };
}

/** Second-order expansion of the divergence of two samples from one profile. */
function chanceDivergence(hours: readonly number[], others: readonly number[]): number {
  const used = hours.filter((count, hour) => count + (others[hour] ?? 0) > 0).length;
  return Math.min(1, ((used - 1) * (1 / sumOf(hours) + 1 / sumOf(others))) / (8 * Math.LN2));
}

function busiestBlock(posts: readonly Post[]): HourProfile['block'] {
  const hours = hoursOf(posts.filter((post) => !isWeekend(post.createdAt)));
  const sums = hours.map((_, from) =>
    sumOf(Array.from({ length: blockHours }, (__, i) => hours[(from + i) % 24] ?? 0)),
  );
  const most = Math.max(...sums);
  return { fromHour: sums.indexOf(most), share: shareOf(most, sumOf(hours)) };
}

/** Of the days before the burst: how many of them were weekend days is counted, not taken as 2 of 7. */
function weekendDropOf(posts: readonly Post[], start: number): number | undefined {
  const days = Array.from({ length: profileDays }, (_, day) => new Date(start - (day + 0.5) * dayMs));
  const weekendDays = days.filter(isWeekend).length;
  const atWeekends = posts.filter(({ createdAt }) => isWeekend(createdAt)).length;
  const perWeekday = (posts.length - atWeekends) / (profileDays - weekendDays);
  return perWeekday === 0 ? undefined : 1 - atWeekends / weekendDays / perWeekday;
}

function isWeekend(at: Date): boolean {
  return at.getUTCDay() % 6 === 0;
}

export function hoursOf(posts: readonly Post[]): readonly number[] {
  const hours = Array.from({ length: 24 }, () => 0);
  for (const post of posts) {
    const hour = post.createdAt.getUTCHours();
    hours[hour] = (hours[hour] ?? 0) + 1;
  }
  return hours;
}

/**
 * Jensen-Shannon divergence in bits of two profiles of counters: 0 for the same shape, 1 for nothing in common.
 * Neither may be empty.
 * @see Lin, J. (1991), IEEE Trans. Inf. Theory 37, 145-151
 */
export function jensenShannon(first: readonly number[], second: readonly number[]): number {
  const p = sharesOf(first);
  const q = sharesOf(second);
  let bits = 0;
  for (let bin = 0; bin < Math.max(p.length, q.length); bin++) {
    const x = p[bin] ?? 0;
    const y = q[bin] ?? 0;
    const middle = (x + y) / 2;
    if (x > 0) bits += (x * Math.log2(x / middle)) / 2;
    if (y > 0) bits += (y * Math.log2(y / middle)) / 2;
  }
  return Math.min(1, Math.max(0, bits));
}

function sharesOf(counts: readonly number[]): readonly number[] {
  const total = sumOf(counts);
  return counts.map((count) => count / total);
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
