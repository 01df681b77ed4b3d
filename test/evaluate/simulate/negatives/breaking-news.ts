/** Something happened: several outlets within minutes, a steep start, titles passed on, then the long tail. */

import { normalTag } from '../../../../src/post/normal-form.ts';
import { dayMs, hourMs, minuteMs } from '../../../../src/post/post.ts';
import { cascadeDelay } from '../cascade.ts';
import type { Draft } from '../draft.ts';
import { crowdPosts, type EventDraft, type EventScene, gather, someDay, someHome } from '../event.ts';
import { capital } from '../language.ts';
import { newsHosts, story } from '../news.ts';
import { createAccount } from '../population.ts';
import { headline, newLink, sentence } from '../text.ts';

export function breakingNews(scene: EventScene): EventDraft {
  const { world, random, pen, id } = scene;
  const home = someHome(scene);
  const { words } = home;
  const at = someDay(scene, 30) + random.next() * 22 * hourMs;
  const name = [capital(random.pick(words.nouns)), random.pick(words.places)].join(words.phrases.space);
  const tag = normalTag(name.replaceAll(' ', ''));
  const news = story(random, name, at, random.whole(5, 9), () => headline(words, random));
  const outlets: Draft[] = news.map(({ at: published, title, host }) => {
    const index = newsHosts.indexOf(host);
    const account = {
      ...createAccount(world.parameters, random, {
        id: `outlet-${home.index}-${index}`,
        platform: home.parameters.platform,
        lang: home.parameters.lang,
        createdAt: new Date(Date.UTC(2011, index % 12, 1 + (index % 28))),
      }),
      handle: host.split('.')[0] ?? id,
      followers: 50_000 + 1000 * index,
      reach: 3,
    };
    const when = published.getTime() + random.next() * 3 * minuteMs;
    return pen.write(account, when, { text: title, tags: [tag], links: [newLink(host, random)], likes: 300 });
  });
  const posts = random.whole(...world.parameters.events.crowdAccounts) * 2;
  const drafts = crowdPosts(scene, {
    accounts: gather(scene, home, Math.round(posts * 0.7)),
    group: home,
    posts: Math.round(posts * 0.55),
    tags: [tag],
    repostShare: 0.35,
    at: () =>
      at + 2 * minuteMs + random.next() ** 1.7 * 40 * minuteMs + (random.chance(0.45) ? cascadeDelay(random) * 0.4 : 0),
    text: () => (random.chance(0.1) ? (random.pick(outlets).text.split(' #')[0] ?? name) : sentence(words, random)),
    seeds: outlets,
  });
  return {
    platform: home.parameters.platform,
    tags: [tag],
    accounts: [],
    drafts: [...outlets, ...drafts, ...headlineCopies()].filter((draft) => draft.atMs < at + 2 * dayMs),
    news,
  };

  /** Share buttons of the articles: title and link, nothing else. */
  function headlineCopies(): readonly Draft[] {
    const readers = gather(scene, home, Math.round(posts * 0.35));
    return readers.map((account) => {
      const outlet = random.pick(outlets);
      const atMs = outlet.atMs + minuteMs + random.next() ** 1.5 * 3 * hourMs;
      const text = outlet.text.slice(0, outlet.text.indexOf(' #'));
      return pen.write(account, atMs, { text, tags: [tag], links: outlet.links, likes: random.below(5) });
    });
  }
}
