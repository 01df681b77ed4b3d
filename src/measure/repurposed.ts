/**
 * Are the burst's accounts older ones put to a new use? Their last 30 days beside what they did before: another
 * language, other tags, or a long silence in between. The measure of the studies (F17), on what is known of the accounts.
 */
import { dayMs, type Post } from '../post/post.ts';
import { createRegistry } from '../registry/create-registry.ts';
import { type History, pastsOf } from './history.ts';
import { languageOf } from './language.ts';
import { authorOf } from './post-groups.ts';
import { type Share, shareOf } from './share.ts';
import { measureRepurposing } from './study/repurposing.ts';
import type { TracedShare } from './study/traced.ts';
import { tableOf } from './table/build-table.ts';

export interface Repurposed {
  /** Accounts with at least one of the three signs / accounts of which at least one is known. */
  readonly accounts: Share;
  /** Accounts of the burst of which none is known. */
  readonly unknown: number;
  /** At least 180 days of silence before the last 30 / accounts with a post before. */
  readonly gap: Share;
  /** Another prevailing language than before / accounts with five posts in known languages on both sides. */
  readonly language: Share;
  /** None of the most frequent tags of before / accounts with five uses of tags on both sides. */
  readonly tags: Share;
}

const presentDays = 30;

/** Nobody is looked up: attribution is no part of the question. */
const nobody = createRegistry({ version: 'none', entries: [] });

export function measureRepurposed(posts: readonly Post[], history: History | undefined): Repurposed {
  const { start, of, known } = pastsOf(posts, history === undefined ? undefined : bareHistory(history));
  const past = [...of.values()].flat();
  const table = tableOf([...posts.map(bare), ...past, ...lastOnes(posts, history)], { registry: nobody });
  const from = new Date(Number.isNaN(start) ? 0 : start - presentDays * dayMs);
  const found = measureRepurposing(table, { span: { from, to: new Date(8.64e15) }, minN: 0 });
  const signs = [found.gap, found.language, found.tags];
  const signed = new Set(signs.flatMap(({ behind }) => [...behind().rows]));
  return {
    accounts: shareOf(signed.size, found.withPast.n),
    unknown: known.of - found.withPast.n,
    gap: plain(found.gap),
    language: plain(found.language),
    tags: plain(found.tags),
  };
}

/** A history is asked about again at every look at a burst that grows; its languages are told once. */
const bareHistories = new WeakMap<History, History>();

function bareHistory(history: History): History {
  const known = bareHistories.get(history);
  if (known !== undefined) return known;
  const made = { ...history, posts: history.posts.map(bare) };
  bareHistories.set(history, made);
  return made;
}

/** A post with what the three signs ask for: the table would bring its text into normal form, and nobody reads it. */
function bare(post: Post): Post {
  const { lang } = languageOf(post.lang, post.text);
  return { ...post, lang: lang === 'und' ? undefined : lang, text: '', links: [], media: undefined };
}

/** A latest post of which only the time is known stands as a repost: it ends a silence and says nothing else. */
function lastOnes(posts: readonly Post[], history: History | undefined): readonly Post[] {
  const authors = new Map(posts.map((post) => [authorOf(post), post]));
  return [...(history?.lastBefore ?? [])].flatMap(([author, at]) => {
    const post = authors.get(author);
    if (post === undefined) return [];
    const { platform, accountId } = post;
    const id = `latest of ${author}`;
    return [{ platform, id, accountId, createdAt: at, seenAt: at, text: '', kind: 'repost', tags: [], links: [] }];
  });
}

function plain({ share: { n, of } }: TracedShare): Share {
  return shareOf(n, of);
}
