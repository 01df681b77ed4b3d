/**
 * JSON of X's API as twarc keeps it, one of these a line: an answer with `data[]` and `includes`, one post with its author
 * and what it refers to put in (flattened), one post of a stream, users, or a post of the old API 1.1.
 */
import type { AccountFact, Post } from '../../post/post.ts';
import { parseTime, timeProblem } from '../parse-time.ts';
import { mapXPost, mapXUser } from '../x/map-post.ts';
import { readEach, XIncludes, XPost, XUser } from '../x/schema.ts';
import type { FileItem, ImportOptions } from './file-format.ts';
import type { JsonFormat, JsonObject, ReadContext } from './file-reader.ts';
import { isObject, objectsIn } from './json-object.ts';
import { isOldXPost, oldXPosts } from './old-x-post.ts';

export const twarc2: JsonFormat = {
  format: 'twarc2',
  what: 'JSON lines of twarc (X)',
  fits: (value) => holdsX(value) && !('4CAT_metadata' in value) && !('__import_meta' in value),
  createReader(context) {
    const met = createMet();
    return (value, line) => readValue(value, line, context, met);
  },
};

/** Whether the value has one of the shapes of X's API, whoever wrapped it. */
export function holdsX(value: JsonObject): boolean {
  return isOldXPost(value) || isFlat(value) || isAnswer(value);
}

function isAnswer(value: JsonObject): boolean {
  const [first] = Array.isArray(value['data']) ? value['data'] : [value['data']];
  if (isObject(value['__twarc'])) return true;
  if ('matching_rules' in value || 'includes' in value) return 'data' in value;
  if (!isObject(first) || value['source_platform'] !== undefined) return false;
  return isCount(first) || isFlat(first) || isUser(first);
}

function isFlat(value: JsonObject): boolean {
  return typeof value['id'] === 'string' && typeof value['text'] === 'string' && 'author_id' in value;
}

function isUser(value: JsonObject): boolean {
  return typeof value['id'] === 'string' && typeof value['username'] === 'string' && !('text' in value);
}

function isCount(value: JsonObject): boolean {
  return 'tweet_count' in value && 'start' in value;
}

/** Said of the ids that were met lately: what an answer includes is mostly included again by the next one. */
interface Met {
  isNew(kind: 'post' | 'account', id: string): boolean;
}

/** Bounds the memory of a long file; what comes again later is known to the store. */
const remembered = 200_000;

function createMet(): Met {
  let current = new Set<string>();
  let previous = new Set<string>();
  return {
    isNew(kind, id) {
      const key = `${kind} ${id}`;
      if (current.has(key) || previous.has(key)) return false;
      current.add(key);
      if (current.size >= remembered) {
        previous = current;
        current = new Set();
      }
      return true;
    },
  };
}

const notFound = 'posts or accounts that X did not find when the file was made';

function readValue(value: JsonObject, line: number, context: ReadContext, met: Met): readonly FileItem[] {
  const refused = (reason: string): FileItem => ({ refused: { line, reason } });
  if (isOldXPost(value)) {
    const found = oldXPosts(value, line, context.options);
    return found.filter((item, at) => isFirst(item, met, at === 0 ? 'always' : undefined));
  }
  const data = isFlat(value) || isUser(value) ? [value] : listOf(value['data']);
  const { options } = context;
  const includes = includesOf(value, data);
  const at = retrievedAt(value) ?? options.now;
  const items: FileItem[] = [];
  for (const item of data) {
    if (!isObject(item)) items.push(refused('holds a post that is no object'));
    else if (isCount(item)) items.push(refused('holds counts of posts, no posts: Tocsin cannot import counts'));
    else if (isUser(item)) items.push(...accountItems([item], line, at, options));
    else items.push(postItem(item, includes, line, options));
  }
  const posts = items.filter((item) => isFirst(item, met, 'always'));
  const referred = (includes.tweets ?? []).flatMap((post) => {
    const read = mapped(post, includes, line, options);
    return 'post' in read && isFirst(read, met) ? [read] : [];
  });
  const facts = accountFacts(includes, at, options)
    .map((account) => ({ account, line }))
    .filter((item) => isFirst(item, met));
  for (const _ of objectsIn(value['errors']).filter(isNotFound)) context.tell(notFound);
  const found = [...posts, ...referred, ...facts];
  if (found.length > 0) return found;
  if (data.length === 0 && (isObject(value['meta']) || Array.isArray(value['errors']))) {
    context.tell('answers without a post');
    return [];
  }
  return [refused('holds no post of X')];
}

