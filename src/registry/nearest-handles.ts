/** Registered handles like a given one, for "did you mean": look-alike letters and typing errors, never a match. */
import { handleForm, lookOf } from './handle-form.ts';

export type NearestHandles = (handle: string, count: number) => readonly string[];

interface Candidate {
  readonly handle: string;
  readonly look: string;
  readonly letters: number;
}

/** Shorter beginnings would offer half the registry. */
const shortestBeginning = 4;

export function createNearestHandles(handles: Iterable<string>): NearestHandles {
  const candidates = candidatesOf(handles);
  return (handle, count) => {
    const look = lookOf(handle);
    if (look === '' || count < 1) return [];
    const most = allowedEdits(look.length);
    const letters = lettersOf(look);
    const found: { readonly handle: string; readonly rank: number }[] = [];
    for (const candidate of candidates) {
      const rank = rankOf(candidate, look, letters, most);
      if (rank !== undefined) found.push({ handle: candidate.handle, rank });
    }
    return found
      .sort((a, b) => a.rank - b.rank || byText(a.handle, b.handle))
      .slice(0, count)
      .map((one) => one.handle);
  };
}

/** Each handle once, in the spelling that sorts first, so that the order of entries does not matter. */
function candidatesOf(handles: Iterable<string>): readonly Candidate[] {
  const byForm = new Map<string, string>();
  for (const handle of handles) {
    const form = handleForm(handle);
    const known = byForm.get(form);
    if (known === undefined || byText(handle, known) < 0) byForm.set(form, handle);
  }
  return [...byForm.values()].map((handle) => {
    const look = lookOf(handle);
    return { handle, look, letters: lettersOf(look) };
  });
}

/** One edit in four letters, at most three: beyond that the names have little in common. */
function allowedEdits(length: number): number {
  return Math.min(3, Math.max(1, Math.floor(length / 4)));
}

function rankOf(candidate: Candidate, look: string, letters: number, most: number): number | undefined {
  const begins = look.length >= shortestBeginning && candidate.look.startsWith(look);
  if (Math.abs(candidate.look.length - look.length) <= most && mayBeWithin(candidate.letters, letters, most)) {
    const edits = editDistance(look, candidate.look, most);
    if (edits <= most) return edits;
  }
  return begins ? most + 1 : undefined;
}

/** One bit per letter present, letters sharing 32 bits: each edit changes at most one bit on either side. */
function lettersOf(look: string): number {
  let bits = 0;
  for (let i = 0; i < look.length; i++) bits |= 1 << (look.charCodeAt(i) & 31);
  return bits;
}

function mayBeWithin(a: number, b: number, edits: number): boolean {
  return bitCount(a & ~b) <= edits && bitCount(b & ~a) <= edits;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/**
 * Damerau's distance in its restricted form (a pair of neighbours swapped counts once and is not edited again);
 * `most + 1` as soon as it is more than `most`.
 */
export function editDistance(a: string, b: string, most: number): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let edits = Math.min(at(above, j) + 1, at(row, j - 1) + 1, at(above, j - 1) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) edits = Math.min(edits, at(before, j - 2) + 1);
      row.push(edits);
      least = Math.min(least, edits);
    }
    // A swap reaches back two rows and then adds one, so one row above the bound is not yet the end of it.
    if (least > most + 1) return most + 1;
    before = above;
    above = row;
  }
  return Math.min(at(above, b.length), most + 1);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
