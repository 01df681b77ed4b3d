/** Telegram's public channels: one source for each that is named in the settings, one for those of listed accounts. */
import type { Platform, PlatformDeps } from '../platform.ts';
import type { Source } from '../source.ts';
import { SourceError } from '../source-error.ts';
import { channelName } from './channel-name.ts';
import type { ChannelPage, ReadChannel } from './channel-page.ts';
import { channelSource } from './channel-source.ts';
import { listedSource } from './listed-source.ts';
import { openMtcute } from './mtcute-client.ts';
import { readByClient } from './read-client.ts';
import { readPreview } from './read-preview.ts';
import type { TelegramSecrets, TelegramSettings } from './settings.ts';
import { shareClient } from './shared-client.ts';
import type { OpenTelegram } from './telegram-client.ts';

export interface TelegramDeps extends PlatformDeps {
  /** Absent: the real one. */
  readonly openClient?: ((secrets: TelegramSecrets) => OpenTelegram) | undefined;
}

export function createTelegram(
  settings: TelegramSettings,
  secrets: TelegramSecrets | undefined,
  deps: TelegramDeps,
): Platform {
  if (!settings.enabled) return { sources: [] };
  const names = [...new Set(settings.channels.flatMap((written) => channelName(written) ?? []))];
  const read = readerOf(settings, secrets, deps);
  const options = { read, everyMinutes: settings.everyMinutes };
  const sources: Source[] = names.map((name) => channelSource(name, options));
  if (settings.listed) sources.push(listedSource({ ...options, besides: names, log: deps.log }));
  return { sources };
}

function readerOf(
  settings: TelegramSettings,
  secrets: TelegramSecrets | undefined,
  { http, log, openClient = openMtcute }: TelegramDeps,
): ReadChannel {
  const { way, previewUrl, backfillMessages } = settings;
  if (way === 'preview' || (way === 'auto' && secrets === undefined)) {
    return (channel, cursor, context) =>
      readPreview(channel, cursor, context, { http, log, previewUrl, backfillMessages });
  }
  if (secrets === undefined) return refuseWithoutLogin;
  const shared = shareClient(openClient(secrets));
  return async function* (channel, cursor, context) {
    try {
      const client = await shared.enter();
      yield* readByClient(channel, cursor, context, { client, log, backfillMessages });
    } finally {
      await shared.leave();
    }
  };
}

async function* refuseWithoutLogin(): AsyncGenerator<ChannelPage> {
  yield* [];
  throw new SourceError('credential', 'no Telegram login: TELEGRAM_API_ID, TELEGRAM_API_HASH and TELEGRAM_SESSION');
}
