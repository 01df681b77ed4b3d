/** The commands → what Discord offers in its menu; registered on start, and only when something changed. */
import {
  type APIApplicationCommandStringOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type REST,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';
import { z } from 'zod';
import type { Command, CommandArgument } from '../command.ts';

/** discord-api-docs, interactions/application-commands. */
const limits = { commands: 100, options: 25, choices: 25, description: 100, choice: 100 };
const nameForm = /^[-_'\p{L}\p{N}]{1,32}$/u;

export function discordCommands(commands: readonly Command[]): RESTPostAPIChatInputApplicationCommandsJSONBody[] {
  if (commands.length > limits.commands)
    throw new Error(`Discord takes ${limits.commands} commands, not ${commands.length}`);
  const names = new Set(commands.map(({ name }) => name));
  if (names.size < commands.length) throw new Error('two commands have the same name');
  return commands.map((command) => {
    const { name, summary, arguments: definition, complete } = command;
    if (definition.length > limits.options) throw new Error(`/${name} has more than ${limits.options} arguments`);
    // Discord wants what is required first.
    const ordered = [...definition].sort((a, b) => Number(b.required) - Number(a.required));
    return {
      type: ApplicationCommandType.ChatInput,
      name: checkedName(name),
      description: checkedText(summary, `/${name}`),
      options: ordered.map((argument) => optionOf(argument, name, complete !== undefined)),
    };
  });
}

function optionOf(argument: CommandArgument, command: string, completes: boolean): APIApplicationCommandStringOption {
  const { name, summary, required, choices } = argument;
  const common = {
    type: ApplicationCommandOptionType.String,
    name: checkedName(name),
    description: checkedText(summary, `${name} of /${command}`),
    required,
  } as const;
  if (choices === undefined) return { ...common, ...(completes ? { autocomplete: true } : {}) };
  if (choices.length > limits.choices || choices.some((choice) => choice === '' || choice.length > limits.choice)) {
    throw new Error(`${name} of /${command}: at most ${limits.choices} choices of ${limits.choice} characters`);
  }
  return { ...common, choices: choices.map((choice) => ({ name: choice, value: choice })) };
}

function checkedName(name: string): string {
  if (nameForm.test(name) && name === name.toLowerCase()) return name;
  throw new Error(`“${name}” is no name for Discord: 1-32 lower-case letters, digits, - and _`);
}

function checkedText(text: string, of: string): string {
  if (text.length >= 1 && text.length <= limits.description) return text;
  throw new Error(`the summary of ${of} must have 1-${limits.description} characters`);
}

/** What is compared: Discord adds ids, versions and translations, and leaves out what is false. */
const Registered = z.array(
  z.object({
    name: z.string(),
    description: z.string().default(''),
    options: z
      .array(
        z.object({
          type: z.number(),
          name: z.string(),
          description: z.string(),
          required: z.boolean().default(false),
          autocomplete: z.boolean().default(false),
          choices: z.array(z.object({ name: z.string(), value: z.union([z.string(), z.number()]) })).default([]),
        }),
      )
      .default([]),
  }),
);

export interface RegistrationPlace {
  readonly applicationId: string;
  /** Commands of one server appear at once; without it they are offered everywhere. */
  readonly guildId?: string | undefined;
}

/** True when something had to be written. */
export async function registerCommands(
  rest: REST,
  { applicationId, guildId }: RegistrationPlace,
  commands: readonly Command[],
): Promise<boolean> {
  const wanted = discordCommands(commands);
  const everywhere = Routes.applicationCommands(applicationId);
  const route = guildId === undefined ? everywhere : Routes.applicationGuildCommands(applicationId, guildId);
  const existing = await rest.get(route);
  const changed = canonical(existing) !== canonical(wanted);
  if (changed) await rest.put(route, { body: wanted });
  // The same command in both places stands in the menu twice.
  if (guildId !== undefined) await removeFrom(rest, everywhere, commands);
  return changed;
}

async function removeFrom(rest: REST, route: `/${string}`, commands: readonly Command[]): Promise<void> {
  const Named = z.array(z.looseObject({ name: z.string() }));
  const existing = Named.parse(await rest.get(route));
  const others = existing.filter(({ name }) => !commands.some((command) => command.name === name));
  if (others.length < existing.length) await rest.put(route, { body: others });
}

function canonical(commands: unknown): string {
  const sorted = [...Registered.parse(commands)].sort((a, b) => (a.name < b.name ? -1 : 1));
  return JSON.stringify(sorted);
}
