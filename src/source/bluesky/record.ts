/** Records of posts and reposts as anybody may write them: a broken part costs that part, a post without text the post. */
import { z } from 'zod';
import { listOf } from './list-of.ts';

const text = z.string().optional().catch(undefined);
const reference = z.object({ uri: z.string() }).optional().catch(undefined);

const Feature = z.object({ $type: text, tag: text, uri: text });
const Facet = z.object({
  index: z.object({ byteStart: z.int(), byteEnd: z.int() }).optional().catch(undefined),
  features: listOf(Feature),
});
export type Facet = z.infer<typeof Facet>;

/** A blob, also in the form of before 2023. */
const Blob = z
  .object({ ref: z.object({ $link: z.string() }).optional().catch(undefined), cid: text })
  .transform(({ ref, cid }) => ref?.$link ?? cid)
  .optional()
  .catch(undefined);

const mediaFields = {
  images: listOf(z.object({ image: Blob })),
  video: Blob,
  external: reference,
};
const Embed = z.object({
  $type: text,
  ...mediaFields,
  /** Of a quote `{uri, cid}`; of a quote with media the same one level down. */
  record: z.object({ uri: text, record: reference }).optional().catch(undefined),
  media: z.object(mediaFields).optional().catch(undefined),
});
export type Embed = z.infer<typeof Embed>;

export const PostRecord = z.object({
  text: z.string(),
  createdAt: text,
  langs: listOf(z.string()),
  facets: listOf(Facet),
  tags: listOf(z.string()),
  embed: Embed.optional().catch(undefined),
  reply: z.object({ parent: reference }).optional().catch(undefined),
});
export type PostRecord = z.infer<typeof PostRecord>;

export const RepostRecord = z.object({ subject: z.object({ uri: z.string() }), createdAt: text });
