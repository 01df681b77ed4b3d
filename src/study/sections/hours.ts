/** F14: at which hours of the week is posted. */
import { hoursNote, measurePostingHours } from '../../measure/study/posting-hours.ts';
import { number, text, traced } from '../cells.ts';
import { type StudyContext, usualOptions } from '../context.ts';
import type { StudySection } from '../report.ts';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export function hoursSection(context: StudyContext): StudySection {
  const { zones } = context.question;
  const hours = measurePostingHours(context.table, { ...usualOptions(context), zones });
  const { week, officeFrom, officeTo } = hours;
  const byDay = weekdays.map((_, day) => week.slice(day * 24, day * 24 + 24));
  const distance = (name: string, found: typeof hours.byHour): readonly ReturnType<typeof text>[] => [
    text(name),
    number(found?.distance, undefined, 3),
    number(found?.byChance, undefined, 3),
  ];
  return {
    id: 'hours',
    title: 'Posting hours',
    measure: 'F14',
    definition:
      'Posts and reposts by hour of the week in UTC, and the share on weekdays between the office hours of a stated zone.',
    parameters: [
      `office hours ${officeFrom}:00 to ${officeTo}:00, Monday to Friday`,
      zones.length === 0 ? 'no zone was stated' : `stated zones: ${zones.join(', ')}`,
    ],
    guard: `${hoursNote} Never alone, and it names no country.`,
    notes: [],
    tables: [
      {
        id: 'hours-office',
        title: 'Office hours of the stated zones',
        columns: ['zone', 'posts in office hours', 'all other posts read'],
        rows: hours.offices.map((office) => [text(office.zone), traced(office), traced(office.rest)]),
      },
      {
        id: 'hours-distance',
        title: 'Distance to all other posts read (Jensen-Shannon, 0 same, 1 nothing in common)',
        columns: ['over', 'distance', 'by chance'],
        rows:
          hours.restPosts === 0
            ? []
            : [distance('hours of the day', hours.byHour), distance('hours of the week', hours.byWeek)],
      },
      {
        id: 'hours-week',
        title: 'Posts by hour (UTC) and weekday',
        columns: ['hour', ...weekdays],
        rows: Array.from({ length: 24 }, (_, hour) => [
          text(`${String(hour).padStart(2, '0')}:00`),
          ...weekdays.map((_, day) => number(week[day * 24 + hour], () => hours.behind(day * 24 + hour))),
        ]),
      },
    ],
    pictures: hours.posts === 0 ? [] : [{ kind: 'hours', title: 'Posts by hour of the week, UTC', counts: byDay }],
  };
}
