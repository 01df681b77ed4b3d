/** HTML of `renderConsole` → the plain lines a reader sees, in the form of `plainText`: every chat says the same. */
import type { Button, Section } from '../../message/message.ts';
import { plainText } from '../../message/plain-text.ts';

const element = /<(h3|p|dt|dd|dl|div|button)( [^>]*)?>([^<]*(?:<span[^>]*>[^<]*<\/span>[^<]*)?)/gu;

export function consoleText(html: string): string {
  let title = '';
  const lead: string[] = [];
  const sections: { label: string; readonly lines: string[] }[] = [];
  const buttons: Button[] = [];
  const footer: string[] = [];
  for (const [, tag, attributes = '', content = ''] of html.matchAll(element)) {
    const text = unescapeHtml(content.replace(/<[^>]*>/gu, ''));
    const last = sections.at(-1);
    if (tag === 'h3') title = text;
    else if (tag === 'button') buttons.push({ action: 'evidence', label: text, value: '' });
    else if (attributes.includes('class="lead"')) lead.push(text);
    else if (attributes.includes('class="footer"')) footer.push(text);
    else if (attributes.includes('class="section"')) sections.push({ label: '', lines: [] });
    else if (tag === 'dt' && last) last.label = text;
    else if ((tag === 'dd' || attributes.includes('class="line"')) && last) last.lines.push(text);
  }
  const shown: readonly Section[] = sections;
  return plainText({ kind: 'answer', title, lead, sections: shown, buttons, footer, fallback: '' });
}

const characters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#96;': '`',
};

function unescapeHtml(html: string): string {
  return html.replace(/&(?:amp|lt|gt|quot|#39|#96);/gu, (found) => characters[found] ?? found);
}
