/** What is set for Mastodon; see `config/example.yaml`. */
import { z } from 'zod';

export const MastodonSettings = z.strictObject({
  enabled: z.boolean().default(false),
  /** One server sees only what federated to it; the first one's daily counts are kept. */
  servers: z.array(z.strictObject({ url: z.url() })).default([{ url: 'https://mastodon.social' }]),
  everyMinutes: z.int().min(1).default(10),
  /** So far back posts are looked for again that arrived late. */
  lookBackHours: z.int().min(1).max(48).default(6),
  /** Also posts of listed accounts. */
  accounts: z.boolean().default(true),
});
export type MastodonSettings = z.infer<typeof MastodonSettings>;

/** Tokens by host. */
export type MastodonTokens = ReadonlyMap<string, string>;

/** `MASTODON_TOKENS`: `host=token host=token`, by blanks or commas. What has another form is told by its place. */
export function parseMastodonTokens(text: string | undefined): {
  readonly tokens: MastodonTokens;
  /** Numbers, from 1, of the pairs that are none. */
  readonly wrong: readonly number[];
} {
  const tokens = new Map<string, string>();
  const wrong: number[] = [];
  const pairs = (text ?? '').split(/[\s,]+/).filter((pair) => pair !== '');
  for (const [index, pair] of pairs.entries()) {
    const match = /^(?:https?:\/\/)?([\p{L}\p{N}.:-]+)\/?=([\x21-\x7e]+)$/u.exec(pair);
    if (match?.[1] === undefined || match[2] === undefined) wrong.push(index + 1);
    else tokens.set(match[1].toLowerCase(), match[2]);
  }
  return { tokens, wrong };
}
