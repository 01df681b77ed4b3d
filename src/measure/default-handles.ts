/**
 * Names as X hands them out: letters, then five to eight digits. X gives everybody such a name since December 2017, so
 * newcomers and people who write in other letters have them, too: never alone.
 */
import type { Post } from '../post/post.ts';
import { byTimeThenId, postsByAuthor } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface DefaultHandles {
  /** Accounts of X with such a name / accounts of X whose name is known. Other platforms hand out no names. */
  readonly accounts: Share;
  /** Accounts of X without a known name. */
  readonly unknown: number;
}

const pattern = /^[a-z]+\d{5,8}$/i;

/** An account's name is the latest that one of its posts says. */
export function measureDefaultHandles(posts: readonly Post[]): DefaultHandles {
  const accounts = [...postsByAuthor(posts.filter(({ platform }) => platform === 'x')).values()];
  const handles = accounts.flatMap((theirs) => latestHandle(theirs) ?? []);
  return {
    accounts: shareOf(handles.filter((handle) => pattern.test(handle)).length, handles.length),
    unknown: accounts.length - handles.length,
  };
}

function latestHandle(posts: readonly Post[]): string | undefined {
  const latest = [...posts].sort((a, b) => byTimeThenId(b, a)).find(({ handle }) => (handle ?? '') !== '');
  return latest?.handle?.replace(/^@/, '');
}
