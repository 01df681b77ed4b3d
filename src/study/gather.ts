/**
 * Posts as they come → the table of a study. Posts that the question selects are taken whole; others of the same accounts
 * and platforms only as history: when they were made, in which language, with which tags, and never their text.
 */
import { languageOf } from '../measure/language.ts';
import type { StanceModel } from '../measure/stance.ts';
import { createTable } from '../measure/table/build-table.ts';
import { bytes, createColumn } from '../measure/table/column.ts';
import { createNames, type Names } from '../measure/table/names.ts';
import type { PostTable, Stance } from '../measure/table/post-table.ts';
import type { AccountFact, Post } from '../post/post.ts';
import type { Registry } from '../registry/registry.ts';
import type { StudyQuery } from './query/query.ts';
import type { StudyInput, StudyQuestion } from './report.ts';

export interface GatherOptions {
  readonly registry: Registry;
  readonly query: StudyQuery;
  readonly question: Pick<StudyQuestion, 'from' | 'to' | 'platforms'>;
  readonly stance?: StanceModel | undefined;
  /** Posts kept as history at most; more are counted. */
  readonly mostHistory?: number | undefined;
}

export interface Gathered {
  readonly table: PostTable;
  /** The posts that the question selects; undefined when these are all. */
  readonly rows: Uint32Array | undefined;
  readonly inputs: readonly StudyInput[];
  readonly history: { readonly kept: number; readonly leftOut: number };
}

type InputEnd = Pick<StudyInput, 'refused' | 'refusedBy' | 'told'>;

interface InputGathering {
  add(posts: readonly Post[], accounts: readonly AccountFact[]): Promise<void>;
  end(what: InputEnd): void;
}

export interface Gathering {
  /** Posts that are selected so far, and all that were looked at. */
  readonly selected: number;
  readonly posts: number;
  /** @param isTakedown the input is a set of accounts that their platform removed */
  input(name: string, format: string, isTakedown?: boolean): InputGathering;
  /** Nothing may be added afterwards. */
  build(): Gathered;
}

/** One of them takes some hundred bytes. */
const usualHistory = 10_000_000;

export function createGathering(options: GatherOptions): Gathering {
  const { registry, stance, mostHistory = usualHistory } = options;
  const builder = createTable({ registry, stanceBy: stance?.name });
  const isSelected = createColumn(bytes);
  const inputs: StudyInput[] = [];
  const count = { posts: 0, selected: 0, kept: 0, leftOut: 0 };
  const choice = createChoice(options);

  function take(post: Post, stanceOfPost: Stance | undefined, selected: boolean): void {
    builder.add(selected ? post : bare(post), stanceOfPost);
    // A post that is known already keeps what it was when it first came.
    if (builder.rows === isSelected.length) return;
    isSelected.push(selected ? 1 : 0);
    if (selected) count.selected += 1;
    else count.kept += 1;
  }

  return {
    get selected() {
      return count.selected;
    },
    get posts() {
      return count.posts;
    },
    input(name, format, isTakedown = false) {
      const tally = createTally();
      return {
        async add(posts, accounts) {
          const chosen = posts.map(choice);
          const stances = await classify(stance, posts, chosen);
          for (const [n, post] of posts.entries()) {
            tally.note(post, chosen[n] === 'selected');
            if (isTakedown) builder.noteRemoval(post.platform, post.accountId, name);
            if (chosen[n] === 'selected') take(post, stances?.[n], true);
            else if (chosen[n] === 'history' && count.kept < mostHistory) take(post, undefined, false);
            else if (chosen[n] === 'history') count.leftOut += 1;
          }
          count.posts += posts.length;
          for (const fact of accounts) {
            builder.addAccount(fact);
            if (isTakedown) builder.noteRemoval(fact.platform, fact.accountId, name);
            tally.describe(fact);
          }
        },
        end: (what) => void inputs.push({ name, format, ...tally.done(what.refused), ...what }),
      };
    },
    build() {
      const table = builder.build();
      const marks = isSelected.done();
      const { kept, leftOut } = count;
      return { table, rows: kept === 0 ? undefined : rowsOf(marks), inputs, history: { kept, leftOut } };
    },
  };
}

type Choice = 'selected' | 'history' | 'outside';

function createChoice({ query, question: { from, to, platforms } }: GatherOptions): (post: Post) => Choice {
  return (post) => {
    if (platforms !== undefined && !platforms.includes(post.platform)) return 'outside';
    if (to !== undefined && post.createdAt >= to) return 'outside';
    if (from !== undefined && post.createdAt < from) return 'history';
    return query.matches(post) ? 'selected' : 'history';
  };
}

/** The language is found before the text goes. */
function bare(post: Post): Post {
  return { ...post, lang: languageOf(post.lang, post.text).lang, text: '', links: [], media: undefined };
}

/** By the place of the post; undefined for those that are not asked about. */
async function classify(
  stance: StanceModel | undefined,
  posts: readonly Post[],
  chosen: readonly Choice[],
): Promise<readonly (Stance | undefined)[] | undefined> {
  if (stance === undefined) return undefined;
  const asked: { readonly text: string; readonly lang: string }[] = [];
  for (const [n, { text, lang }] of posts.entries()) {
    if (chosen[n] === 'selected') asked.push({ text, lang: languageOf(lang, text).lang });
  }
  const answers = await stance.classify(asked);
  let next = 0;
  return posts.map((_, n) => (chosen[n] === 'selected' ? answers[next++] : undefined));
}

function rowsOf(marks: Uint8Array): Uint32Array {
  let length = 0;
  for (const mark of marks) length += mark;
  const rows = new Uint32Array(length);
  let next = 0;
  for (let row = 0; row < marks.length; row++) if (marks[row] === 1) rows[next++] = row;
  return rows;
}

interface Tally {
  note(post: Post, selected: boolean): void;
  describe(fact: AccountFact): void;
  done(
    refused: number,
  ): Pick<StudyInput, 'rows' | 'posts' | 'selected' | 'accountRows' | 'accountsDescribed' | 'accountsWithPosts'>;
}

function createTally(): Tally {
  const writers: Names = createNames();
  const described: Names = createNames();
  let posts = 0;
  let selected = 0;
  let accountRows = 0;
  return {
    note(post, isChosen) {
      posts += 1;
      if (isChosen) selected += 1;
      writers.add(`${post.platform}:${post.accountId}`);
    },
    describe(fact) {
      accountRows += 1;
      described.add(`${fact.platform}:${fact.accountId}`);
    },
    done: (refused) => ({
      rows: posts + accountRows + refused,
      posts,
      selected,
      accountRows,
      accountsDescribed: described.size,
      accountsWithPosts: writers.size,
    }),
  };
}
