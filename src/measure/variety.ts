/** How many different texts there are: near 1 in a conversation, low when few texts are repeated. */
import { normalText } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import { writtenOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface VarietyMeasure {
  /** Distinct texts in normal form / written posts with a usable text. */
  readonly texts: Share;
  /** Written posts whose text is too short to be compared. */
  readonly unusable: number;
}

export function measureVariety(posts: readonly Post[]): VarietyMeasure {
  const written = writtenOf(posts);
  const texts = written.flatMap((post) => normalText(post.text) ?? []);
  return { texts: shareOf(new Set(texts).size, texts.length), unusable: written.length - texts.length };
}
