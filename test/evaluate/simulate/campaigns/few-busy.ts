/**
 * Few accounts with many posts each, as the 112 accounts with 321 posts each of the archive of December 2021: mostly
 * videos, hardly followed, in office hours, day after day.
 */
import { dayMs, hourMs } from '../../../../src/post/post.ts';
import type { Draft } from '../draft.ts';
import { type EventDraft, type EventScene, freshTag, knownTag, officeDay, recruit, someHome } from '../event.ts';
import { itemAt } from '../random.ts';
import { newLink, textBank, withNoise } from '../text.ts';

export function fewBusy(scene: EventScene): EventDraft {
  const { world, random, pen } = scene;
  const { fewBusyAccounts, fewBusyPostsPerDay } = world.parameters.events;
  const home = someHome(scene);
  const days = random.whole(2, 3);
  const start = officeDay(scene, days * 24 + 24);
  const madeFrom = world.fromMs - random.between(200, 500) * dayMs;
  const accounts = recruit(scene, {
    count: random.whole(...fewBusyAccounts),
    group: home,
    createdAt: () => new Date(Math.floor(madeFrom / 1000) * 1000 + random.below(60) * dayMs),
    // 101 of the 112 had few followers or none.
    followers: () => (random.chance(0.9) ? random.below(10) : random.whole(50, 900)),
    defaultHandleShare: 0.5,
  });
  const perDay = random.between(...fewBusyPostsPerDay);
  const tag = random.chance(0.5)
    ? freshTag(scene, home)
    : knownTag(scene, home, accounts.length * perDay * days, days * 24);
  const bank = textBank(home.words, random, 24);
  const channel = newLink('video.example', random);
  const videos = Array.from({ length: 12 }, () => `v${random.below(2 ** 30).toString(36)}`);
  const drafts: Draft[] = [];
  for (let day = 0; day < days; day += 1) {
    for (const account of accounts) {
      for (let left = random.count(perDay, 1.5); left > 0; left -= 1) {
        const atMs = start + day * dayMs + random.next() * 9 * hourMs;
        const text = withNoise(itemAt(bank, Math.floor(bank.length * random.next() ** 1.5)), random);
        const media = random.chance(0.8) ? [random.pick(videos)] : undefined;
        const links = random.chance(0.2) ? [channel] : [];
        drafts.push(pen.write(account, atMs, { text, tags: [tag], links, media, likes: random.below(2) }));
      }
    }
  }
  return { platform: home.parameters.platform, tags: [tag], links: [channel], accounts, drafts };
}
