/**
 * HTML as a small tree: what comes from a network in, elements and texts out.
 *
 * Bounded, because the parser's time grows with the square of the nesting: a page of opening tags only would take
 * minutes. What lies behind a bound is left out, and `cut` says so.
 */
import { Parser } from 'htmlparser2';

export interface HtmlElement {
  /** Lower case. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (HtmlElement | string)[];
  /** Where it begins in the source, and where it ends. */
  readonly start: number;
  end: number;
}

export interface HtmlTree {
  readonly root: HtmlElement;
  readonly cut: boolean;
}

const deepest = 200;
const mostNodes = 100_000;
/** The bounds are looked at between pieces of this size. */
const pieceLength = 2048;

export function parseHtml(html: string): HtmlTree {
  const root: HtmlElement = { name: '', attributes: {}, children: [], start: 0, end: html.length };
  const open: HtmlElement[] = [root];
  let nodes = 0;
  let cut = false;
  const add = (node: HtmlElement | string): void => {
    nodes += 1;
    if (nodes > mostNodes || open.length > deepest) cut = true;
    else open.at(-1)?.children.push(node);
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      const element = { name, attributes, children: [], start: parser.startIndex, end: html.length };
      add(element);
      open.push(element);
    },
    ontext: add,
    onclosetag() {
      const element = open.length > 1 ? open.pop() : undefined;
      if (element !== undefined) element.end = parser.endIndex + 1;
    },
  });
  for (let at = 0; at < html.length && !cut; at += pieceLength) parser.write(html.slice(at, at + pieceLength));
  // What was not closed ends here; after a cut the rest is not looked at.
  if (!cut) parser.end();
  return { root, cut };
}

export function hasClass(element: HtmlElement, name: string): boolean {
  return classesOf(element).includes(name);
}

export function classesOf(element: HtmlElement): readonly string[] {
  return (element.attributes['class'] ?? '').split(/\s+/);
}

/** Elements below, in document order. What is inside a match or inside `skip` is not searched. */
export function findAll(
  element: HtmlElement,
  matches: (element: HtmlElement) => boolean,
  skip: (element: HtmlElement) => boolean = () => false,
): readonly HtmlElement[] {
  return element.children.flatMap((child) => {
    if (typeof child === 'string' || skip(child)) return [];
    return matches(child) ? [child] : findAll(child, matches, skip);
  });
}

export function findFirst(
  element: HtmlElement,
  matches: (element: HtmlElement) => boolean,
  skip: (element: HtmlElement) => boolean = () => false,
): HtmlElement | undefined {
  for (const child of element.children) {
    if (typeof child === 'string' || skip(child)) continue;
    const found = matches(child) ? child : findFirst(child, matches, skip);
    if (found !== undefined) return found;
  }
  return undefined;
}
