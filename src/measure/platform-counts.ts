/** Counts that platforms gave for a key, in buckets of different lengths that may overlap → one total, each time once. */

export interface PlatformCount {
  readonly at: Date;
  readonly seconds: number;
  readonly posts: number;
}

const minuteMs = 60_000;

/** Of buckets over the same minute the shortest is taken: it is the newer and more exact answer. Minutes are the finest. */
export function totalOf(counts: readonly PlatformCount[]): number {
  const taken = new Set<number>();
  let total = 0;
  for (const { at, seconds, posts } of [...counts].sort((a, b) => a.seconds - b.seconds)) {
    const first = Math.floor(at.getTime() / minuteMs);
    const minutes = Math.max(1, Math.round(seconds / 60));
    let free = 0;
    for (let minute = first; minute < first + minutes; minute += 1) {
      if (taken.has(minute)) continue;
      taken.add(minute);
      free += 1;
    }
    // A longer bucket is spread evenly over its minutes.
    total += (posts * free) / minutes;
  }
  return Math.round(total);
}
