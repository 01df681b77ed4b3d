/** Posts → their distinct texts in normal form, and groups of those that are nearly the same. */
import { normalText } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import { nearTextGroups } from './study/text-groups.ts';

/** Jaccard similarity of 5-grams from which on texts are near-identical (field study, F8). */
const similarity = 0.8;

export interface DistinctTexts {
  /** Sorted, so that the order of posts does not matter. */
  readonly texts: readonly string[];
  /** Number of each post's text, -1 where it is too short to be compared. */
  readonly textOf: Int32Array;
}

export function distinctTexts(posts: readonly Post[]): DistinctTexts {
  const numbers = new Map<string, number>();
  const textOf = Int32Array.from(posts, ({ text }) => {
    const normal = normalText(text);
    if (normal === undefined) return -1;
    const known = numbers.get(normal);
    if (known === undefined) numbers.set(normal, numbers.size);
    return known ?? numbers.size - 1;
  });
  const found = [...numbers.keys()];
  const order = Uint32Array.from(found.keys()).sort((a, b) => ((found[a] ?? '') < (found[b] ?? '') ? -1 : 1));
  const rank = new Int32Array(found.length);
  for (const [place, number] of order.entries()) rank[number] = place;
  return {
    texts: Array.from(order, (number) => found[number] ?? ''),
    textOf: textOf.map((number) => (number < 0 ? -1 : (rank[number] ?? -1))),
  };
}

/** Number of the group of near-identical texts that each text is in, by the text's number; -1 for those not wanted. */
export function nearGroups(texts: readonly string[], wanted: Uint32Array): { groupOf: Int32Array; capped: number } {
  return nearTextGroups({ texts: { size: texts.length, at: (text) => texts[text] ?? '' } }, wanted, similarity);
}
