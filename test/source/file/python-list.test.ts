import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePythonList } from '../../../src/source/file/python-list.ts';

/** `repr` of a Python string. */
function repr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = Array.from(text, (char) => {
    if (char === '\\' || char === quote) return `\\${char}`;
    const named = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[char];
    if (named !== undefined) return named;
    const point = char.codePointAt(0) ?? 0;
    if (point < 0x20 || (point >= 0x7f && point < 0xa1)) return `\\x${point.toString(16).padStart(2, '0')}`;
    if (point >= 0x200b && point <= 0x200f) return `\\u${point.toString(16).padStart(4, '0')}`;
    if (point > 0xe0000) return `\\U${point.toString(16).padStart(8, '0')}`;
    return char;
  });
  return quote + inside.join('') + quote;
}

const aCharacter = fc.constantFrom(...'aZ 09,[]\'"\\\n\r\t\0\x1b\u0080é示م\u200bПu U x 😀\u{e0001}'.match(/./gsu)!);

describe('a list as Python prints it', () => {
  it('gives back what was printed', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: aCharacter, minLength: 1, maxLength: 12 })), (items) => {
        expect(parsePythonList(`[${items.map(repr).join(', ')}]`)).toEqual(items.filter((item) => item !== 'None'));
      }),
    );
  });

  it.each([
    ['', []],
    ['[]', []],
    ['nan', []],
    ["['示例话题', 'SampleTag']", ['示例话题', 'SampleTag']],
    [`["it's", 'say "so"']`, ["it's", 'say "so"']],
    ["['a, b', 'c]']", ['a, b', 'c]']],
    ["[u'a', u'b']", ['a', 'b']],
    ['[a, b]', ['a', 'b']],
    ["['', None, 'x']", ['x']],
    [String.raw`['\xe9\u793a\U0001f600\\']`, ['é示😀\\']],
    ['one two,three', ['one', 'two', 'three']],
  ])('%s is read', (cell, items) => {
    expect(parsePythonList(cell)).toEqual(items);
  });

  it.each(["['a'", "['a", "['a' 'b']", "['a']]", "['a'], 'b']"])('%s is damaged', (cell) => {
    expect(parsePythonList(cell)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('[', ']', "'", '"', '\\', ',', ' ', 'u', 'x', '4', 'U') }),
        (cell) => {
          expect(() => parsePythonList(`[${cell}`)).not.toThrow();
          expect(() => parsePythonList(`${cell}]`)).not.toThrow();
        },
      ),
    );
  });
});
