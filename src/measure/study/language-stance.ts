/** F3: in which languages is written how about the question of a lexicon. Nothing is translated. */
import { type LanguageSource, languageSources, type PostTable, type Stance, stances } from '../table/post-table.ts';
import { forRows, isRepost, postsBehind, type Rows } from './rows.ts';
import type { TracedCount, TracedShare } from './traced.ts';
import { shareOrWithheld } from './withheld.ts';

export interface LanguageStanceOptions {
  readonly rows?: Rows;
  /** Fewest written posts of a language that has a row of its own. */
  readonly minRow?: number | undefined;
}

const fewestOfLanguage = 30;

interface LanguageStanceRow {
  /** BCP 47 as told, `und` where it cannot be told, `other (3 languages)` for those with too few posts. */
  readonly lang: string;
  readonly posts: TracedCount;
  /** Posts of a stance / posts of the row; withheld in rows below `minRow`. */
  readonly stances: Readonly<Record<Stance, TracedShare>>;
  /** Where the language comes from, in posts. */
  readonly from: Readonly<Record<LanguageSource, number>>;
}

export interface LanguageStance {
  /** What classified the stances; undefined when nothing did, and all posts are unclassified. */
  readonly stanceBy: string | undefined;
  readonly minRow: number;
  /** Written posts. */
  readonly posts: number;
  /** Most posts first, then by language; `und` and the others last. */
  readonly rows: readonly LanguageStanceRow[];
  readonly total: LanguageStanceRow;
}

export function measureLanguageStance(
  table: PostTable,
  { rows, minRow = fewestOfLanguage }: LanguageStanceOptions = {},
): LanguageStance {
  const counts = countCells(table, rows);
  const present = table.langs.flatMap((lang, index) => {
    const posts = sumOf(counts.stance, index, stances.length);
    return posts === 0 ? [] : [{ lang, index, posts }];
  });
  const isOwn = ({ lang, posts }: { lang: string; posts: number }): boolean => lang !== 'und' && posts >= minRow;
  const own = present.filter(isOwn).sort((a, b) => b.posts - a.posts || (a.lang < b.lang ? -1 : 1));
  const und = present.filter(({ lang }) => lang === 'und');
  const rest = present.filter((one) => one.lang !== 'und' && !isOwn(one));
  const rowOf = (lang: string, of: readonly { index: number }[]): LanguageStanceRow =>
    describeRow(
      table,
      rows,
      lang,
      of.map(({ index }) => index),
      counts,
      minRow,
    );
  const total = rowOf('all', present);
  return {
    stanceBy: table.stanceBy,
    minRow,
    posts: total.posts.n,
    rows: [
      ...own.map((one) => rowOf(one.lang, [one])),
      ...und.map((one) => rowOf(one.lang, [one])),
      ...(rest.length === 0 ? [] : [rowOf(otherWords(rest.length), rest)]),
    ],
    total,
  };
}

function otherWords(languages: number): string {
  return `other (${languages} ${languages === 1 ? 'language' : 'languages'})`;
}

interface Cells {
  /** Posts by language and stance, language by language. */
  readonly stance: Uint32Array;
  readonly from: Uint32Array;
}

function countCells(table: PostTable, rows: Rows): Cells {
  const stance = new Uint32Array(table.langs.length * stances.length);
  const from = new Uint32Array(table.langs.length * languageSources.length);
  forRows(table, rows, (row) => {
    if (isRepost(table, row)) return;
    const lang = table.lang[row] ?? 0;
    const stanceCell = lang * stances.length + (table.stance[row] ?? 0);
    const fromCell = lang * languageSources.length + (table.langFrom[row] ?? 0);
    stance[stanceCell] = (stance[stanceCell] ?? 0) + 1;
    from[fromCell] = (from[fromCell] ?? 0) + 1;
  });
  return { stance, from };
}

function sumOf(counts: Uint32Array, index: number, width: number): number {
  let sum = 0;
  for (let at = index * width; at < (index + 1) * width; at++) sum += counts[at] ?? 0;
  return sum;
}

function describeRow(
  table: PostTable,
  rows: Rows,
  lang: string,
  langs: readonly number[],
  counts: Cells,
  minRow: number,
): LanguageStanceRow {
  const isIn = new Set(langs);
  const fits = (row: number): boolean => !isRepost(table, row) && isIn.has(table.lang[row] ?? 0);
  const posts = langs.reduce((sum, index) => sum + sumOf(counts.stance, index, stances.length), 0);
  const cell = (stance: Stance): TracedShare => {
    const column = stances.indexOf(stance);
    const n = langs.reduce((sum, index) => sum + (counts.stance[index * stances.length + column] ?? 0), 0);
    return {
      share: shareOrWithheld(n, posts, minRow),
      behind: postsBehind(table, (row) => fits(row) && table.stance[row] === column, rows),
    };
  };
  const source = (from: LanguageSource): number => {
    const column = languageSources.indexOf(from);
    return langs.reduce((sum, index) => sum + (counts.from[index * languageSources.length + column] ?? 0), 0);
  };
  return {
    lang,
    posts: { n: posts, behind: postsBehind(table, fits, rows) },
    stances: {
      unclassified: cell('unclassified'),
      positive: cell('positive'),
      neutral: cell('neutral'),
      negative: cell('negative'),
    },
    from: { none: source('none'), platform: source('platform'), script: source('script'), text: source('text') },
  };
}
