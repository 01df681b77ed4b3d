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

/** A post that a later look may replace. */
interface Held {
  post: Post;
  readonly at: number;
}

export function createWorldStore(): WorldStore {
  const posts = new Map<string, Held>();
  const index = {
    tag: new Map<string, Held[]>(),
    link: new Map<string, Held[]>(),
    host: new Map<string, Held[]>(),
    account: new Map<string, Held[]>(),
  };
  const put = (map: Map<string, Held[]>, key: string, held: Held): void => {
    const known = map.get(key);
    if (known === undefined) map.set(key, [held]);
    else known.push(held);
  };
  const idOf = (post: Post): string => `${post.platform}|${post.id}`;

  function candidates({ keyKind, key, tags = [], accountIds = [] }: KeyQuestion): Iterable<Held> {
    switch (keyKind) {
      case 'tag':
      case 'link':
      case 'host':
        return index[keyKind].get(key) ?? [];
      case 'family':
        return new Set(tags.flatMap((tag) => index.tag.get(tag) ?? []));
      case 'text':
      case 'account':
      case 'group':
      case 'network':
        return [...new Set(accountIds)].flatMap((id) => index.account.get(id) ?? []);
    }
  }

  return {
    add: (added) => {
      for (const post of added) {
        const id = idOf(post);
        if (posts.has(id)) continue;
        const held = { post, at: post.createdAt.getTime() };
        posts.set(id, held);
        for (const tag of post.tags) put(index.tag, tag, held);
        for (const link of post.links) put(index.link, link, held);
        for (const host of new Set(post.links.map(hostOf))) put(index.host, host, held);
        put(index.account, post.accountId, held);
      }
    },
    postsOf: (question) => {
      const { platform, keyKind, key, limit = postsPerQuestion } = question;
      const [from, to] = [question.from.getTime(), question.to.getTime()];
      const found: Post[] = [];
      for (const { at, post } of candidates(question)) {
        if (at < from || at >= to || (platform !== undefined && post.platform !== platform)) continue;
        if (keyKind === 'text' && textKey(post.text) !== key) continue;
        found.push(post);
      }
      return found.sort(byTime).slice(-limit);
    },
    replace: (post) => {
      const held = posts.get(idOf(post));
      if (held !== undefined) held.post = post;
    },
  };
}

function byTime(a: Post, b: Post): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
