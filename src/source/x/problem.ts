/** What X says in `errors[]`, or instead of an answer, as what it means to us. */
import type { AccountStatus } from '../../post/post.ts';
import { SourceError } from '../source-error.ts';
import type { XProblem } from './schema.ts';

/** Answers of 200 carry these beside or instead of `data`, one for each id that cannot be shown. */
export function statusIn(problem: XProblem): AccountStatus | undefined {
  const words = `${problem.title ?? ''} ${problem.detail ?? ''} ${problem.type ?? ''}`;
  // A suspended account comes with the type of one that is not found, so its text decides.
  if (/suspend/i.test(words)) return 'suspended';
  if (/not-authorized|not authorized|authorization error/i.test(words)) return 'protected';
  if (/not-found|not found|could not find/i.test(words)) return 'deleted';
  return undefined;
}

export function idIn(problem: XProblem): string | undefined {
  const id = problem.resource_id ?? (typeof problem.value === 'string' ? problem.value : undefined);
  return id === undefined || id === '' ? undefined : id;
}

/** X refuses a `since_id` or a `start_time` of more than 7 days ago, with these texts only. */
export function isSinceTooOld(error: unknown): boolean {
  if (!(error instanceof SourceError) || error.status !== 400) return false;
  const answer = error.answer ?? '';
  if (/since_id/.test(answer)) return /created after|larger than/i.test(answer);
  return /start_time/.test(answer) && /on or after|within the last/i.test(answer);
}

/** The place we wanted to read on from is not taken; read it from the start. */
export function isTokenRefused(error: unknown): boolean {
  return error instanceof SourceError && error.status === 400 && /next_token|pagination_token/.test(error.answer ?? '');
}

export function isTooManyConnections(error: unknown): boolean {
  return error instanceof SourceError && /TooManyConnections/.test(error.answer ?? '');
}

const credits = /CreditsDepleted|problems\/credits|SpendCap|UsageCapExceeded|usage-capped/i;

/** Money shows as 402, and sometimes as 403 or 429; then nothing is to be had before the next day or cycle. */
export function withBudget(error: unknown, now: Date): unknown {
  if (!(error instanceof SourceError)) return error;
  const answer = error.answer ?? '';
  if (error.kind !== 'budget' && !credits.test(answer)) return error;
  return outOfCredits(answer, now, error);
}

export function outOfCredits(answer: string, now: Date, cause?: SourceError): SourceError {
  return new SourceError('budget', 'X: no credits are left, or the spending limit of this cycle is reached', {
    until: refillOf(answer, now),
    status: cause?.status ?? 402,
  });
}

export function isOutOfCredits(problem: XProblem): boolean {
  return credits.test(`${problem.title ?? ''} ${problem.type ?? ''}`);
}

/** The date that X names, the next month where a cycle's cap is reached, otherwise the next day in UTC. */
function refillOf(answer: string, now: Date): Date {
  const named = /"reset_date"\s*:\s*"(\d{4}-\d\d-\d\d)/.exec(answer)?.[1];
  const date = named === undefined ? Number.NaN : Date.parse(named);
  if (date > now.getTime()) return new Date(date);
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  const isCycle = /month|SpendCap|billing cycle|UsageCapExceeded/i.test(answer);
  return new Date(isCycle ? Date.UTC(year, month + 1, 1) : Date.UTC(year, month, day + 1));
}

/** Trouble that passes by itself. */
export function isPassing(error: unknown): boolean {
  return error instanceof SourceError && (error.kind === 'wait' || error.kind === 'unavailable');
}

/** The limit that was set here, not what X says of its credits: that one comes with a status. */
export function isOurBudget(error: unknown): boolean {
  return error instanceof SourceError && error.kind === 'budget' && error.status === undefined;
}
