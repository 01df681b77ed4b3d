/** News, known events and known hosts around a campaign, from what is stored and the calendars that are configured. */
import type { Subject } from '../campaign/subject.ts';
import type { Surroundings } from '../campaign/surroundings.ts';
import { measureLanding } from '../measure/landing.ts';
import { type Article, measureNews, newsSpan, squash } from '../measure/news.ts';
import { normalText } from '../post/normal-form.ts';
import { hourMs, type Post } from '../post/post.ts';
import type { Registry } from '../registry/registry.ts';
import type { Calendars } from '../source/calendar/create-calendars.ts';
import type { PostStore } from '../store/store.ts';
import { createKnownHosts } from './known-hosts.ts';

export interface SurroundingsDeps {
  readonly posts: Pick<PostStore, 'readInOrder' | 'postsOf'>;
  /** Feeds or a news service are configured: without them nothing can be said of news. */
  readonly readsNews: boolean;
  readonly registry: () => Promise<Registry>;
  readonly calendars: Pick<Calendars, 'around'>;
}

/** Platforms whose posts are articles: feeds, and services that list news. */
export const newsPlatforms: readonly string[] = ['web', 'news'];
/** Articles kept in memory for one hour's questions; a week of sixty feeds is some twenty thousand. */
const mostArticles = 200_000;
const spansKept = 3;
const batch = 5_000;

export function createSurroundings(
  deps: SurroundingsDeps,
): (subject: Subject, now: Date, posts: readonly Post[]) => Promise<Surroundings> {
  const isKnownHost = createKnownHosts(deps);
  const loaded = new Map<number, Promise<readonly Article[]>>();

  /** Questions of one hour share their articles. */
  function articlesAround(at: Date): Promise<readonly Article[]> {
    const hour = Math.floor(at.getTime() / hourMs);
    const known = loaded.get(hour);
    if (known !== undefined) return known;
    const made = readArticles(new Date(hour * hourMs), new Date((hour + 1) * hourMs), deps);
    loaded.set(hour, made);
    // The last hours go on: what is read of them is soon too old to be kept.
    setTimeout(() => loaded.delete(hour), 60_000).unref();
    made.catch(() => loaded.delete(hour));
    const [oldest] = loaded.keys();
    if (loaded.size > spansKept && oldest !== undefined) loaded.delete(oldest);
    return made;
  }

  return async (subject, now, posts) => {
    const at = subject.from;
    const events = await deps.calendars.around(at);
    const { host } = measureLanding(posts);
    const isKnown = host === undefined ? undefined : await isKnownHost(subject.platform, host, at);
    const knownHosts = host === undefined || isKnown === undefined ? undefined : new Map([[host, isKnown]]);
    if (!deps.readsNews) return { events, knownHosts };
    const articles = (await articlesAround(at)).filter((article) => article.at <= now);
    return {
      events,
      knownHosts,
      news: measureNews(articles, { tags: subject.tags, links: subject.links, at }),
      titles: new Set(articles.flatMap(({ title }) => title ?? [])),
    };
  };
}

async function readArticles(
  first: Date,
  last: Date,
  { posts, registry }: SurroundingsDeps,
): Promise<readonly Article[]> {
  const span = { from: newsSpan(first).from, to: newsSpan(last).to };
  const known = await registry();
  const articles: Article[] = [];
  for await (const part of posts.readInOrder(span, newsPlatforms, batch)) {
    for (const post of part) if (!isListed(post, known)) articles.push(articleOf(post));
    if (articles.length >= mostArticles) break;
  }
  return articles;
}

/** What listed outlets write is the campaign's side, not what explains it. */
function isListed(post: Post, registry: Registry): boolean {
  const { platform, accountId, handle, createdAt } = post;
  if (registry.findAccount({ platform, accountId, handle }, createdAt) !== undefined) return true;
  return registry.findHost(accountId, createdAt) !== undefined;
}

function articleOf({ createdAt, accountId, text, links }: Post): Article {
  return {
    at: createdAt,
    host: accountId,
    squashed: squash(text),
    links,
    title: normalText(text.split('\n', 1)[0] ?? ''),
  };
}
