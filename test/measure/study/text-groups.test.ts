import { describe, expect, it } from 'vitest';
import { nearTextGroups } from '../../../src/measure/study/text-groups.ts';
import { createNames } from '../../../src/measure/table/names.ts';
import { createDice } from './dice.ts';

const similarity = 0.8;

function groupsOf(texts: readonly string[], wanted?: Uint32Array) {
  const names = createNames();
  for (const text of texts) names.add(text);
  return nearTextGroups({ texts: names }, wanted ?? Uint32Array.from(texts.keys()), similarity);
}

/** Texts with up to two edits of words, of 20 to some 300 characters, and of a language of 3,000 words. */
function perturbedTexts(seed: number, bases: number): readonly string[] {
  const dice = createDice(seed);
  const words = Array.from({ length: 3_000 }, () => dice.word());
  const texts = new Set<string>();
  for (let base = 0; base < bases; base++) {
    const sentence = Array.from({ length: 4 + dice.below(40) }, () => dice.oneOf(words));
    for (let copy = 0; copy < 10; copy++) {
      const edited = [...sentence];
      for (let edits = dice.below(3); edits > 0; edits--) {
        const at = dice.below(edited.length);
        const kind = dice.below(4);
        if (kind === 0) edited.splice(at, 1);
        else if (kind === 1) edited[at] = dice.oneOf(words);
        else if (kind === 2) edited.push(dice.oneOf(words));
        else edited[at] = edited[at]?.slice(1) ?? '';
      }
      texts.add(edited.join(' '));
    }
  }
  return [...texts];
}

function gramsOf(text: string): ReadonlySet<string> {
  return new Set(Array.from({ length: Math.max(0, text.length - 4) }, (_, at) => text.slice(at, at + 5)));
}

/** Every pair of texts as near as that: the common 5-grams of all pairs, counted through the texts of each 5-gram. */
function nearPairs(texts: readonly string[]): readonly (readonly [number, number])[] {
  const sets = texts.map(gramsOf);
  const holders = new Map<string, number[]>();
  const pairs: [number, number][] = [];
  for (const [b, grams] of sets.entries()) {
    const common = new Map<number, number>();
    for (const gram of grams) {
      const earlier = holders.get(gram) ?? [];
      for (const a of earlier) common.set(a, (common.get(a) ?? 0) + 1);
      earlier.push(b);
      holders.set(gram, earlier);
    }
    for (const [a, count] of common) {
      if (count >= similarity * ((sets[a]?.size ?? 0) + grams.size - count)) pairs.push([a, b]);
    }
  }
  return pairs;
}

describe('groups of near-identical texts', () => {
  it('are those that comparing every pair finds', () => {
    const texts = perturbedTexts(7, 300);
    const pairs = nearPairs(texts);
    const { groupOf, groups, capped } = groupsOf(texts);

    expect(texts.length).toBeGreaterThan(2_000);
    expect(pairs.length).toBeGreaterThan(3_000);
    expect(pairs.filter(([a, b]) => groupOf[a] !== groupOf[b])).toEqual([]); // recall
    // Precision: the pairs join texts to as many components as there are groups, and no fewer.
    expect(groups).toBe(componentsOf(texts.length, pairs));
    expect(capped).toBeLessThan(texts.length / 100);
  }, 30_000);

  it('hold short texts, of which chance takes a larger part', () => {
    const dice = createDice(11);
    const bases = Array.from({ length: 500 }, () =>
      Array.from({ length: 5 }, () => dice.word())
        .join(' ')
        .padEnd(24, 'x'),
    );
    const texts = [...bases, ...bases.map((text) => `${text}y`)];
    const { groupOf } = groupsOf(texts);

    const missed = bases.filter((_, i) => groupOf[i] !== groupOf[i + bases.length]).length;

    expect(missed).toBeLessThanOrEqual(5);
  }, 30_000);

  it('are one for a crowd of almost equal texts, without comparing each with each', () => {
    const base = 'a statement on the harvest of the valley that many people repeat with a number at the end of it';
    const texts = Array.from({ length: 6_000 }, (_, i) => `${base} ${i}`);

    expect(groupsOf(texts)).toMatchObject({ groups: 1 });
  }, 30_000);

  it('say how many texts were not compared with all that look alike', () => {
    const dice = createDice(3);
    const frame = Array.from({ length: 14 }, () => dice.word()).join(' ');
    const texts = Array.from(
      { length: 3_000 },
      () => `${frame} ${Array.from({ length: 7 }, () => dice.word()).join(' ')}`,
    );
    const { groups, capped } = groupsOf(texts);

    expect(groups).toBeGreaterThan(2_900);
    expect(capped).toBeGreaterThan(1_000);
  }, 30_000);

  it('leave out texts that are not wanted', () => {
    const text = 'one text about the harvest of the valley';
    const { groupOf, groups } = groupsOf([text, `${text}.`, 'b'.repeat(40)], Uint32Array.of(0, 2));

    expect([...groupOf]).toEqual([0, -1, 1]);
    expect(groups).toBe(2);
  });

  it('take texts of any length', () => {
    const long = Array.from({ length: 4_000 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 7919) % 20_000))).join('');

    expect(groupsOf([long, `${long}！`, long.slice(0, 2_000), 'a', '']).groups).toBe(4);
  });
});

function componentsOf(size: number, pairs: readonly (readonly [number, number])[]): number {
  const label = Array.from({ length: size }, (_, i) => i);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [a, b] of pairs) {
      const least = Math.min(label[a] ?? 0, label[b] ?? 0);
      if (label[a] === least && label[b] === least) continue;
      label[a] = least;
      label[b] = least;
      changed = true;
    }
  }
  return new Set(label).size;
}
