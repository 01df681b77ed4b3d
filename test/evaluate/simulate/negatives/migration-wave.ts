/** Many newcomers at once: accounts of this week that greet each other, none of them with another's words. */
import { dayMs, hourMs } from '../../../../src/post/post.ts';
import { crowdPosts, type EventDraft, type EventScene, freshTag, recruit, someDay } from '../event.ts';
import { itemAt } from '../random.ts';
import { sentence } from '../text.ts';

export function migrationWave(scene: EventScene): EventDraft {
  const { world, random } = scene;
  // To the platform that was named last: the smaller one.
  const home = itemAt(world.groups, world.groups.length - 1);
  const hours = random.whole(30, 60);
  const start = someDay(scene, hours) + 6 * hourMs;
  const tag = freshTag(scene, home);
  const count = random.whole(...world.parameters.events.crowdAccounts);
  const arrivals = Array.from({ length: count }, () => start - random.next() ** 2 * 5 * dayMs);
  const accounts = recruit(scene, {
    count,
    group: home,
    createdAt: (n) => new Date(Math.floor(itemAt(arrivals, n) / 1000) * 1000),
    followers: () => random.below(25),
  });
  const { newcomer } = home.words.phrases;
  const drafts = crowdPosts(scene, {
    accounts,
    group: home,
    posts: Math.round(count * 1.7),
    tags: [tag],
    repostShare: 0.25,
    at: () => start + random.next() * hours * hourMs,
    text: () =>
      random.chance(0.5) ? `${random.pick(newcomer)} ${sentence(home.words, random)}` : sentence(home.words, random),
  });
  return { platform: home.parameters.platform, tags: [tag], accounts: [], drafts };
}
