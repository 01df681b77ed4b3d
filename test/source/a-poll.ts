/** Polls a source as the collect job does, without a store. */
import type { Budget, Cost, Page, PollContext, Source, Watched } from '../../src/source/source.ts';

export const aTime = new Date('2026-03-02T12:00:00Z');

export interface CountedBudget extends Budget {
  /** What was taken and not given back, by unit. */
  readonly spent: ReadonlyMap<string, number>;
}

/** A purse without limits that remembers; `refuse` makes `take` throw what the real one throws. */
export function aBudget(refuse?: (cost: Cost) => Error | undefined): CountedBudget {
  const spent = new Map<string, number>();
  const add = ({ unit, amount }: Cost, sign: 1 | -1): void =>
    void spent.set(unit, (spent.get(unit) ?? 0) + sign * amount);
  return {
    spent,
    async take(cost) {
      const error = refuse?.(cost);
      if (error !== undefined) throw error;
      add(cost, 1);
    },
    async giveBack(cost) {
      add(cost, -1);
    },
    async left() {
      return Number.POSITIVE_INFINITY;
    },
  };
}

export function aContext(
  given: Partial<Omit<PollContext, 'watched'>> & { readonly watched?: Partial<Watched> } = {},
): PollContext {
  const { watched, ...rest } = given;
  return {
    now: aTime,
    clock: () => rest.now ?? aTime,
    signal: new AbortController().signal,
    budget: aBudget(),
    ...rest,
    watched: { tags: [], hosts: [], accounts: [], ...watched },
  };
}

/** All pages of one poll, at most `most`: a source that goes on for ever must not hang the test. */
export async function pagesOf(
  source: Pick<Source, 'poll'>,
  cursor?: unknown,
  context: PollContext = aContext(),
  most = 100,
): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for await (const page of source.poll(cursor, context)) {
    pages.push(page);
    if (pages.length >= most) break;
  }
  return pages;
}
