/** The program's time: the wall clock, or the sample's own time, which is advanced step by step. */

export interface Clock {
  now(): Date;
}

export const wallClock: Clock = { now: () => new Date() };

export interface SampleClock extends Clock {
  /** Moves on, at most to the end. */
  advance(ms: number): void;
}

/** @param from where an earlier run stopped; at first the sample's start */
export function sampleClock(from: Date, end: Date): SampleClock {
  let at = from.getTime();
  return {
    now: () => new Date(at),
    advance(ms) {
      at = Math.min(Math.max(at, end.getTime()), at + ms);
    },
  };
}
