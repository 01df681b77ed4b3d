/** Calendars as configured, files and feeds → the events around an instant. A list that cannot be read keeps what it had. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { KnownEvent } from '../../campaign/surroundings.ts';
import { dayMs, hourMs } from '../../post/post.ts';
import type { Http } from '../http/http.ts';
import type { SourceLog } from '../source.ts';
import { readEvents } from './read-events.ts';

export interface CalendarsDeps {
  /** Paths or http(s) addresses. */
  readonly lists: readonly string[];
  readonly http: Http;
  readonly log: SourceLog;
  readonly clock: () => Date;
}

export interface Calendars {
  /** Events within a day of the instant; `undefined` when no list could ever be read, or none is configured. */
  around(at: Date): Promise<readonly KnownEvent[] | undefined>;
}

const readAgainMs = hourMs;
const aroundMs = dayMs;
/** Replays ask about the past, and campaigns stay open for a while. */
const spanMs = 400 * dayMs;

interface List {
  readonly place: string;
  readAt: number;
  events: readonly KnownEvent[] | undefined;
}

export function createCalendars({ lists: places, http, log, clock }: CalendarsDeps): Calendars {
  const lists: List[] = places.map((place) => ({ place, readAt: Number.NEGATIVE_INFINITY, events: undefined }));

  async function refresh(list: List): Promise<void> {
    const now = clock();
    if (now.getTime() - list.readAt < readAgainMs) return;
    list.readAt = now.getTime();
    const name = nameOf(list.place);
    try {
      const span = { from: new Date(now.getTime() - spanMs), to: new Date(now.getTime() + spanMs) };
      const { events, problems } = readEvents(await textOf(list.place, http), name, span);
      list.events = events;
      if (problems.length > 0) log.warn({ calendar: name, problems: problems.slice(0, 5) }, 'calendar has bad entries');
    } catch (error) {
      // One list's trouble must not hide the others, nor what it said before.
      log.warn({ calendar: name, reason: error instanceof Error ? error.message : 'unknown' }, 'calendar not read');
    }
  }

  return {
    async around(at) {
      await Promise.all(lists.map(refresh));
      const known = lists.flatMap(({ events }) => (events === undefined ? [] : [events]));
      if (known.length === 0) return undefined;
      const from = at.getTime() - aroundMs;
      const to = at.getTime() + aroundMs;
      return known.flat().filter((event) => event.from.getTime() < to && event.to.getTime() > from);
    },
  };
}

const isAddress = /^https?:\/\//i;

/** Addresses of calendars often hold a key: only the host is named. */
function nameOf(place: string): string {
  return isAddress.test(place) ? new URL(place).host : basename(place);
}

async function textOf(place: string, http: Http): Promise<string> {
  if (!isAddress.test(place)) return readFile(place, 'utf8');
  return (await http.request({ url: place, signal: AbortSignal.timeout(30_000), maxBytes: 5_000_000 })).text();
}
