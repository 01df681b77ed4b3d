/** Little in every hour and much in four days: prepared texts, spread out so that no hour stands out. */
import { dayMs, hourMs } from '../../../../src/post/post.ts';
import type { Draft } from '../draft.ts';
import { type EventDraft, type EventScene, freshTag, knownTag, recruit, someDay, someHome } from '../event.ts';
import { itemAt } from '../random.ts';
import { textBank, withNoise } from '../text.ts';

export function slowDrip(scene: EventScene): EventDraft {
  const { world, random, pen } = scene;
  const home = someHome(scene);
  const hours = random.whole(...world.parameters.events.dripHours);
  const start = someDay(scene, hours) + random.next() * 6 * hourMs;
  const madeOn = Array.from({ length: random.whole(5, 12) }, () => world.fromMs - random.whole(60, 800) * dayMs);
  const accounts = recruit(scene, {
    count: random.whole(...world.parameters.events.dripAccounts),
    group: home,
    createdAt: () => new Date(random.pick(madeOn) + random.below(2 * dayMs)),
    followers: () => random.below(40),
    defaultHandleShare: 0.45,
  });
  const perAccount = random.between(2, 5);
  const tag = random.chance(0.25) ? freshTag(scene, home) : knownTag(scene, home, accounts.length * perAccount, hours);
  const bank = textBank(home.words, random, 40);
  const drafts: Draft[] = [];
  for (const account of accounts) {
    for (let left = Math.max(1, random.count(perAccount, 1)); left > 0; left -= 1) {
      const text = withNoise(itemAt(bank, random.below(bank.length)), random);
      const atMs = start + random.next() * hours * hourMs;
      drafts.push(pen.write(account, atMs, { text, tags: [tag], likes: random.below(2) }));
    }
  }
  return { platform: home.parameters.platform, tags: [tag], accounts, drafts };
}
