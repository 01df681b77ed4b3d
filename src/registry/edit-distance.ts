/** How many typing errors lie between two words: Damerau's distance in its restricted form. */

/**
 * A letter left out, added, replaced, or a pair of neighbours swapped counts once, and a swapped pair is not edited
 * again. `most + 1` as soon as it is more than `most`.
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

/** A word's bits fit a number up to here; longer words go through the table. */
const longestInBits = 31;

/** The distance to one word asked again and again; the whole column of the table is one number per letter. */
export function distancesTo(word: string): (other: string, most: number) => number {
  if (word === '' || word.length > longestInBits) return (other, most) => editDistance(word, other, most);
  const places = new Map<number, number>();
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    places.set(code, (places.get(code) ?? 0) | (1 << i));
  }
  const common = new Int32Array(128); // ASCII, without a map
  for (const [code, bits] of places) if (code < common.length) common[code] = bits;
  return (other, most) => Math.min(distanceInBits(word.length, other, places, common), most + 1);
}

/** Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003: fig. 3 with swaps. */
function distanceInBits(
  length: number,
  other: string,
  places: ReadonlyMap<number, number>,
  common: Int32Array,
): number {
  const last = 1 << (length - 1);
  let distance = length;
  let [up, down, diagonal, matchBefore] = [-1, 0, 0, 0];
  for (let j = 0; j < other.length; j++) {
    const code = other.charCodeAt(j);
    const match = (code < 128 ? common[code] : places.get(code)) ?? 0;
    const swap = ((~diagonal & match) << 1) & matchBefore;
    diagonal = ((((match & up) + up) | 0) ^ up) | match | down | swap;
    const right = down | ~(diagonal | up);
    const left = diagonal & up;
    if ((right & last) !== 0) distance += 1;
    if ((left & last) !== 0) distance -= 1;
    const shifted = (right << 1) | 1;
    up = (left << 1) | ~(diagonal | shifted);
    down = shifted & diagonal;
    matchBefore = match;
  }
  return distance;
}
