/** Pictures and videos that several accounts post as the same upload. Memes and broadcast clips are posted so, too. */
import type { Post } from '../post/post.ts';
import { authorOf, writtenOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface SameMedia {
  /** Written posts with a picture or video that at least three accounts posted / written posts with any. */
  readonly share: Share;
  /** The same / written posts whose attachments are known. */
  readonly ofWritten: Share;
  /** Written posts of which the source does not say whether they have attachments. */
  readonly unknown: number;
  /** Uploads that at least three accounts posted. */
  readonly uploads: number;
  /** Accounts that posted the most posted one; 0 without any. */
  readonly mostAccounts: number;
}

const fewestAccounts = 3;

export function measureSameMedia(posts: readonly Post[]): SameMedia {
  const written = writtenOf(posts);
  const known = written.filter(({ media }) => media !== undefined);
  const accounts = new Map<string, Set<string>>();
  for (const post of known) {
    for (const id of uploadsOf(post)) accounts.set(id, (accounts.get(id) ?? new Set()).add(authorOf(post)));
  }
  const shared = new Set([...accounts].filter(([, { size }]) => size >= fewestAccounts).map(([id]) => id));
  const withMedia = known.filter((post) => uploadsOf(post).length > 0);
  const withShared = withMedia.filter((post) => uploadsOf(post).some((id) => shared.has(id)));
  return {
    share: shareOf(withShared.length, withMedia.length),
    ofWritten: shareOf(withShared.length, known.length),
    unknown: written.length - known.length,
    uploads: shared.size,
    mostAccounts: [...shared].reduce((most, id) => Math.max(most, accounts.get(id)?.size ?? 0), 0),
  };
}

/** Unique over platforms. */
function uploadsOf({ platform, media = [] }: Post): readonly string[] {
  return media.map((id) => `${platform}:${id}`);
}
