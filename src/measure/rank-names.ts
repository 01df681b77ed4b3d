/** Puts ids in the order of their texts. */
import type { Names } from './share-log.ts';

export interface RankedNames {
  /** By number of the id: its place in the order. */
  readonly rank: Int32Array;
  /** By place: number and text of the id. */
  readonly order: readonly number[];
  readonly names: readonly string[];
}

export function rankNames(ids: Names): RankedNames {
  const texts = Array.from({ length: ids.length }, (_, index) => ids.at(index) ?? '');
  const order = texts.map((_, index) => index).sort((x, y) => byText(texts[x] ?? '', texts[y] ?? ''));
  const rank = new Int32Array(ids.length);
  for (const [place, index] of order.entries()) rank[index] = place;
  return { rank, order, names: order.map((index) => texts[index] ?? '') };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
