/** Which edges of a pair count mean something: what popularity and chance neighbours explain is taken away. */
import type { PairCounts } from './pair-counts.ts';

/** What is asked of a pair count. */
export type RarePairs = Pick<PairCounts, 'edges' | 'a' | 'b' | 'rarity' | 'rarityOfAll'>;

export interface CoreRules {
  /** Rarity of an account's edges together. */
  readonly minRarity: number;
  /** The same as a part of the rarity of all its co-shares. */
  readonly minRarityShare: number;
  readonly minPartners: number;
}

/**
 * Drops accounts whose co-shares are explained by the popularity of the objects, and those with too few partners, until
 * none is left. In a group of any size that repeats an object by itself each account gets about 2 for each object; in a
 * crowd next to nothing, or little of all its co-shares when it is very busy. An account with one partner may hang on a
 * group by accident, and would chain groups together.
 */
export function coreEdges(accounts: number, counts: RarePairs, rules: CoreRules): Uint8Array {
  const isKept = new Uint8Array(counts.edges).fill(1);
  for (;;) {
    const rarity = rarityByAccount(accounts, counts, isKept);
    const partners = new Int32Array(accounts);
    for (let edge = 0; edge < counts.edges; edge++) {
      if (isKept[edge] === 0) continue;
      const [a, b] = [counts.a[edge] ?? 0, counts.b[edge] ?? 0];
      partners[a] = (partners[a] ?? 0) + 1;
      partners[b] = (partners[b] ?? 0) + 1;
    }
    const isCore = (account: number): boolean => {
      const enough = Math.max(rules.minRarity, rules.minRarityShare * (counts.rarityOfAll[account] ?? 0));
      return isRare(rarity[account] ?? 0, enough) && (partners[account] ?? 0) >= rules.minPartners;
    };
    let dropped = 0;
    for (let edge = 0; edge < counts.edges; edge++) {
      if (isKept[edge] === 0 || (isCore(counts.a[edge] ?? 0) && isCore(counts.b[edge] ?? 0))) continue;
      isKept[edge] = 0;
      dropped++;
    }
    if (dropped === 0) return isKept;
  }
}

/** Rarity of all edges of each account, by account number. */
function rarityByAccount(accounts: number, counts: RarePairs, isKept: Uint8Array): Float64Array {
  const rarity = new Float64Array(accounts);
  for (let edge = 0; edge < counts.edges; edge++) {
    if (isKept[edge] === 0) continue;
    const a = counts.a[edge] ?? 0;
    const b = counts.b[edge] ?? 0;
    rarity[a] = (rarity[a] ?? 0) + (counts.rarity[edge] ?? 0);
    rarity[b] = (rarity[b] ?? 0) + (counts.rarity[edge] ?? 0);
  }
  return rarity;
}

/** Fractions such as three thirds must reach 1 whatever the order in which they were added. */
function isRare(rarity: number, atLeast: number): boolean {
  return rarity >= atLeast - 1e-9;
}
