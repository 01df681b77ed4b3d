/**
 * What differs between two states of the registry, in words: entries that came and went, fields that changed, and
 * accounts and hosts that went from one entry to another.
 */
import type { Claim } from './claim.ts';
import { claimKeysOf, isSameClaim, splitClaims } from './diff-claims.ts';
import { type FieldChange, fieldChanges } from './diff-fields.ts';
import { claimWords, type DiffEntry, entryWords } from './diff-words.ts';
import type { RegistryEntry } from './registry.ts';

export type { FieldChange } from './diff-fields.ts';
export type { DiffEntry } from './diff-words.ts';

export interface RegistryDiff {
  readonly added: readonly DiffEntry[];
  readonly removed: readonly DiffEntry[];
  readonly changed: readonly ChangedEntry[];
  /** Each account and host that changed its entry: named here once, and nowhere among `changed`. */
  readonly moved: readonly MovedClaim[];
}

export interface ChangedEntry extends DiffEntry {
  readonly changes: readonly FieldChange[];
}

export interface MovedClaim {
  /** `x @ChinaDaily`, `daily.example`. */
  readonly what: string;
  readonly kind: 'account' | 'host';
  readonly from: DiffEntry;
  readonly to: DiffEntry;
}

/** Everything is sorted: the order of entries, accounts, hosts and evidence does not matter. */
export function diffEntries(before: readonly RegistryEntry[], after: readonly RegistryEntry[]): RegistryDiff {
  const pairs = pairsOf(before, after).map((pair) => ({ ...pair, claims: splitClaims(pair.before, pair.after) }));
  const moves = movesOf(
    pairs.flatMap((pair) => ownedBy(pair.before, pair.claims.gone)),
    pairs.flatMap((pair) => ownedBy(pair.after, pair.claims.come)),
  );
  const moved = new Set(moves.flatMap(({ from, to }) => [from.claim, to.claim]));
  const stays = (claim: Claim): boolean => !moved.has(claim);
  return {
    added: pairs.flatMap((pair) => (pair.before === undefined ? entryWords(pair.after) : [])),
    removed: pairs.flatMap((pair) => (pair.after === undefined ? entryWords(pair.before) : [])),
    changed: pairs.flatMap(({ before: old, after: young, claims: { gone, come, altered } }) => {
      if (old === undefined || young === undefined) return [];
      const claims = { gone: gone.filter(stays), come: come.filter(stays), altered };
      const changes = fieldChanges(old, young, claims);
      return changes.length === 0 ? [] : entryWords(young).map((entry) => ({ ...entry, changes }));
    }),
    moved: moves.flatMap(moveWords).sort(byMove),
  };
}

interface Pair {
  readonly before?: RegistryEntry | undefined;
  readonly after?: RegistryEntry | undefined;
}

/** By id, in the order of ids. */
function pairsOf(before: readonly RegistryEntry[], after: readonly RegistryEntry[]): readonly Pair[] {
  const old = new Map(before.map((entry) => [entry.id, entry]));
  const young = new Map(after.map((entry) => [entry.id, entry]));
  const ids = [...new Set([...old.keys(), ...young.keys()])].sort();
  return ids.map((id) => ({ before: old.get(id), after: young.get(id) }));
}

interface Owned {
  readonly entry: RegistryEntry;
  readonly claim: Claim;
}

function ownedBy(entry: RegistryEntry | undefined, claims: readonly Claim[]): readonly Owned[] {
  return entry === undefined ? [] : claims.map((claim) => ({ entry, claim }));
}

interface Move {
  readonly from: Owned;
  readonly to: Owned;
}

/** What went from one entry and came to another: each at most once, the first by id. */
function movesOf(gone: readonly Owned[], come: readonly Owned[]): readonly Move[] {
  const arrivals = new Map<string, Owned[]>();
  for (const one of come) {
    for (const key of claimKeysOf(one.claim)) {
      const known = arrivals.get(key);
      if (known === undefined) arrivals.set(key, [one]);
      else known.push(one);
    }
  }
  const taken = new Set<Owned>();
  const moves: Move[] = [];
  for (const from of gone) {
    const to = claimKeysOf(from.claim)
      .flatMap((key) => arrivals.get(key) ?? [])
      .find((one) => !taken.has(one) && one.entry.id !== from.entry.id && isSameClaim(one.claim, from.claim));
    if (to === undefined) continue;
    taken.add(to);
    moves.push({ from, to });
  }
  return moves;
}

function moveWords({ from, to }: Move): readonly MovedClaim[] {
  const named = from.entry.publicRole && to.entry.publicRole;
  const [leaves] = entryWords(from.entry);
  const [enters] = entryWords(to.entry);
  if (leaves === undefined || enters === undefined) return [];
  return [{ what: claimWords(to.claim, named), kind: to.claim.kind, from: leaves, to: enters }];
}

function byMove(a: MovedClaim, b: MovedClaim): number {
  const [left, right] = [a, b].map(({ kind, what, from, to }) => JSON.stringify([kind, what, from.id, to.id]));
  return left === undefined || right === undefined || left === right ? 0 : left < right ? -1 : 1;
}
