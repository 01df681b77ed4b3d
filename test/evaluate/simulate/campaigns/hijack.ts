/** A known tag that others fill with something else: prepared texts, often one landing page, mostly young accounts. */
import { dayMs, hourMs } from '../../../../src/post/post.ts';
import type { Draft } from '../draft.ts';
import { type EventDraft, type EventScene, knownTag, recruit, someDay, someHome, soonAfter } from '../event.ts';
import { story } from '../news.ts';
import { itemAt } from '../random.ts';
import { headline, newLink, textBank, withNoise } from '../text.ts';

export function hijack(scene: EventScene): EventDraft {
  const { world, random, pen } = scene;
  const home = someHome(scene);
  const hours = random.whole(2, 7);
  const start = someDay(scene, hours) + random.whole(4, 17) * hourMs + random.next() * hourMs;
  const accounts = recruit(scene, {
    count: random.whole(...world.parameters.events.hijackAccounts),
    group: home,
    createdAt: () =>
      new Date(Math.floor(world.fromMs / 1000) * 1000 - random.whole(1, random.chance(0.6) ? 40 : 900) * dayMs),
    followers: () => random.below(random.chance(0.7) ? 12 : 300),
    defaultHandleShare: 0.5,
  });
  const perAccount = random.between(1.2, 3);
  const tag = knownTag(scene, home, accounts.length * perAccount, hours);
  const link = newLink(`landing${random.below(1000)}.example`, random);
  const isLinked = random.chance(0.6);
  const bank = textBank(home.words, random, random.whole(15, 40));
  const drafts: Draft[] = [];
  for (const account of accounts) {
    for (let left = Math.max(1, random.count(perAccount, 1.3)); left > 0; left -= 1) {
      const text = withNoise(itemAt(bank, random.below(bank.length)), random);
      const links = isLinked && random.chance(0.7) ? [link] : [];
      drafts.push(
        pen.write(account, soonAfter(random, start, hours * 60), { text, tags: [tag], links, likes: random.below(2) }),
      );
    }
  }
  // One in five rides on news that others have made.
  const news = random.chance(0.2)
    ? story(random, tag, start - random.next() * hourMs, random.whole(4, 7), () => headline(home.words, random))
    : [];
  return { platform: home.parameters.platform, tags: [tag], links: isLinked ? [link] : [], accounts, drafts, news };
}
