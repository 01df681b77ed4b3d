/** What a world has shown by now, indexed as the store is: posts by what a question asks for. */
import { hostOf, textKey } from '../../src/post/normal-form.ts';
import type { Post } from '../../src/post/post.ts';
import type { KeyQuestion } from '../../src/store/store.ts';

export interface WorldStore {
  add(posts: readonly Post[]): void;
  /** Newest first beyond the limit are left out, as in the store. */
  postsOf(question: KeyQuestion): readonly Post[];
  /** Replaces a post by what a later look at its platform showed. */
  replace(post: Post): void;
}

const postsPerQuestion = 20_000;

export function createWorldStore(): WorldStore {
  const posts = new Map<string, Post>();
  const index = {
    tag: new Map<string, string[]>(),
    link: new Map<string, string[]>(),
    account: new Map<string, string[]>(),
  };
  const put = (map: Map<string, string[]>, key: string, id: string): void => {
    const known = map.get(key);
    if (known === undefined) map.set(key, [id]);
    else known.push(id);
  };
  const idOf = (post: Post): string => `${post.platform}|${post.id}`;

  function candidates({ keyKind, key, tags = [], accountIds = [] }: KeyQuestion): Iterable<string> {
    switch (keyKind) {
      case 'tag':
      case 'link':
        return index[keyKind].get(key) ?? [];
      case 'family':
        return new Set(tags.flatMap((tag) => index.tag.get(tag) ?? []));
      case 'host':
        return new Set([...index.link].flatMap(([link, ids]) => (hostOf(link) === key ? ids : [])));
      case 'text':
      case 'account':
      case 'group':
      case 'network':
        return new Set(accountIds.flatMap((id) => index.account.get(id) ?? []));
    }
  }

  return {
    add: (added) => {
      for (const post of added) {
        const id = idOf(post);
        if (posts.has(id)) continue;
        posts.set(id, post);
        for (const tag of post.tags) put(index.tag, tag, id);
        for (const link of post.links) put(index.link, link, id);
        put(index.account, post.accountId, id);
      }
    },
    postsOf: (question) => {
      const { platform, from, to, keyKind, key, limit = postsPerQuestion } = question;
      const found: Post[] = [];
      for (const id of candidates(question)) {
        const post = posts.get(id);
        if (post === undefined || (platform !== undefined && post.platform !== platform)) continue;
        if (post.createdAt < from || post.createdAt >= to) continue;
        if (keyKind === 'text' && textKey(post.text) !== key) continue;
        found.push(post);
      }
      return found.sort(byTime).slice(-limit);
    },
    replace: (post) => {
      posts.set(idOf(post), post);
    },
  };
}

function byTime(a: Post, b: Post): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
