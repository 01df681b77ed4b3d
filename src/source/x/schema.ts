/** X's answers, the fields we use. A field that is broken counts as absent: it costs neither the post nor the page. */
import { z } from 'zod';
import { largestCount } from '../safe-value.ts';

/** Digits, as text: as a number an id loses its last ones. */
export const XId = z.string().regex(/^\d{1,20}$/);

const Text = z.string().optional().catch(undefined);
const Count = z.int().min(0).max(largestCount).optional().catch(undefined);

function listOf<T extends z.ZodType>(item: T) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((items) => readEach(item, items).items);
}

const Entities = z.object({
  hashtags: listOf(z.object({ tag: z.string() })).optional(),
  urls: listOf(
    z.object({ url: Text, expanded_url: Text, unwound_url: Text, media_key: z.unknown().optional() }),
  ).optional(),
});
export type XEntities = z.infer<typeof Entities>;

export const XPost = z.object({
  id: XId,
  text: z.string().catch(''),
  author_id: XId.optional().catch(undefined),
  in_reply_to_user_id: XId.optional().catch(undefined),
  created_at: Text,
  lang: Text,
  edit_history_tweet_ids: listOf(XId).optional(),
  entities: Entities.optional().catch(undefined),
  note_tweet: z
    .object({ text: z.string(), entities: Entities.optional().catch(undefined) })
    .optional()
    .catch(undefined),
  referenced_tweets: listOf(z.object({ type: z.string(), id: XId })).optional(),
  attachments: z
    .object({ media_keys: listOf(z.string()).optional() })
    .optional()
    .catch(undefined),
  public_metrics: z
    .object({ like_count: Count, retweet_count: Count, reply_count: Count, quote_count: Count })
    .optional()
    .catch(undefined),
});
export type XPost = z.infer<typeof XPost>;

export const XUser = z.object({
  id: XId,
  username: Text,
  created_at: Text,
  protected: z.boolean().optional().catch(undefined),
  public_metrics: z.object({ followers_count: Count }).optional().catch(undefined),
});
export type XUser = z.infer<typeof XUser>;

/** One entry of `errors[]`, or a whole answer that is none: RFC 7807 with X's additions. */
const XProblem = z.object({
  title: Text,
  detail: Text,
  type: Text,
  message: Text,
  resource_type: Text,
  resource_id: Text,
  value: z.unknown().optional(),
  connection_issue: Text,
  reset_date: Text,
});
export type XProblem = z.infer<typeof XProblem>;

const Meta = z.object({
  newest_id: XId.optional().catch(undefined),
  next_token: z.string().min(1).optional().catch(undefined),
});

/** `includes.users` of the activity stream wraps some of its users in `data`. */
const IncludedUser = z.union([XUser, z.object({ data: XUser }).transform(({ data }) => data)]);

export const XIncludes = z.object({
  users: listOf(IncludedUser).optional(),
  tweets: listOf(XPost).optional(),
});
export type XIncludes = z.infer<typeof XIncludes>;

export const XAnswer = z.object({
  data: z.unknown().optional(),
  includes: XIncludes.optional().catch(undefined),
  errors: listOf(XProblem).optional(),
  meta: Meta.optional().catch(undefined),
});
export type XAnswer = z.infer<typeof XAnswer>;

export const XCountItem = z.object({ start: z.string(), end: z.string(), tweet_count: z.int().min(0) });
export const XRule = z.object({ id: XId, value: z.string(), tag: Text });
export const XSubscription = z.object({
  subscription_id: z.string().min(1),
  event_type: z.string(),
  tag: Text,
  filter: z.object({ user_id: Text }).catch({ user_id: undefined }),
});

export const XStreamItem = z.object({
  data: XPost,
  includes: XIncludes.optional().catch(undefined),
});

export const XEvent = z.object({
  event_type: z.string(),
  event_uuid: Text,
  filter: z.object({ user_id: Text }).optional().catch(undefined),
  payload: z.unknown().optional(),
  includes: XIncludes.optional().catch(undefined),
});
export type XEvent = z.infer<typeof XEvent>;

/** The list's items that can be read, and how many cannot: one broken item costs that item. */
export function readEach<T extends z.ZodType>(
  schema: T,
  list: unknown,
): { readonly items: readonly z.output<T>[]; readonly refused: number } {
  const items: z.output<T>[] = [];
  const given = Array.isArray(list) ? list : [];
  for (const item of given) {
    const read = schema.safeParse(item);
    if (read.success) items.push(read.data);
  }
  return { items, refused: given.length - items.length };
}
