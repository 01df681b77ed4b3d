/** Slash commands, suggestions and buttons in Discord → the desk, and its answers back within Discord's 3 seconds. */
import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Client,
  Events,
  type Interaction,
  type REST,
} from 'discord.js';
import { answerInTime, isRepeated, politely, privateNotice, type Seen, within } from '../ask.ts';
import type { Answer, Asker, Desk } from '../command.ts';
import type { ChatLog } from '../log.ts';
import { refOf } from './delivery.ts';
import { commandReply, pressReply } from './reply.ts';

export interface ConversationDeps {
  readonly rest: REST;
  readonly desk: Desk;
  readonly seen: Seen;
  readonly log: ChatLog;
  readonly deferAfterMs: number;
}

/** Discord shows 25 suggestions of 1-100 characters, and waits 3 s for them. */
const suggestions = { count: 25, characters: 100, withinMs: 2_000 };

export function listen(client: Client, deps: ConversationDeps): void {
  client.on(Events.InteractionCreate, (interaction) => {
    answer(interaction, deps).catch((error: unknown) => deps.log.error({ error }, 'discord request failed'));
  });
}

async function answer(interaction: Interaction, deps: ConversationDeps): Promise<void> {
  if (interaction.isAutocomplete()) return suggest(interaction, deps);
  if (!interaction.isChatInputCommand() && !interaction.isButton()) return;
  // After a lost connection Discord plays events again.
  if (await isRepeated(deps.seen, [`discord:interaction:${interaction.id}`], deps.log)) return;
  if (interaction.isButton()) return press(interaction, deps);
  return command(interaction, deps);
}

async function suggest(interaction: AutocompleteInteraction, { desk, log }: ConversationDeps): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  const asked = desk.complete(interaction.commandName, name, value).catch((error: unknown) => {
    log.warn({ error }, 'no suggestions');
    return [];
  });
  const found = (await within(asked, suggestions.withinMs)) ?? [];
  const shown = [...new Set(found)].filter(({ length }) => length >= 1 && length <= suggestions.characters);
  await interaction.respond(shown.slice(0, suggestions.count).map((text) => ({ name: text, value: text })));
}

async function command(interaction: ChatInputCommandInteraction, deps: ConversationDeps): Promise<void> {
  const { desk, log, deferAfterMs } = deps;
  const name = interaction.commandName;
  const known = desk.commands.find((some) => some.name === name);
  const reply = commandReply(interaction, known?.visibility ?? 'private', deps);
  const args = Object.fromEntries(interaction.options.data.map((option) => [option.name, option.value]));
  const work = async (): Promise<Answer> =>
    known === undefined
      ? privateNotice(`There is no /${name}. See /help.`)
      : desk.ask(askerOf(interaction), name, args);
  const { answer: found } = await answerInTime({
    work: politely(work, log, name),
    slow: known?.slow ?? false,
    defer: () => reply.defer(),
    deferAfterMs,
  });
  await reply.deliver(found);
}

async function press(interaction: ButtonInteraction, deps: ConversationDeps): Promise<void> {
  const reply = pressReply(interaction, deps);
  await reply.defer();
  const asker = {
    ...askerOf(interaction),
    thread: threadOf(interaction) ?? refOf(interaction.channelId, interaction.message.id),
  };
  const ref = refOf(interaction.channelId, interaction.message.id);
  const found = await politely(() => deps.desk.press({ asker, value: interaction.customId, ref }), deps.log, 'button');
  await reply.deliver(found);
}

function askerOf(interaction: ChatInputCommandInteraction | ButtonInteraction): Asker {
  return {
    platform: 'discord',
    workspace: interaction.guildId ?? 'direct',
    channel: interaction.channelId,
    user: interaction.user.id,
    userName: interaction.user.globalName ?? interaction.user.username,
    thread: threadOf(interaction),
  };
}

/** The message above a thread has the thread's id. */
function threadOf({ channel }: ChatInputCommandInteraction | ButtonInteraction): string | undefined {
  if (channel?.isThread() !== true || channel.parentId === null) return undefined;
  return refOf(channel.parentId, channel.id);
}
