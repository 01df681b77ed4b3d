import { describe, expect, it } from 'vitest';
import { dueJobs, timetable } from '../../jobs/timetable.ts';

const entries = timetable({ collectMinutes: 5, detectMinutes: 1, enrichMinutes: 15 });

describe('dueJobs', () => {
  it('looks every minute, collects every fifth, prunes once a day', () => {
    expect(dueJobs(new Date('2026-03-02T12:05:00Z'), entries)).toEqual(['collect', 'detect', 'notify', 'digest']);
    expect(dueJobs(new Date('2026-03-02T12:06:00Z'), entries)).toEqual(['detect', 'notify', 'digest']);
    expect(dueJobs(new Date('2026-03-02T03:07:00Z'), entries)).toContain('refresh-registry');
    expect(dueJobs(new Date('2026-03-02T03:08:00Z'), entries)).not.toContain('refresh-registry');
    expect(dueJobs(new Date('2026-03-02T03:17:00Z'), entries)).toContain('prune');
    expect(dueJobs(new Date('2026-03-02T15:17:00Z'), entries)).not.toContain('prune');
  });
});
