/** One claim, told by every account in other words: no text is a copy of another, nor nearly. */
import { dayMs, hourMs, minuteMs } from '../../../../src/post/post.ts';
import type { Draft } from '../draft.ts';
import { type EventDraft, type EventScene, freshTag, knownTag, recruit, someDay, someHome } from '../event.ts';
import { newLink, paraphrase } from '../text.ts';

export function paraphrased(scene: EventScene): EventDraft {
  const { world, random, pen } = scene;
  const home = someHome(scene);
  const hours = random.whole(3, 10);
  const start = someDay(scene, hours) + random.whole(3, 13) * hourMs;
  const madeOn = Array.from({ length: random.whole(4, 9) }, () => world.fromMs - random.whole(30, 700) * dayMs);
  const accounts = recruit(scene, {
    count: random.whole(...world.parameters.events.paraphraseAccounts),
    group: home,
    createdAt: () => new Date(random.pick(madeOn) + random.below(3 * dayMs)),
    followers: () => Math.round(random.lognormal(20, 1.2)),
  });
  const perAccount = random.between(1.3, 3);
  const tag = random.chance(0.5) ? freshTag(scene, home) : knownTag(scene, home, accounts.length * perAccount, hours);
  const topic = random.some(home.words.nouns, 5);
  const link = newLink(`report${random.below(1000)}.example`, random);
  const drafts: Draft[] = [];
  for (const batch of batchesOf(accounts, () => random.whole(4, 12))) {
    for (let round = Math.max(1, random.count(perAccount, 1)); round > 0; round -= 1) {
      const batchMs = start + random.next() * hours * hourMs;
      for (const account of batch) {
        const atMs = batchMs + random.next() * 4 * minuteMs;
        const seed = random.chance(0.2)
          ? drafts.find((draft) => draft.atMs < atMs && draft.kind === 'original')
          : undefined;
        if (seed !== undefined && seed.account !== account) {
          drafts.push(pen.repost(account, atMs, seed));
          continue;
        }
        const text = paraphrase(topic, home.words, random);
        const links = random.chance(0.3) ? [link] : [];
        drafts.push(pen.write(account, atMs, { text, tags: [tag], links, likes: random.below(3) }));
      }
    }
  }
  return { platform: home.parameters.platform, tags: [tag], links: [link], accounts, drafts };
}

function batchesOf<T>(list: readonly T[], size: () => number): readonly (readonly T[])[] {
  const batches: (readonly T[])[] = [];
  for (let at = 0; at < list.length; ) {
    const count = size();
    batches.push(list.slice(at, at + count));
    at += count;
  }
  return batches;
}
