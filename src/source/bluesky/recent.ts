/** A set that remembers the newest keys: memory stays bounded however long a stream runs. */
export interface Recent {
  has(key: string): boolean;
  /** Whether it is new. A known key becomes one of the newest. */
  add(key: string): boolean;
}

/** Remembers at least the newest half of `most`, and never more than `most`. */
export function createRecent(most: number): Recent {
  // Two generations instead of one ordered set: taking the oldest key out of a large one costs a walk over its holes.
  let young = new Set<string>();
  let old = new Set<string>();
  const has = (key: string): boolean => young.has(key) || old.has(key);
  return {
    has,
    add(key) {
      const isNew = !has(key);
      young.add(key);
      if (young.size * 2 >= most) {
        old = young;
        young = new Set();
      }
      return isNew;
    },
  };
}
