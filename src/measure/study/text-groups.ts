/**
 * Which texts of a set are the same or nearly so: each pair found by MinHash, verified by its 5-grams, and joined to
 * groups. A group may be wider than a pair: A is near B and B near C.
 */

import type { NameList } from '../table/names.ts';
import { joinGroups, rootOf } from '../union-find.ts';
import { createGramSets } from './gram-sets.ts';
import { agreeingBins, bandOf, bands, createSketches, firstCommonBand, leastAgreement } from './text-sketches.ts';

export interface TextGroups {
  /** Group of each text of `PostTable.texts`, numbered in the order of their first text; -1 for texts left out. */
  readonly groupOf: Int32Array;
  readonly groups: number;
  /** Texts that were not compared with every candidate, because too many looked alike. */
  readonly capped: number;
}

/** Texts by number. */
type Texts = Pick<NameList, 'size' | 'at'>;

/** Every wording by itself: texts are the same only in their normal form. */
export function wordingGroups(table: { readonly texts: Pick<NameList, 'size'> }): TextGroups {
  const groupOf = new Int32Array(table.texts.size);
  for (let text = 0; text < groupOf.length; text++) groupOf[text] = text;
  return { groupOf, groups: groupOf.length, capped: 0 };
}

/** Latest texts of a bucket that a new one is compared with: a bucket of 100,000 must not cost its square. */
const mostCandidates = 16;
/** Verifications in vain after which a text is compared no more. */
const mostFailures = 64;

/**
 * @param wanted texts to compare, ascending
 * @param similarity Jaccard similarity of the sets of 5-grams from which on two texts are near-identical
 */
export function nearTextGroups(table: { readonly texts: Texts }, wanted: Uint32Array, similarity: number): TextGroups {
  const { texts } = table;
  const sketches = createSketches(wanted.length, (place) => texts.at(wanted[place] ?? 0));
  const least = leastAgreement(similarity);
  const parent = new Int32Array(wanted.length);
  for (let place = 0; place < parent.length; place++) parent[place] = place;
  const sets = createGramSets();
  const failures = new Uint8Array(wanted.length);
  const isCapped = new Uint8Array(wanted.length);

  function compare(place: number, other: number, band: number): void {
    // What agrees in an earlier band was compared there.
    if (firstCommonBand(sketches, place, other) < band) return;
    if (rootOf(parent, place) === rootOf(parent, other)) return;
    const filled = Math.min(sketches.filled[place] ?? 0, sketches.filled[other] ?? 0);
    if (agreeingBins(sketches, place, other) < (least[filled] ?? 0)) return;
    sets.hold(place, () => texts.at(wanted[place] ?? 0));
    if (sets.similarityTo(texts.at(wanted[other] ?? 0)) >= similarity) joinGroups(parent, place, other);
    else failures[place] = (failures[place] ?? 0) + 1;
  }

  const buckets = createBuckets(wanted.length);
  for (let band = 0; band < bands; band++) {
    buckets.clear();
    for (let place = 0; place < wanted.length; place++) {
      const key = bandOf(sketches, place, band);
      let other = buckets.latest(key, (held) => bandOf(sketches, held, band) === key);
      let left = mostCandidates;
      for (; other >= 0 && left > 0 && (failures[place] ?? 0) < mostFailures; left--) {
        compare(place, other, band);
        other = buckets.before(other);
      }
      if (other >= 0 && (failures[place] ?? 0) >= mostFailures) isCapped[place] = 1;
      else if (other >= 0 && rootOf(parent, place) !== rootOf(parent, other)) isCapped[place] = 1;
      buckets.add(place);
    }
  }
  return numbered(parent, wanted, texts.size, isCapped);
}

interface Buckets {
  clear(): void;
  /** Latest place with the key, -1 for none; the next `add` is for this key. */
  latest(key: number, isKey: (place: number) => boolean): number;
  /** The place that was added to the bucket of this one before it, -1 for none. */
  before(place: number): number;
  add(place: number): void;
}

/** Places by key: an open table of the latest place of each key, and a chain back from each place. */
function createBuckets(size: number): Buckets {
  let slotCount = 1 << 10;
  while (slotCount < 2 * size) slotCount *= 2;
  const heads = new Int32Array(slotCount);
  const chain = new Int32Array(size);
  let slot = 0;
  return {
    clear: () => void heads.fill(-1),
    latest(key, isKey) {
      const mask = slotCount - 1;
      // Keys are hashes already; a product spreads their high bits, too.
      slot = (Math.imul(key, 0x9e3779b1) >>> 7) & mask;
      for (;;) {
        const head = heads[slot] ?? -1;
        if (head < 0 || isKey(head)) return head;
        slot = (slot + 1) & mask;
      }
    },
    before: (place) => chain[place] ?? -1,
    add(place) {
      chain[place] = heads[slot] ?? -1;
      heads[slot] = place;
    },
  };
}

function numbered(parent: Int32Array, wanted: Uint32Array, texts: number, isCapped: Uint8Array): TextGroups {
  const groupOf = new Int32Array(texts).fill(-1);
  const numberOf = new Int32Array(parent.length).fill(-1);
  let groups = 0;
  let capped = 0;
  for (const [place, text] of wanted.entries()) {
    const root = rootOf(parent, place);
    const known = numberOf[root] ?? -1;
    const group = known >= 0 ? known : groups++;
    numberOf[root] = group;
    groupOf[text] = group;
    capped += isCapped[place] ?? 0;
  }
  return { groupOf, groups, capped };
}
