/** One connection for all channels: opened with the first that needs it, closed with the last that is done. */
import type { OpenTelegram, TelegramClient } from './telegram-client.ts';

export interface SharedClient {
  /** The client is good until `leave`, which every `enter` needs one of. */
  enter(): Promise<TelegramClient>;
  leave(): Promise<void>;
}

export function shareClient(open: OpenTelegram): SharedClient {
  let opened: Promise<TelegramClient> | undefined;
  let users = 0;

  return {
    enter() {
      users += 1;
      opened ??= open();
      return opened;
    },
    async leave() {
      users -= 1;
      if (users > 0) return;
      const last = opened;
      opened = undefined;
      // A connection that could not be opened told whoever asked for it.
      const client = await last?.catch(() => undefined);
      await client?.close();
    },
  };
}
