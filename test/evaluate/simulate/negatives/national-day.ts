/** The holiday of a state: all its listed accounts send greetings, and so do people. It stands in every calendar. */
import { dayMs, hourMs } from '../../../../src/post/post.ts';
import type { Draft } from '../draft.ts';
import { crowdPosts, type EventDraft, type EventScene, freshTag, gather, someDay } from '../event.ts';
import { itemAt } from '../random.ts';
import { fill, sentence } from '../text.ts';

export function nationalDay(scene: EventScene): EventDraft {
  const { world, random, pen } = scene;
  const state = random.pick(world.parameters.listedStates);
  const day = someDay(scene, 24);
  const home = itemAt(world.groups, 0);
  const tag = freshTag(scene, home);
  const members = world.listed.accounts.filter((one) => one.state === state && random.chance(0.85));
  const greetings: Draft[] = [];
  for (const { account, group } of members) {
    for (let left = random.whole(2, 6); left > 0; left -= 1) {
      const text = fill(random.pick(group.words.phrases.greeting), group.words, random);
      const atMs = day + (1 + 19 * random.next()) * hourMs;
      greetings.push(pen.write(account, atMs, { text, tags: [tag], likes: random.below(200) }));
    }
  }
  const crowd = crowdPosts(scene, {
    accounts: gather(scene, home, 200),
    group: home,
    posts: random.whole(...world.parameters.events.crowdAccounts),
    tags: [tag],
    repostShare: 0.5,
    at: () => day + random.next() * 23 * hourMs,
    text: () => sentence(home.words, random),
    seeds: greetings,
  });
  return {
    platform: home.parameters.platform,
    tags: [tag],
    accounts: members.map(({ account }) => account),
    drafts: [...greetings, ...crowd],
    events: [{ name: `National day of ${state}`, tags: [tag], from: new Date(day), to: new Date(day + dayMs) }],
  };
}
