/** Tocsin's own format, one post a line as JSON: reading, and writing it for exports. */
import { z } from 'zod';
import { accountStatuses, type Post, postKinds } from '../../post/post.ts';
import { fromEpoch, parseZonedTime, timeProblem } from '../parse-time.ts';
import { largestCount, safeHandle, safeId, safeLinks, safeTags, safeText } from '../safe-value.ts';
import type { FileItem, ImportOptions } from './file-format.ts';
import type { JsonFormat } from './file-reader.ts';
import { parseJson } from './json-object.ts';

/** A number beyond 2^53 has lost digits when the JSON was read; most platforms' ids are beyond it. */
const Id = z
  .union([z.string(), z.int('is no whole number that JSON carries exactly: write ids as text')], {
    error: 'expected an id as text',
  })
  .transform(
    (value, context) => safeId(String(value)) ?? refuse(context, 'is empty, too long or holds control characters'),
  );

const Time = z
  .union([z.string(), z.number()], { error: 'expected a time' })
  .transform(
    (value, context) =>
      (typeof value === 'number' ? fromEpoch(value) : parseZonedTime(value)) ??
      refuse(context, 'is no ISO 8601 time with a zone and no number of seconds or milliseconds since 1970'),
  );

const Count = z.int().min(0).max(largestCount);

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

/** Unknown is written by leaving the key out, or as `null`. */
const PostLine = z.object({
  platform: z
    .string()
    .regex(/^[a-z][a-z0-9._-]{0,31}$/i, 'is no name of a platform')
    .transform((name) => name.toLowerCase())
    .nullish(),
  id: Id,
  accountId: Id,
  handle: z.string().nullish(),
  accountCreatedAt: Time.nullish(),
  followers: Count.nullish(),
  createdAt: Time,
  text: z.string(),
  lang: z.string().nullish(),
  kind: z.enum(postKinds),
  parentId: Id.nullish(),
  parentAccountId: Id.nullish(),
  tags: z.array(z.string()).nullish(),
  links: z.array(z.string()).nullish(),
  media: z.array(Id).nullish(),
  edit: Count.nullish(),
  claimedAt: Time.nullish(),
  likes: Count.nullish(),
  reposts: Count.nullish(),
  replies: Count.nullish(),
  quotes: Count.nullish(),
  status: z.enum(accountStatuses).nullish(),
  statusCheckedAt: Time.nullish(),
  deletedAt: Time.nullish(),
});

export const ndjson: JsonFormat = {
  format: 'ndjson',
  what: 'JSON lines of Tocsin',
  fits: (value) => 'accountId' in value || ('platform' in value && 'createdAt' in value),
  createReader:
    ({ options }) =>
    (value, line) => [readPost(value, line, options)],
};

export function readNdjsonLine(
  { line, text }: { readonly line: number; readonly text: string },
  options: ImportOptions,
): FileItem {
  const value = parseJson(text);
  return value === undefined ? { refused: { line, reason: 'is not JSON' } } : readPost(value, line, options);
}

function readPost(value: unknown, line: number, options: ImportOptions): FileItem {
  const refused = (reason: string): FileItem => ({ refused: { line, reason } });
  const parsed = PostLine.safeParse(value);
  if (!parsed.success) return refused(reasonOf(parsed.error));
  const post = parsed.data;
  const platform = post.platform ?? options.platform;
  if (platform === undefined) return refused('platform: is missing');
  const problem = timeProblem(post.createdAt, options.now);
  if (problem !== undefined) return refused(problem);
  return { line, post: toPost(post, platform, options.now) };
}

function toPost(line: z.infer<typeof PostLine>, platform: string, now: Date): Post {
  return {
    platform,
    id: line.id,
    accountId: line.accountId,
    handle: safeHandle(line.handle ?? ''),
    accountCreatedAt: line.accountCreatedAt ?? undefined,
    followers: line.followers ?? undefined,
    createdAt: line.createdAt,
    seenAt: now,
    text: safeText(line.text),
    lang: safeId(line.lang ?? ''),
    kind: line.kind,
    parentId: line.parentId ?? undefined,
    parentAccountId: line.parentAccountId ?? undefined,
    tags: safeTags(line.tags ?? []),
    links: safeLinks(line.links ?? []),
    media: line.media === undefined || line.media === null ? undefined : [...new Set(line.media)],
    edit: line.edit ?? undefined,
    claimedAt: line.claimedAt ?? undefined,
    likes: line.likes ?? undefined,
    reposts: line.reposts ?? undefined,
    replies: line.replies ?? undefined,
    quotes: line.quotes ?? undefined,
    status: line.status ?? undefined,
    statusCheckedAt: line.statusCheckedAt ?? undefined,
    deletedAt: line.deletedAt ?? undefined,
  };
}

function reasonOf(error: z.ZodError): string {
  const [first] = error.issues;
  if (first === undefined) return 'is no post';
  const path = first.path.join('.');
  return path === '' ? first.message : `${path}: ${first.message}`;
}

/** A post as one line, without its line break. Reading it gives the post back, but for `seenAt`. */
export function writeNdjson(post: Post): string {
  const { seenAt: _, ...line } = post;
  return JSON.stringify(line);
}
