/** A stream is paid by what comes, which nobody knows before: the purse is charged by the block, and what is left given back. */
import type { Budget, Cost } from '../source.ts';
import { affordable, usd } from './spend.ts';

export interface Meter {
  /** Holds a block before the first item comes. Throws `budget` when the purse is empty. */
  open(): Promise<void>;
  /** Counts what came. */
  use(items: number): void;
  /** Holds a further block where the last one is used up. Throws `budget` when the purse does not hold one. */
  refill(): Promise<void>;
  costOf(items: number): Cost;
  close(): Promise<void>;
}

const block = 100;

export function createMeter(budget: Budget, price: number): Meter {
  let held = 0;

  async function fill(least: number): Promise<void> {
    const items = await affordable(budget, price, { least, most: Math.max(least, block) });
    await budget.take(usd(items * price));
    held += items;
  }

  return {
    async open() {
      if (price > 0 && held === 0) await fill(1);
    },
    use(items) {
      held -= items;
    },
    async refill() {
      if (price > 0 && held <= 0) await fill(1 - held);
    },
    costOf: (items) => usd(items * price),
    async close() {
      const left = held;
      held = 0;
      if (left > 0) await budget.giveBack(usd(left * price));
    },
  };
}
