/** News around an event: how many articles carry its words, against how many usually do. */
import { hourMs, type Span } from '../post/post.ts';

/** An article of a feed, or of a service that counts news. */
export interface Article {
  readonly at: Date;
  /** Whose article it is, as a host. */
  readonly host: string;
  /** Title and summary in the form of `squash`. */
  readonly squashed: string;
  /** Its title as `normalText` has it; absent for one too short to be compared. */
  readonly title?: string | undefined;
  /** Links of the article in normal form. */
  readonly links: readonly string[];
}

export interface NewsQuestion {
  readonly tags: readonly string[];
  readonly links: readonly string[];
  /** When the event began. */
  readonly at: Date;
}

export interface NewsMeasure {
  /** Hosts that were read around the event, matching or not. */
  readonly hosts: number;
  /** Matching articles around the event and the hosts they stand on. */
  readonly articles: number;
  readonly matchingHosts: number;
  /** Matching articles in as long a span of the days before, on average. */
  readonly usual: number;
  readonly isBurst: boolean;
}

/** Two hours before and after (design: table of indicators). */
const newsAroundMs = 2 * hourMs;
/** Days before the event that say what is usual. */
const newsUsualMs = 7 * 24 * hourMs;
/** One outlet's own story is no burst of news; three outlets and three times the usual are. */
const fewestHosts = 3;
const timesUsual = 3;
/** Shorter words stand in everything; a Han character carries as much as two or three letters. */
const shortestTerm = 5;
const shortestHanTerm = 2;

/** Letters and digits only, lower case: `#Stop Xinjiang-Rumors` and `stopxinjiangrumors` are one. */
export function squash(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}

/** The span that `measureNews` needs articles of. */
export function newsSpan(at: Date): Span {
  return { from: new Date(at.getTime() - newsAroundMs - newsUsualMs), to: new Date(at.getTime() + newsAroundMs) };
}

export function measureNews(articles: Iterable<Article>, { tags, links, at }: NewsQuestion): NewsMeasure {
  const terms = tags.map(squash).filter(tells);
  const from = at.getTime() - newsAroundMs;
  const to = at.getTime() + newsAroundMs;
  const hosts = new Set<string>();
  const matching = new Set<string>();
  let around = 0;
  let before = 0;
  for (const article of articles) {
    const time = article.at.getTime();
    if (time >= to || time < from - newsUsualMs) continue;
    const isAround = time >= from;
    if (isAround) hosts.add(article.host);
    const fits =
      terms.some((term) => article.squashed.includes(term)) || links.some((link) => article.links.includes(link));
    if (!fits) continue;
    if (!isAround) before += 1;
    else {
      around += 1;
      matching.add(article.host);
    }
  }
  const usual = (before * 2 * newsAroundMs) / newsUsualMs;
  const isBurst = matching.size >= fewestHosts && around >= timesUsual * usual;
  return { hosts: hosts.size, articles: around, matchingHosts: matching.size, usual, isBurst };
}

function tells(term: string): boolean {
  return Array.from(term).length >= (/\p{Script=Han}/u.test(term) ? shortestHanTerm : shortestTerm);
}
