/**
 * Message → safe HTML for the console's page, in the order of `plainText`.
 *
 * Every string is cleaned as for the other chats and escaped; none becomes a link, an element or an attribute name. No
 * space stands between elements, so that `consoleText` gets the exact words back.
 */
import type { Level } from '../../campaign/campaign.ts';
import type { Button, Message, Section } from '../../message/message.ts';
import { levelMark } from '../../message/wording.ts';
import { cleanText } from '../clean.ts';

export function renderConsole(message: Message): string {
  const { kind, level, title, lead, sections, footer, buttons } = message;
  const parts = [
    renderTitle(cleanText(title), level),
    ...lead.map((line) => `<p class="lead" dir="auto">${renderText(line)}</p>`),
    ...sections.filter(({ lines }) => lines.length > 0).map(renderSection),
  ];
  if (buttons.length > 0) {
    parts.push(`<div class="buttons" role="group" aria-label="Actions">${buttons.map(renderButton).join('')}</div>`);
  }
  if (footer.length > 0) parts.push(`<p class="footer" dir="auto">${footer.map(renderText).join(' · ')}</p>`);
  return `<div class="message kind-${kind} level-${level ?? 'none'}">${parts.join('')}</div>`;
}

function renderTitle(title: string, level: Level | undefined): string {
  if (level === undefined) return `<h3 class="title" dir="auto">${escapeHtml(title)}</h3>`;
  const mark = levelMark(level);
  if (title.startsWith(mark)) {
    const rest = escapeHtml(title.slice(mark.length));
    return `<h3 class="title" dir="auto"><span class="level">${mark}</span>${rest}</h3>`;
  }
  // The style sheet puts the mark before a title that does not name its level: colour is never the only sign.
  return `<h3 class="title" dir="auto" data-mark="${mark}">${escapeHtml(title)}</h3>`;
}

function renderSection({ label, lines }: Section): string {
  const name = renderText(label);
  if (name === '') {
    const rows = lines.map((line) => `<p class="line" dir="auto">${renderText(line)}</p>`);
    return `<div class="section">${rows.join('')}</div>`;
  }
  const facts = lines.map((line) => `<dd dir="auto">${renderText(line)}</dd>`);
  return `<dl class="section"><dt dir="auto">${name}</dt>${facts.join('')}</dl>`;
}

function renderButton({ action, label, value, style }: Button): string {
  const look = style ?? 'plain';
  // The value goes back to the program, so it is escaped only.
  const data = `data-action="${action}" data-value="${escapeHtml(value)}"`;
  return `<button type="button" class="${look}" ${data}>${renderText(label)}</button>`;
}

function renderText(text: string): string {
  return escapeHtml(cleanText(text));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/gu, (found) => entities[found] ?? '');
}
