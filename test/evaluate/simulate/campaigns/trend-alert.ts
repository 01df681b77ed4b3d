/**
 * Volunteers who are called in a closed group: ready texts, an agreed hour, and then people who take the tag up, so that
 * copies end as a few per cent of it (Jakesch et al. 2021). The volunteers are ordinary accounts of the population.
 */
import { hourMs } from '../../../../src/post/post.ts';
import type { Draft } from '../draft.ts';
import {
  crowdPosts,
  type EventDraft,
  type EventScene,
  freshTag,
  gather,
  someDay,
  someHome,
  soonAfter,
} from '../event.ts';
import { itemAt } from '../random.ts';
import { textBank } from '../text.ts';

export function trendAlert(scene: EventScene): EventDraft {
  const { world, random, pen } = scene;
  const { volunteers, volunteerBank, crowdTimes } = world.parameters.events;
  const home = someHome(scene);
  const hour = someDay(scene, 36) + ((home.parameters.peakHour - random.whole(1, 4) + 24) % 24) * hourMs;
  const accounts = gather(scene, home, random.whole(...volunteers));
  const tag = freshTag(scene, home);
  const bank = textBank(home.words, random, random.whole(...volunteerBank));
  const called: Draft[] = [];
  for (const account of accounts) {
    for (let left = random.whole(1, 5); left > 0; left -= 1) {
      const parent = called.length > 10 && random.chance(0.3) ? random.pick(called) : undefined;
      const atMs = soonAfter(random, hour, 110);
      if (parent !== undefined && parent.kind === 'original' && parent.atMs < atMs) {
        called.push(pen.repost(account, atMs, parent));
      } else {
        const text = itemAt(bank, random.below(bank.length));
        called.push(pen.write(account, atMs, { text, tags: [tag], likes: random.below(6) }));
      }
    }
  }
  const posts = Math.round(called.length * random.between(...crowdTimes));
  const isCalled = new Set(accounts);
  const crowd = crowdPosts(scene, {
    accounts: gather(scene, home, posts >> 1).filter((account) => !isCalled.has(account)),
    group: home,
    posts,
    tags: [tag],
    repostShare: 0.68,
    // It grows while it is seen among the trends, and lasts for a day.
    at: () =>
      hour +
      (0.4 + 2 * (random.next() + random.next()) + (random.chance(0.4) ? 20 * random.next() ** 1.5 : 0)) * hourMs,
    seeds: called.filter(({ kind }) => kind === 'original'),
  });
  return { platform: home.parameters.platform, tags: [tag], accounts, drafts: [...called, ...crowd] };
}
