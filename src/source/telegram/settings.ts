/** What is set for Telegram; see `config/example.yaml`. */
import { z } from 'zod';
import { channelName } from './channel-name.ts';

const ChannelName = z
  .string()
  .refine((written) => channelName(written) !== undefined, 'this is no name of a public Telegram channel');

export const TelegramSettings = z.strictObject({
  enabled: z.boolean().default(false),
  channels: z.array(ChannelName).default([]),
  /** Also channels of listed accounts. */
  listed: z.boolean().default(true),
  everyMinutes: z.int().min(1).default(10),
  way: z.enum(['auto', 'mtproto', 'preview']).default('auto'),
  previewUrl: z.url().default('https://t.me'),
  backfillMessages: z.int().min(1).max(1000).default(200),
});
export type TelegramSettings = z.infer<typeof TelegramSettings>;

/** Of a user's account: `TELEGRAM_API_ID`, `TELEGRAM_API_HASH`, `TELEGRAM_SESSION`. */
export interface TelegramSecrets {
  readonly apiId: number;
  readonly apiHash: string;
  /** As `tocsin telegram-login` prints it. Whoever has it is logged in. */
  readonly session: string;
}
