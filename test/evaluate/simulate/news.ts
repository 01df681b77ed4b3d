/** News feeds: what stands in them every day, and the articles on one story. */
import { dayMs, hourMs, minuteMs } from '../../../src/post/post.ts';
import type { Simulation } from '../simulation.ts';
import { plainWord } from './population.ts';
import { createRandom, itemAt, type Random } from './random.ts';
import { headline } from './text.ts';
import type { World } from './world.ts';

export type NewsItem = Simulation['news'][number];

export const newsHosts: readonly string[] = Array.from(
  { length: 30 },
  (_, n) => `gazette-${plainWord(createRandom(n, 'gazette'))}.example`,
);

const articlesPerDay = 120;

/** From a week before the world on: what is usual has to be known when it begins. Every tenth is about a known tag. */
export function everydayNews(world: World): readonly NewsItem[] {
  const random = createRandom(world.seed, 'news');
  const fromMs = world.fromMs - 7 * dayMs;
  const count = Math.round(((world.untilMs - fromMs) / dayMs) * articlesPerDay);
  return Array.from({ length: count }, () => {
    const { tag, group } = itemAt(world.tags, random.below(Math.min(300, world.tags.length)));
    const title = headline(group.words, random);
    return {
      at: new Date(Math.floor(random.between(fromMs, world.untilMs) / 1000) * 1000),
      title: random.chance(0.1) ? `${title} (${tag})` : title,
      host: random.pick(newsHosts),
    };
  });
}

/** One story in several outlets within minutes, told in their own words around its name. */
export function story(
  random: Random,
  name: string,
  atMs: number,
  hosts: number,
  titles: () => string,
): readonly NewsItem[] {
  return random.some(newsHosts, hosts).flatMap((host, n) => {
    const first = atMs + (n === 0 ? 0 : random.next() ** 2 * 40 * minuteMs);
    const again = random.chance(0.5) ? [first + random.between(0.5, 6) * hourMs] : [];
    return [first, ...again].map((ms) => ({
      at: new Date(Math.floor(ms / 1000) * 1000),
      title: `${name}: ${titles()}`,
      host,
    }));
  });
}
