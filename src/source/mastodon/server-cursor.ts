/** Where reading of one server stands. */
import { z } from 'zod';
import { hourMs } from '../../post/post.ts';
import type { Gap } from '../source.ts';

const Time = z.iso.datetime();
const ServerId = z.string().min(1).max(100);

const TagPlace = z.object({
  /** The newest post known; absent while nothing was found. */
  newest: ServerId.optional(),
  /** When everything up to the newest was read. */
  readAt: Time,
  /** Where the look back for late posts goes on, when one turn was not enough. */
  sweep: ServerId.optional(),
});
export type TagPlace = z.infer<typeof TagPlace>;

const AccountPlace = z.object({
  /** The server's id; absent for an account that it does not know. */
  id: ServerId.optional(),
  newest: ServerId.optional(),
  readAt: Time.optional(),
  /** Not asked for before. */
  notBefore: Time.optional(),
});

/** How the server shows tag timelines. */
const Access = z.enum(['open', 'login', 'off']);

export const ServerCursor = z.object({
  tags: z.record(z.string(), TagPlace),
  accounts: z.record(z.string(), AccountPlace),
  /** The last whole day, in seconds since 1970, whose count was given. */
  counted: z.record(z.string(), z.int()),
  instance: z.object({ askedAt: Time, domain: z.string().max(253).optional(), access: Access }).optional(),
  readAt: Time.optional(),
});
export type ServerCursor = z.infer<typeof ServerCursor>;

export function parseServerCursor(
  given: unknown,
  now: Date,
  lookBackHours: number,
): { readonly cursor: ServerCursor; readonly gaps: readonly Gap[] } {
  const empty: ServerCursor = { tags: {}, accounts: {}, counted: {} };
  if (given === undefined || given === null) return { cursor: empty, gaps: [] };
  const { data } = ServerCursor.safeParse(given);
  if (data !== undefined) return { cursor: data, gaps: [] };
  const from = new Date(now.getTime() - lookBackHours * hourMs);
  return { cursor: empty, gaps: [{ from, to: now, reason: 'the place was lost' }] };
}

/** What is not watched any more is forgotten. */
export function keepOnly<T>(places: Record<string, T>, keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(places).filter(([key]) => keys.includes(key)));
}
