import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvents } from '../../../src/source/calendar/read-events.ts';

const span = { from: new Date('2026-02-01T00:00:00Z'), to: new Date('2026-04-01T00:00:00Z') };

function calendar(...events: readonly string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Example//EN', ...events, 'END:VCALENDAR', ''].join('\r\n');
}

function event(...lines: readonly string[]): string {
  return ['BEGIN:VEVENT', 'UID:1@example.org', 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT'].join('\r\n');
}

function outcomeOf(text: string): string {
  try {
    const { events, problems } = readEvents(text, 'x', span);
    return `read ${events.length} and ${problems.length}`;
  } catch (error) {
    return String(error);
  }
}

describe('readEvents', () => {
  it('reads a time in UTC, and the tags from categories and text', () => {
    const text = calendar(
      event(
        'SUMMARY:Example Cup Final #ExampleCup',
        'CATEGORIES:Sport,Final',
        'DTSTART:20260302T180000Z',
        'DTEND:20260302T200000Z',
      ),
    );

    expect(readEvents(text, 'cup.ics', span)).toEqual({
      events: [
        {
          name: 'Example Cup Final #ExampleCup',
          from: new Date('2026-03-02T18:00:00Z'),
          to: new Date('2026-03-02T20:00:00Z'),
          tags: ['sport', 'final', 'examplecup'],
          source: 'cup.ics',
        },
      ],
      problems: [],
    });
  });

  it('reads the zone that the file defines, also over a change to summer time', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Berlin',
      'BEGIN:STANDARD',
      'DTSTART:19701025T030000',
      'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0100',
      'END:STANDARD',
      'BEGIN:DAYLIGHT',
      'DTSTART:19700329T020000',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0200',
      'END:DAYLIGHT',
      'END:VTIMEZONE',
    ].join('\r\n');
    const weekly = event(
      'SUMMARY:Weekly',
      'DTSTART;TZID=Europe/Berlin:20260326T120000',
      'DURATION:PT1H',
      'RRULE:FREQ=WEEKLY;COUNT=2',
    );

    const { events } = readEvents(calendar(zone, weekly), 'w.ics', { ...span, to: new Date('2026-05-01T00:00:00Z') });

    expect(events.map(({ from }) => from.toISOString())).toEqual([
      '2026-03-26T11:00:00.000Z',
      '2026-04-02T10:00:00.000Z',
    ]);
  });

  it('takes an event of a day as the whole day', () => {
    const text = calendar(event('SUMMARY:Example Day', 'DTSTART;VALUE=DATE:20260303'));

    expect(readEvents(text, 'd.ics', span).events).toMatchObject([
      { from: new Date('2026-03-03T00:00:00Z'), to: new Date('2026-03-04T00:00:00Z') },
    ]);
  });

  it('is not filled by a rule that repeats for ever', () => {
    const text = calendar(event('SUMMARY:Tick', 'DTSTART:20250101T000000Z', 'RRULE:FREQ=SECONDLY'));

    expect(readEvents(text, 't.ics', span).events.length).toBeLessThanOrEqual(400);
  });

  it('reads a list of ours and names the entry that is wrong', () => {
    const text = [
      '- { name: Example Election, from: 2026-03-08, tags: ["#ExampleVotes"] }',
      '- { name: No time }',
      '- { name: Backwards, from: 2026-03-08T10:00:00Z, to: 2026-03-08T09:00:00Z }',
      '- { name: Far away, from: 2027-03-08 }',
    ].join('\n');

    const { events, problems } = readEvents(text, 'events.yaml', span);

    expect(events).toEqual([
      {
        name: 'Example Election',
        from: new Date('2026-03-08T00:00:00Z'),
        to: new Date('2026-03-09T00:00:00Z'),
        tags: ['examplevotes'],
        source: 'events.yaml',
      },
    ]);
    expect(problems).toHaveLength(2);
    expect(problems[0]).toMatch(/^entry 2: from/);
    expect(problems[1]).toMatch(/^entry 3: to/);
  });

  it('says of anything else that it is no calendar, and throws nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `BEGIN:VCALENDAR\r\n${text}`),
        ),
        (text) => {
          expect(outcomeOf(text)).toMatch(/^(read|Error: is no (calendar|YAML|iCalendar))/);
        },
      ),
    );
  });
});
