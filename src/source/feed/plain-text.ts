/** Markup of a feed → text as a person reads it, and the links in it. Nothing is ever fetched, run or nested. */
import { Parser } from 'htmlparser2';
import { safeText } from '../safe-value.ts';

/** A piece of a feed: a title, a description. */
export interface Markup {
  readonly value: string;
  /** Plain text keeps its angle brackets. */
  readonly html: boolean;
}

export interface PlainText {
  readonly text: string;
  /** As written, perhaps relative. */
  readonly links: readonly string[];
}

/** No news text is longer; what is may be an attack on whoever reads it. */
const longestMarkup = 200_000;
const longestText = 20_000;
const mostLinks = 200;
/** The parser's work grows with the square of the depth; nobody writes so. */
const deepest = 500;
const chunkLength = 4000;

const silent = new Set(['script', 'style', 'noscript', 'template', 'iframe', 'object', 'svg', 'head']);
const inline = new Set(
  'a abbr acronym b bdi bdo big cite code em font i ins kbd mark q s small span strike strong sub sup u wbr img'.split(
    ' ',
  ),
);

export function plainText({ value, html }: Markup): PlainText {
  const bounded = value.slice(0, longestMarkup);
  const { text, links } = html ? fromHtml(bounded) : { text: bounded, links: [] };
  const tidy = tidied(safeText(text));
  return { text: tidy, links: [...links, ...bareLinks(tidy)].slice(0, mostLinks) };
}

/** Tags are heard as they pass; no tree is made. What is nested beyond measure is read up to there. */
function fromHtml(html: string): PlainText {
  const parts: string[] = [];
  const links: string[] = [];
  let hidden: { readonly name: string; depth: number } | undefined;
  let depth = 0;
  const parser = new Parser(
    {
      onopentag(name, { href }) {
        depth += 1;
        if (hidden !== undefined) {
          if (hidden.name === name) hidden.depth += 1;
          return;
        }
        if (silent.has(name)) hidden = { name, depth: 1 };
        else if (!inline.has(name)) parts.push('\n');
        if (name === 'a' && href !== undefined) links.push(href.trim());
      },
      ontext(text) {
        // A line break in HTML is a blank; only tags begin a line.
        if (hidden === undefined) parts.push(text.replace(/\s+/gu, ' '));
      },
      onclosetag(name) {
        depth -= 1;
        if (hidden !== undefined) {
          if (hidden.name !== name) return;
          hidden.depth -= 1;
          if (hidden.depth === 0) hidden = undefined;
          return;
        }
        if (!inline.has(name)) parts.push('\n');
      },
    },
    { decodeEntities: true },
  );
  for (let at = 0; at < html.length && depth <= deepest; at += chunkLength) {
    parser.write(html.slice(at, at + chunkLength));
  }
  parser.end();
  return { text: parts.join(''), links };
}

function tidied(text: string): string {
  const lines = text
    .split(/\r\n|[\n\r\u{2028}\u{2029}]/u)
    .map((line) => line.replace(/[\s\u{200b}\u{feff}]+/gu, ' ').trim());
  return cut(lines.filter((line) => line !== '').join('\n'));
}

/** Not between the halves of a character. */
function cut(text: string): string {
  return text.length <= longestText ? text : safeText(text.slice(0, longestText)).replace(/\u{fffd}$/u, '');
}

/** Web addresses in running text, without the mark that ends the sentence or closes the bracket. */
function bareLinks(text: string): readonly string[] {
  return (text.match(/https?:\/\/[^\s<>"'“”«»（）。，、]+/giu) ?? []).map((link) => {
    const bare = link.replace(/[.,;:!?…]+$/u, '');
    return bare.endsWith(')') && !bare.includes('(') ? bare.slice(0, -1) : bare;
  });
}
