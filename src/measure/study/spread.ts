/**
 * F19: links, uploads and tags that appear on two and more platforms, on which of them first, and how much later on the
 * others. First means first in the set: a platform that is collected late is late here too.
 */
import { medianOf } from '../median.ts';
import type { ListColumn, PostTable } from '../table/post-table.ts';
import { accountsByValue, hasAny } from './list-rows.ts';
import { forRows, isWritten, platformOf, postsBehind, type Rows } from './rows.ts';
import { createTopRows } from './top-rows.ts';
import type { TracedCount, TracedShare } from './traced.ts';
import { shareOrWithheld, minN as usualMinN } from './withheld.ts';

export const spreadKinds = ['link', 'media', 'tag'] as const;
export type SpreadKind = (typeof spreadKinds)[number];

export interface SpreadOptions {
  readonly rows?: Rows;
  readonly minN?: number | undefined;
  /** How many objects of each kind are listed (20). */
  readonly most?: number | undefined;
}

interface PlatformArrival {
  readonly platform: string;
  readonly firstAt: Date;
  /** Behind the platform that had it first. */
  readonly lagMs: number;
  readonly posts: number;
}

interface SpreadObject extends TracedCount {
  readonly kind: SpreadKind;
  readonly name: string;
  readonly accounts: number;
  /** In the order of arrival; of one moment by name. */
  readonly arrivals: readonly PlatformArrival[];
}

/** How one platform stands to another over all objects that both have. */
interface PlatformPair {
  readonly earlier: string;
  readonly later: string;
  /** Objects that `earlier` had before `later` / objects that both have, at one moment counting for neither. */
  readonly first: TracedObjects;
  /** Median of the lag over the objects that `earlier` had first. */
  readonly medianLagMs: number | undefined;
}

interface TracedObjects {
  readonly n: number;
  readonly of: number;
}

export interface Spread {
  readonly kind: SpreadKind;
  /** Objects on two and more platforms / objects; behind it the posts with such an object. */
  readonly shared: TracedShare;
  /** Median over these objects of the lag between the first and the second platform. */
  readonly medianLagMs: number | undefined;
  readonly pairs: readonly PlatformPair[];
  /** On most platforms first, then with most posts. */
  readonly top: readonly SpreadObject[];
}

export const spreadNote =
  'Something that many people share, such as a news item, is on all platforms soon; and first means first in this set.';

/** Of written posts; reposts stay on their platform. */
export function measureSpread(table: PostTable, kind: SpreadKind, options: SpreadOptions = {}): Spread {
  const { rows, minN = usualMinN, most = 20 } = options;
  const column = columnOf(table, kind);
  const { objects, shared } = sharedOf(table, kind, column, rows);
  const arrivals = arrivalsOf(table, column, shared, rows);
  const isShared = (row: number): boolean =>
    isWritten(table, row) && hasAny(column, row, (value) => (shared[value] ?? 0) > 0);
  return {
    kind,
    shared: {
      share: shareOrWithheld(arrivals.values.length, objects, minN),
      behind: postsBehind(table, isShared, rows),
    },
    medianLagMs: medianOf(arrivals.values.map((_, index) => secondLag(arrivals, index))),
    pairs: pairsOf(table.platforms, arrivals),
    top: topObjects(table, { kind, column, arrivals, rows, most }),
  };
}

function columnOf(table: PostTable, kind: SpreadKind): ListColumn {
  return kind === 'link' ? table.links : kind === 'tag' ? table.tags : table.media;
}

/** First times and posts of each shared object: one line of `platforms` numbers for each of `values`. */
interface Arrivals {
  readonly platforms: number;
  /** Number of the object in its column. */
  readonly values: Float64Array;
  /** Epoch ms; Infinity where the platform never had it. */
  readonly firstAt: Float64Array;
  readonly posts: Uint32Array;
}

/** How many objects there are, and for each value 1 + its place among those on two and more platforms, else 0. */
function sharedOf(
  table: PostTable,
  kind: SpreadKind,
  column: ListColumn,
  rows: Rows,
): { readonly objects: number; readonly shared: Uint32Array } {
  const platformOfValue = new Int16Array(column.names.size).fill(-1);
  const shared = new Uint32Array(column.names.size);
  let objects = 0;
  let places = 0;
  forRows(table, rows, (row) => {
    if (!isWritten(table, row)) return;
    const platform = platformOf(table, row);
    for (let i = column.from[row] ?? 0; i < (column.from[row + 1] ?? 0); i++) {
      const value = column.values[i] ?? 0;
      const known = platformOfValue[value] ?? -1;
      if (known < 0) {
        platformOfValue[value] = platform;
        objects++;
      } else if (known !== platform && shared[value] === 0 && (kind !== 'media' || isHash(column.names.at(value)))) {
        shared[value] = ++places;
      }
    }
  });
  return { objects, shared };
}

/**
 * Platforms number their uploads, and the same number on another one is another picture. Only a hash of the content says
 * the same everywhere: 32 and more hexadecimal digits, or a content id (CID) as Bluesky gives.
 */
function isHash(media: string): boolean {
  return /^(?:(?:sha256|sha1|md5):)?[0-9a-f]{32,}$/i.test(media) || /^(?:bafk|bafy|Qm)[a-z0-9]{40,}$/i.test(media);
}

