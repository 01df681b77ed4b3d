/** The commands → the manifest of the Slack app, so that what Slack offers and what we answer cannot differ. */
import { type Command, usageOf } from '../command.ts';

export interface ManifestOptions {
  /** In front of every command's name. */
  readonly prefix: string;
  readonly mode: 'socket' | 'http';
  /** Public address of the HTTP mode, such as `https://tocsin.example.org/slack/events`. */
  readonly url?: string | undefined;
}

interface SlashCommandEntry {
  readonly command: string;
  readonly description: string;
  readonly usage_hint?: string;
  readonly should_escape: false;
  readonly url?: string;
}

export interface SlackManifest {
  readonly display_information: {
    readonly name: string;
    readonly description: string;
    readonly background_color: string;
  };
  readonly features: {
    readonly bot_user: { readonly display_name: string; readonly always_online: boolean };
    readonly slash_commands: readonly SlashCommandEntry[];
  };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  readonly settings: {
    readonly interactivity: { readonly is_enabled: true; readonly request_url?: string };
    readonly org_deploy_enabled: false;
    readonly socket_mode_enabled: boolean;
    readonly token_rotation_enabled: false;
  };
}

/**
 * Commands of Slack itself (slack.com/help/articles/201259356): an app cannot have them, or shadows them.
 */
export const reservedNames: readonly string[] = (
  'active apps archive away call canvas collapse dm dnd expand feed feedback giphy help huddle invite invite_people ' +
  'join kick leave me msg mute open part pins prefs remind remove rename search shortcuts shrug star status todo ' +
  'topic unarchive who workflow'
).split(' ');

/**
 * Asking, posting, recognising a lost reply in public and private channels, and exports as files in direct messages;
 * nothing is asked for on stock.
 */
const botScopes: readonly string[] = [
  'commands',
  'chat:write',
  'channels:history',
  'groups:history',
  'files:write',
  'im:write',
];

/** docs.slack.dev/reference/app-manifest: 50 commands, name 32, description 2000, usage hint 1000. */
const limits = { commands: 50, name: 32, description: 2_000, hint: 1_000 };

export function slackManifest(commands: readonly Command[], options: ManifestOptions): SlackManifest {
  const { mode, url } = options;
  if (mode === 'http' && url === undefined) throw new Error('the HTTP mode needs the public address');
  const address = mode === 'http' && url !== undefined ? url : undefined;
  if (commands.length > limits.commands) throw new Error(`Slack takes ${limits.commands} commands to an app`);
  return {
    display_information: {
      name: 'Tocsin',
      description: 'Alerts about coordinated campaigns, with the evidence for and against',
      background_color: '#1f2937',
    },
    features: {
      bot_user: { display_name: 'tocsin', always_online: true },
      slash_commands: commands.map((command) => entryOf(command, options.prefix, address)),
    },
    oauth_config: { scopes: { bot: botScopes } },
    settings: {
      interactivity: { is_enabled: true, ...(address === undefined ? {} : { request_url: address }) },
      org_deploy_enabled: false,
      socket_mode_enabled: mode === 'socket',
      token_rotation_enabled: false,
    },
  };
}

function entryOf(
  { name, summary, arguments: definition }: Command,
  prefix: string,
  url: string | undefined,
): SlashCommandEntry {
  const hint = usageOf(definition).slice(0, limits.hint);
  return {
    command: slackCommandName(name, prefix),
    description: summary.slice(0, limits.description),
    ...(hint === '' ? {} : { usage_hint: hint }),
    // Tags and handles arrive as they were typed.
    should_escape: false,
    ...(url === undefined ? {} : { url }),
  };
}

/** In front of names that Slack keeps for itself, where no prefix is set. */
const usualPrefix = 'tocsin-';

/** `/hashtag`, or `/tocsin-help` where Slack has a command of that name; refuses what Slack would refuse. */
export function slackCommandName(name: string, prefix: string): string {
  const asked = `${prefix}${name}`;
  const full = reservedNames.includes(asked) ? `${usualPrefix}${name}` : asked;
  if (!/^[a-z0-9_-]+$/u.test(full) || full.length >= limits.name) {
    throw new Error(
      `/${full} is no name for a Slack command: lower-case letters, digits, - and _, under 32 characters`,
    );
  }
  return `/${full}`;
}

/**
 * The command behind a name as Slack sends it. An app only gets what its manifest registers, so a name is taken with
 * any of the prefixes it may have been registered under: a changed prefix does not silence a workspace.
 */
export function commandBehind(typed: string, prefix: string, commands: readonly Command[]): Command | undefined {
  const name = typed.replace(/^\//u, '');
  const candidates = [prefix, usualPrefix, ''].flatMap((known) =>
    name.startsWith(known) ? [name.slice(known.length)] : [],
  );
  return commands.find((command) => candidates.includes(command.name));
}
