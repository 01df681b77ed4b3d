/** Owns what an interaction was told: deferred or not, in public or not, and what is left when Discord forgot it. */
import {
  AttachmentBuilder,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type InteractionReplyOptions,
  MessageFlags,
  type REST,
  Routes,
} from 'discord.js';
import type { Answer, AnswerFile } from '../command.ts';
import type { ChatLog } from '../log.ts';
import { bodyOf } from './delivery.ts';
import { codes, hasCode } from './outcome.ts';
import { renderDiscord } from './render.ts';

export interface Reply {
  /** Never throws: a late or doubled acknowledgement is noted and the answer finds another way. */
  defer(): Promise<void>;
  deliver(answer: Answer): Promise<void>;
}

type State = 'new' | 'taken' | 'taken-before' | 'forgotten';

const forgotten = [codes.unknownInteraction, codes.invalidWebhookToken, codes.unknownWebhook];

/** Commands: "thinking" is private or not from the start, and stays so. */
export function commandReply(
  interaction: ChatInputCommandInteraction,
  visibility: Answer['visibility'],
  { rest, log }: { readonly rest: REST; readonly log: ChatLog },
): Reply {
  let state: State = 'new';
  return {
    async defer() {
      state = await told(log, () => interaction.deferReply(flagsOf(visibility)));
    },
    deliver: (given) =>
      withOrWithoutFile(given, log, async (answer) => {
        const options = optionsOf(answer);
        await orInChannel(
          { answer, channel: interaction.channelId, rest, log, known: state !== 'forgotten' },
          async () => {
            const { flags: _, ...edit } = options;
            if (state === 'new') {
              const next = await told(log, () => interaction.reply(options));
              if (next === 'taken') return true;
              if (next === 'forgotten') return false;
              // The reply may have arrived at the first of several tries: writing the same over it shows it once.
              await interaction.webhook.editMessage('@original', edit);
              return true;
            }
            if (answer.visibility === visibility) {
              await interaction.webhook.editMessage('@original', edit);
              return true;
            }
            // The visibility of "thinking" cannot change, so it is taken away first.
            await interaction.webhook.deleteMessage('@original');
            await interaction.webhook.send(options);
            return true;
          },
        );
      }),
  };
}

/** Buttons: nothing is shown until the answer is there, and it may be private or not. */
export function pressReply(
  interaction: ButtonInteraction,
  { rest, log }: { readonly rest: REST; readonly log: ChatLog },
): Reply {
  let state: State = 'new';
  return {
    async defer() {
      state = await told(log, () => interaction.deferUpdate());
    },
    deliver: (given) =>
      withOrWithoutFile(given, log, async (answer) => {
        await orInChannel(
          { answer, channel: interaction.channelId, rest, log, known: state !== 'forgotten' },
          async () => {
            await interaction.webhook.send(optionsOf(answer));
            return true;
          },
        );
      }),
  };
}

/** A server may forbid files, or Discord find one too large: the words still arrive, and say so. */
async function withOrWithoutFile(
  answer: Answer,
  log: ChatLog,
  deliver: (answer: Answer) => Promise<void>,
): Promise<void> {
  const { file, ...words } = answer;
  if (file === undefined) return deliver(answer);
  try {
    await deliver(answer);
  } catch (error) {
    log.warn({ error }, 'discord did not take a file');
    const line = 'Discord did not take the file: run the same export on the machine itself.';
    await deliver({ ...words, message: { ...words.message, lead: [...words.message.lead, line] } });
  }
}

async function told(log: ChatLog, tell: () => Promise<unknown>): Promise<State> {
  try {
    await tell();
    return 'taken';
  } catch (error) {
    if (hasCode(error, codes.alreadyAcknowledged)) {
      log.warn({}, 'discord interaction was acknowledged before');
      return 'taken-before';
    }
    log.warn({ error }, 'discord did not take an acknowledgement');
    return 'forgotten';
  }
}

interface LastResort {
  readonly answer: Answer;
  readonly channel: string | null;
  readonly rest: REST;
  readonly log: ChatLog;
  readonly known: boolean;
}

/** After 15 minutes Discord forgets an interaction: an answer for everybody still reaches the channel. */
async function orInChannel(
  { answer, channel, rest, log, known }: LastResort,
  deliver: () => Promise<boolean>,
): Promise<void> {
  if (known) {
    try {
      if (await deliver()) return;
    } catch (error) {
      if (!hasCode(error, ...forgotten)) throw error;
      log.warn({ error }, 'discord forgot an interaction before its answer');
    }
  }
  if (answer.visibility === 'private' || channel === null) {
    log.warn({}, 'a private answer came too late and is not shown to others');
    return;
  }
  await rest.post(Routes.channelMessages(channel), { body: bodyOf(renderDiscord(answer.message)) });
}

function optionsOf({ message, visibility, file }: Answer): InteractionReplyOptions {
  // A file is for the asker alone, so it never goes along with what others see.
  const files = file === undefined || visibility !== 'private' ? [] : [attachmentOf(file)];
  return { ...renderDiscord(message), ...(files.length > 0 ? { files } : {}), ...flagsOf(visibility) };
}

function attachmentOf({ name, content }: AnswerFile): AttachmentBuilder {
  return new AttachmentBuilder(Buffer.from(content), { name });
}

function flagsOf(visibility: Answer['visibility']): { readonly flags?: MessageFlags.Ephemeral } {
  return visibility === 'private' ? { flags: MessageFlags.Ephemeral } : {};
}
