/** What a format's reader found in a row → a post, or why it is none. The checks are the same for every format. */
import type { Post } from '../../post/post.ts';
import { timeProblem } from '../parse-time.ts';
import { largestCount, safeHandle, safeId, safeLinks, safeTags, safeText } from '../safe-value.ts';
import type { FileItem, ImportOptions } from './file-format.ts';

/** A post whose values are still as the file has them. */
export interface Draft extends Omit<Post, 'id' | 'accountId' | 'createdAt' | 'claimedAt' | 'seenAt' | 'deletedAt'> {
  /** '' or absent: the row has none that can be used. */
  readonly id: string | undefined;
  readonly accountId: string | undefined;
  readonly createdAt: Date | undefined;
}

export function postItem(draft: Draft, line: number, options: ImportOptions): FileItem {
  const refused = (reason: string): FileItem => ({ refused: { line, reason } });
  const id = safeId(draft.id ?? '');
  if (id === undefined) return refused('has no usable post id');
  const accountId = safeId(draft.accountId ?? '');
  if (accountId === undefined) return refused('has no usable account');
  const { createdAt } = draft;
  if (createdAt === undefined) return refused('has no time that can be read');
  const problem = timeProblem(createdAt, options.now);
  if (problem !== undefined) return refused(problem);
  // Written out, since a copy by `...` takes several times as long, and this is done for every row.
  const post: Post = {
    platform: draft.platform,
    id,
    accountId,
    handle: safeHandle(draft.handle ?? ''),
    accountCreatedAt: draft.accountCreatedAt,
    followers: draft.followers,
    createdAt,
    seenAt: options.now,
    text: safeText(draft.text),
    lang: safeId(draft.lang ?? ''),
    kind: draft.kind,
    parentId: safeId(draft.parentId ?? ''),
    parentAccountId: safeId(draft.parentAccountId ?? ''),
    tags: safeTags(draft.tags),
    links: safeLinks(draft.links),
    media: draft.media,
    edit: draft.edit,
    likes: draft.likes,
    reposts: draft.reposts,
    replies: draft.replies,
    quotes: draft.quotes,
    status: draft.status,
    statusCheckedAt: draft.statusCheckedAt,
  };
  return { post, line };
}

/** An id with all its digits. A number that went through a spreadsheet (`1.34E+18`, `12.0`) lost some and is nobody's. */
export function wholeId(text: string): string | undefined {
  const id = text.trim().replace(/^["']+|["']+$/g, '');
  return id === '' || /^(?:[+-]?\d+(?:[.,]\d+)?e[+-]?\d+|\d+[.,]\d+|nan|na|n\/a|none|null|undefined|0)$/i.test(id)
    ? undefined
    : id;
}

/** A count as files write it: `1,234`, `12.0`, 12. What is none is unknown, which is not zero. */
export function countOf(value: unknown): number | undefined {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  if (!/^\d{1,3}(?:,\d{3})+(?:\.0+)?$|^\d+(?:\.0+)?$/.test(text)) return undefined;
  const count = Number(text.replaceAll(',', ''));
  return count <= largestCount ? count : undefined;
}
