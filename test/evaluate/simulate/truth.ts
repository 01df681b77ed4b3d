/** The truth about an event, read off its posts. */
import { hourMs } from '../../../src/post/post.ts';
import type { Truth } from '../simulation.ts';
import type { Draft } from './draft.ts';
import type { MadeEvent } from './event.ts';
import type { World } from './world.ts';

export function truthOf({ id, kind, wanted, event }: MadeEvent, world: World): Truth {
  const { platform, tags, links = [], accounts, outage } = event;
  const drafts = event.drafts.filter(({ atMs }) => atMs < world.untilMs).sort((a, b) => a.atMs - b.atMs);
  const tagged = tags.length === 0 ? drafts : drafts.filter((draft) => draft.tags.some((tag) => tags.includes(tag)));
  const from = outage?.fromMs ?? tagged[0]?.atMs ?? world.fromMs;
  const to = outage?.toMs ?? tagged[tagged.length - 1]?.atMs ?? from;
  const hours = Math.max(1, (to - from) / hourMs);
  const sizes = tags.map(
    (tag) => tagged.filter((draft) => draft.tags.includes(tag)).length / world.deviation(platform, tag, hours),
  );
  const ids = new Set(accounts.map((account) => account.id));
  return {
    id,
    kind,
    wanted,
    platform,
    from: new Date(from),
    to: new Date(to),
    tags,
    links,
    accountIds: [...ids].sort(),
    tenthAccountAt: tenthAccount(tagged, ids),
    size: tags.length === 0 ? tagged.length : Math.max(...sizes),
  };
}

function tenthAccount(drafts: readonly Draft[], ids: ReadonlySet<string>): Date | undefined {
  const seen = new Set<string>();
  for (const { account, atMs } of drafts) {
    if (!ids.has(account.id)) continue;
    seen.add(account.id);
    if (seen.size === 10) return new Date(atMs);
  }
  return undefined;
}
