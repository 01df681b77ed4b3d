/** The text of HTML as a reader sees it: lines where blocks and breaks are, no tags. */
import { type HtmlElement, parseHtml } from './html-tree.ts';

const blocks = new Set(['p', 'div', 'blockquote', 'pre', 'ul', 'ol', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'tr']);
/** Two lines apart, as a paragraph is. */
const paragraphs = new Set(['p', 'blockquote', 'pre', 'ul', 'ol']);
const unseen = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'iframe', 'svg']);
/** Posts of any platform are shorter; a longer one is cut. */
const longestText = 50_000;

export function htmlToText(html: string): string {
  return textOf(parseHtml(html).root);
}

export function textOf(element: HtmlElement): string {
  const parts: string[] = [];
  let left = longestText * 2;
  const walk = ({ name, children }: HtmlElement): void => {
    if (unseen.has(name) || left <= 0) return;
    const edge = paragraphs.has(name) ? '\n\n' : blocks.has(name) ? '\n' : '';
    if (name === 'br') parts.push('\n');
    parts.push(edge);
    for (const child of children) {
      if (typeof child !== 'string') walk(child);
      else {
        parts.push(child.slice(0, left).replace(/[ \t\r\n\f]+/g, ' '));
        left -= child.length;
      }
    }
    parts.push(edge);
  };
  walk(element);
  const lines = parts.join('').split('\n');
  return lines
    .map((line) => line.replace(/ {2,}/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, longestText);
}
