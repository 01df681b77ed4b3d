/** What is no longer there: suspended accounts and deleted posts, as of the last check. Platforms hardly ever say why. */
import { type AccountStatus, hourMs, type Post } from '../post/post.ts';
import { postsByAuthor } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';

export interface GoneMeasure {
  /** Suspended accounts / accounts checked; nothing is known while `of` is 0. */
  readonly suspended: Share;
  /** Accounts that their owners or the platform removed / accounts checked. */
  readonly removed: Share;
  /** Accounts closed to the public / accounts checked. */
  readonly closed: Share;
  /** Accounts of which no check is recorded. */
  readonly accountsUnchecked: number;
  /** Posts found deleted / posts; undefined while no account was checked and no deletion has come in. */
  readonly deleted: Share | undefined;
  /**
   * Posts found deleted within `erasedHours` of being posted / posts that were found deleted or whose account was looked
   * at since; undefined without any. Posts that push a word into the trends live for a minute (Elmas et al. 2021).
   */
  readonly erased: Share | undefined;
  readonly erasedHours: number;
  /** Newest check of an account. */
  readonly checkedAt: Date | undefined;
}

/** The first look comes an hour after a campaign opened, which may be an hour and a half after its first post. */
const erasedHours = 3;

/** An account's status is that of its newest check. */
export function measureGone(posts: readonly Post[]): GoneMeasure {
  const authors = [...postsByAuthor(posts).values()];
  const checks = authors.flatMap((theirs) => newestCheck(theirs) ?? []);
  const having = (status: AccountStatus): Share =>
    shareOf(checks.filter((check) => check.status === status).length, checks.length);
  const deleted = posts.filter((post) => post.deletedAt !== undefined).length;
  return {
    suspended: having('suspended'),
    removed: having('deleted'),
    closed: having('protected'),
    accountsUnchecked: authors.length - checks.length,
    deleted: checks.length === 0 && deleted === 0 ? undefined : shareOf(deleted, posts.length),
    erased: erasedOf(posts),
    erasedHours,
    checkedAt: newest(checks.map((check) => check.at)),
  };
}

function erasedOf(posts: readonly Post[]): Share | undefined {
  const looked = posts.filter(({ deletedAt, statusCheckedAt }) => (deletedAt ?? statusCheckedAt) !== undefined);
  const erased = looked.filter(
    ({ createdAt, deletedAt }) =>
      deletedAt !== undefined && deletedAt.getTime() - createdAt.getTime() <= erasedHours * hourMs,
  );
  return looked.length === 0 ? undefined : shareOf(erased.length, looked.length);
}

interface StatusCheck {
  readonly status: AccountStatus;
  readonly at: Date;
}

function newestCheck(posts: readonly Post[]): StatusCheck | undefined {
  let found: StatusCheck | undefined;
  for (const { status, statusCheckedAt: at } of posts) {
    if (status === undefined || at === undefined) continue;
    // Two answers of one moment: the graver one, by name, so that the order of posts does not matter.
    if (found === undefined || at > found.at || (+at === +found.at && status > found.status)) found = { status, at };
  }
  return found;
}

function newest(dates: readonly Date[]): Date | undefined {
  let last: Date | undefined;
  for (const date of dates) if (last === undefined || date > last) last = date;
  return last;
}
