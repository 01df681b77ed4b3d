/**
 * F9: posts that end in a meaningless tail (four capital letters, or a run of symbols), on texts that come with many.
 *
 * Tickers and acronyms end posts, too, but many posts end in the same one, and no text comes with ten of them.
 */
import type { Share } from '../share.ts';
import type { Behind, PostTable } from '../table/post-table.ts';
import { type Rows, select } from './rows.ts';
import { type TextGroups, wordingGroups } from './text-groups.ts';
import { isCompared, usedTexts } from './used-texts.ts';
import { minN, shareOrWithheld, type Withheld } from './withheld.ts';

export interface NoiseTailOptions {
  /** Rows to look at; all unless said. */
  readonly rows?: Rows;
  /** Different tails that one text must come with; 10 unless said (field study, F9). */
  readonly fewestTails?: number | undefined;
  /** What counts as one text; the normal form unless said (`NearDuplicates.groups` joins near-identical ones). */
  readonly groups?: TextGroups | undefined;
  /** Smallest denominator that gives a share. */
  readonly minN?: number | undefined;
}

export interface NoiseTails {
  /** Posts with a rare tail on a text that comes with many / posts with usable text. Originals and quotes only. */
  readonly share: Share | Withheld;
  /** Posts with any tail, common ones too / posts with usable text. */
  readonly anyTail: Share | Withheld;
  /** Texts that come with at least `fewestTails` different rare tails. */
  readonly texts: number;
  /** Different tails among the posts of `share`, by their form. */
  readonly letters: number;
  readonly symbols: number;
  /** A tail that more posts than this end in is a word of the conversation, not noise. */
  readonly mostPerTail: number;
  /** The first of them, in the order of the rows: five at most. */
  readonly examples: readonly string[];
  readonly fewestTails: number;
  /** Originals and quotes whose text is too short to be compared. */
  readonly unusable: number;
  /** The posts of `share`. */
  readonly behind: () => Behind;
}

const mostExamples = 5;

export function measureNoiseTails(table: PostTable, options: NoiseTailOptions = {}): NoiseTails {
  const { rows, fewestTails = 10, groups = wordingGroups(table), minN: least = minN } = options;
  const used = usedTexts(table, rows);
  const tailed = select(table, (row) => isCompared(table, row) && tailOf(table, row) >= 0, rows);
  const { isRare, mostPerTail } = rareTails(table, tailed);
  const groupOf = (row: number): number => groups.groupOf[table.text[row] ?? -1] ?? -1;
  const tailsOf = countTails(table, tailed, isRare, groupOf, groups.groups);
  const isNoise = (row: number): boolean => isRare(tailOf(table, row)) && (tailsOf[groupOf(row)] ?? 0) >= fewestTails;
  const noise = tailed.filter(isNoise);
  const tails = new Set<string>();
  for (const row of noise) tails.add(table.tails.at(tailOf(table, row)));
  const letters = [...tails].filter((tail) => /^[A-Z]/.test(tail)).length;
  return {
    share: shareOrWithheld(noise.length, used.posts, least),
    anyTail: shareOrWithheld(tailed.length, used.posts, least),
    texts: tailsOf.filter((count) => count >= fewestTails).length,
    letters,
    symbols: tails.size - letters,
    mostPerTail,
    examples: [...tails].slice(0, mostExamples),
    fewestTails,
    unusable: used.unusable,
    behind: () => ({ of: 'posts', rows: noise }),
  };
}

function tailOf(table: PostTable, row: number): number {
  return table.tail[row] ?? -1;
}

/** Four letters A-Z can be put together in so many ways. */
const possibleTails = 26 ** 4;

interface RareTails {
  readonly isRare: (tail: number) => boolean;
  readonly mostPerTail: number;
}

/**
 * "Unique or nearly so": not in more than three posts, or three times as many as drawing letters by chance lets expect
 * in a large set.
 */
function rareTails(table: PostTable, tailed: Uint32Array): RareTails {
  const posts = new Uint32Array(table.tails.size);
  for (const row of tailed) posts[tailOf(table, row)] = (posts[tailOf(table, row)] ?? 0) + 1;
  const mostPerTail = Math.max(3, Math.ceil((3 * tailed.length) / possibleTails));
  return {
    mostPerTail,
    isRare: (tail) => {
      const count = posts[tail] ?? 0;
      return count >= 1 && count <= mostPerTail;
    },
  };
}

/** Different rare tails of each group. */
function countTails(
  table: PostTable,
  tailed: Uint32Array,
  isRare: (tail: number) => boolean,
  groupOf: (row: number) => number,
  groups: number,
): Uint32Array {
  const counts = new Uint32Array(groups);
  const tails = table.tails.size;
  const kept = tailed.filter((row) => isRare(tailOf(table, row)) && groupOf(row) >= 0);
  const pairs = Float64Array.from(kept, (row) => groupOf(row) * tails + tailOf(table, row)).sort();
  let before = -1;
  for (const pair of pairs) {
    if (pair === before) continue;
    before = pair;
    const group = Math.floor(pair / tails);
    counts[group] = (counts[group] ?? 0) + 1;
  }
  return counts;
}
