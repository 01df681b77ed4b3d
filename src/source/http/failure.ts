/** Everything that can go wrong with a request as one `SourceError`, told without query, token or body. */
import { SourceError, type SourceErrorKind } from '../source-error.ts';

/** Host and path, for people; long parts with digits in them may be keys and are left out. */
export function placeOf(url: URL): string {
  const parts = url.pathname.split('/').map((part) => (/^(?=.*\d)(?=.*[a-z]).{20,}$/i.test(part) ? '…' : part));
  const path = parts.join('/');
  return `${url.host}${path === '/' ? '' : path.slice(0, 80)}`;
}

/** The kind of an answer that is none of those asked for. */
function kindOfStatus(status: number): SourceErrorKind {
  if (status === 429) return 'wait';
  if (status === 401 || status === 403) return 'credential';
  if (status === 402) return 'budget';
  if (status === 408 || status >= 500) return 'unavailable';
  return 'refused';
}

export function statusFailure(
  url: URL,
  status: number,
  details: { readonly until?: Date | undefined; readonly answer?: string | undefined },
): SourceError {
  return new SourceError(kindOfStatus(status), `${url.host} answered ${status}`, { status, ...details });
}

/** 403 of servers that are asked without a token: there is none to look at, and what shuts us out may pass. */
export function shutOut(error: unknown): unknown {
  if (!(error instanceof SourceError) || error.status !== 403) return error;
  const { status, answer } = error;
  return new SourceError('unavailable', `${error.message}: it does not let us in`, { status, answer, cause: error });
}

export function timeoutFailure(url: URL, timeoutMs: number): SourceError {
  return new SourceError('unavailable', `${placeOf(url)}: no answer within ${timeoutMs / 1000} s`);
}

/** Names of what the network said; anything else may carry what was asked, and is not repeated. */
const codeForm = /^[A-Z][A-Z0-9_]{2,60}$/;

export function networkFailure(url: URL, error: unknown, begun: boolean): SourceError {
  const code = codeOf(error);
  if (code?.startsWith('Z_') === true) return new SourceError('garbage', `${placeOf(url)}: a broken compressed answer`);
  const what = begun
    ? 'the answer was cut off'
    : /CERT|TLS|SSL/.test(code ?? '')
      ? 'no safe connection'
      : 'no connection';
  return new SourceError('unavailable', `${placeOf(url)}: ${what}${code === undefined ? '' : ` (${code})`}`);
}

/** `fetch` wraps what happened two or three deep. */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 4) return undefined;
  const inner = codeOf(error.cause, depth + 1);
  if (inner !== undefined) return inner;
  if ('code' in error && typeof error.code === 'string' && codeForm.test(error.code)) return error.code;
  return undefined;
}
