/** A calendar file → known events of a span: iCalendar (RFC 5545) with recurrence and zones, or a YAML list of ours. */
import ICAL from 'ical.js';
import { parse } from 'yaml';
import { z } from 'zod';
import type { KnownEvent } from '../../campaign/surroundings.ts';
import { normalTag } from '../../post/normal-form.ts';
import { dayMs, type Span } from '../../post/post.ts';
import { parseTime } from '../parse-time.ts';

export interface ReadEvents {
  readonly events: readonly KnownEvent[];
  /** What is wrong with single entries, each with the entry's name or number; the others count. */
  readonly problems: readonly string[];
}

/** A calendar is a list of some hundred events; a rule that repeats every second must not fill the memory. */
const mostEvents = 5_000;
const mostOccurrences = 400;

/** Throws an `Error` with one phrase when the file as a whole is none. */
export function readEvents(text: string, source: string, span: Span): ReadEvents {
  const plain = text.replace(/^\u{feff}/u, '');
  return /^\s*BEGIN:VCALENDAR/i.test(plain) ? readICalendar(plain, source, span) : readList(plain, source, span);
}

function readICalendar(text: string, source: string, span: Span): ReadEvents {
  const calendar = parseICalendar(text);
  const events: KnownEvent[] = [];
  const problems: string[] = [];
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  for (const [index, component] of calendar.getAllSubcomponents('vevent').entries()) {
    const event = new ICAL.Event(component);
    const name = event.summary ?? '';
    try {
      // An exception of a series stands with its series.
      if (event.isRecurrenceException()) continue;
      for (const occurrence of occurrencesOf(event, span)) {
        if (events.length < mostEvents) events.push({ name, ...occurrence, tags: tagsOf(component), source });
      }
    } catch (error) {
      problems.push(
        `event ${index + 1} (${name.slice(0, 40)}): ${error instanceof Error ? error.message : 'unreadable'}`,
      );
    }
  }
  return { events: events.filter(({ name: given }) => given !== ''), problems };
}

function parseICalendar(text: string): ICAL.Component {
  try {
    return new ICAL.Component(ICAL.parse(text));
  } catch (cause) {
    throw new Error('is no iCalendar file that can be read', { cause });
  }
}

function occurrencesOf(event: ICAL.Event, { from, to }: Span): readonly Span[] {
  const lengthMs = Math.max(event.duration.toSeconds() * 1000, event.startDate.isDate ? dayMs : 0);
  const fits = (start: Date): boolean => start < to && start.getTime() + lengthMs >= from.getTime();
  const spanOf = (start: Date): Span => ({ from: start, to: new Date(start.getTime() + lengthMs) });
  if (!event.isRecurring()) {
    const start = instantOf(event.startDate);
    return fits(start) ? [spanOf(start)] : [];
  }
  const found: Span[] = [];
  const series = event.iterator();
  for (let n = 0; n < mostOccurrences * 100 && found.length < mostOccurrences; n += 1) {
    const next = series.next();
    if (next === null || next === undefined) break;
    const start = instantOf(next);
    if (start >= to) break;
    if (fits(start)) found.push(spanOf(start));
  }
  return found;
}

/** A day or a floating time is read as UTC: a file must not mean something else on another machine. */
function instantOf(time: ICAL.Time): Date {
  if (time.zone === ICAL.Timezone.localTimezone || time.isDate) {
    return new Date(Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second));
  }
  return time.toJSDate();
}

/** Tags of an event: its categories, and #tags in its name and description. */
function tagsOf(component: ICAL.Component): readonly string[] {
  const categories = component
    .getAllProperties('categories')
    .flatMap((property) => property.getValues())
    .filter((value): value is string => typeof value === 'string');
  const texts = ['summary', 'description'].map((name) => component.getFirstPropertyValue(name));
  const written = texts.flatMap((text) =>
    typeof text === 'string' ? (text.match(/[#＃][\p{L}\p{M}\p{N}_]+/gu) ?? []) : [],
  );
  return [...new Set([...categories, ...written].map(normalTag))].filter((tag) => tag !== '');
}

const Time = z.union([z.string(), z.date()]).transform((value, context) => {
  const date = value instanceof Date ? value : parseTime(value);
  if (date !== undefined && !Number.isNaN(date.getTime())) return date;
  context.addIssue({ code: 'custom', message: 'expected a date (2026-11-24) or a time (2026-11-24T18:00:00Z)' });
  return z.NEVER;
});

const ListedEvent = z.strictObject({
  name: z.string().min(1).max(200),
  from: Time,
  to: Time.optional(),
  tags: z.array(z.string()).default([]),
});

function readList(text: string, source: string, span: Span): ReadEvents {
  const list = z.array(z.unknown()).safeParse(parseYaml(text));
  if (!list.success) throw new Error('is no calendar: expected iCalendar, or a YAML list of { name, from, to, tags }');
  const events: KnownEvent[] = [];
  const problems: string[] = [];
  for (const [index, item] of list.data.entries()) {
    const parsed = ListedEvent.safeParse(item);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      problems.push(`entry ${index + 1}: ${issue?.path.join('.') || 'entry'}: ${issue?.message ?? 'unreadable'}`);
      continue;
    }
    const { name, from, tags } = parsed.data;
    const to = parsed.data.to ?? new Date(from.getTime() + dayMs);
    if (to <= from) problems.push(`entry ${index + 1}: to: is not after from`);
    else if (from < span.to && to >= span.from && events.length < mostEvents) {
      events.push({ name, from, to, tags: tags.map(normalTag).filter((tag) => tag !== ''), source });
    }
  }
  return { events, problems };
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0, logLevel: 'error' });
  } catch (cause) {
    throw new Error('is no YAML that can be read', { cause });
  }
}
