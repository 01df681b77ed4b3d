/** What the network says of a request that got no answer. */

/** The connection was never made, so nothing can have arrived. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

export interface NetworkFailure {
  /** ` (ECONNRESET)`, or nothing. */
  readonly note: string;
  readonly neverSent: boolean;
}

export function networkFailure(error: unknown): NetworkFailure {
  const code = networkCode(error);
  return { note: code === undefined ? '' : ` (${code})`, neverSent: code !== undefined && neverSent.includes(code) };
}

/** The code sits some causes deep: `fetch failed` ← AggregateError ← ECONNREFUSED. */
function networkCode(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 4) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return networkCode(error.errors[0], depth + 1);
  return networkCode(error.cause, depth + 1);
}
