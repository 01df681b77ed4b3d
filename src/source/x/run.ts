/** What the runs of all X sources have in common: times in a cursor, and what is done with one that cannot be read. */
import { z } from 'zod';
import { hourMs } from '../../post/post.ts';
import { parseTime } from '../parse-time.ts';
import type { Gap, Page, RawItem } from '../source.ts';
import { readEach, XId } from './schema.ts';

export const Time = z.string().transform((text, context) => {
  const time = parseTime(text);
  if (time !== undefined) return time;
  context.addIssue({ code: 'custom', message: 'expected a time' });
  return z.NEVER;
});

export interface ReadCursor<T> {
  readonly state: T;
  /** Whoever wrote the cursor, it does not say what was read last. */
  readonly gaps: readonly Gap[];
}

export function readCursor<T extends z.ZodType>(
  schema: T,
  cursor: unknown,
  fresh: z.output<T>,
  now: Date,
): ReadCursor<z.output<T>> {
  if (cursor === undefined || cursor === null) return { state: fresh, gaps: [] };
  const read = schema.safeParse(cursor);
  if (read.success) return { state: read.data, gaps: [] };
  const from = new Date(now.getTime() - hourMs);
  return { state: fresh, gaps: [{ from, to: now, reason: 'X: where to read on was lost' }] };
}

/** A page with what there is. */
export function pageOf(page: Partial<Page> & Pick<Page, 'cursor'>): Page {
  return { posts: [], deletes: [], gaps: [], ...page };
}

/** Posts as X gave them, all fields. */
export function rawItems(data: unknown): readonly RawItem[] {
  return readEach(Identified, data).items.map((payload) => ({ platform: 'x', id: payload.id, payload }));
}

const Identified = z.looseObject({ id: XId });

export function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}

export function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

export function before(time: Date, ms: number): Date {
  return new Date(time.getTime() - ms);
}

/** X takes seconds and no fractions of them (docs.x.com, build a query: `YYYY-MM-DDTHH:mm:ssZ`). */
export function secondsIso(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** Dates become text, absent fields go. */
export function toCursor(state: unknown): unknown {
  return JSON.parse(JSON.stringify(state));
}

export function isOver(since: Date | undefined, ms: number, now: Date): boolean {
  return since === undefined || now.getTime() - since.getTime() >= ms;
}
