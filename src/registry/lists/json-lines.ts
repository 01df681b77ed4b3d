/**
 * Goes once through JSON text: on which line each item of its lists stands, and on which line the text goes wrong.
 *
 * Not recursive, so depth costs memory only; lists deeper than a few steps are passed over.
 */
export interface JsonLines {
  /** Line of an item by its path: `objects[3]`, `response[0].Event.Object[2]`. */
  readonly items: ReadonlyMap<string, number>;
  /** Where the text stopped being JSON; the last line when it did not. */
  readonly line: number;
}

/** No list that an importer reads lies deeper. */
const deepest = 6;

interface Frame {
  readonly list: boolean;
  /** `undefined` below the depth that is of interest. */
  readonly path: string | undefined;
  index: number;
  key: string;
  expects: 'first' | 'value' | 'key' | 'colon' | 'comma';
}

const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

export function jsonLines(text: string): JsonLines {
  const items = new Map<string, number>();
  const stack: Frame[] = [];
  let line = 1;
  let ended = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (sign === '\n') line++;
    if (sign === ' ' || sign === '\n' || sign === '\r' || sign === '\t') continue;
    const top = stack.at(-1);
    if (ended) return { items, line };
    if (sign === '}' || sign === ']') {
      if (top === undefined || top.list !== (sign === ']')) return { items, line };
      if (top.expects !== 'first' && top.expects !== 'comma') return { items, line };
      stack.pop();
      ended = stack.length === 0;
      continue;
    }
    if (sign === ',' || sign === ':') {
      if (top?.expects !== (sign === ',' ? 'comma' : 'colon')) return { items, line };
      top.expects = sign === ':' || top.list ? 'value' : 'key';
      continue;
    }
    if (top !== undefined && !top.list && (top.expects === 'first' || top.expects === 'key')) {
      const end = sign === '"' ? endOfString(text, at) : undefined;
      if (end === undefined) return { items, line };
      top.key = top.path === undefined ? '' : text.slice(at + 1, end);
      top.expects = 'colon';
      at = end;
      continue;
    }
    if (top !== undefined && top.expects !== 'first' && top.expects !== 'value') return { items, line };
    const path = pathOf(top, stack.length);
    if (top !== undefined) top.expects = 'comma';
    if (top?.list === true) {
      if (path !== undefined) items.set(path, line);
      top.index++;
    }
    if (sign === '{' || sign === '[') {
      stack.push({ list: sign === '[', path, index: 0, key: '', expects: 'first' });
      continue;
    }
    const end = sign === '"' ? endOfString(text, at) : endOfLiteral(text, at);
    if (end === undefined) return { items, line };
    at = end;
    ended = stack.length === 0;
  }
  return { items, line };
}

function pathOf(top: Frame | undefined, depth: number): string | undefined {
  if (top === undefined) return '';
  if (top.path === undefined || depth > deepest) return undefined;
  if (top.list) return `${top.path}[${top.index}]`;
  return top.path === '' ? top.key : `${top.path}.${top.key}`;
}

/** Position of the closing quote; `undefined` when there is none, or a line ends before it. */
function endOfString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at;
    if (code < 0x20) return undefined;
    if (code === 0x5c) at++;
  }
  return undefined;
}

function endOfLiteral(text: string, start: number): number | undefined {
  literal.lastIndex = start;
  return literal.test(text) ? literal.lastIndex - 1 : undefined;
}
