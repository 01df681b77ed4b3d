/**
 * A fan community at its agreed hour: old accounts that have known each other and used the family's tags for years, a
 * bank of texts, mostly reposts, and some people with three accounts. Coordinated, and no campaign.
 */

import { normalTag } from '../../../../src/post/normal-form.ts';
import { dayMs, hourMs, minuteMs } from '../../../../src/post/post.ts';
import { type Draft, someLikes } from '../draft.ts';
import { type EventDraft, type EventScene, freshTag, recruit, someDay, someHome, soonAfter } from '../event.ts';
import type { Account, Group } from '../population.ts';
import { itemAt } from '../random.ts';
import { fill, sentence, textBank } from '../text.ts';

const historyDays = 120;
const leaders = 12;

export function fanArmy(scene: EventScene): EventDraft {
  const { world, random, pen } = scene;
  const { fanAccounts, fanBank, fanRepostShare, fanTwinShare } = world.parameters.events;
  const home = someHome(scene);
  const accounts = recruit(scene, {
    count: fanAccounts,
    group: home,
    createdAt: () => new Date(Math.floor(world.fromMs / 1000) * 1000 - random.whole(3.2 * 365, 9 * 365) * dayMs),
    followers: () => Math.round(random.lognormal(400, 1.2)),
  }).map((account) => ({ ...account, reach: 0.5 }));
  const family = freshTag(scene, home);
  const event = normalTag(`${family}${random.pick(['day', 'party', '7th', '2026'])}`);
  const hour = someDay(scene, 12) + ((home.parameters.peakHour - 2 + 24) % 24) * hourMs;
  const before = habits(scene, home, accounts, family, hour);
  const bank = [
    ...textBank(home.words, random, fanBank - 10),
    ...Array.from({ length: 10 }, () => fill(random.pick(home.words.phrases.fan), home.words, random)),
  ];
  // Three accounts of one person post the same within seconds.
  const people = Math.floor((accounts.length * fanTwinShare) / 3);
  // The best known of them begin.
  const originals = accounts.slice(-leaders).map((account) =>
    pen.write(account, hour + random.next() * 2 * minuteMs, {
      text: itemAt(bank, random.below(bank.length)),
      tags: [event, family],
      likes: someLikes(random, 3) + 20,
    }),
  );
  const drafts: Draft[] = [...originals];
  accounts.forEach((account, n) => {
    if (n < people * 3 && n % 3 > 0) return;
    const crew = n < people * 3 ? accounts.slice(n, n + 3) : [account];
    for (let left = random.whole(2, 6); left > 0; left -= 1) {
      const atMs = soonAfter(random, hour, 150);
      const original = random.chance(fanRepostShare) ? earlier(atMs) : undefined;
      const text = itemAt(bank, random.below(bank.length));
      crew.forEach((member, place) => {
        const time = atMs + place * random.between(4, 25) * 1000;
        const likes = someLikes(random, member.reach) + 3;
        if (original === undefined || original.account === member) {
          const tags = random.chance(0.5) ? [event, family] : [event];
          const draft = pen.write(member, time, { text, tags, likes });
          originals.push(draft);
          drafts.push(draft);
        } else drafts.push(pen.repost(member, time, original));
      });
    }
  });
  return {
    platform: home.parameters.platform,
    tags: [event, family],
    accounts,
    drafts,
    aside: before.filter((draft) => draft.atMs >= world.fromMs),
    history: before.filter((draft) => draft.atMs < world.fromMs),
  };

  function earlier(atMs: number): Draft | undefined {
    for (let tries = 0; tries < 12; tries += 1) {
      // The first are repeated most.
      const one = itemAt(originals, Math.floor(originals.length * random.next() ** 2));
      if (one.atMs < atMs) return one;
    }
    return undefined;
  }
}

/** What they posted in the months before: the family's tag, and answers to each other. */
function habits(
  { world, random, pen }: EventScene,
  home: Group,
  accounts: readonly Account[],
  family: string,
  hour: number,
): readonly Draft[] {
  const drafts: Draft[] = [];
  const circle = 4;
  const from = world.fromMs - historyDays * dayMs;
  const moments = accounts
    .flatMap((account, n) =>
      Array.from({ length: random.whole(4, 9) }, () => ({
        account,
        n,
        atMs: from + random.next() * (hour - 6 * hourMs - from),
      })),
    )
    .sort((a, b) => a.atMs - b.atMs);
  const latest = new Map<Account, Draft>();
  for (const { account, n, atMs } of moments) {
    const friend = itemAt(
      accounts,
      (n + random.whole(1, circle) * random.pick([1, -1]) + accounts.length) % accounts.length,
    );
    const heard = latest.get(friend);
    const likes = someLikes(random, 1) + 1;
    const tags = random.chance(0.8) ? [family] : [];
    const draft = answered(heard)
      ? random.chance(0.5)
        ? pen.repost(account, atMs, heard)
        : pen.write(account, atMs, { text: sentence(home.words, random), tags, likes, kind: 'reply', parent: heard })
      : pen.write(account, atMs, {
          text: fill(random.pick(home.words.phrases.fan), home.words, random),
          tags,
          likes,
        });
    drafts.push(draft);
    if (draft.kind !== 'repost') latest.set(account, draft);
  }
  return drafts;

  function answered(heard: Draft | undefined): heard is Draft {
    return heard !== undefined && random.chance(0.65);
  }
}
