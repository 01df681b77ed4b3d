/** For `tocsin doctor`: which tokens, scopes and channels work, and what to do about the others. */
import type { WebClient } from '@slack/web-api';
import { explain } from './outcome.ts';

export interface CheckDeps {
  readonly client: WebClient;
  /** Opens nothing: only asks for an address. Absent in HTTP mode. */
  readonly appClient?: WebClient | undefined;
  readonly channels: readonly string[];
}

interface CheckLine {
  readonly ok: boolean;
  readonly text: string;
}

const needed: readonly { readonly scope: string; readonly why: string }[] = [
  { scope: 'commands', why: 'nobody can ask anything' },
  { scope: 'chat:write', why: 'nothing can be posted' },
  { scope: 'channels:history', why: 'a lost reply cannot be recognised and is posted twice' },
  { scope: 'groups:history', why: 'a lost reply in a private channel cannot be recognised and is posted twice' },
  { scope: 'files:write', why: 'exports cannot be sent as files' },
  { scope: 'im:write', why: 'exports cannot be sent to one person alone' },
];

export async function checkSlack({ client, appClient, channels }: CheckDeps): Promise<readonly CheckLine[]> {
  const lines: CheckLine[] = [];
  try {
    const { user, team, response_metadata: metadata } = await client.auth.test();
    lines.push({ ok: true, text: `Slack: signed in as ${user ?? 'the bot'} in ${team ?? 'the workspace'}` });
    lines.push(...scopeLines(metadata?.scopes));
  } catch (error) {
    return [{ ok: false, text: `Slack: ${explain(error)}` }];
  }
  if (appClient !== undefined) lines.push(await socketLine(appClient));
  for (const channel of channels) lines.push(await channelLine(client, channel));
  return lines;
}

function scopeLines(scopes: readonly string[] | undefined): readonly CheckLine[] {
  if (scopes === undefined) return [];
  const missing = needed.filter(({ scope }) => !scopes.includes(scope));
  if (missing.length === 0) return [{ ok: true, text: `Slack: all ${needed.length} scopes are granted` }];
  return missing.map(({ scope, why }) => ({
    ok: false,
    text: `Slack: scope ${scope} is missing, so ${why}: add it to the app and install it again`,
  }));
}

async function socketLine(appClient: WebClient): Promise<CheckLine> {
  try {
    await appClient.apps.connections.open({});
    return { ok: true, text: 'Slack: Socket Mode can be opened' };
  } catch (error) {
    return { ok: false, text: `Slack: Socket Mode cannot be opened, check the app token (xapp-): ${explain(error)}` };
  }
}

async function channelLine(client: WebClient, channel: string): Promise<CheckLine> {
  try {
    await client.conversations.history({ channel, limit: 1 });
    return { ok: true, text: `Slack: channel ${channel} can be reached` };
  } catch (error) {
    return { ok: false, text: `Slack: channel ${channel}: ${explain(error)}` };
  }
}
