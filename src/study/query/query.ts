/**
 * The question of a study: which posts it looks at. Read and compiled once, then asked of every post of a stream.
 *
 * Words, "phrases", #tags, host:, lang:, platform:, kind:, class:, state:, from:; "and" by default, OR, minus, parentheses.
 */
import { languageOf } from '../../measure/language.ts';
import { hostOf, normalTag } from '../../post/normal-form.ts';
import { type Post, postKinds } from '../../post/post.ts';
import { handleForm } from '../../registry/handle-form.ts';
import { hostForm } from '../../registry/host-form.ts';
import { entryKinds, type Registry, type RegistryEntry, stateKinds } from '../../registry/registry.ts';
import { folded, wordMatcher } from './folded.ts';
import { type Condition, type Leaf, parseQuery } from './parse.ts';
import { QueryError } from './query-error.ts';

export interface StudyQuery {
  /** As given, without blanks around it; '' asks for everything. */
  readonly text: string;
  matches(post: Post): boolean;
}

/** Throws a `QueryError`. */
export function compileQuery(text: string, registry: Registry): StudyQuery {
  const condition = parseQuery(text);
  if (condition === undefined) return { text: '', matches: () => true };
  const test = compile(condition, { query: text, registry });
  return { text: text.trim(), matches: (post) => test(lookAt(post, registry)) };
}

/** A post while it is asked: what costs something is made when a condition first needs it. */
interface Look {
  readonly post: Post;
  text(): string;
  entry(): RegistryEntry | undefined;
  lang(): string;
}

type Test = (look: Look) => boolean;

interface Context {
  readonly query: string;
  readonly registry: Registry;
}

function lookAt(post: Post, registry: Registry): Look {
  let text: string | undefined;
  let entry: { readonly found: RegistryEntry | undefined } | undefined;
  let lang: string | undefined;
  return {
    post,
    text: () => (text ??= folded(post.text)),
    entry: () => (entry ??= { found: registry.findAccount(post, post.createdAt)?.entry }).found,
    lang: () => (lang ??= languageOf(post.lang, post.text).lang.toLowerCase()),
  };
}

function compile(condition: Condition, context: Context): Test {
  switch (condition.is) {
    case 'leaf':
      return compileLeaf(condition.leaf, context);
    case 'not': {
      const inner = compile(condition.of, context);
      return (look) => !inner(look);
    }
    case 'and': {
      const parts = condition.of.map((part) => compile(part, context));
      return (look) => parts.every((part) => part(look));
    }
    case 'or': {
      const parts = condition.of.map((part) => compile(part, context));
      return (look) => parts.some((part) => part(look));
    }
  }
}

function compileLeaf(leaf: Leaf, context: Context): Test {
  const fail = (why: string): QueryError => new QueryError(context.query, leaf.at, why);
  switch (leaf.kind) {
    case 'word': {
      const isPrefix = leaf.text.endsWith('*');
      const word = leaf.text.replace(/\*+$/, '');
      if (!/[\p{L}\p{N}\p{S}]/u.test(word)) throw fail('there is no letter, digit or symbol in this word');
      const has = wordMatcher(word, isPrefix);
      return (look) => has(look.text());
    }
    case 'phrase': {
      if (folded(leaf.text).trim() === '') throw fail('there is nothing to see between these quotation marks');
      const has = wordMatcher(leaf.text, false);
      return (look) => has(look.text());
    }
    case 'tag': {
      const tag = normalTag(leaf.text);
      if (tag === '') throw fail('a tag must stand behind #');
      return ({ post }) => post.tags.includes(tag);
    }
    case 'field':
      return compileField(leaf.field, leaf.text, context, fail);
  }
}

const fields = 'host:, lang:, platform:, kind:, class:, state: and from:';

function compileField(field: string, value: string, { registry }: Context, fail: (why: string) => QueryError): Test {
  switch (field) {
    case 'host': {
      const host = hostForm(value.replace(/^https?:\/\//i, '').replace(/\/+$/, ''));
      if (host === undefined) throw fail('a host such as news.example must stand behind host:');
      return ({ post }) => post.links.some((link) => isHost(hostOf(link), host));
    }
    case 'lang': {
      const lang = value.toLowerCase();
      if (!/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/.test(lang))
        throw fail('a language such as en, zh or und must stand behind lang:');
      return (look) => look.lang() === lang || look.lang().startsWith(`${lang}-`);
    }
    case 'platform': {
      const platform = value.toLowerCase();
      return ({ post }) => post.platform === platform;
    }
    case 'kind': {
      const kind = postKinds.find((known) => known === value.toLowerCase());
      if (kind === undefined) throw fail(`behind kind: stands one of ${postKinds.join(', ')}`);
      return ({ post }) => post.kind === kind;
    }
    case 'class':
      return compileClass(value.toLowerCase(), fail);
    case 'state': {
      const state = value.toUpperCase();
      if (!/^[A-Z]{2}$/.test(state)) throw fail('a state by two letters, such as CN, must stand behind state:');
      return (look) => look.entry()?.state === state;
    }
    case 'from':
      return compileFrom(value, registry, fail);
    default:
      throw fail(`${field}: is not known; known are ${fields}. A text with a colon goes between quotation marks`);
  }
}

function isHost(host: string, wanted: string): boolean {
  return host === wanted || host.endsWith(`.${wanted}`);
}

function compileClass(value: string, fail: (why: string) => QueryError): Test {
  if (value === 'unattributed') return (look) => look.entry() === undefined;
  if (value === 'attributed') return (look) => look.entry() !== undefined;
  const isState = value === 'state';
  const kinds = isState ? stateKinds : entryKinds.filter((kind) => kind === value);
  if (kinds.length === 0)
    throw fail(`behind class: stands one of ${[...entryKinds, 'state', 'attributed', 'unattributed'].join(', ')}`);
  return (look) => {
    const kind = look.entry()?.kind;
    return kind !== undefined && kinds.includes(kind);
  };
}

/** Only listed accounts in public office may be asked for by name: a study must not become a file on a private person. */
function compileFrom(value: string, registry: Registry, fail: (why: string) => QueryError): Test {
  const handle = handleForm(value);
  const accounts = registry.entries.flatMap((entry) =>
    entry.publicRole && entry.status !== 'withdrawn'
      ? entry.accounts.filter((account) => account.handle !== undefined && handleForm(account.handle) === handle)
      : [],
  );
  if (accounts.length === 0)
    throw fail(`@${handle} is in no registry, and only listed accounts can be asked for by name`);
  const nativeIds = new Set(accounts.flatMap(({ nativeId }) => nativeId ?? []));
  return (look) => {
    const { accountId, handle: written } = look.post;
    const isNamed = nativeIds.has(accountId) || (written !== undefined && handleForm(written) === handle);
    return isNamed && look.entry()?.publicRole === true;
  };
}
