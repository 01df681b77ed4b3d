import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueDigest, dueInstant, localDateOf } from '../../src/alert/due.ts';

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

/** Zones of every kind of rule: none, half and quarter hours, half-hour change, change at midnight and before it. */
const zones = [
  'UTC',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Dublin',
  'Europe/Moscow',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'America/Havana',
  'America/Nuuk',
  'America/Scoresbysund',
  'America/Asuncion',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Africa/El_Aaiun',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Jerusalem',
  'Asia/Kathmandu',
  'Asia/Shanghai',
  'Asia/Urumqi',
  'Asia/Kolkata',
  'Asia/Almaty',
  'Australia/Adelaide',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Norfolk',
  'Pacific/Easter',
  'Pacific/Pago_Pago',
  'Antarctica/Troll',
];

const walls = new Map(
  zones.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
  ]),
);

/** What the clock on the wall shows, read independently of the code under test: `YYYY-MM-DD HH:MM:SS`. */
function wallOf(zone: string, at: Date): string {
  return walls.get(zone)!.format(at);
}

/** Instants at which the offset of a zone changes, to the minute, by walking the years hour by hour. */
function changesOf(zone: string): readonly number[] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset', year: 'numeric' });
  const offsetAt = (at: number): string =>
    format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const changes: number[] = [];
  const end = Date.UTC(2031, 0, 1);
  for (let day = Date.UTC(2024, 0, 1); day < end; day += dayMs) {
    const before = offsetAt(day);
    if (before === offsetAt(day + dayMs)) continue;
    let at = day;
    while (offsetAt(at) === before) at += minuteMs;
    changes.push(at);
  }
  return changes;
}

const changes = new Map(zones.map((zone) => [zone, changesOf(zone)]));
const anyZone = fc.constantFrom(...zones);
const anyMinute = fc.integer({ min: 0, max: 1439 }).map(wallTimeOf);
const anyDay = fc
  .integer({ min: Date.UTC(2024, 0, 2) / dayMs, max: Date.UTC(2030, 11, 30) / dayMs })
  .map((day) => new Date(day * dayMs).toISOString().slice(0, 10));

function wallTimeOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

describe('the due instant', () => {
  const cases: readonly (readonly [string, string, string, string, string])[] = [
    ['a usual day', 'Europe/Berlin', '08:00', '2026-11-24', '2026-11-24T07:00:00.000Z'],
    ['London skips 01:30', 'Europe/London', '01:30', '2027-03-28', '2027-03-28T01:00:00.000Z'],
    ['London shows 01:30 twice', 'Europe/London', '01:30', '2026-10-25', '2026-10-25T00:30:00.000Z'],
    ['Lord Howe skips 02:15', 'Australia/Lord_Howe', '02:15', '2026-10-04', '2026-10-03T15:30:00.000Z'],
    ['Lord Howe shows 01:45 twice', 'Australia/Lord_Howe', '01:45', '2027-04-04', '2027-04-03T14:45:00.000Z'],
    ['New York before spring', 'America/New_York', '09:00', '2027-03-13', '2027-03-13T14:00:00.000Z'],
    ['New York after spring', 'America/New_York', '09:00', '2027-03-14', '2027-03-14T13:00:00.000Z'],
    ['Cairo skips midnight', 'Africa/Cairo', '00:00', '2026-04-24', '2026-04-23T22:00:00.000Z'],
    ['Nuuk skips the last hour of a day', 'America/Nuuk', '23:30', '2026-03-28', '2026-03-29T01:00:00.000Z'],
    ['the day of Kiritimati begins first', 'Pacific/Kiritimati', '00:00', '2026-01-01', '2025-12-31T10:00:00.000Z'],
  ];

  it.each(cases)('%s: %s %s %s', (_, zone, at, date, instant) => {
    expect(dueInstant(zone, at, date).toISOString()).toBe(instant);
  });

  it('shows the wall time asked for, on every day without a change', () => {
    fc.assert(
      fc.property(anyZone, anyMinute, anyDay, (zone, at, date) => {
        const due = dueInstant(zone, at, date).getTime();
        fc.pre((changes.get(zone) ?? []).every((change) => Math.abs(change - due) > 3 * dayMs));

        expect(wallOf(zone, new Date(due))).toBe(`${date} ${at}:00`);
      }),
      { numRuns: 500 },
    );
  });

  it('is the first instant at or past the wall time, around every change of every zone', { timeout: 60_000 }, () => {
    for (const [zone, instants] of changes) {
      for (const change of instants) {
        for (const aside of [-90, -61, -30, -1, 0, 1, 15, 30, 59, 61, 90]) {
          const [date = '', time = ''] = wallOf(zone, new Date(change + aside * minuteMs)).split(' ');
          expect(earlierThanDue(zone, time.slice(0, 5), date)).toEqual([]);
        }
      }
    }
  });

  it('is the first instant at or past every wall time that a gap skips', () => {
    let gaps = 0;
    for (const [zone, instants] of changes) {
      for (const change of instants) {
        const before = Date.parse(`${wallOf(zone, new Date(change - 1000)).replace(' ', 'T')}Z`) + 1000;
        const after = Date.parse(`${wallOf(zone, new Date(change)).replace(' ', 'T')}Z`);
        for (let skipped = before; skipped < after; skipped += 15 * minuteMs) {
          const [date = '', time = ''] = new Date(skipped).toISOString().split('T');
          gaps += 1;
          expect(dueInstant(zone, time.slice(0, 5), date).getTime()).toBe(change);
        }
      }
    }
    expect(gaps).toBeGreaterThan(100);
  });

  it('refuses what is no wall time', () => {
    expect(() => dueInstant('UTC', '24:00', '2026-01-01')).toThrow(RangeError);
    expect(() => dueInstant('UTC', '8:00', '2026-01-01')).toThrow(RangeError);
    expect(() => dueInstant('UTC', '08:00', '2026-13-01')).toThrow(RangeError);
  });
});

