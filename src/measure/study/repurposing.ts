/**
 * F17: are accounts of a campaign older ones put to a new use? A long silence before it, another language or other tags
 * than before, or most posts older than the campaign. The set must hold the accounts' earlier posts, as takedown archives
 * do; where it does not, an account is unknown, not new.
 */

import { normalTag } from '../../post/normal-form.ts';
import { dayMs, type Span } from '../../post/post.ts';
import { type Share, shareOf } from '../share.ts';
import type { Behind, PostTable } from '../table/post-table.ts';
import { createAccountPasts } from './account-past.ts';
import { groupByAccount, participantsOf, type RowsByAccount } from './participants.ts';
import { type Rows, select } from './rows.ts';
import type { TracedShare } from './traced.ts';
import { shareOrWithheld, minN as usualMinN } from './withheld.ts';
import { type YearOfPosts, yearsOf } from './years.ts';

export interface RepurposingOptions {
  /** The campaign's posts; their authors are looked at with all their posts in the table. */
  readonly rows?: Rows;
  /** The campaign's time; from the first of its posts on when not given. */
  readonly span?: Span | undefined;
  /** The campaign's tag: posts without it do not belong to the campaign, and its first use is the campaign's start. */
  readonly tag?: string | undefined;
  readonly minN?: number | undefined;
  /** Silence before the first post in the campaign (180). */
  readonly gapDays?: number | undefined;
  /** Age of an account at its first post in the set from which it is old (365). */
  readonly ageDays?: number | undefined;
  /** Posts or uses of tags on each side below which nothing is said of a shift (5). */
  readonly fewestPosts?: number | undefined;
  /** Most frequent tags that are compared (5). */
  readonly topTags?: number | undefined;
}

export interface Repurposing {
  /** Campaign's start: the tag's first use, else the span's, else the first post. Undefined without posts. */
  readonly start: Date | undefined;
  readonly accounts: number;
  /** Accounts with a post in the set before their first one in the campaign / accounts. */
  readonly withPast: Share;
  /** At least `gapDays` of silence before the first post in the campaign / accounts with a past. */
  readonly gap: TracedShare;
  /** Another prevailing language than before / accounts with enough posts in known languages on both sides. */
  readonly language: TracedShare;
  /** None of the most frequent tags of before / accounts with enough tags on both sides. */
  readonly tags: TracedShare;
  /** More than half of the account's posts are older than the campaign's start / accounts. */
  readonly mostlyOlder: TracedShare;
  /** At least one of gap, language, tags and mostly older / accounts. Unknown counts as no. */
  readonly any: TracedShare;
  /** Made at least `ageDays` before its first post in the set / accounts with a known date. Not among `any`: a set may begin late. */
  readonly lateFirstPost: TracedShare;
  /** All posts of these accounts by year, UTC. */
  readonly years: readonly YearOfPosts[];
  readonly gapDays: number;
  readonly ageDays: number;
  readonly fewestPosts: number;
  readonly topTags: number;
}

export const repurposingNote =
  'People change what they write about, pause and come back; a set that lacks earlier posts hides all of it.';

export function measureRepurposing(table: PostTable, options: RepurposingOptions = {}): Repurposing {
  const { minN = usualMinN, gapDays = 180, ageDays = 365, fewestPosts = 5, topTags = 5 } = options;
  const campaign = campaignOf(table, options);
  const start = startOf(table, campaign, options);
  const members = participantsOf(table, campaign);
  const posts = groupByAccount(table, undefined, members);
  const signs = signsOf(table, { campaign, members, posts, start, gapDays, ageDays, fewestPosts, topTags });
  const accounts = signs.count((bits) => (bits & member) !== 0);
  const share = (has: number, among: number): TracedShare => ({
    share: shareOrWithheld(
      signs.count((bits) => (bits & among) === among && (bits & has) !== 0),
      signs.count((bits) => (bits & among) === among),
      minN,
    ),
    behind: signs.behind((bits) => (bits & among) === among && (bits & has) !== 0),
  });
  return {
    start: Number.isFinite(start) ? new Date(start) : undefined,
    accounts,
    withPast: shareOf(
      signs.count((bits) => (bits & past) !== 0),
      accounts,
    ),
    gap: share(gap, past),
    language: share(language, languageKnown),
    tags: share(tags, tagsKnown),
    mostlyOlder: share(older, member),
    any: share(gap | language | tags | older, member),
    lateFirstPost: share(late, ageKnown),
    years: yearsOf(table, posts.rows),
    gapDays,
    ageDays,
    fewestPosts,
    topTags,
  };
}

