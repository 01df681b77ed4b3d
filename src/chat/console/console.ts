/**
 * The chat of an installation without Slack or Discord: messages are kept in the store, and the local page shows them.
 *
 * Posts in, kept messages out. Keeping is idempotent by delivery id, so nothing is ever shown twice.
 */
import type { Message } from '../../message/message.ts';
import type { Delivery, Notifier, Post } from '../notifier.ts';

/** What the console needs of a store. */
interface ConsolePort {
  /** The same delivery id keeps one message; answers its reference. */
  keep(channel: string, deliveryId: string, message: Message, thread: string | undefined, now: Date): Promise<string>;
  /** `false` when there is no message under the reference. */
  replace(ref: string, message: Message, now: Date): Promise<boolean>;
  refOf(deliveryId: string): Promise<string | undefined>;
  revision(): Promise<string>;
}

export interface ConsoleDeps {
  readonly store: ConsolePort;
  readonly now: () => Date;
}

/** The page shows names in one line of a narrow column; a target is written `console:name`. */
const channelName = /^[^\s:]{1,64}$/u;

export function createConsole({ store, now }: ConsoleDeps): Notifier {
  return {
    platform: 'console',
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    send: (post) =>
      deliver(post, async () => {
        const ref = await store.keep(post.target.channel, post.deliveryId, post.message, post.thread, now());
        return { outcome: 'sent', ref };
      }),
    edit: (post, ref) =>
      deliver(post, async () => {
        if (await store.replace(ref, post.message, now())) return { outcome: 'sent', ref };
        return { outcome: 'failed', reason: 'the message to edit is gone', retry: false };
      }),
    find: (post) => store.refOf(post.deliveryId),
    check: async (channels) => [await checkStore(store), ...channels.map(checkChannel)],
  };
}

async function deliver({ target }: Post, act: () => Promise<Delivery>): Promise<Delivery> {
  if (target.platform !== 'console') {
    return { outcome: 'failed', reason: `not a console target: ${target.platform}`, retry: false };
  }
  try {
    return await act();
  } catch (error) {
    // Not `unknown`: keeping and replacing may be repeated whether or not the first attempt arrived.
    return { outcome: 'failed', reason: `store: ${reasonOf(error)}`, retry: true };
  }
}

async function checkStore(store: ConsolePort): Promise<{ readonly ok: boolean; readonly text: string }> {
  try {
    await store.revision();
    return { ok: true, text: 'messages can be kept and read' };
  } catch (error) {
    return { ok: false, text: `the store does not answer (${reasonOf(error)})` };
  }
}

function checkChannel(channel: string): { readonly ok: boolean; readonly text: string } {
  if (channelName.test(channel)) return { ok: true, text: `channel ${channel}` };
  return {
    ok: false,
    text: `channel name ${JSON.stringify(channel)} needs 1-64 characters without spaces or colons`,
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown error';
}
