/** What an account did before it joined a campaign, beside what it does in it: gaps, languages, tags. */
import type { PostTable } from '../table/post-table.ts';
import { isWritten } from './rows.ts';

export interface PastRules {
  /** Posts (for languages) or uses of tags on each side below which nothing is said of a shift. */
  readonly fewestPosts: number;
  /** How many of an account's most frequent tags are compared. */
  readonly topTags: number;
}

/** 1 yes, 0 no, -1 not enough to say. */
type Verdict = 1 | 0 | -1;

export interface AccountPast {
  /** Ms between the last post before the campaign and the first in it; NaN without a post before. */
  readonly gapMs: number;
  /** The prevailing language of what it wrote is another one. */
  readonly language: Verdict;
  /** None of its most frequent tags is the same. */
  readonly tags: Verdict;
}

const noPast: AccountPast = { gapMs: Number.NaN, language: -1, tags: -1 };

/** @param rows of one account in order of time @param first place in `rows` of its first post in the campaign */
export function createAccountPasts(
  table: PostTable,
  rules: PastRules,
): (rows: Uint32Array, first: number) => AccountPast {
  const languages = primaryLanguages(table);
  const counts = new Uint32Array(table.langs.length);
  return (rows, first) => {
    const start = table.at[rows[first] ?? 0] ?? Number.NaN;
    let before = first;
    while (before > 0 && (table.at[rows[before - 1] ?? 0] ?? 0) >= start) before--;
    if (before === 0) return noPast;
    const past = writtenIn(rows, 0, before);
    const present = past.length === 0 ? past : writtenIn(rows, before, rows.length);
    return {
      gapMs: start - (table.at[rows[before - 1] ?? 0] ?? 0),
      language: languageShift(past, present),
      tags: tagShift(table, past, present, rules),
    };
  };

  function writtenIn(rows: Uint32Array, from: number, to: number): readonly number[] {
    const written: number[] = [];
    for (let place = from; place < to; place++) {
      const row = rows[place] ?? 0;
      if (isWritten(table, row)) written.push(row);
    }
    return written;
  }

  function languageShift(past: readonly number[], present: readonly number[]): Verdict {
    const old = prevailing(past);
    const now = prevailing(present);
    return old === undefined || now === undefined ? -1 : old === now ? 0 : 1;
  }

  /** The language of more than half of the posts whose language is known; undefined when there are too few or none. */
  function prevailing(rows: readonly number[]): number | undefined {
    if (rows.length < rules.fewestPosts) return undefined;
    counts.fill(0);
    let known = 0;
    let best = 0;
    for (const row of rows) {
      const language = languages[table.lang[row] ?? 0] ?? -1;
      if (language < 0) continue;
      known++;
      counts[language] = (counts[language] ?? 0) + 1;
      if ((counts[language] ?? 0) > (counts[best] ?? 0)) best = language;
    }
    return known >= rules.fewestPosts && 2 * (counts[best] ?? 0) > known ? best : undefined;
  }
}

/**
 * Language of each of the table's tags without script and region, as the number of the first tag that has it: `zh-Hant`
 * and `zh` are one. -1 for `und` and for codes that platforms use for no language (`zxx`, `qme` …).
 */
function primaryLanguages(table: PostTable): Int32Array {
  const first = new Map<string, number>();
  return Int32Array.from(table.langs, (lang, index) => {
    const primary = lang.toLowerCase().split('-', 1)[0] ?? '';
    if (/^(?:und|zxx|mul|mis|q[a-t][a-z]|)$/.test(primary)) return -1;
    const known = first.get(primary);
    if (known !== undefined) return known;
    first.set(primary, index);
    return index;
  });
}

function tagShift(table: PostTable, past: readonly number[], present: readonly number[], rules: PastRules): Verdict {
  const old = topTags(table, past, rules);
  const now = topTags(table, present, rules);
  if (old === undefined || now === undefined) return -1;
  return now.some((tag) => old.includes(tag)) ? 0 : 1;
}

function topTags(table: PostTable, rows: readonly number[], rules: PastRules): readonly number[] | undefined {
  const { from, values } = table.tags;
  let uses = 0;
  for (const row of rows) uses += (from[row + 1] ?? 0) - (from[row] ?? 0);
  if (uses < rules.fewestPosts) return undefined;
  const counts = new Map<number, number>();
  for (const row of rows) {
    for (let i = from[row] ?? 0; i < (from[row + 1] ?? 0); i++) {
      const tag = values[i] ?? 0;
      counts.set(tag, (counts.get(tag) ?? 0) + 1);
    }
  }
  // Tags used as often as the last one taken belong to the top as well: which of equals is cut must not decide.
  const ranked = [...counts].sort(([, a], [, b]) => b - a);
  const least = ranked[Math.min(rules.topTags, ranked.length) - 1]?.[1] ?? 0;
  return ranked.filter(([, count]) => count >= least).map(([tag]) => tag);
}