/** Posts of the answer itself stay, however often they come: newer counts may stand in the later one. */
function isFirst(item: FileItem, met: Met, when?: 'always'): boolean {
  if ('post' in item) return met.isNew('post', item.post.id) || when === 'always';
  return 'account' in item ? met.isNew('account', item.account.accountId) : true;
}

function listOf(data: unknown): readonly unknown[] {
  if (Array.isArray(data)) return data;
  return data === undefined || data === null ? [] : [data];
}

/** What an answer includes, and what a flattened post carries inside. */
function includesOf(value: JsonObject, data: readonly unknown[]): XIncludes {
  const read = XIncludes.safeParse(value['includes']);
  const given = read.success ? read.data : {};
  const objects = data.filter(isObject);
  const referred = objects.flatMap((item) => objectsIn(item['referenced_tweets']).filter(isFlat));
  const everyone = [...objects, ...referred].flatMap((item) => [
    item['author'],
    item['author_user'],
    item['in_reply_to_user'],
  ]);
  return {
    users: [...(given.users ?? []), ...readEach(XUser, everyone.filter(isObject)).items],
    tweets: [...(given.tweets ?? []), ...readEach(XPost, referred).items],
  };
}

function postItem(item: JsonObject, includes: XIncludes, line: number, options: ImportOptions): FileItem {
  const read = XPost.safeParse(item);
  if (!read.success) return { refused: { line, reason: 'holds a post without an id that can be used' } };
  return mapped(read.data, includes, line, options);
}

function mapped(xPost: XPost, includes: XIncludes, line: number, options: ImportOptions): FileItem {
  const refused = (reason: string): FileItem => ({ refused: { line, reason } });
  const post: Post | undefined = mapXPost(xPost, { seenAt: options.now, includes });
  if (post === undefined) return refused('holds a post without an author');
  const problem = timeProblem(post.createdAt, options.now);
  if (problem !== undefined) return refused(problem);
  return { post: options.platform === undefined ? post : { ...post, platform: options.platform }, line };
}

function accountFacts(includes: XIncludes, at: Date, options: ImportOptions): readonly AccountFact[] {
  return (includes.users ?? []).map((user) => factOf(user, at, options));
}

function accountItems(
  items: readonly JsonObject[],
  line: number,
  at: Date,
  options: ImportOptions,
): readonly FileItem[] {
  const { items: users, refused } = readEach(XUser, items);
  const facts: FileItem[] = users.map((user) => ({ account: factOf(user, at, options), line }));
  return refused === 0 ? facts : [...facts, { refused: { line, reason: 'holds an account without a usable id' } }];
}

function factOf(user: XUser, at: Date, options: ImportOptions): AccountFact {
  const fact = mapXUser(user, at);
  return options.platform === undefined ? fact : { ...fact, platform: options.platform };
}

function retrievedAt(value: JsonObject): Date | undefined {
  const twarc = value['__twarc'];
  const text = isObject(twarc) ? twarc['retrieved_at'] : undefined;
  return typeof text === 'string' ? parseTime(text) : undefined;
}

function isNotFound(error: JsonObject): boolean {
  return /resource-not-found|not-found/i.test(`${String(error['type'])} ${String(error['title'])}`);
}
