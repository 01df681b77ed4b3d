/** Sequences of tags in a log of shares: the objects of one post in the order of its rows. */
import { createIds, type NumberedShares } from '../share-log.ts';
import { type FeatureRows, featureRowsOf, startsOf } from './feature-rows.ts';
import { usualMinTags } from './tag-sequences.ts';

export interface LogSequences {
  /** Feature: the sequence. An act is a post with one. */
  readonly rows: FeatureRows;
  /** Posts with fewer tags. */
  readonly tooShort: number;
}

/** A post is its account's and its number together; rows without a post id stand alone and are too short. */
export function logSequenceRows(log: NumberedShares, minTags: number = usualMinTags): LogSequences {
  const { post, accountOf, sizes } = numberPosts(log);
  const starts = startsOf(sizes);
  const tags = groupedBy(post, log.objects, starts);
  const sequences = createIds();
  const names: string[] = [];
  const accounts: number[] = [];
  const features: number[] = [];
  let tooShort = 0;
  for (const [number, account] of accountOf.entries()) {
    const own = tags.subarray(starts[number] ?? 0, starts[number + 1] ?? 0);
    if (own.length < minTags) {
      tooShort++;
      continue;
    }
    // By numbers, as a tag may hold any sign that could stand between two.
    const feature = sequences.of(own.join());
    if (feature === names.length) names.push(Array.from(own, (tag) => log.objectIds.at(tag) ?? '').join(' '));
    accounts.push(account);
    features.push(feature);
  }
  const acts = { accounts: Int32Array.from(accounts), features: Int32Array.from(features) };
  return { rows: featureRowsOf({ accountIds: log.accountIds, featureIds: names, ...acts }), tooShort };
}

interface NumberedPosts {
  /** By row. */
  readonly post: Int32Array;
  readonly accountOf: readonly number[];
  readonly sizes: Uint32Array;
}

function numberPosts({ posts, accounts }: NumberedShares): NumberedPosts {
  const numbers = new Map<string, number>();
  const accountOf: number[] = [];
  const sizes: number[] = [];
  const post = Int32Array.from(posts, (id, row) => {
    const account = accounts[row] ?? 0;
    const key = `${account} ${id}`;
    let number = numbers.get(key);
    if (number === undefined) {
      number = accountOf.length;
      numbers.set(key, number);
      accountOf.push(account);
      sizes.push(0);
    }
    sizes[number] = (sizes[number] ?? 0) + 1;
    return number;
  });
  return { post, accountOf, sizes: Uint32Array.from(sizes) };
}

function groupedBy(group: Int32Array, values: Int32Array, starts: Uint32Array): Int32Array {
  const next = starts.slice();
  const grouped = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const number = group[row] ?? 0;
    const place = next[number] ?? 0;
    grouped[place] = values[row] ?? 0;
    next[number] = place + 1;
  }
  return grouped;
}