const member = 1;
const past = 2;
const gap = 4;
const languageKnown = 8;
const language = 16;
const tagsKnown = 32;
const tags = 64;
const older = 128;
const ageKnown = 256;
const late = 512;

interface Signs {
  count(fits: (bits: number) => boolean): number;
  behind(fits: (bits: number) => boolean): () => Behind;
}

interface SignQuestion {
  readonly campaign: Uint32Array;
  readonly members: Uint8Array;
  readonly posts: RowsByAccount;
  readonly start: number;
  readonly gapDays: number;
  readonly ageDays: number;
  readonly fewestPosts: number;
  readonly topTags: number;
}

function signsOf(table: PostTable, question: SignQuestion): Signs {
  const { members, posts, start } = question;
  const isCampaign = new Uint8Array(table.rows);
  for (const row of question.campaign) isCampaign[row] = 1;
  const pastOf = createAccountPasts(table, question);
  const bits = new Uint16Array(table.accounts.size);
  for (let account = 0; account < bits.length; account++) {
    if (members[account] !== 1) continue;
    const theirs = posts.rows.subarray(posts.from[account], posts.from[account + 1]);
    let first = 0;
    while (first < theirs.length && isCampaign[theirs[first] ?? 0] === 0) first++;
    const found = pastOf(theirs, first);
    let beforeStart = 0;
    while (beforeStart < theirs.length && (table.at[theirs[beforeStart] ?? 0] ?? 0) < start) beforeStart++;
    const ageMs = (table.at[theirs[0] ?? 0] ?? 0) - (table.accounts.createdAt[account] ?? Number.NaN);
    bits[account] =
      member |
      bit(past, !Number.isNaN(found.gapMs)) |
      bit(gap, found.gapMs >= question.gapDays * dayMs) |
      bit(languageKnown, found.language >= 0) |
      bit(language, found.language === 1) |
      bit(tagsKnown, found.tags >= 0) |
      bit(tags, found.tags === 1) |
      bit(older, 2 * beforeStart > theirs.length) |
      bit(ageKnown, !Number.isNaN(ageMs)) |
      bit(late, ageMs >= question.ageDays * dayMs);
  }
  return {
    count: (fits) => bits.reduce((sum, of) => sum + (fits(of) ? 1 : 0), 0),
    behind: (fits) => () => ({ of: 'accounts', rows: accountsThat(bits, fits) }),
  };
}

function bit(value: number, isSet: boolean): number {
  return isSet ? value : 0;
}

function accountsThat(bits: Uint16Array, fits: (bits: number) => boolean): Uint32Array {
  const found = new Uint32Array(bits.length);
  let length = 0;
  for (const [account, of] of bits.entries()) if (fits(of)) found[length++] = account;
  return found.slice(0, length);
}

/** Rows of the campaign: those given that lie in its time and have its tag. */
function campaignOf(table: PostTable, { rows, span, tag }: RepurposingOptions): Uint32Array {
  const wanted = tag === undefined ? undefined : table.tags.names.find(normalTag(tag));
  const from = span?.from.getTime() ?? Number.NEGATIVE_INFINITY;
  const to = span?.to.getTime() ?? Number.POSITIVE_INFINITY;
  return select(
    table,
    (row) => {
      const at = table.at[row] ?? Number.NaN;
      return at >= from && at < to && (wanted === undefined || hasTag(table, row, wanted));
    },
    rows,
  );
}

function startOf(table: PostTable, campaign: Uint32Array, { span, tag }: RepurposingOptions): number {
  const wanted = tag === undefined ? undefined : table.tags.names.find(normalTag(tag));
  if (wanted === undefined && span !== undefined) return span.from.getTime();
  // A tag is first used when anybody used it, in the campaign's time or before.
  const uses = wanted === undefined ? campaign : select(table, (row) => hasTag(table, row, wanted));
  return uses.reduce((first, row) => Math.min(first, table.at[row] ?? first), Number.POSITIVE_INFINITY);
}

function hasTag(table: PostTable, row: number, tag: number): boolean {
  for (let i = table.tags.from[row] ?? 0; i < (table.tags.from[row + 1] ?? 0); i++) {
    if (table.tags.values[i] === tag) return true;
  }
  return false;
}
