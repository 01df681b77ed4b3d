/** Words → Discord markdown that shows exactly these words. */

/**
 * Characters that format, quote, mention or link anywhere in a line. Discord drops the backslash before punctuation
 * (support.discord.com, "Markdown Text 101").
 */
const anywhere = /[\\*_~`|<>[\]]/gu;
/** A scheme is only a link with its colon directly before the slashes. */
const scheme = /:(?=\/\/)/gu;
/** Headings, small print, lists and numbered lists start a line. */
const lineStart = /^(\s*)(#|-|\+|(?:\d+)(?=\.))/u;

/** One line, without line breaks. */
export function escapeMarkdown(line: string): string {
  return defuseMentions(
    line
      .replace(anywhere, '\\$&')
      .replace(scheme, '\\:')
      .replace(lineStart, (_, indent: string, mark: string) =>
        /^\d/u.test(mark) ? `${indent}${mark}\\` : `${indent}\\${mark}`,
      ),
  );
}

/** For places without markdown (footer, button): only the words that address everybody are taken apart. */
export function defuseMentions(line: string): string {
  return line.replace(/@(?=everyone|here)/giu, '@\u200b');
}

/** What a reader sees of escaped words. */
export function shownWords(markdown: string): string {
  return markdown.replace(/\\([^0-9A-Za-z\s])/gu, '$1').replace(/@\u200b/gu, '@');
}
