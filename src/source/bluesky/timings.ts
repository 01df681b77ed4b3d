/** How long the readers of Bluesky wait. Arguments, so that a test need not. */
export interface BlueskyTimings {
  /** Silence after which a full stream is given up, and a narrow one is asked for a sign of life. 0: never. */
  readonly idleMs: number;
  /** A connection, or the answer to a ping, must be there by then. */
  readonly connectMs: number;
  /** First pause after a failure; it doubles up to `backOffCapMs`, and a random part of it is waited. */
  readonly backOffMs: number;
  readonly backOffCapMs: number;
  /** Failures in a row, without one new event between them, after which the poll ends in trouble. */
  readonly attempts: number;
  /** A page is handed out this long after its first event … */
  readonly pageMs: number;
  /** … or with so many posts, or so many events of any kind. */
  readonly pagePosts: number;
  readonly pageEvents: number;
  /** Read again after every interruption: servers drop and reorder events there (Jetstream issues 27, 42, 48). */
  readonly rewindMs: number;
  /** Events may come this much out of order; the watermark stays behind by as much. */
  readonly latenessMs: number;
  /** A first event so much later than where the stream was left makes us ask whether the server kept what lies between. */
  readonly suspiciousMs: number;
}

export const usualTimings: BlueskyTimings = {
  idleMs: 30_000,
  connectMs: 15_000,
  backOffMs: 500,
  backOffCapMs: 30_000,
  attempts: 10,
  pageMs: 2_000,
  pagePosts: 500,
  pageEvents: 5_000,
  rewindMs: 10_000,
  latenessMs: 10_000,
  suspiciousMs: 30_000,
};
