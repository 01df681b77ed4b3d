/** Slash commands and buttons in Slack → the desk, and its answers back within Slack's 3 seconds. */
import type { App, RespondArguments } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { answerInTime, isRepeated, politely, privateNotice, type Seen } from '../ask.ts';
import type { Answer, Asker, Desk } from '../command.ts';
import type { ChatLog } from '../log.ts';
import { refOf } from './delivery.ts';
import { commandBehind, slackCommandName } from './manifest.ts';
import { renderSlack } from './render.ts';
import { withFileSent } from './send-file.ts';

export interface ConversationDeps {
  readonly app: App;
  /** For answers after the 30 minutes or 5 answers of a response address. */
  readonly client: WebClient;
  readonly commandPrefix: string;
  readonly desk: Desk;
  readonly seen: Seen;
  readonly log: ChatLog;
  readonly deferAfterMs: number;
}

type Respond = (message: RespondArguments) => Promise<unknown>;

const Envelope = z.object({ envelopeId: z.string().optional() });

const SlashCommand = z.object({
  command: z.string(),
  text: z.string().default(''),
  team_id: z.string(),
  channel_id: z.string(),
  user_id: z.string(),
  user_name: z.string().default(''),
  trigger_id: z.string().optional(),
});

const ButtonPayload = z.object({
  trigger_id: z.string().optional(),
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({
    id: z.string(),
    username: z.string().optional(),
    name: z.string().optional(),
    team_id: z.string().optional(),
  }),
  container: z.object({ channel_id: z.string(), message_ts: z.string(), thread_ts: z.string().optional() }),
  actions: z.array(z.object({ value: z.string() })).min(1),
});

export function listen({ app, client, commandPrefix, desk, seen, log, deferAfterMs }: ConversationDeps): void {
  app.command(/^\//u, async ({ command: payload, ack, respond, context }) => {
    const command = SlashCommand.parse(payload);
    if (await isRepeated(seen, requestKeys(command.trigger_id, context), log)) return ack();
    const known = commandBehind(command.command, commandPrefix, desk.commands);
    const work = async (): Promise<Answer> =>
      known
        ? withFileSent(await desk.askLine(commandAsker(command), known.name, command.text), {
            client,
            user: command.user_id,
            log,
          })
        : unknownCommand(command.command, commandPrefix);
    const { answer, deferred } = await answerInTime({
      work: politely(work, log, command.command),
      slow: known?.slow ?? false,
      defer: async () => void (await isTaken(() => ack({ response_type: 'ephemeral', text: 'Working on it …' }), log)),
      deferAfterMs,
    });
    const reply = replyOf(answer);
    if (!deferred && (await isTaken(() => ack(reply), log))) return;
    await answerLate({ respond, client, log, channel: command.channel_id, user: command.user_id }, reply);
  });

  app.action(/^tocsin:/u, async ({ body, ack, respond, context }) => {
    // A press has nothing to show in its acknowledgement.
    await isTaken(() => ack(), log);
    const pressed = ButtonPayload.parse(body);
    if (await isRepeated(seen, requestKeys(pressed.trigger_id, context), log)) return;
    const { channel_id: channel, message_ts: ts, thread_ts: parent } = pressed.container;
    const answer = await politely(
      async () => {
        const value = pressed.actions[0]?.value ?? '';
        const answered = await desk.press({ asker: pressAsker(pressed), value, ref: refOf(channel, ts) });
        return withFileSent(answered, { client, user: pressed.user.id, log });
      },
      log,
      'button',
    );
    const reply = { ...replyOf(answer), replace_original: false as const };
    // What everybody sees goes into the alert's thread.
    const threaded = answer.visibility === 'channel' ? { ...reply, thread_ts: parent ?? ts } : reply;
    await answerLate({ respond, client, log, channel, user: pressed.user.id }, threaded);
  });
}

function commandAsker(command: z.infer<typeof SlashCommand>): Asker {
  return {
    platform: 'slack',
    workspace: command.team_id,
    channel: command.channel_id,
    user: command.user_id,
    userName: command.user_name || command.user_id,
  };
}

function pressAsker({ team, user, container }: z.infer<typeof ButtonPayload>): Asker {
  return {
    platform: 'slack',
    workspace: team?.id ?? user.team_id ?? '',
    channel: container.channel_id,
    user: user.id,
    userName: user.username ?? user.name ?? user.id,
    thread: refOf(container.channel_id, container.thread_ts ?? container.message_ts),
  };
}

/** Slack delivers some requests twice; the trigger stays the same when the envelope does not. */
function requestKeys(trigger: string | undefined, context: unknown): readonly string[] {
  const { envelopeId } = Envelope.parse(context);
  return [
    ...(trigger === undefined ? [] : [`slack:trigger:${trigger}`]),
    ...(envelopeId === undefined ? [] : [`slack:envelope:${envelopeId}`]),
  ];
}

function unknownCommand(command: string, prefix: string): Answer {
  return privateNotice(`There is no ${command}. See ${slackCommandName('help', prefix)}.`);
}

function replyOf({ message, visibility }: Answer): ReturnType<typeof renderSlack> & {
  readonly response_type: 'in_channel' | 'ephemeral';
} & { readonly mrkdwn: false; readonly unfurl_links: false; readonly unfurl_media: false } {
  return {
    ...renderSlack(message),
    response_type: visibility === 'channel' ? 'in_channel' : 'ephemeral',
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

interface LatePlace {
  readonly respond: Respond;
  readonly client: WebClient;
  readonly log: ChatLog;
  readonly channel: string;
  readonly user: string;
}

async function answerLate(
  { respond, client, log, channel, user }: LatePlace,
  reply: ReturnType<typeof replyOf> & { readonly thread_ts?: string; readonly replace_original?: false },
): Promise<void> {
  try {
    await respond(reply);
  } catch (error) {
    log.warn({ error }, 'slack response address did not take an answer');
    const { text, blocks, thread_ts } = reply;
    // What only the asker may see never falls back to the channel.
    if (reply.response_type === 'ephemeral') await client.chat.postEphemeral({ channel, user, text, blocks });
    else
      await client.chat.postMessage({
        channel,
        text,
        blocks,
        unfurl_links: false,
        unfurl_media: false,
        ...(thread_ts === undefined ? {} : { thread_ts }),
      });
  }
}

/** A connection that closes under an acknowledgement does not stop the answer: the response address still works. */
async function isTaken(ack: () => Promise<void>, log: ChatLog): Promise<boolean> {
  try {
    await ack();
    return true;
  } catch (error) {
    log.warn({ error }, 'slack acknowledgement was lost');
    return false;
  }
}
