/**
 * The keys of a stream that matter, in bounded memory: Space-Saving with forward decay. Every key with more than N / k of
 * the (decayed) weight N is among the k kept, and none is overestimated by more than that.
 *
 * @see Metwally, Agrawal, El Abbadi (2005), Efficient computation of frequent and top-k elements, ICDT; Cormode,
 *   Shkapenyuk, Srivastava, Xu (2009), Forward decay, ICDE
 */

export interface FrequentKeys {
  readonly capacity: number;
  readonly size: number;
  /** Hour that weights are counted from; 0 before the first use. */
  readonly start: number;
  /**
   * Counts uses at `hour`, one unless said; hours may come out of order. The key that gave way, if one did.
   */
  use(key: string, hour: number, uses?: number): string | undefined;
  has(key: string): boolean;
  /** Decayed count as of `hour`, and by how much of it may belong to keys that gave way; 0 for a key that is not kept. */
  countOf(key: string, hour: number): { readonly count: number; readonly error: number };
  /** As numbers and texts, for the store. */
  state(): FrequentState;
  /** The parts of it, of `keysPerPart` keys each, that have changed since the last call. */
  takeChangedParts(): readonly FrequentPart[];
}

export interface FrequentPart extends Omit<FrequentState, 'start'> {
  readonly part: number;
}

export const keysPerPart = 64;

export interface FrequentState {
  readonly start: number;
  readonly keys: readonly string[];
  readonly weights: readonly number[];
  readonly errors: readonly number[];
}

/** Weights grow with time instead of shrinking; beyond this they are all divided, which changes no order. */
const rescaleAt = 2 ** 60;

/** @param halfLifeHours after so many hours a use counts half */
export function createFrequentKeys(capacity: number, halfLifeHours: number, saved?: FrequentState): FrequentKeys {
  const keys: string[] = [...(saved?.keys ?? [])];
  const weights = new Float64Array(capacity);
  const errors = new Float64Array(capacity);
  weights.set(saved?.weights ?? []);
  errors.set(saved?.errors ?? []);
  const slotOf = new Map(keys.map((key, slot) => [key, slot]));
  // A binary heap of slots, lightest first; `placeOf` is where a slot stands in it.
  const heap = new Int32Array(capacity);
  const placeOf = new Int32Array(capacity);
  let start = saved === undefined || saved.keys.length === 0 ? undefined : saved.start;
  const changed = new Set<number>();
  for (let slot = 0; slot < keys.length; slot++) {
    heap[slot] = slot;
    placeOf[slot] = slot;
  }
  for (let place = (keys.length >> 1) - 1; place >= 0; place--) sink(place);

  function weightAt(hour: number): number {
    start ??= hour;
    return 2 ** ((hour - start) / halfLifeHours);
  }

  function isLighter(a: number, b: number): boolean {
    const first = heap[a] ?? 0;
    const second = heap[b] ?? 0;
    const difference = (weights[first] ?? 0) - (weights[second] ?? 0);
    // Which of two equal ones gives way must not depend on the form of the heap, which a restart changes.
    return difference < 0 || (difference === 0 && first < second);
  }

  function swap(a: number, b: number): void {
    const first = heap[a] ?? 0;
    const second = heap[b] ?? 0;
    heap[a] = second;
    heap[b] = first;
    placeOf[second] = a;
    placeOf[first] = b;
  }

  function sink(from: number): void {
    let place = from;
    for (;;) {
      let least = place;
      for (const child of [2 * place + 1, 2 * place + 2])
        if (child < keys.length && isLighter(child, least)) least = child;
      if (least === place) return;
      swap(place, least);
      place = least;
    }
  }

  function rise(from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isLighter(place, parent)) return;
      swap(place, parent);
      place = parent;
    }
  }

  function rescale(hour: number): void {
    const factor = weightAt(hour);
    for (let slot = 0; slot < keys.length; slot++) {
      weights[slot] = (weights[slot] ?? 0) / factor;
      errors[slot] = (errors[slot] ?? 0) / factor;
    }
    start = hour;
    for (let part = 0; part * keysPerPart < keys.length; part++) changed.add(part);
  }

  function touch(slot: number): void {
    changed.add(Math.floor(slot / keysPerPart));
  }

  return {
    capacity,
    get size() {
      return keys.length;
    },
    use(key, hour, uses = 1) {
      if (weightAt(hour) > rescaleAt) rescale(hour);
      const added = uses * weightAt(hour);
      const known = slotOf.get(key);
      if (known !== undefined) {
        weights[known] = (weights[known] ?? 0) + added;
        touch(known);
        sink(placeOf[known] ?? 0);
        return undefined;
      }
      if (keys.length < capacity) {
        const slot = keys.length;
        touch(slot);
        keys.push(key);
        slotOf.set(key, slot);
        weights[slot] = added;
        heap[slot] = slot;
        placeOf[slot] = slot;
        rise(slot);
        return undefined;
      }
      const slot = heap[0] ?? 0;
      touch(slot);
      const gone = keys[slot];
      if (gone !== undefined) slotOf.delete(gone);
      keys[slot] = key;
      slotOf.set(key, slot);
      errors[slot] = weights[slot] ?? 0;
      weights[slot] = (weights[slot] ?? 0) + added;
      sink(0);
      return gone;
    },
    get start() {
      return start ?? 0;
    },
    has: (key) => slotOf.has(key),
    countOf(key, hour) {
      const slot = slotOf.get(key);
      if (slot === undefined) return { count: 0, error: 0 };
      const now = weightAt(hour);
      return { count: (weights[slot] ?? 0) / now, error: (errors[slot] ?? 0) / now };
    },
    state: () => ({
      start: start ?? 0,
      keys: [...keys],
      weights: [...weights.subarray(0, keys.length)],
      errors: [...errors.subarray(0, keys.length)],
    }),
    takeChangedParts() {
      const parts = [...changed].map((part) => {
        const [from, to] = [part * keysPerPart, Math.min((part + 1) * keysPerPart, keys.length)];
        return {
          part,
          keys: keys.slice(from, to),
          weights: [...weights.subarray(from, to)],
          errors: [...errors.subarray(from, to)],
        };
      });
      changed.clear();
      return parts;
    },
  };
}
