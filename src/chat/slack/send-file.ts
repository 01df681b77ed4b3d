/**
 * A file for one person. What only the asker sees cannot hold a file in Slack, so it goes into the direct messages
 * with the app, and the answer says so.
 */
import type { WebClient } from '@slack/web-api';
import type { Answer } from '../command.ts';
import type { ChatLog } from '../log.ts';
import { explain } from './outcome.ts';

export interface SendFileDeps {
  readonly client: WebClient;
  readonly user: string;
  readonly log: ChatLog;
}

/** The answer with a line about where its file is; an answer without one as it is. Never throws. */
export async function withFileSent(answer: Answer, deps: SendFileDeps): Promise<Answer> {
  const { file, message } = answer;
  if (file === undefined) return answer;
  const line = (await sendFile(file, deps))
    ? 'The file is in your direct messages with Tocsin; only you see it.'
    : 'Slack did not take the file: run the same export on the machine itself, or ask who runs Tocsin for `tocsin doctor`.';
  return { visibility: 'private', message: { ...message, lead: [...message.lead, line] } };
}

async function sendFile(
  { name, content }: NonNullable<Answer['file']>,
  { client, user, log }: SendFileDeps,
): Promise<boolean> {
  try {
    const { channel } = await client.conversations.open({ users: user });
    if (channel?.id === undefined) throw new Error('no direct message channel');
    await client.filesUploadV2({ channel_id: channel.id, filename: name, title: name, file: Buffer.from(content) });
    return true;
  } catch (error) {
    log.warn({ error: explain(error) }, 'slack did not take a file');
    return false;
  }
}
