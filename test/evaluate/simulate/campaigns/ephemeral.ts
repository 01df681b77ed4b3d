/**
 * Posts that push a word into the trends and are deleted at once (Elmas et al. 2021): words put together at random by
 * accounts that are often somebody's, a life of a minute, then some curious people.
 */
import { dayMs, hourMs, minuteMs } from '../../../../src/post/post.ts';
import type { Draft } from '../draft.ts';
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

export function ephemeral(scene: EventScene): EventDraft {
  const { world, random, pen } = scene;
  const { ephemeralAccounts, deletedMedianSeconds, deletedSpread } = world.parameters.events;
  const home = someHome(scene);
  const start = someDay(scene, 12) + random.next() * 20 * hourMs;
  const accounts = recruit(scene, {
    count: random.whole(...ephemeralAccounts),
    group: home,
    createdAt: () => new Date(Math.floor(world.fromMs / 1000) * 1000 - random.whole(100, 4200) * dayMs),
    followers: () => Math.round(random.lognormal(90, 1.4)),
  });
  const tag = freshTag(scene, home);
  const drafts: Draft[] = [];
  for (const account of accounts) {
    for (let left = random.whole(1, 2); left > 0; left -= 1) {
      const atMs = start + random.next() * 14 * minuteMs;
      const words = Array.from({ length: random.whole(2, 7) }, () => random.pick(home.words.nouns));
      const deletedMs =
        Math.floor(atMs / 1000) * 1000 + Math.ceil(random.lognormal(deletedMedianSeconds, deletedSpread)) * 1000;
      drafts.push(pen.write(account, atMs, { text: words.join(' '), tags: [tag], likes: 0, deletedMs }));
    }
  }
  const curious = crowdPosts(scene, {
    accounts: gather(scene, home, 60),
    group: home,
    posts: random.whole(20, 90),
    tags: [tag],
    repostShare: 0.4,
    at: () => start + 20 * minuteMs + random.next() ** 1.5 * 5 * hourMs,
  });
  return { platform: home.parameters.platform, tags: [tag], accounts, drafts: [...drafts, ...curious] };
}
