/** One outlet with many regional accounts: the same title and link at the full hour, every day, and a series today. */
import { dayMs, hourMs } from '../../../../src/post/post.ts';
import type { Draft } from '../draft.ts';
import { type EventDraft, type EventScene, freshTag, recruit, someDay, someHome } from '../event.ts';
import type { NewsItem } from '../news.ts';
import { headline, newLink } from '../text.ts';

export function newsroom(scene: EventScene): EventDraft {
  const { world, random, pen } = scene;
  const home = someHome(scene);
  const host = `herald${random.below(1000)}.example`;
  const accounts = recruit(scene, {
    count: random.whole(...world.parameters.events.newsroomAccounts),
    group: home,
    createdAt: () => new Date(Math.floor(world.fromMs / 1000) * 1000 - random.whole(1500, 4500) * dayMs),
    followers: () => random.whole(2000, 120_000),
    defaultHandleShare: 0,
  });
  const series = freshTag(scene, home);
  const house = freshTag(scene, home);
  const today = someDay(scene, 24);
  const news: NewsItem[] = [];
  const drafts: Draft[] = [];
  for (let day = world.fromMs; day < world.untilMs; day += dayMs) {
    const isToday = day === today;
    const hours = isToday ? [7, 8, 9, 10, 11, 12, 13, 14, 15, 16] : [8, 12, 17];
    for (const hour of hours) {
      const atMs = day + ((home.parameters.peakHour - 12 + hour + 12) % 24) * hourMs;
      const text = headline(home.words, random);
      const links = [newLink(host, random)];
      news.push({ at: new Date(atMs), title: text, host });
      for (const account of accounts) {
        if (!isToday && random.chance(0.5)) continue;
        // A scheduler is a second or two behind the hour.
        const tags = isToday ? [series, house] : [house];
        drafts.push(pen.write(account, atMs + random.below(3) * 1000, { text, tags, links, likes: random.below(20) }));
      }
    }
  }
  return { platform: home.parameters.platform, tags: [series, house], accounts, drafts, news };
}
