/** The whole schedule on one page. The minute is the smallest step; what is due is added to the queue under its minute. */

export const jobNames = [
  'collect',
  'detect',
  'notify',
  'digest',
  'enrich',
  'recheck',
  'refit',
  'refresh-registry',
  'prune',
] as const;
export type JobName = (typeof jobNames)[number];

export interface TimetableEntry {
  readonly job: JobName;
  /** Runs every so many minutes since 00:00 UTC … */
  readonly everyMinutes: number;
  /** … at this minute of each period. */
  readonly atMinute: number;
}

export interface TimetableSettings {
  readonly collectMinutes: number;
  readonly detectMinutes: number;
  readonly enrichMinutes: number;
}

export function timetable({
  collectMinutes,
  detectMinutes,
  enrichMinutes,
}: TimetableSettings): readonly TimetableEntry[] {
  return [
    { job: 'collect', everyMinutes: collectMinutes, atMinute: 0 },
    { job: 'detect', everyMinutes: detectMinutes, atMinute: 0 },
    { job: 'notify', everyMinutes: 1, atMinute: 0 },
    // What is due is computed from zone and wall time, so looking every minute is all there is to do.
    { job: 'digest', everyMinutes: 1, atMinute: 0 },
    { job: 'enrich', everyMinutes: enrichMinutes, atMinute: 2 },
    // The first re-check is due an hour after a campaign opened; ten minutes more or less do not matter.
    { job: 'recheck', everyMinutes: 10, atMinute: 4 },
    // Each list has its own pace; the tick asks which are due. Away from the full hour, when everybody asks.
    // Once a week, of itself; hourly so that a Monday morning of downtime is made up for.
    { job: 'refit', everyMinutes: 60, atMinute: 9 },
    { job: 'refresh-registry', everyMinutes: 60, atMinute: 7 },
    { job: 'prune', everyMinutes: 24 * 60, atMinute: 3 * 60 + 17 },
  ];
}

/** @param minute an instant at a full minute */
export function dueJobs(minute: Date, entries: readonly TimetableEntry[]): readonly JobName[] {
  const minutes = Math.floor(minute.getTime() / 60_000);
  return entries
    .filter(({ everyMinutes, atMinute }) => minutes % everyMinutes === atMinute % everyMinutes)
    .map(({ job }) => job);
}
