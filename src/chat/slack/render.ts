/**
 * Message → Slack blocks. Every word goes into plain or rich text elements, which Slack shows letter by letter: no
 * mention, link, channel or formatting can come out of what a stranger wrote.
 */
import type { types } from '@slack/bolt';
import type { Button, Message } from '../../message/message.ts';
import { cleanText, cutText } from '../clean.ts';
import { type FitLimits, type FittedSection, fitMessage } from '../fit.ts';

type SlackBlock = types.HeaderBlock | types.RichTextBlock | types.ActionsBlock | types.ContextBlock;

export interface SlackMessage {
  /** For notifications and screen readers; escaped. */
  readonly text: string;
  readonly blocks: SlackBlock[];
}

/** 25 elements to an actions block (docs.slack.dev/reference/block-kit/blocks/actions-block). */
const buttonsPerRow = 25;

/** docs.slack.dev/reference/block-kit/blocks; the total is the undocumented limit of slackapi/bolt-js#2509 with a margin. */
const limits: FitLimits = {
  title: 150 + 1, // the cost of a text is one more than its length
  lead: 2_900,
  chunk: 2_900,
  chunks: 46, // 50 blocks, less header, lead, actions and footer
  label: 90,
  footer: 1_000,
  buttons: 25,
  buttonLabel: 75,
  buttonLabelCost: ({ length }) => length,
  buttonValue: 2_000,
  buttonCost: ({ label, value }) => jsonCost(label) + jsonCost(value) + 160,
  buttonsTotal: 7_000,
  total: 12_000 - 600, // JSON of header, lead, actions and footer around their words
  chunkOverhead: 200,
  cost: jsonCost,
  uniqueValues: false,
};

/**
 * Slack refuses rich text somewhere below 12,000 characters of words (slackapi/bolt-js#2867), so what is counted is the
 * JSON; one more stands for the line break.
 */
function jsonCost(text: string): number {
  return JSON.stringify(text).length - 1;
}

export function renderSlack(message: Message): SlackMessage {
  const { title, lead, sections, buttons, footer } = fitMessage(message, limits);
  const blocks: SlackBlock[] = [];
  if (title !== '') blocks.push({ type: 'header', text: plain(title) });
  if (lead.length > 0) blocks.push(richText('lead', undefined, lead));
  blocks.push(...sections.flatMap(sectionBlocks));
  if (buttons.length > 0) blocks.push(...actionBlocks(buttons));
  if (footer !== '') blocks.push({ type: 'context', elements: [plain(footer)] });
  const text = fallbackText(message);
  return { text, blocks: blocks.length > 0 ? blocks : [richText('lead', undefined, [text])] };
}

function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}

function sectionBlocks({ label, chunks }: FittedSection, section: number): types.RichTextBlock[] {
  return chunks.map((lines, i) => richText(`p${section}.${i}`, i === 0 && label !== '' ? label : undefined, lines));
}

function richText(id: string, label: string | undefined, lines: readonly string[]): types.RichTextBlock {
  const words = lines.join('\n');
  const heading: types.RichTextText[] =
    label === undefined ? [] : [{ type: 'text', text: `${label}\n`, style: { bold: true } }];
  return {
    type: 'rich_text',
    block_id: id,
    elements: [
      { type: 'rich_text_section', elements: [...heading, { type: 'text', text: words === '' ? ' ' : words }] },
    ],
  };
}

function actionBlocks(buttons: readonly Button[]): types.ActionsBlock[] {
  const elements = buttons.map(
    ({ action, label, value, style }, i): types.Button => ({
      type: 'button',
      // Slack wants each action id of a message only once.
      action_id: `tocsin:${action}:${i}`,
      text: plain(label),
      value,
      ...(style === undefined ? {} : { style }),
    }),
  );
  const rows: types.ActionsBlock[] = [];
  for (let i = 0; i < elements.length; i += buttonsPerRow) {
    rows.push({
      type: 'actions',
      block_id: `actions.${rows.length}`,
      elements: elements.slice(i, i + buttonsPerRow),
    });
  }
  return rows;
}

/** A notification on a phone shows about this much; far below what `chat.update` takes (4,000 bytes). */
const fallbackCharacters = 300;

function fallbackText({ fallback, title }: Message): string {
  const words = cleanText(fallback).trim() || cleanText(title).trim() || 'Tocsin';
  return escapeText(cutText(words, fallbackCharacters, (text) => escapeText(text).length));
}

/** The text beside blocks is markup: `<!channel>` and links are made harmless, and so is what a client might guess. */
export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=channel|here|everyone)/giu, '@\u200b')
    .replace(/h(?=ttps?:\/\/)/giu, 'h\u200b')
    .replace(/[*_~`]/gu, '$&\u200b');
}
