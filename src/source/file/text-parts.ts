/** Tags and links that only the text of a post holds, and lists that one cell holds. */
import { bareTags } from '../bare-tags.ts';

export { bareTags as tagsIn };

/** Links as written, without the signs that end a sentence or close a bracket. */
export function linksIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/https?:\/\/[^\s<>"'`“”«»）】」]+/giu), ([link]) =>
    link.replace(/[.,;:!?…)\]}]+$/u, ''),
  );
}

/** `#one, #two`, `one,two`, `["one","two"]`. */
export function wordsIn(cell: string): readonly string[] {
  const list = cell.startsWith('[') ? jsonList(cell) : undefined;
  return (
    list ??
    cell
      .replace(/^\[|\]$/g, '')
      .split(/[,;|\n]+/)
      .map((word) => word.trim().replace(/^["']|["']$/g, ''))
  );
}

/** Links separated by commas, blanks or lines; a comma may be part of one. */
export function linksInCell(cell: string): readonly string[] {
  const list = cell.startsWith('[') ? jsonList(cell) : undefined;
  const links = list ?? cell.split(/[\s|]+|[,;](?=\s*https?:)/i);
  return links.map((link) => link.trim().replace(/[,;]+$/, '')).filter((link) => /^https?:\/\//i.test(link));
}

function jsonList(cell: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(cell);
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
  } catch {
    return undefined;
  }
}
