/** Calendars as configured, files and feeds → the events around an instant. A list that cannot be read keeps what it had. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { KnownEvent } from '../../campaign/surroundings.ts';
import { dayMs, hourMs } from '../../post/post.ts';
import type { Http } from '../http/http.ts';
import type { SourceLog } from '../source.ts';
import { type ReadEvents, readEvents } from './read-events.ts';

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
  /** Each list by its name with what is wrong with it, or how much it holds. */
  check(): Promise<readonly CheckedList[]>;
}

interface CheckedList {
  readonly name: string;
  readonly ok: boolean;
  readonly text: string;
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

  async function readList(place: string): Promise<ReadEvents> {
    const now = clock().getTime();
    const span = { from: new Date(now - spanMs), to: new Date(now + spanMs) };
    return readEvents(await textOf(place, http), nameOf(place), span);
  }

  async function check(place: string): Promise<CheckedList> {
    const name = nameOf(place);
    try {
      const { events, problems } = await readList(place);
      const [first] = problems;
      if (first !== undefined) return { name, ok: false, text: `${first} (${problems.length} in all)` };
      return { name, ok: true, text: `${events.length} events within ${spanMs / dayMs} days` };
    } catch (error) {
      return { name, ok: false, text: reasonOf(error) };
    }
  }

  async function refresh(list: List): Promise<void> {
    const now = clock();
    if (now.getTime() - list.readAt < readAgainMs) return;
    list.readAt = now.getTime();
    const name = nameOf(list.place);
    try {
      const { events, problems } = await readList(list.place);
      list.events = events;
      if (problems.length > 0) log.warn({ calendar: name, problems: problems.slice(0, 5) }, 'calendar has bad entries');
    } catch (error) {
      // One list's trouble must not hide the others, nor what it said before.
      log.warn({ calendar: name, reason: reasonOf(error) }, 'calendar not read');
    }
  }

  return {
    check: () => Promise.all(places.map(check)),
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

/** A path or address may hold a key, so system errors are told by their code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'cannot be read';
  return 'code' in error ? `cannot be read (${String(error.code)})` : error.message;
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
