/** Something is to be won by whoever repeats the post: copies and reposts in great number, for a prize. */
import { dayMs, hourMs } from '../../../../src/post/post.ts';
import {
  crowdPosts,
  type EventDraft,
  type EventScene,
  freshTag,
  gather,
  recruit,
  someDay,
  someHome,
} from '../event.ts';
import { fill, newLink, sentence } from '../text.ts';

export function giveaway(scene: EventScene): EventDraft {
  const { world, random, pen } = scene;
  const home = someHome(scene);
  const start = someDay(scene, 40) + random.whole(6, 18) * hourMs;
  const tag = freshTag(scene, home);
  const call = fill(random.pick(home.words.phrases.giveaway), home.words, random);
  const link = newLink(`shop${random.below(1000)}.example`, random);
  const shops = recruit(scene, {
    count: random.whole(1, 4),
    group: home,
    createdAt: () => new Date(Math.floor(world.fromMs / 1000) * 1000 - random.whole(700, 3000) * dayMs),
    followers: () => random.whole(5000, 90_000),
  });
  const calls = shops.map((shop, n) =>
    pen.write(shop, start + n * 90_000, { text: call, tags: [tag], links: [link], likes: 150 }),
  );
  const count = random.whole(...world.parameters.events.crowdAccounts);
  const drafts = crowdPosts(scene, {
    accounts: gather(scene, home, count),
    group: home,
    posts: Math.round(count * 1.4),
    tags: [tag],
    repostShare: 0.7,
    at: () => start + 5 * 60_000 + random.next() ** 1.6 * 30 * hourMs,
    // "Copy this text" is a way to take part.
    text: () => (random.chance(0.6) ? call : sentence(home.words, random)),
    links: () => (random.chance(0.6) ? [link] : []),
    seeds: calls,
  });
  return {
    platform: home.parameters.platform,
    tags: [tag],
    links: [link],
    accounts: [],
    drafts: [...calls, ...drafts],
  };
}
