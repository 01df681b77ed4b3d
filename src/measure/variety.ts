/** How many different texts there are: near 1 in a conversation, low when few texts are repeated. */
import type { Post } from '../post/post.ts';
import { distinctTexts, nearGroups } from './near-texts.ts';
import { writtenOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface VarietyMeasure {
  /** Distinct texts, near-identical ones counted as one / written posts with a usable text. */
  readonly texts: Share;
  /** Written posts whose text is too short to be compared. */
  readonly unusable: number;
}

export function measureVariety(posts: readonly Post[]): VarietyMeasure {
  const written = writtenOf(posts);
  const { texts, textOf } = distinctTexts(written);
  const { groupOf } = nearGroups(texts, Uint32Array.from(texts.keys()));
  const usable = textOf.filter((text) => text >= 0).length;
  return { texts: shareOf(new Set(groupOf).size, usable), unusable: written.length - usable };
}
