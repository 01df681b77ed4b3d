/** The 3-second rule, in one place: an answer comes in time, or the chat is told that it will come later. */
import { noticeMessage } from '../message/answer.ts';
import { type Answer, UserError } from './command.ts';
import type { ChatLog } from './log.ts';

/** Slack and Discord give 3 s to the first answer; the way there and back takes its part. */
export const answerWithinMs = 1_500;
/** How long a look at what was already handled may hold an answer up. */
const seenWithinMs = 1_000;

export interface Timely {
  readonly answer: Answer;
  readonly deferred: boolean;
}

export interface TimelyDeps {
  readonly work: Promise<Answer>;
  /** Known to take long: defer at once. */
  readonly slow: boolean;
  /** Tells the chat that the answer comes later; called at most once. */
  readonly defer: () => Promise<void>;
  readonly deferAfterMs: number;
}

export async function answerInTime({ work, slow, defer, deferAfterMs }: TimelyDeps): Promise<Timely> {
  const early = slow ? undefined : await within(work, deferAfterMs);
  if (early !== undefined) return { answer: early, deferred: false };
  // The work goes on while the chat is told; if telling fails, the answer is still wanted.
  const [answer] = await Promise.all([work, defer()]);
  return { answer, deferred: true };
}

/** What the asker may fix is shown as it is; everything else is one polite line and a log entry. */
export async function politely(work: () => Promise<Answer>, log: ChatLog, about: string): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) return privateNotice(error.message);
    log.error({ about, error }, 'no answer');
    return privateNotice('Something went wrong here and was logged. Please try again in a minute.');
  }
}

export function privateNotice(text: string): Answer {
  return { message: noticeMessage(text), visibility: 'private' };
}

export type Seen = (key: string) => Promise<boolean>;

/** Two answers are better than none: where the look-up fails or is slow, the request counts as new. */
export async function isRepeated(seen: Seen, keys: readonly string[], log: ChatLog): Promise<boolean> {
  const lookUps = keys.map(async (key) => {
    try {
      return await seen(key);
    } catch (error) {
      log.warn({ error }, 'cannot tell whether a request was handled before');
      return false;
    }
  });
  const known = await within(Promise.all(lookUps), seenWithinMs);
  return known?.includes(true) ?? false;
}

/** The value, or `undefined` when it is not there in time. */
export async function within<T>(value: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
