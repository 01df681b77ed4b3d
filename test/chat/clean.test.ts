import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, cutText } from '../../src/chat/clean.ts';
import { hostileText } from './hostile.ts';

describe('cleaned text', () => {
  it('is one line without controls, half letters or turned text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(cleanText(text)).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b]/u);
      }),
    );
  });

  it('cleaned again is the same', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
      }),
    );
  });

  it.each(['停止涉疆谣言', 'أوقفوا شائعات', 'می‌خواهم', 'ئۇيغۇر', '👩‍👩‍👧 é ỗ', '● S2  #Tag · “x”'])(
    'keeps %s',
    (text) => {
      expect(cleanText(text)).toBe(text);
    },
  );

  it('keeps a stack of marks within its line', () => {
    expect(cleanText(`z${'\u0301'.repeat(50)}`)).toBe(`z${'\u0301'.repeat(8)}`);
  });
});

describe('cut text', () => {
  const length = (text: string): number => text.length;

  it('costs at most its room and begins as the text does', () => {
    fc.assert(
      fc.property(hostileText.map(cleanText), fc.integer({ min: 1, max: 400 }), (text, room) => {
        const cut = cutText(text, room * 2, (some) => some.length * 2);

        expect(cut.length).toBeLessThanOrEqual(room);
        expect(text.startsWith(cut.replace(/ ?…$/u, ''))).toBe(true);
        expect(cut).not.toMatch(/\p{Cs}/u);
      }),
    );
  });

  it('is the whole text where it fits', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(cutText(text, text.length, length)).toBe(text);
      }),
    );
  });

  it('is cut at a word', () => {
    expect(cutText('nine of 214 accounts', 14, length)).toBe('nine of 214 …');
  });
});
