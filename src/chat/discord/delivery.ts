/**
 * Sends, edits and finds our messages over REST, so that a process without a gateway connection can send too. Replies
 * go into the thread of the message they answer.
 */
import { createHash } from 'node:crypto';
import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { cleanText, cutText } from '../clean.ts';
import type { Delivery, Notifier } from '../notifier.ts';
import { shownWords } from './escape.ts';
import { codes, hasCode, outcomeOf } from './outcome.ts';
import { type DiscordMessage, renderDiscord } from './render.ts';

const Sent = z.object({ id: z.string(), channel_id: z.string() });
const Thread = z.object({
  id: z.string(),
  thread_metadata: z.object({ archived: z.boolean() }).optional(),
});
const Parent = z.object({
  embeds: z.array(z.object({ title: z.string().optional() })).default([]),
  thread: Thread.optional(),
});
const Recent = z.array(
  z.object({ id: z.string(), channel_id: z.string(), nonce: z.union([z.string(), z.number()]).optional() }),
);

/** Discord's limit for a thread's name. */
const threadNameCharacters = 100;
/** Three days, in minutes: as long as an alert is usually worked on. Discord takes 60, 1440, 4320 and 10080. */
const archiveAfterMinutes = 4_320;
const recentMessages = 100;

export function createDelivery(rest: REST): Pick<Notifier, 'send' | 'edit' | 'find'> {
  return {
    async send({ target, message, deliveryId, thread }) {
      let channel = target.channel;
      if (thread !== undefined) {
        try {
          channel = await openThread(rest, thread);
        } catch (error) {
          const outcome = outcomeOf(error);
          // Nothing was posted yet, and a thread is not opened twice.
          return outcome.outcome === 'unknown' ? { outcome: 'failed', reason: outcome.reason, retry: true } : outcome;
        }
      }
      try {
        const body = { ...bodyOf(renderDiscord(message)), nonce: nonceOf(deliveryId), enforce_nonce: true };
        const sent = Sent.parse(await rest.post(Routes.channelMessages(channel), { body }));
        return { outcome: 'sent', ref: refOf(sent.channel_id, sent.id) };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    async edit({ message }, ref): Promise<Delivery> {
      const { channel, id } = placeOf(ref);
      try {
        await rest.patch(Routes.channelMessage(channel, id), { body: bodyOf(renderDiscord(message)) });
        return { outcome: 'sent', ref };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    async find({ target, deliveryId, thread }) {
      const channel = thread === undefined ? target.channel : await threadUnder(rest, thread);
      if (channel === undefined) return undefined;
      const query = new URLSearchParams({ limit: String(recentMessages) });
      const recent = Recent.parse(await rest.get(Routes.channelMessages(channel), { query }));
      const nonce = nonceOf(deliveryId);
      const found = recent.find((message) => message.nonce === nonce);
      return found === undefined ? undefined : refOf(found.channel_id, found.id);
    },
  };
}

/** At most 25 characters are allowed; Discord answers a known nonce with the message it already has. */
export function nonceOf(deliveryId: string): string {
  return createHash('sha256').update(deliveryId).digest('base64url').slice(0, 25);
}

/** The body of a message; nobody is pinged. */
export function bodyOf({ embeds, components, allowedMentions }: DiscordMessage): {
  readonly embeds: DiscordMessage['embeds'];
  readonly components: DiscordMessage['components'];
  readonly allowed_mentions: DiscordMessage['allowedMentions'];
} {
  return { embeds, components, allowed_mentions: allowedMentions };
}

async function openThread(rest: REST, parentRef: string): Promise<string> {
  const { channel, id } = placeOf(parentRef);
  const { thread, embeds } = Parent.parse(await rest.get(Routes.channelMessage(channel, id)));
  if (thread !== undefined) {
    if (thread.thread_metadata?.archived === true) {
      await rest.patch(Routes.channel(thread.id), { body: { archived: false } });
    }
    return thread.id;
  }
  const title = cleanText(shownWords(embeds[0]?.title ?? '')).trim() || 'Evidence';
  const name = cutText(title, threadNameCharacters, ({ length }) => length);
  try {
    const body = { name, auto_archive_duration: archiveAfterMinutes };
    return Thread.parse(await rest.post(Routes.threads(channel, id), { body })).id;
  } catch (error) {
    // Somebody else was faster; the thread of a message has the message's id.
    if (hasCode(error, codes.threadExists)) return id;
    // The parent stands in a thread itself: the answer goes there.
    if (hasCode(error, codes.wrongChannelType)) return channel;
    throw error;
  }
}

/** The thread if there is one; nothing is opened to look for a message. */
async function threadUnder(rest: REST, parentRef: string): Promise<string | undefined> {
  const { channel, id } = placeOf(parentRef);
  return Parent.parse(await rest.get(Routes.channelMessage(channel, id))).thread?.id;
}

/** `channel:message`. */
export function refOf(channel: string, message: string): string {
  return `${channel}:${message}`;
}

function placeOf(ref: string): { readonly channel: string; readonly id: string } {
  const colon = ref.indexOf(':');
  return { channel: ref.slice(0, Math.max(colon, 0)), id: ref.slice(colon + 1) };
}
