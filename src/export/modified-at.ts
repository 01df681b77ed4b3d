/** When what leaves of a campaign last changed: a receiver must be able to tell the newer of two files. */
import type { Campaign } from '../campaign/campaign.ts';
import { dayMs, type Post } from '../post/post.ts';
import type { Registry } from '../registry/registry.ts';

/**
 * The newest moment in the campaign, in people's decisions, in what was found gone and in the registry's edition. A
 * later look at the same posts changes the evidence and no moment, so each version of a campaign adds a millisecond;
 * and so does each edition of the registry on the newest day, because editions name their day alone.
 */
export function modifiedAt(
  { openedAt, lastAt, endedAt, version }: Campaign,
  posts: readonly Post[],
  decidedAt: readonly Date[],
  registry: Registry,
): Date {
  const [, day = '', edition = '1'] = /^(\d{4}-\d\d-\d\d)(?:\.(\d+))?$/.exec(registry.version) ?? [];
  const editionDay = new Date(day).getTime();
  let newest = Number.isNaN(editionDay) ? 0 : editionDay;
  const see = (at: Date | undefined): void => {
    newest = Math.max(newest, at?.getTime() ?? 0);
  };
  for (const at of [openedAt, lastAt, endedAt, ...decidedAt]) see(at);
  for (const { deletedAt, status, statusCheckedAt } of posts) {
    see(deletedAt);
    if (status === 'protected' || status === 'deleted') see(statusCheckedAt);
  }
  const editions = editionDay >= newest - (newest % dayMs) ? Number(edition) : 0;
  return new Date(newest + version + editions);
}
