/** What can go wrong with a platform, as one of few kinds: what is done about it depends on the kind alone. */

/**
 * - `wait`: asked to come back later (429); no failure of anybody.
 * - `credential`: a person must act (401, 403, a token that is missing).
 * - `budget`: paid for no more (402), or our own limit is reached.
 * - `unavailable`: 5xx, no connection, cut or too slow; trying again may help.
 * - `garbage`: an answer that is none: HTML for JSON, an error text with status 200, pages that never end.
 * - `refused`: the platform does not take what was asked (400, 404, 410, 422).
 */
const sourceErrorKinds = ['wait', 'credential', 'budget', 'unavailable', 'garbage', 'refused'] as const;
export type SourceErrorKind = (typeof sourceErrorKinds)[number];

export interface SourceErrorDetails {
  /** Not before this instant is it of any use to ask again. */
  readonly until?: Date | undefined;
  /** HTTP status, where there was one. */
  readonly status?: number | undefined;
  /** The beginning of what the platform said, for the code that knows its texts; never shown as it is. */
  readonly answer?: string | undefined;
  readonly cause?: unknown;
}

/** The message is one phrase for a person, without token, query string or text of a post. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly kind: SourceErrorKind;
  readonly until: Date | undefined;
  readonly status: number | undefined;
  // Platforms repeat tokens in their answers, and loggers print every field of an error.
  readonly #answer: string | undefined;

  constructor(kind: SourceErrorKind, message: string, details: SourceErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.until = details.until;
    this.status = details.status;
    this.#answer = details.answer;
  }

  get answer(): string | undefined {
    return this.#answer;
  }
}
