/** A chat that is away, or refuses its token, must not keep the other chats, the page and the jobs from running. */
import { within } from '../chat/ask.ts';
import type { ChatLog } from '../chat/log.ts';
import type { Notifier } from '../chat/notifier.ts';

/** A chat in reach is connected within a second or two. */
const patienceMs = 5_000;

/** The same chat, but its start never fails, and resolves after a while at the latest; the connecting goes on. */
export function startingPatiently(notifier: Notifier, log: ChatLog, waitMs = patienceMs): Notifier {
  const { platform } = notifier;
  let stopped = false;

  async function connect(): Promise<true> {
    try {
      await notifier.start();
      if (!stopped) log.info({ platform }, 'chat is connected');
    } catch (error) {
      log.error({ platform, error }, 'chat cannot be used; everything else goes on');
    }
    return true;
  }

  return {
    ...notifier,
    async start() {
      const settled = await within(connect(), waitMs);
      if (settled === undefined) log.warn({ platform }, 'chat is not connected yet; everything else goes on');
    },
    async stop() {
      stopped = true;
      await notifier.stop();
    },
  };
}
