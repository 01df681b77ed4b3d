/**
 * Articles of a span, oldest part first. An answer holds 250 at most and there are no pages, so a part that is full is
 * halved until it is not; one that cannot be halved any more is kept and told as a gap.
 */
import { minuteMs, type Post, type Span } from '../../post/post.ts';
import type { Page, PollContext } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { type GdeltApi, isSpanTooShort } from './api.ts';
import { type Articles, readArticles } from './read-answers.ts';

/** All articles of one update of GDELT carry the same time, so halving on would find nothing. */
const shortestMs = minuteMs;
/** Some ten minutes of questions; the next run reads on where this one has ended. */
const mostQuestions = 100;
/** Times are those of updates, which come every 15 minutes. */
const toleranceMs = 16 * minuteMs;

export interface ArticlesStep {
  readonly page: Omit<Page, 'cursor'>;
  readonly readTo: Date;
}

/** Returns whether the whole span was read. */
export async function* listArticles(
  query: string,
  whole: Span,
  maxRecords: number,
  api: GdeltApi,
  context: PollContext,
): AsyncGenerator<ArticlesStep, boolean> {
  const left: Part[] = [{ span: whole }];
  for (let questions = 0; questions < mostQuestions; questions += 1) {
    const part = left.pop();
    if (part === undefined) return true;
    const { span } = part;
    context.signal.throwIfAborted();
    const found = await askFor(part, query, maxRecords, api, context);
    const { posts, raw, sent } = found.articles;
    if (!found.isShortest && !liesIn(span, posts)) {
      throw new SourceError('garbage', 'GDELT lists articles of another time than was asked for');
    }
    const full = sent >= maxRecords;
    const middle = found.isShortest ? undefined : middleOf(span);
    if (full && middle !== undefined) {
      const twice = found.articles;
      left.push({ span: { from: middle, to: span.to }, twice }, { span: { from: span.from, to: middle }, twice });
      continue;
    }
    const gaps = full ? [{ from: span.from, to: span.to, reason: `more than ${maxRecords} articles at once` }] : [];
    yield { page: { raw, posts, deletes: [], gaps }, readTo: span.to };
  }
  return left.length === 0;
}

interface Part {
  readonly span: Span;
  /** What the span of twice this length gave. */
  readonly twice?: Articles | undefined;
}

interface Found {
  readonly articles: Articles;
  /** GDELT takes no shorter span than twice this one. */
  readonly isShortest: boolean;
}

async function askFor(
  { span, twice }: Part,
  query: string,
  maxRecords: number,
  api: GdeltApi,
  context: PollContext,
): Promise<Found> {
  // Both ends belong to the question.
  const last = new Date(span.to.getTime() - 1000);
  const question = { query, mode: 'artlist', from: span.from, to: last, maxRecords } as const;
  try {
    return { articles: readArticles(await api.ask(question, context), context.clock()), isShortest: false };
  } catch (error) {
    if (twice === undefined || !isSpanTooShort(error)) throw error;
    return { articles: twice, isShortest: true };
  }
}

/** Halving leads nowhere where the span is not heeded. */
function liesIn({ from, to }: Span, posts: readonly Post[]): boolean {
  return posts.every(
    ({ createdAt: at }) => at.getTime() >= from.getTime() - toleranceMs && at.getTime() <= to.getTime() + toleranceMs,
  );
}

/** Whole seconds; `undefined` when the parts would be too short. */
function middleOf({ from, to }: Span): Date | undefined {
  const lengthMs = to.getTime() - from.getTime();
  if (lengthMs < 2 * shortestMs) return undefined;
  return new Date(from.getTime() + Math.floor(lengthMs / 2000) * 1000);
}
