/**
 * F21, two-sidedness: both sides of a burst, by the stance of its posts. Of the framed posts on a campaign's tag in March
 * 2021 most were critical of the campaign's own side (weiaiwayne/commDAAF): a burst on a tag is not the campaign.
 */
import { type PostTable, type Stance, stances } from '../table/post-table.ts';
import { type ClassOptions, classesOf } from './classes.ts';
import { accountsBehind, distinctAccounts, forRows, isWritten, postsBehind, type Rows, select } from './rows.ts';
import type { TracedCount, TracedShare } from './traced.ts';
import { minN, shareOrWithheld } from './withheld.ts';

export interface TwoSidednessOptions extends ClassOptions {
  readonly rows?: Rows;
  readonly minN?: number | undefined;
  /** Stance of those who speak against the campaign, towards the question of the lexicon. */
  readonly criticalStance?: 'positive' | 'negative' | undefined;
}

export interface Side {
  readonly stance: Stance;
  /** Written posts of the side / written posts with a stance. */
  readonly posts: TracedShare;
  readonly accounts: TracedCount;
  /** Written posts of the side by accounts attributed to a state / written posts of the side. */
  readonly attributed: TracedShare;
  /** The most frequent languages first, three at most. */
  readonly languages: readonly { readonly lang: string; readonly posts: number }[];
}

export interface TwoSidedness {
  readonly stanceBy: string | undefined;
  readonly registryVersion: string;
  readonly criticalStance: 'positive' | 'negative';
  readonly supporting: Side;
  readonly critical: Side;
  readonly neutral: Side;
  /** Written posts without a stance / written posts. */
  readonly unclassified: TracedShare;
  /** Accounts that wrote on both sides. */
  readonly accountsOnBoth: number;
  /** Undefined when fewer than `minN` posts take a side. */
  readonly criticalIsMinority: boolean | undefined;
  /** What must be said with the numbers; undefined when nothing must. */
  readonly note: string | undefined;
}

export const notTheCampaignWords =
  'The critical side is not the minority: a burst on a campaign’s tag is not the campaign.';
export const tooFewSidesWords = 'Too few posts take a side to say which one is the minority.';

export function measureTwoSidedness(table: PostTable, options: TwoSidednessOptions = {}): TwoSidedness {
  const { rows, minN: least = minN, criticalStance = 'negative' } = options;
  const counts = countStances(table, rows);
  const supportingStance = criticalStance === 'negative' ? 'positive' : 'negative';
  const framed = counts.positive + counts.negative + counts.neutral;
  const sideOf = (stance: Stance): Side => describeSide(table, options, stance, framed, least);
  const taking = counts.positive + counts.negative;
  const criticalIsMinority = taking < least ? undefined : counts[criticalStance] < counts[supportingStance];
  const written = framed + counts.unclassified;
  return {
    stanceBy: table.stanceBy,
    registryVersion: table.registryVersion,
    criticalStance,
    supporting: sideOf(supportingStance),
    critical: sideOf(criticalStance),
    neutral: sideOf('neutral'),
    unclassified: {
      share: shareOrWithheld(counts.unclassified, written, least),
      behind: postsBehind(table, hasStance(table, 'unclassified'), rows),
    },
    accountsOnBoth: accountsOnBoth(table, rows),
    criticalIsMinority,
    note: criticalIsMinority === undefined ? tooFewSidesWords : criticalIsMinority ? undefined : notTheCampaignWords,
  };
}

function hasStance(table: PostTable, stance: Stance): (row: number) => boolean {
  const index = stances.indexOf(stance);
  return (row) => table.stance[row] === index && isWritten(table, row);
}

function countStances(table: PostTable, rows: Rows): Readonly<Record<Stance, number>> {
  const counts = new Uint32Array(stances.length);
  forRows(table, rows, (row) => {
    if (!isWritten(table, row)) return;
    const stance = table.stance[row] ?? 0;
    counts[stance] = (counts[stance] ?? 0) + 1;
  });
  const of = (stance: Stance): number => counts[stances.indexOf(stance)] ?? 0;
  return {
    unclassified: of('unclassified'),
    positive: of('positive'),
    neutral: of('neutral'),
    negative: of('negative'),
  };
}

function describeSide(
  table: PostTable,
  options: TwoSidednessOptions,
  stance: Stance,
  framed: number,
  least: number,
): Side {
  const classes = classesOf(table, options);
  const fits = hasStance(table, stance);
  const theirs = select(table, fits, options.rows);
  const attributed = theirs.filter(classes.isState);
  return {
    stance,
    posts: { share: shareOrWithheld(theirs.length, framed, least), behind: postsBehind(table, fits, options.rows) },
    accounts: {
      n: distinctAccounts(table, theirs).length,
      behind: accountsBehind(table, fits, options.rows),
    },
    attributed: {
      share: shareOrWithheld(attributed.length, theirs.length, least),
      behind: postsBehind(table, (row) => fits(row) && classes.isState(row), options.rows),
    },
    languages: languagesOf(table, theirs),
  };
}

const languagesShown = 3;

function languagesOf(table: PostTable, rows: Uint32Array): Side['languages'] {
  const counts = new Uint32Array(table.langs.length);
  for (const row of rows) counts[table.lang[row] ?? 0] = (counts[table.lang[row] ?? 0] ?? 0) + 1;
  return table.langs
    .map((lang, index) => ({ lang, posts: counts[index] ?? 0 }))
    .filter(({ posts }) => posts > 0)
    .sort((a, b) => b.posts - a.posts || (a.lang < b.lang ? -1 : 1))
    .slice(0, languagesShown);
}

function accountsOnBoth(table: PostTable, rows: Rows): number {
  const sides = new Uint8Array(table.accounts.size);
  const bits = stances.map((stance) => (stance === 'positive' ? 1 : stance === 'negative' ? 2 : 0));
  let both = 0;
  forRows(table, rows, (row) => {
    const bit = bits[table.stance[row] ?? 0] ?? 0;
    if (bit === 0 || !isWritten(table, row)) return;
    const account = table.account[row] ?? 0;
    const before = sides[account] ?? 0;
    sides[account] = before | bit;
    if (before !== 3 && (before | bit) === 3) both += 1;
  });
  return both;
}
