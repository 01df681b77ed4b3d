/** Sends, edits and finds our messages. The client never tries again by itself: one lost reply would be two messages. */
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { ChatLog } from '../log.ts';
import type { Delivery, Notifier, Post } from '../notifier.ts';
import { outcomeOf } from './outcome.ts';
import { renderSlack } from './render.ts';

/** Slack keeps it beside the message, unseen; Slack has no idempotency key. */
const deliveryEvent = 'tocsin_delivery';
/** Pages of 200: enough for a busy channel between a lost reply and the next look. */
const pagesRead = 5;
const pageSize = 200;

const Page = z.object({
  messages: z
    .array(
      z.object({
        ts: z.string(),
        metadata: z
          .object({
            event_type: z.string().optional(),
            event_payload: z.object({ id: z.string().optional() }).optional(),
          })
          .optional(),
      }),
    )
    .default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

export function createDelivery(client: WebClient, log: ChatLog): Pick<Notifier, 'send' | 'edit' | 'find'> {
  return {
    async send({ target, message, deliveryId, thread }) {
      const { text, blocks } = renderSlack(message);
      try {
        const { ts, channel } = await client.chat.postMessage({
          channel: target.channel,
          text,
          blocks,
          metadata: { event_type: deliveryEvent, event_payload: { id: deliveryId } },
          mrkdwn: false,
          unfurl_links: false,
          unfurl_media: false,
          ...(thread === undefined ? {} : { thread_ts: tsOf(thread) }),
        });
        if (ts === undefined) return { outcome: 'unknown', reason: 'The answer of Slack could not be read' };
        return { outcome: 'sent', ref: refOf(channel ?? target.channel, ts) };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    async edit({ target, message }, ref): Promise<Delivery> {
      const { text, blocks } = renderSlack(message);
      try {
        // Without metadata in the request Slack keeps what the message was posted with.
        await client.chat.update({ channel: channelOf(ref, target.channel), ts: tsOf(ref), text, blocks });
        return { outcome: 'sent', ref };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    async find(post) {
      try {
        return await findDelivery(client, post);
      } catch (error) {
        if (!(error instanceof WebAPIPlatformError) || error.data.error !== 'missing_scope') throw error;
        log.warn({ channel: post.target.channel }, 'lost replies cannot be recognised without a history scope');
        return undefined;
      }
    },
  };
}

async function findDelivery(client: WebClient, { target, deliveryId, thread }: Post): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let page = 0; page < pagesRead; page += 1) {
    const request = {
      channel: target.channel,
      include_all_metadata: true,
      limit: pageSize,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const answer =
      thread === undefined
        ? await client.conversations.history(request)
        : await client.conversations.replies({ ...request, ts: tsOf(thread) });
    const { messages, response_metadata: more } = Page.parse(answer);
    const found = messages.find(
      ({ metadata }) => metadata?.event_type === deliveryEvent && metadata.event_payload?.id === deliveryId,
    );
    if (found !== undefined) return refOf(target.channel, found.ts);
    cursor = more?.next_cursor;
    if (cursor === undefined || cursor === '') return undefined;
  }
  return undefined;
}

/** `channel:ts`. */
export function refOf(channel: string, ts: string): string {
  return `${channel}:${ts}`;
}

function tsOf(ref: string): string {
  return ref.slice(ref.indexOf(':') + 1);
}

function channelOf(ref: string, otherwise: string): string {
  const colon = ref.indexOf(':');
  return colon > 0 ? ref.slice(0, colon) : otherwise;
}
