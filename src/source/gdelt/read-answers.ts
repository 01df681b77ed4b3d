/** GDELT's answers → counts and posts. Pure. */
import { z } from 'zod';
import { normalLink } from '../../post/normal-form.ts';
import type { Post } from '../../post/post.ts';
import { bareTags } from '../bare-tags.ts';
import { plainText } from '../feed/plain-text.ts';
import { safeHandle, safeId, safeLinks, safeTags } from '../safe-value.ts';
import type { CountBucket, RawItem } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { langOfWord } from './languages.ts';

const Point = z.object({ date: z.string(), value: z.number() });

/** Without any article the answer is `{}`, which says nothing: neither a number nor a time. */
const Timeline = z.object({
  timeline: z.array(z.object({ series: z.string().optional(), data: z.array(z.unknown()) })).default([]),
});

const ArticleList = z.object({ articles: z.array(z.unknown()).default([]) });

const Article = z.object({
  url: z.string(),
  title: z.string().default(''),
  seendate: z.string(),
  domain: z.string().optional(),
  language: z.string().optional(),
});

export interface Series {
  /** Milliseconds → value. */
  readonly values: ReadonlyMap<number, number>;
  /** Length of a bucket; `undefined` when less than two points came. */
  readonly seconds: number | undefined;
  readonly broken: number;
}

export function readSeries(answer: unknown): Series {
  const { data } = Timeline.safeParse(answer);
  if (data === undefined) throw otherShape('timeline');
  const values = new Map<number, number>();
  let broken = 0;
  // `timelinevolraw` gives all articles of the world as a second series.
  const points = (data.timeline.find(({ series }) => /count|tone/i.test(series ?? '')) ?? data.timeline[0])?.data ?? [];
  for (const given of points) {
    const point = Point.safeParse(given).data;
    const at = point && readStamp(point.date);
    if (point === undefined || at === undefined) broken += 1;
    else values.set(at.getTime(), point.value);
  }
  return { values, seconds: stepOf([...values.keys()]), broken };
}

function stepOf(times: readonly number[]): number | undefined {
  const sorted = [...times].sort((a, b) => a - b);
  const steps = sorted.slice(1).map((time, at) => time - (sorted[at] ?? time));
  return steps.length === 0 ? undefined : Math.min(...steps) / 1000;
}

/** Buckets that lie in the span as a whole: the first and the last of an answer may be cut. */
export function countsOf(
  key: string,
  volume: Series,
  tone: Series | undefined,
  span: { readonly from: Date; readonly to: Date },
): readonly CountBucket[] {
  const { seconds } = volume;
  if (seconds === undefined) return [];
  const counts: CountBucket[] = [];
  for (const [at, posts] of volume.values) {
    const whole = at >= span.from.getTime() && at + seconds * 1000 <= span.to.getTime();
    if (!whole || !Number.isInteger(posts) || posts < 0) continue;
    // Tone is a mean; of no article there is none.
    const mean = posts === 0 || tone?.seconds !== seconds ? undefined : tone.values.get(at);
    counts.push({ platform: 'news', key, at: new Date(at), seconds, posts, tone: mean });
  }
  return counts;
}

export interface Articles {
  readonly posts: readonly Post[];
  readonly raw: readonly RawItem[];
  /** As many as were sent, broken and double ones included. */
  readonly sent: number;
  readonly broken: number;
}

export function readArticles(answer: unknown, seenAt: Date): Articles {
  const { data } = ArticleList.safeParse(answer);
  if (data === undefined) throw otherShape('list of articles');
  const posts = new Map<string, Post>();
  const raw: RawItem[] = [];
  let broken = 0;
  for (const payload of data.articles) {
    const article = Article.safeParse(payload).data;
    const post = article && postOf(article, seenAt);
    if (post === undefined) {
      broken += 1;
    } else if (!posts.has(post.id)) {
      posts.set(post.id, post);
      raw.push({ platform: 'news', id: post.id, payload });
    }
  }
  return { posts: [...posts.values()], raw, sent: data.articles.length, broken };
}

function postOf({ url, title, seendate, domain, language }: z.infer<typeof Article>, seenAt: Date): Post | undefined {
  const id = safeId(normalLink(url) ?? '');
  const createdAt = readStamp(seendate);
  const account = safeId((domain ?? '').toLowerCase().replace(/^www\./, '')) ?? id?.split(/[/?:]/, 1)[0];
  if (id === undefined || createdAt === undefined || account === undefined) return undefined;
  const { text } = plainText({ value: title, html: true });
  return {
    platform: 'news',
    id,
    accountId: account,
    handle: safeHandle(account),
    // When GDELT saw it, within 15 minutes; the page's own date is not given.
    createdAt: createdAt > seenAt ? seenAt : createdAt,
    seenAt,
    text,
    lang: langOfWord(language),
    kind: 'original',
    tags: safeTags(bareTags(text)),
    links: safeLinks([url]),
  };
}

/** `20260918T031500Z` */
function readStamp(text: string): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)Z?$/.exec(text.trim());
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  if (year === undefined || month === undefined) return undefined;
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  return time.getUTCMonth() === month - 1 && time.getUTCDate() === day ? time : undefined;
}

function otherShape(what: string): SourceError {
  return new SourceError('garbage', `GDELT answered with something else than a ${what}; the news volume is unknown`);
}
