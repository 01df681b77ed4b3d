/** What a team can set for Bluesky. Every address is one, so that any server of the same protocol can stand in. */
import { z } from 'zod';

const httpUrl = z.url({ protocol: /^https?$/ });

/** Which posts of the whole network are kept; see select.ts. */
const blueskyKeeps = ['tagged', 'watched', 'all'] as const;
export type BlueskyKeep = (typeof blueskyKeeps)[number];

/** The public hosts that Bluesky runs (its Jetstream documentation); they carry the same events. */
const publicHosts = ['jetstream1.us-east', 'jetstream2.us-east', 'jetstream1.us-west', 'jetstream2.us-west'].map(
  (host) => `wss://${host}.bsky.network/subscribe`,
);

export const BlueskySettings = z.strictObject({
  enabled: z.boolean().default(false),
  jetstreamUrls: z
    .array(z.url({ protocol: /^wss?$/ }))
    .min(1)
    .default(publicHosts),
  keep: z.enum(blueskyKeeps).default('tagged'),
  /** Servers keep 36 h (Jetstream documentation); a cursor older than that has lost something. */
  lookBackHours: z.number().min(0.1).max(1000).default(36),
  /** 0: silence is normal, as on a small network of one's own. */
  idleSeconds: z.number().min(0).max(3600).default(30),
  backfillDays: z.int().min(0).max(3650).default(0),
  appViewUrl: httpUrl.default('https://public.api.bsky.app'),
  plcUrl: httpUrl.default('https://plc.directory'),
});
export type BlueskySettings = z.infer<typeof BlueskySettings>;
