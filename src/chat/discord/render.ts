/**
 * Message → one Discord embed with rows of buttons: colour by level, title = first line, fields in the order of the
 * parts, footer = versions.
 */
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  type APIEmbedField,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { Level } from '../../campaign/campaign.ts';
import type { Button, Message } from '../../message/message.ts';
import { type FitLimits, type FittedSection, fitMessage } from '../fit.ts';
import { defuseMentions, escapeMarkdown } from './escape.ts';

export interface DiscordMessage {
  readonly embeds: APIEmbed[];
  readonly components: APIActionRowComponent<APIComponentInMessageActionRow>[];
  /** Nobody is pinged, whatever the words say. */
  readonly allowedMentions: { readonly parse: [] };
}

/** The level stands in the words too; colour only repeats it. */
const colours: Readonly<Record<Level, number>> = { S1: 0xd9_2d_20, S2: 0xf7_90_09, S3: 0x2e_90_fa, S4: 0x98_a2_b3 };
const noLevel = 0x66_70_85;

const buttonsPerRow = 5;

/** discord-api-docs, resources/message (embed limits) and components/reference. */
const limits: FitLimits = {
  title: 256,
  lead: 3_000, // 4,096 are allowed, but the embed as a whole has 6,000
  chunk: 1_024,
  chunks: 25,
  label: 200,
  footer: 1_000, // 2,048 are allowed
  buttons: 5 * buttonsPerRow,
  buttonLabel: 80,
  buttonLabelCost: (text) => defuseMentions(text).length,
  buttonValue: 100,
  buttonCost: () => 0,
  buttonsTotal: 0,
  total: 6_000 - 50,
  chunkOverhead: 4, // the invisible name of a part that goes on
  cost: (text) => escapeMarkdown(text).length,
  uniqueValues: true,
};

/** A field must have a name: this stands for none, and twice for "the part above goes on". */
export const noName = '\u200b';
export const goesOn = '\u200b\u200b';

export function renderDiscord(message: Message): DiscordMessage {
  const { title, lead, sections, buttons, footer } = fitMessage(message, limits);
  const embed: APIEmbed = {
    color: message.level === undefined ? noLevel : colours[message.level],
    ...(title === '' ? {} : { title: escapeMarkdown(title) }),
    ...(lead.length === 0 ? {} : { description: shown(lead) }),
    ...(sections.length === 0 ? {} : { fields: sections.flatMap(fieldsOf) }),
    ...(footer === '' ? {} : { footer: { text: defuseMentions(footer) } }),
  };
  const empty = embed.title === undefined && embed.description === undefined && embed.fields === undefined;
  return {
    embeds: [empty ? { ...embed, description: escapeMarkdown('Tocsin') } : embed],
    components: rowsOf(buttons),
    allowedMentions: { parse: [] },
  };
}

function fieldsOf({ label, chunks }: FittedSection): APIEmbedField[] {
  return chunks.map((lines, i) => ({
    name: i > 0 ? goesOn : label.trim() === '' ? noName : escapeMarkdown(label),
    value: shown(lines),
  }));
}

/** Discord refuses a text of nothing but white space. */
function shown(lines: readonly string[]): string {
  const text = lines.map(escapeMarkdown).join('\n');
  return text.trim() === '' ? noName : text;
}

function rowsOf(buttons: readonly Button[]): APIActionRowComponent<APIComponentInMessageActionRow>[] {
  const rows: APIActionRowComponent<APIComponentInMessageActionRow>[] = [];
  for (let i = 0; i < buttons.length; i += buttonsPerRow) {
    const components = buttons.slice(i, i + buttonsPerRow).map(buttonOf);
    rows.push({ type: ComponentType.ActionRow, components });
  }
  return rows;
}

function buttonOf({ label, value, style }: Button): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: style === 'primary' ? ButtonStyle.Primary : style === 'danger' ? ButtonStyle.Danger : ButtonStyle.Secondary,
    label: defuseMentions(label),
    custom_id: value,
  };
}
