/**
 * The looks a message can have on the page: the console's own, and what Slack and Discord would show.
 *
 * Words and order of the previews are the ones those chats are sent; frame and colour are an approximation, and their
 * buttons are text. The plain lines come from outside, because the chats do not know each other.
 */
import type { Message } from '../../message/message.ts';
import { cleanText } from '../clean.ts';
import { escapeHtml, renderConsole } from './render.ts';

export type PlainLines = (message: Message) => readonly string[];

export interface ConsoleViews {
  readonly console: (message: Message) => string;
  readonly slack?: ((message: Message) => string) | undefined;
  readonly discord?: ((message: Message) => string) | undefined;
}

export function consoleViews(previews: {
  readonly slack?: PlainLines | undefined;
  readonly discord?: PlainLines | undefined;
}): ConsoleViews {
  const { slack, discord } = previews;
  return {
    console: renderConsole,
    slack: slack && ((message) => renderPreview('slack', message, slack(message))),
    discord: discord && ((message) => renderPreview('discord', message, discord(message))),
  };
}

function renderPreview(chat: 'slack' | 'discord', message: Message, lines: readonly string[]): string {
  const [first = '', ...rest] = lines.map(cleanText);
  const rows = rest.map((line) => `<p dir="auto">${renderLine(line, message.sections)}</p>`);
  return (
    `<div class="preview ${chat} level-${message.level ?? 'none'}"><p class="sender">Tocsin <span>APP</span></p>` +
    `<div class="card"><h3 dir="auto">${escapeHtml(first)}</h3>${rows.join('')}</div></div>`
  );
}

/** Both chats set the label of a part in bold above its lines; spaces that only align columns stay out of sight. */
function renderLine(line: string, sections: Message['sections']): string {
  const part = sections.find(({ label }) => label !== '' && (line === label || line.startsWith(`${label} `)));
  if (part === undefined) return escapeHtml(line);
  return `<b>${escapeHtml(part.label)}</b>${escapeHtml(line.slice(part.label.length))}`;
}
