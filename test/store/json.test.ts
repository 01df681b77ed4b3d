import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, toDocument, toJson } from '../../src/store/json.ts';

const anyText = fc
  .string({ unit: 'binary' })
  .chain((text) =>
    fc
      .tuple(fc.constantFrom('', '\u0000', '\ud800', '\udfff', '\\u0000', '\\\u0000', '"\ud83d'), fc.nat(text.length))
      .map(([piece, at]) => text.slice(0, at) + piece + text.slice(at)),
  );

describe('cleanText', () => {
  it('takes out zero bytes, replaces halves of pairs and leaves the rest alone', () => {
    expect(cleanText('a\u0000b')).toBe('ab');
    expect(cleanText('\ud83d\ude00')).toBe('😀');
    expect(cleanText('\ude00\ud83d')).toBe('\ufffd\ufffd');
    expect(cleanText('a\ud83db')).toBe('a\ufffdb');
  });

  it('gives text that is UTF-8 without zero bytes, for any text, and the same again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text);

        expect(Buffer.from(clean, 'utf8').toString('utf8')).toBe(clean);
        expect(clean).not.toContain('\u0000');
        expect(cleanText(clean)).toBe(clean);
      }),
    );
  });
});

describe('toJson', () => {
  it('cleans every text and key inside as cleanText does', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyText, anyText)), (pairs) => {
        const given = {
          list: pairs.map(([, value]) => value),
          inner: pairs.map(([key, value]) => ({ [`k${key}`]: value })),
        };
        const expected = {
          list: pairs.map(([, value]) => cleanText(value)),
          inner: pairs.map(([key, value]) => ({ [`k${cleanText(key)}`]: cleanText(value) })),
        };

        expect(JSON.parse(toJson(given))).toEqual(expected);
      }),
    );
  });

  it('leaves an escaped backslash before the letters of an escape alone', () => {
    expect(JSON.parse(toJson('\\u0000\\ud800'))).toBe('\\u0000\\ud800');
    expect(JSON.parse(toJson('\\\u0000'))).toBe('\\');
  });

  it('gives null for nothing', () => {
    expect(toJson(undefined)).toBe('null');
  });
});

describe('toDocument', () => {
  it('keeps numbers that JSON has no form for', () => {
    expect(toDocument([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1])).toBe(
      '["Infinity","-Infinity","NaN",1]',
    );
  });
});
