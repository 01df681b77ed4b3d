import { expect, it } from 'vitest';
import { isoWeek } from '../../src/campaign/fit-week.ts';

it.each([
  ['2026-11-30T00:00:00Z', '2026-W49'],
  ['2026-11-29T23:59:59Z', '2026-W48'],
  ['2026-01-01T00:00:00Z', '2026-W01'],
  ['2025-12-29T00:00:00Z', '2026-W01'],
  ['2027-01-01T12:00:00Z', '2026-W53'],
  ['2023-01-01T12:00:00Z', '2022-W52'],
  ['2020-12-31T12:00:00Z', '2020-W53'],
])('%s lies in %s', (at, week) => {
  expect(isoWeek(new Date(at))).toBe(week);
});