/** Instants shortly before the due one that show the wall time or later already, and the due one if it does not. */
function earlierThanDue(zone: string, at: string, date: string): readonly string[] {
  const due = dueInstant(zone, at, date);
  const wrong = wallOf(zone, due) >= `${date} ${at}:00` ? [] : [`${zone} ${wallOf(zone, due)}`];
  for (let before = due.getTime() - minuteMs; before > due.getTime() - 180 * minuteMs; before -= 15 * minuteMs) {
    const shown = wallOf(zone, new Date(before));
    if (shown >= `${date} ${at}:00`) wrong.push(`${zone} ${shown}`);
  }
  return wrong;
}

describe('the local date', () => {
  it('is what the calendar on the wall says', () => {
    fc.assert(
      fc.property(
        anyZone,
        fc.date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }),
        (zone, at) => {
          expect(localDateOf(zone, at)).toBe(wallOf(zone, at).slice(0, 10));
        },
      ),
    );
  });
});

describe('a digest', () => {
  const clock = { zone: 'Europe/Berlin', at: '08:00' };

  it('is not due before its time', () => {
    const now = new Date('2026-11-24T06:59:59Z');

    expect(dueDigest({ ...clock, lastLocalDate: '2026-11-23', now })).toBeUndefined();
  });

  it('is due at its time, and not again once sent', () => {
    const now = new Date('2026-11-24T07:00:00Z');

    expect(dueDigest({ ...clock, lastLocalDate: '2026-11-23', now })).toEqual({ localDate: '2026-11-24', late: 0 });
    expect(dueDigest({ ...clock, lastLocalDate: '2026-11-24', now })).toBeUndefined();
  });

  it('is sent late once after a stop, whatever the length of the stop', () => {
    const now = new Date('2026-11-24T09:00:00Z');

    const due = dueDigest({ ...clock, lastLocalDate: '2026-11-01', now });

    expect(due).toEqual({ localDate: '2026-11-24', late: 2 * 60 * minuteMs });
  });

  it('makes up for yesterday when the stop went over midnight', () => {
    const now = new Date('2026-11-24T00:10:00Z');

    const due = dueDigest({ zone: 'UTC', at: '23:50', lastLocalDate: '2026-11-22', now });

    expect(due).toEqual({ localDate: '2026-11-23', late: 20 * minuteMs });
  });

  it('starts with today where none was ever sent', () => {
    expect(dueDigest({ zone: 'UTC', at: '23:50', now: new Date('2026-11-24T00:10:00Z') })).toBeUndefined();
    expect(dueDigest({ zone: 'UTC', at: '00:05', now: new Date('2026-11-24T00:10:00Z') })).toEqual({
      localDate: '2026-11-24',
      late: 5 * minuteMs,
    });
  });

  it('is not lost on the day whose last hour is skipped', () => {
    const now = new Date('2026-03-29T01:00:00Z');

    const due = dueDigest({ zone: 'America/Nuuk', at: '23:30', lastLocalDate: '2026-03-27', now });

    expect(due).toEqual({ localDate: '2026-03-28', late: 0 });
  });

  it('goes out once for every local date, minute after minute through any change of clocks', {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(
        anyZone.filter((zone) => (changes.get(zone) ?? []).length > 0),
        fc.nat(),
        fc.constantFrom('00:00', '00:30', '01:30', '02:15', '02:30', '08:00', '23:00', '23:30', '23:59'),
        (zone, pick, at) => {
          const instants = changes.get(zone) ?? [];
          const change = instants[pick % instants.length] ?? 0;
          const sent: string[] = [];
          let lastLocalDate = localDateOf(zone, new Date(change - 3 * dayMs));
          const first = lastLocalDate;
          for (let now = change - 2 * dayMs; now < change + 2 * dayMs; now += 10 * minuteMs) {
            const due = dueDigest({ zone, at, lastLocalDate, now: new Date(now) });
            if (!due) continue;
            sent.push(due.localDate);
            lastLocalDate = due.localDate;
          }

          const expected = datesBetween(first, lastLocalDate);
          expect(sent).toEqual(sent[0] === expected[0] ? expected : expected.slice(1));
          expect(sent.length).toBeGreaterThanOrEqual(3);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** The dates after `first` up to `last`. */
function datesBetween(first: string, last: string): readonly string[] {
  const dates: string[] = [];
  for (let at = Date.parse(first) + dayMs; at <= Date.parse(last); at += dayMs) {
    dates.push(new Date(at).toISOString().slice(0, 10));
  }
  return dates;
}
