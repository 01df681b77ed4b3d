import { describe, expect, it } from 'vitest';
import { estimateXCost } from '../../../src/source/x/cost.ts';
import { XSettings } from '../../../src/source/x/settings.ts';

const every = (everyMinutes: number) => XSettings.parse({ counts: { everyMinutes } });

describe('what X will cost', () => {
  it.each([
    [60, 36],
    [15, 144],
    [5, 432],
  ])('is told for ten tags counted every %i minutes', (minutes, usd) => {
    const { usdPerMonth, lines } = estimateXCost(every(minutes), { tags: 10, accounts: 0 });

    expect(usdPerMonth).toBe(usd);
    expect(lines).toContain(`10 tags counted every ${minutes} min: about $${usd} a month`);
  });

  it.each(['timeline', 'activity', 'stream'] as const)('is told for accounts that are read by %s', (accounts) => {
    const { usdPerMonth, lines } = estimateXCost(XSettings.parse({ accounts }), { tags: 0, accounts: 300 });

    expect(usdPerMonth).toBe(450);
    expect(lines).toContain('300 accounts at 10 posts a day: about $450 a month');
  });

  it('is nothing for accounts that are not read, and for no tags', () => {
    const { usdPerMonth, lines } = estimateXCost(XSettings.parse({}), { tags: 0, accounts: 300 });

    expect(usdPerMonth).toBe(0);
    expect(lines.join('\n')).not.toMatch(/accounts|counted/);
  });

  it('counts configured queries like tags', () => {
    const settings = XSettings.parse({ queries: { floods: 'flood (city OR river)' } });

    const { usdPerMonth, lines } = estimateXCost(settings, { tags: 1, accounts: 0 });

    expect(usdPerMonth).toBe(7.2);
    expect(lines[0]).toBe('2 tags and queries counted every 60 min: about $7.20 a month');
  });

  it('goes by the prices that are set', () => {
    const settings = XSettings.parse({ prices: { count: 0.01 } });

    expect(estimateXCost(settings, { tags: 10, accounts: 0 }).usdPerMonth).toBe(72);
  });

  it('says when it is more than the budget', () => {
    const dear = estimateXCost(every(5), { tags: 10, accounts: 0 });
    const cheap = estimateXCost(every(60), { tags: 10, accounts: 0 });

    expect(dear.lines.at(-1)).toMatch(/more than the budget/);
    expect(cheap.lines.at(-1)).toBe('never more than $5 a day and $100 a month');
  });
});
