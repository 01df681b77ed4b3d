import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOf } from '../../src/measure/share.ts';
import { duration, shareText, shorten } from '../../src/measure/words.ts';
import { chanceText, dayName, defang, groupName } from '../../src/message/wording.ts';

describe('chanceText', () => {
  it('turns a rate into plain time', () => {
    expect(chanceText(1 / (11 * 365.25))).toBe('once in 11 years');
    expect(chanceText(0.2)).toBe('once in 5 days');
    expect(chanceText(1 / 150)).toBe('once in 5 months');
    expect(chanceText(3)).toBe('3.0 times a day');
    expect(chanceText(0)).toBe('less than once in 1,000 years');
  });
});

describe('shareText', () => {
  it('never comes without denominator and interval', () => {
    expect(shareText(shareOf(9, 214))).toBe('9 of 214 (4.2 %, 95 % 2.2-7.8)');
    expect(shareText(shareOf(131, 214))).toBe('131 of 214 (61 %, 95 % 55-67)');
    expect(shareText(shareOf(0, 0))).toBe('0 of 0');
  });
});

describe('groupName', () => {
  it('says a group as people do, and leaves its topic alone', () => {
    expect(groupName('CN state-media')).toBe('CN state media');
    expect(groupName('XX diplomat · #a-b diplomat')).toBe('XX diplomats · #a-b diplomat');
    expect(groupName('RU government')).toBe('RU government');
  });
});

describe('dayName', () => {
  it('gives every month three letters', () => {
    const names = Array.from({ length: 12 }, (_, month) => dayName(new Date(Date.UTC(2026, month, 3, 12)), 'UTC'));

    expect(names.map((name) => name.split(' ')[2]).join(' ')).toBe('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec');
    expect(dayName(new Date('2026-11-23T23:30:00Z'), 'Europe/Berlin')).toBe('Tue 24 Nov 2026');
  });
});

describe('defang', () => {
  it('leaves nothing that a chat makes a link of', () => {
    expect(defang('news.example/a.html?b=1')).toBe('news[.]example/a.html?b=1');
  });
});

describe('shorten', () => {
  it('never cuts inside a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, most) => {
        const short = shorten(text, most);
        return Array.from(short).length <= most && !/[\ud800-\udbff]$/.test(short);
      }),
    );
  });
});

describe('duration', () => {
  it('uses the unit a person would', () => {
    expect([duration(40 * 60_000), duration(3 * 3_600_000), duration(72 * 3_600_000)]).toEqual([
      '40 min',
      '3 h',
      '3 days',
    ]);
  });
});
