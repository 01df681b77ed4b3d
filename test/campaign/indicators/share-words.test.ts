import { describe, expect, it } from 'vitest';
import { datesMissing, shareOfText } from '../../../src/campaign/indicators/share-words.ts';
import { shareOf } from '../../../src/measure/share.ts';

describe('shareOfText', () => {
  it('puts what is counted beside the count, in its number', () => {
    expect(shareOfText(shareOf(9, 214), 'account')).toBe('9 of 214 accounts (4.2 %, 95 % 2.2-7.8)');
    expect(shareOfText(shareOf(1, 1), 'post with a link', 'posts with a link')).toMatch(/^1 of 1 post with a link \(/);
    expect(shareOfText(shareOf(1_200, 4_100), 'text')).toMatch(/^1,200 of 4,100 texts \(/);
    expect(shareOfText(shareOf(0, 0), 'account')).toBe('0 of 0 accounts');
  });
});

describe('datesMissing', () => {
  it('tells dates that nobody knows from accounts that are too few', () => {
    expect(datesMissing(176, 214)).toBe('creation dates of 38 accounts');
    expect(datesMissing(7, 7)).toBe('account ages: only 7 accounts');
  });
});