function arrivalsOf(table: PostTable, column: ListColumn, shared: Uint32Array, rows: Rows): Arrivals {
  const platforms = table.platforms.length;
  const objects = shared.reduce((most, place) => Math.max(most, place), 0);
  const values = new Float64Array(objects);
  const firstAt = new Float64Array(objects * platforms).fill(Number.POSITIVE_INFINITY);
  const posts = new Uint32Array(objects * platforms);
  for (const [value, place] of shared.entries()) if (place > 0) values[place - 1] = value;
  forRows(table, rows, (row) => {
    if (!isWritten(table, row)) return;
    for (let i = column.from[row] ?? 0; i < (column.from[row + 1] ?? 0); i++) {
      const place = shared[column.values[i] ?? 0] ?? 0;
      if (place === 0) continue;
      const cell = (place - 1) * platforms + platformOf(table, row);
      posts[cell] = (posts[cell] ?? 0) + 1;
      firstAt[cell] = Math.min(firstAt[cell] ?? 0, table.at[row] ?? Number.POSITIVE_INFINITY);
    }
  });
  return { platforms, values, firstAt, posts };
}

function timesOf({ platforms, firstAt }: Arrivals, index: number): Float64Array {
  return firstAt.subarray(index * platforms, (index + 1) * platforms);
}

function secondLag({ platforms, firstAt }: Arrivals, index: number): number {
  let first = Number.POSITIVE_INFINITY;
  let second = Number.POSITIVE_INFINITY;
  for (let cell = index * platforms; cell < (index + 1) * platforms; cell++) {
    const at = firstAt[cell] ?? Number.POSITIVE_INFINITY;
    second = Math.min(second, Math.max(first, at));
    first = Math.min(first, at);
  }
  return second - first;
}

function pairsOf(platforms: readonly string[], arrivals: Arrivals): readonly PlatformPair[] {
  return platforms.flatMap((earlier, a) =>
    platforms.flatMap((later, b): readonly PlatformPair[] => {
      if (a === b) return [];
      const lags = new Float64Array(arrivals.values.length);
      let n = 0;
      let of = 0;
      for (let index = 0; index < arrivals.values.length; index++) {
        const cell = index * arrivals.platforms;
        const lag = (arrivals.firstAt[cell + b] ?? 0) - (arrivals.firstAt[cell + a] ?? 0);
        if (!Number.isFinite(lag)) continue; // Infinity, or NaN where neither has it
        of++;
        if (lag > 0) lags[n++] = lag;
      }
      return of === 0 ? [] : [{ earlier, later, first: { n, of }, medianLagMs: medianOf(lags.slice(0, n)) }];
    }),
  );
}

function topOf(arrivals: Arrivals, most: number): Uint32Array {
  const reach = new Uint16Array(arrivals.values.length);
  const posts = new Float64Array(arrivals.values.length);
  for (let index = 0; index < reach.length; index++) {
    for (let platform = 0; platform < arrivals.platforms; platform++) {
      const count = arrivals.posts[index * arrivals.platforms + platform] ?? 0;
      if (count > 0) reach[index] = (reach[index] ?? 0) + 1;
      posts[index] = (posts[index] ?? 0) + count;
    }
  }
  const isBefore = (a: number, b: number): boolean => {
    const order = (reach[b] ?? 0) - (reach[a] ?? 0) || (posts[b] ?? 0) - (posts[a] ?? 0);
    return order === 0 ? (arrivals.values[a] ?? 0) < (arrivals.values[b] ?? 0) : order < 0;
  };
  const top = createTopRows(most, isBefore);
  for (let index = 0; index < reach.length; index++) top.add(index);
  return top.done();
}

interface SpreadQuestion {
  readonly kind: SpreadKind;
  readonly column: ListColumn;
  readonly arrivals: Arrivals;
  readonly rows: Rows;
  readonly most: number;
}

function topObjects(table: PostTable, question: SpreadQuestion): readonly SpreadObject[] {
  const { column, arrivals, rows, most } = question;
  const top = Array.from(topOf(arrivals, most));
  const values = top.map((index) => arrivals.values[index] ?? 0);
  const accounts = accountsByValue(table, column, values, rows);
  return top.map((index, place) => describe(table, question, index, accounts[place] ?? 0));
}

function describe(
  table: PostTable,
  { kind, column, arrivals, rows }: SpreadQuestion,
  index: number,
  accounts: number,
): SpreadObject {
  const value = arrivals.values[index] ?? 0;
  const behind = postsBehind(table, (row) => isWritten(table, row) && hasAny(column, row, (of) => of === value), rows);
  const times = timesOf(arrivals, index);
  const firstAt = times.reduce((first, at) => Math.min(first, at), Number.POSITIVE_INFINITY);
  const platforms = table.platforms
    .map((platform, at) => ({
      platform,
      at: times[at] ?? Number.POSITIVE_INFINITY,
      posts: arrivals.posts[index * arrivals.platforms + at] ?? 0,
    }))
    .filter(({ posts }) => posts > 0)
    .sort((a, b) => a.at - b.at || (a.platform < b.platform ? -1 : 1));
  return {
    kind,
    name: column.names.at(value),
    n: platforms.reduce((sum, { posts }) => sum + posts, 0),
    accounts,
    arrivals: platforms.map(({ platform, at, posts }) => ({
      platform,
      firstAt: new Date(at),
      lagMs: at - firstAt,
      posts,
    })),
    behind,
  };
}
