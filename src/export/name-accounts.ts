/** Posts → the accounts behind them under the names they may leave with. */
import { authorOf, byTimeThenId } from '../measure/post-groups.ts';
import { pseudonym } from '../post/normal-form.ts';
import type { Post } from '../post/post.ts';
import type { Registry, RegistryEntry } from '../registry/registry.ts';
import { analystPseudonym } from './installation.ts';
import type { ExportAccount, ExportAccounts } from './model.ts';
import type { NamingRequest } from './naming.ts';

export interface NamingContext {
  readonly secret: string;
  /** Requests of the campaign; only confirmed ones name anybody. */
  readonly namings: readonly NamingRequest[];
}

export interface NamedAccounts {
  readonly list: ExportAccounts;
  readonly nameOf: (post: Post) => Pick<ExportAccount, 'as' | 'name'>;
}

/** Pseudonyms beyond this many are counted. */
const pseudonymsListed = 1_000;

export function nameAccounts(posts: readonly Post[], registry: Registry, context: NamingContext): NamedAccounts {
  const groups = new Map<string, Post[]>();
  for (const post of posts) {
    const key = groupOf(post, registry);
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [post]);
    else own.push(post);
  }
  const accounts = new Map([...groups].map(([key, own]) => [key, describeAccount(own, registry, context)]));
  const all = [...accounts.values()].toSorted(byNameability);
  const known = all.filter(({ as }) => as !== 'pseudonym');
  const others = all.filter(({ as }) => as === 'pseudonym').slice(0, pseudonymsListed);
  return {
    list: { list: [...known, ...others], of: all.length },
    nameOf: (post) => {
      const { as, name } = accounts.get(groupOf(post, registry)) ?? unnamed(post, context.secret);
      return { as, name };
    },
  };
}

/** A listing holds for a time: what the account posted before or after it is somebody's who is not listed. */
function groupOf(post: Post, registry: Registry): string {
  return `${authorOf(post)} ${publicEntry(post, registry)?.id ?? ''}`;
}

function describeAccount(unsorted: readonly Post[], registry: Registry, context: NamingContext): ExportAccount {
  const own = unsorted.toSorted(byTimeThenId);
  const last = own.at(-1);
  const [first] = own;
  if (first === undefined || last === undefined) throw new RangeError('an account without posts');
  const reposts = own.filter(({ kind }) => kind === 'repost').length;
  const figures = {
    platform: first.platform,
    posts: own.length - reposts,
    reposts,
    firstAt: first.createdAt,
    lastAt: last.createdAt,
  };
  const organisation = publicEntry(last, registry)?.id;
  if (organisation !== undefined) return { as: 'listed', ...identityOf(last), organisation, ...figures };
  const decided = context.namings.find((naming) => isConfirmedFor(naming, last));
  if (decided?.confirmed === undefined) return { ...unnamed(last, context.secret), ...figures };
  const by = [decided.requestedByName, decided.confirmed.byName].map((name) => analystPseudonym(name, context.secret));
  const decidedBy = { reason: decided.reason, by, at: decided.confirmed.at };
  return { as: 'named', ...identityOf(last), ...figures, decidedBy };
}

function publicEntry(post: Post, registry: Registry): RegistryEntry | undefined {
  const entry = registry.findAccount(post, post.createdAt)?.entry;
  return entry?.publicRole === true ? entry : undefined;
}

function identityOf({ handle, accountId }: Post): Pick<ExportAccount, 'name' | 'handle' | 'nativeId'> {
  return { name: handle === undefined ? accountId : `@${handle}`, handle, nativeId: accountId };
}

function isConfirmedFor({ platform, accountId, confirmed }: NamingRequest, post: Post): boolean {
  return confirmed !== undefined && platform === post.platform && accountId === post.accountId;
}

function unnamed(post: Post, secret: string): Pick<ExportAccount, 'as' | 'name'> {
  return { as: 'pseudonym', name: pseudonym(post.platform, post.accountId, secret) };
}

const order: readonly ExportAccount['as'][] = ['listed', 'named', 'pseudonym'];

function byNameability(a: ExportAccount, b: ExportAccount): number {
  return (
    order.indexOf(a.as) - order.indexOf(b.as) ||
    b.posts + b.reposts - (a.posts + a.reposts) ||
    a.firstAt.getTime() - b.firstAt.getTime() ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}
