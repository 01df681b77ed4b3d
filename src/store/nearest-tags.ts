/** Tags that somebody may have meant: a few letters away from what was asked, or beginning with it. */
import { sql } from 'kysely';
import { normalTag } from '../post/normal-form.ts';
import { type Db, rows } from './database.ts';

interface TagCount {
  readonly tag: string;
  readonly posts: number;
}

/** So many of the most used tags of about the right length are compared; takes some 50 ms. */
const compared = 50_000;

export async function nearestTags(db: Db, asked: string, count: number): Promise<readonly TagCount[]> {
  const tag = normalTag(asked);
  const length = Array.from(tag).length;
  if (length === 0) return [];
  // One slip in three letters: beyond that two short words have nothing in common.
  const slips = Math.max(1, Math.floor(length / 3));
  const candidates = await rows(
    db,
    sql<TagCount>`
      SELECT tag, posts FROM tag WHERE char_length(tag) BETWEEN ${length - slips} AND ${length + slips}
      ORDER BY posts DESC, tag LIMIT ${compared}`,
  );
  return candidates
    .map((candidate) => ({ ...candidate, distance: distanceOf(tag, candidate.tag) }))
    .filter(({ distance }) => distance <= slips)
    .sort((a, b) => a.distance - b.distance || b.posts - a.posts)
    .slice(0, count)
    .map(({ tag: near, posts }) => ({ tag: near, posts }));
}

export async function tagsStartingWith(db: Db, prefix: string, count: number): Promise<readonly string[]> {
  const found = await rows(
    db,
    sql<TagCount>`
      SELECT tag, posts FROM tag WHERE tag ^@ ${normalTag(prefix)} ORDER BY posts DESC, tag LIMIT ${count}`,
  );
  return found.map(({ tag }) => tag);
}

/**
 * Letters to change, add, leave out or swap with their neighbour to get from one to the other.
 * @see Damerau, F. J. (1964), CACM 7, 171-176; the restricted form, in which no piece is edited twice
 */
export function distanceOf(from: string, to: string): number {
  const [a, b] = [Array.from(from), Array.from(to)];
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
