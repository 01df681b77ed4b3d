/** Several endless lists read as one, with a time limit for each look. */

export interface Merged<Part> {
  /** The next part of any list and which list it is of; `undefined` when none came by `deadlineMs` (epoch). */
  next(deadlineMs: number | undefined): Promise<{ readonly list: number; readonly part: Part } | undefined>;
  /** True once a list has ended. */
  readonly ended: boolean;
}

type Arrival<Part> = { readonly list: number; readonly result: IteratorResult<Part> };

/** Throws what a list throws. Lists are ended by whoever made them; `settle` waits for that. */
export function merge<Part>(lists: readonly AsyncGenerator<Part>[]): Merged<Part> & { settle(): Promise<void> } {
  const ask = async (list: number): Promise<Arrival<Part>> => ({
    list,
    result: (await lists[list]?.next()) ?? { done: true, value: undefined },
  });
  let ended = false;
  const pending = new Map<number, Promise<Arrival<Part>>>();
  lists.forEach((_, list) => pending.set(list, ask(list)));
  // What fails while nobody looks is thrown at the next look.
  for (const one of pending.values()) one.catch(() => undefined);
  return {
    get ended() {
      return ended;
    },
    async next(deadlineMs) {
      const arrival = await withDeadline([...pending.values()], deadlineMs);
      if (arrival === undefined) return undefined;
      if (arrival.result.done === true) {
        ended = true;
        return undefined;
      }
      const following = ask(arrival.list);
      following.catch(() => undefined);
      pending.set(arrival.list, following);
      return { list: arrival.list, part: arrival.result.value };
    },
    async settle() {
      await Promise.allSettled(pending.values());
      await Promise.allSettled(lists.map((list) => list.return(undefined)));
    },
  };
}

async function withDeadline<Value>(
  promises: readonly Promise<Value>[],
  deadlineMs: number | undefined,
): Promise<Value | undefined> {
  if (deadlineMs === undefined) return Promise.race(promises);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const time = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, deadlineMs - Date.now()));
  });
  try {
    return await Promise.race([...promises, time]);
  } finally {
    clearTimeout(timer);
  }
}
