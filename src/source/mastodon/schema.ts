/** What a server with Mastodon's API says, as far as we read it: https://docs.joinmastodon.org/entities/Status/ */
import { z } from 'zod';

/** Ids are text of any shape: numbers on Mastodon, ULIDs on GoToSocial, hexadecimal on snac. */
const ServerId = z.string().min(1).max(100);
const Uri = z.string().min(1).max(200);
const Count = z.int().nonnegative().max(2_147_483_647).nullish().catch(undefined);

export const MastodonAccount = z.object({
  id: ServerId,
  acct: z.string().min(1).max(300),
  username: z.string().max(200).nullish(),
  url: z.string().nullish(),
  /** Since 4.2. */
  uri: z.string().nullish(),
  created_at: z.string().nullish(),
  followers_count: Count,
  suspended: z.boolean().nullish().catch(undefined),
});
export type MastodonAccount = z.infer<typeof MastodonAccount>;

const listOf = <T extends z.ZodType>(item: T) => z.array(item).nullish().catch(undefined);

const Quote = z.object({
  state: z.string().nullish(),
  quoted_status: z.object({ uri: Uri }).nullish().catch(undefined),
});

const BareStatus = z.object({
  id: ServerId,
  uri: Uri,
  created_at: z.string(),
  edited_at: z.string().nullish(),
  account: MastodonAccount,
  content: z.string().nullish(),
  spoiler_text: z.string().nullish(),
  visibility: z.string().nullish(),
  language: z.string().max(35).nullish().catch(undefined),
  in_reply_to_id: ServerId.nullish().catch(undefined),
  tags: listOf(z.object({ name: z.string() })),
  mentions: listOf(z.object({ url: z.string() })),
  media_attachments: listOf(
    z.object({ id: z.string().nullish(), url: z.string().nullish(), remote_url: z.string().nullish() }),
  ),
  card: z.object({ url: z.string() }).nullish().catch(undefined),
  poll: z
    .object({ options: z.array(z.object({ title: z.string() })) })
    .nullish()
    .catch(undefined),
  quote: Quote.nullish().catch(undefined),
  favourites_count: Count,
  reblogs_count: Count,
  replies_count: Count,
});

export const MastodonStatus = BareStatus.extend({ reblog: BareStatus.nullish() });
export type MastodonStatus = z.infer<typeof MastodonStatus>;

/** https://docs.joinmastodon.org/entities/Tag/#history: numbers come as text, days as seconds since 1970. */
export const MastodonTag = z.object({
  history: z
    .array(z.object({ day: z.coerce.string(), uses: z.coerce.string(), accounts: z.coerce.string().nullish() }))
    .nullish()
    .catch(undefined),
});

const Access = z.object({ local: z.string().nullish(), remote: z.string().nullish() });

/** https://docs.joinmastodon.org/entities/Instance/#timelines_access, since 4.5. */
export const MastodonInstance = z.object({
  domain: z.string().max(253).nullish(),
  configuration: z
    .object({ timelines_access: z.object({ hashtag_feeds: Access.nullish() }).nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
});
