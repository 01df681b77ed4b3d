/** Remembers what came last, so that what is delivered twice is taken once. */
export interface Recent {
  /** Whether it is new; it is known from now on. */
  isNew(id: string): boolean;
}

export function createRecent(most: number): Recent {
  const known = new Set<string>();
  return {
    isNew(id) {
      if (known.has(id)) return false;
      known.add(id);
      if (known.size > most) for (const oldest of known) return known.delete(oldest);
      return true;
    },
  };
}
