/** For `tocsin doctor`: whether the token, the commands and the channels work, and what to do about the others. */
import { PermissionFlagsBits, PermissionsBitField, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { explain } from './outcome.ts';
import type { RegistrationPlace } from './registration.ts';

interface CheckLine {
  readonly ok: boolean;
  readonly text: string;
}

const needed = {
  'View Channel': PermissionFlagsBits.ViewChannel,
  'Send Messages': PermissionFlagsBits.SendMessages,
  'Embed Links': PermissionFlagsBits.EmbedLinks,
  'Read Message History': PermissionFlagsBits.ReadMessageHistory,
  'Create Public Threads': PermissionFlagsBits.CreatePublicThreads,
  'Send Messages in Threads': PermissionFlagsBits.SendMessagesInThreads,
} as const;

const Bits = z.string().transform(BigInt);
const Me = z.object({ id: z.string(), username: z.string() });
const Channel = z.object({
  name: z.string().nullish(),
  guild_id: z.string().optional(),
  permission_overwrites: z.array(z.object({ id: z.string(), allow: Bits, deny: Bits })).default([]),
});
const Roles = z.array(z.object({ id: z.string(), permissions: Bits }));
const Member = z.object({ roles: z.array(z.string()) });

export async function checkDiscord(
  rest: REST,
  place: RegistrationPlace,
  channels: readonly string[],
): Promise<readonly CheckLine[]> {
  const lines: CheckLine[] = [];
  let me: z.infer<typeof Me>;
  try {
    me = Me.parse(await rest.get(Routes.user()));
    lines.push({ ok: true, text: `Discord: signed in as ${me.username}` });
  } catch (error) {
    return [{ ok: false, text: `Discord: ${explain(error)}` }];
  }
  lines.push(await commandsLine(rest, place));
  for (const channel of channels) lines.push(await channelLine(rest, me.id, channel));
  return lines;
}

async function commandsLine(rest: REST, { applicationId, guildId }: RegistrationPlace): Promise<CheckLine> {
  const route =
    guildId === undefined
      ? Routes.applicationCommands(applicationId)
      : Routes.applicationGuildCommands(applicationId, guildId);
  try {
    const registered = z.array(z.unknown()).parse(await rest.get(route));
    return { ok: true, text: `Discord: ${registered.length} commands registered` };
  } catch (error) {
    return {
      ok: false,
      text: `Discord: commands cannot be registered, invite the bot with the scope applications.commands: ${explain(error)}`,
    };
  }
}

async function channelLine(rest: REST, me: string, id: string): Promise<CheckLine> {
  try {
    const channel = Channel.parse(await rest.get(Routes.channel(id)));
    const { guild_id: guild } = channel;
    if (guild === undefined) return { ok: false, text: `Discord: channel ${id} is in no server` };
    const roles = Roles.parse(await rest.get(Routes.guildRoles(guild)));
    const member = Member.parse(await rest.get(Routes.guildMember(guild, me)));
    const granted = permissionsIn(channel, { guild, me, roles, memberRoles: member.roles });
    const missing = Object.entries(needed).flatMap(([name, bit]) => (granted.has(bit) ? [] : [name]));
    const label = `#${channel.name ?? id}`;
    return missing.length === 0
      ? { ok: true, text: `Discord: channel ${label} can be used` }
      : { ok: false, text: `Discord: channel ${label}: give the bot ${missing.join(', ')}` };
  } catch (error) {
    return { ok: false, text: `Discord: channel ${id}: ${explain(error)}` };
  }
}

interface Standing {
  readonly guild: string;
  readonly me: string;
  readonly roles: z.infer<typeof Roles>;
  readonly memberRoles: readonly string[];
}

/** discord-api-docs, topics/permissions: server roles, then what the channel denies and allows, the member's own last. */
function permissionsIn(
  { permission_overwrites: overwrites }: z.infer<typeof Channel>,
  { guild, me, roles, memberRoles }: Standing,
): PermissionsBitField {
  const mine = roles.filter(({ id }) => id === guild || memberRoles.includes(id));
  let bits = mine.reduce((all, { permissions }) => all | permissions, 0n);
  if ((bits & PermissionFlagsBits.Administrator) !== 0n) return new PermissionsBitField(PermissionsBitField.All);
  const steps = [
    overwrites.filter(({ id }) => id === guild),
    overwrites.filter(({ id }) => memberRoles.includes(id)),
    overwrites.filter(({ id }) => id === me),
  ];
  for (const step of steps) {
    for (const { deny } of step) bits &= ~deny;
    for (const { allow } of step) bits |= allow;
  }
  return new PermissionsBitField(bits);
}
