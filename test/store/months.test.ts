import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthOf } from '../../src/store/months.ts';

describe('the month of a post', () => {
  it('is the one in UTC, its first instant included', () => {
    expect(monthOf(new Date('2026-11-01T00:00:00.000Z'))?.name).toBe('y2026m11');
    expect(monthOf(new Date('2026-10-31T23:59:59.999Z'))?.name).toBe('y2026m10');
    expect(monthOf(new Date('2026-12-31T23:59:59.999Z'))?.to).toEqual(new Date('2027-01-01'));
  });

  it('is none of its own for dates that nobody can mean', () => {
    expect(monthOf(new Date('2004-12-31T23:59:59.999Z'))).toBeUndefined();
    expect(monthOf(new Date('2100-01-01'))).toBeUndefined();
  });

  it('holds the date', () => {
    const date = fc.date({
      min: new Date('2005-01-01'),
      max: new Date('2099-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (given) => {
        const month = monthOf(given);

        expect(month !== undefined && month.from <= given && given < month.to).toBe(true);
      }),
    );
  });
});
