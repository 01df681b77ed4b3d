/**
 * Lists as Python prints them, which is how takedown archives and share logs keep tags and links: `['a', "it's"]`,
 * in older files also `[a, b]`.
 */

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', "'": "'", '"': '"' };

/** One item, and nothing in it that means something. */
const simpleItem = /^\['[^'\\]+'\]$/;

/** The items of a printed list; `[]` for an empty cell; `undefined` when the list is damaged. */
export function parsePythonList(cell: string): readonly string[] | undefined {
  if (cell === '' || cell === '[]') return [];
  if (simpleItem.test(cell)) return cell === "['None']" ? [] : [cell.slice(2, -2)];
  const text = cell.trim();
  if (text === '' || text === '[]' || /^(nan|none)$/i.test(text)) return [];
  if (!text.startsWith('[')) return text.split(/[\s,]+/).filter((item) => item !== '');
  if (!text.endsWith(']')) return undefined;
  return readItems(text);
}

function readItems(text: string): readonly string[] | undefined {
  const items: string[] = [];
  let at = 1;
  for (;;) {
    at = skip(text, at, /[\s,]/);
    if (text[at] === ']') return at === text.length - 1 ? items : undefined;
    if (/[uU]/.test(text[at] ?? '') && /['"]/.test(text[at + 1] ?? '')) at += 1;
    const item = text[at] === "'" || text[at] === '"' ? readQuoted(text, at) : readBare(text, at);
    if (item === undefined) return undefined;
    if (item.value !== '' && item.value !== 'None') items.push(item.value);
    at = skip(text, item.end, /\s/);
    if (text[at] !== ',' && text[at] !== ']') return undefined;
  }
}

interface Item {
  readonly value: string;
  /** Index of the first character after the item. */
  readonly end: number;
}

function readQuoted(text: string, start: number): Item | undefined {
  const quote = text[start];
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at];
    if (char === quote) return { value, end: at + 1 };
    if (char !== '\\') {
      value += char;
      continue;
    }
    const escape = readEscape(text, at + 1);
    value += escape.value;
    at = escape.end - 1;
  }
  return undefined;
}

function readEscape(text: string, at: number): Item {
  const plain = escapes[text[at] ?? ''];
  if (plain !== undefined) return { value: plain, end: at + 1 };
  const hex = /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(text.slice(at, at + 9));
  const point = Number.parseInt(hex?.[1] ?? hex?.[2] ?? hex?.[3] ?? '', 16);
  if (hex !== null && point <= 0x10ffff) return { value: String.fromCodePoint(point), end: at + hex[0].length };
  return { value: '\\', end: at };
}

function readBare(text: string, start: number): Item {
  const end = skip(text, start, /[^,\]]/);
  return { value: text.slice(start, end).trim(), end };
}

function skip(text: string, start: number, what: RegExp): number {
  let at = start;
  while (at < text.length && what.test(text[at] ?? '')) at += 1;
  return at;
}
