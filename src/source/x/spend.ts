/** X is paid by what it returns: the most a call can cost is taken before it, and the rest given back after it. */
import type { Budget, BudgetPlan, Cost } from '../source.ts';
import { SourceError } from '../source-error.ts';
import type { XSettings } from './settings.ts';

const unit = 'usd';

/** One purse for all that this credential reads. */
export function budgetPlan({ budget }: XSettings): BudgetPlan {
  return { key: 'x', limits: [{ unit, day: budget.usdPerDay, month: budget.usdPerMonth, zone: 'UTC' }] };
}

export function usd(amount: number): Cost {
  // Sums of fractions of a cent drift; a millionth of a dollar does not matter.
  return { unit, amount: Math.round(amount * 1e6) / 1e6 };
}

/** As many items as the purse holds, between what X takes least and most. */
export async function affordable(
  budget: Budget,
  price: number,
  { least, most }: { readonly least: number; readonly most: number },
): Promise<number> {
  if (price === 0) return most;
  const holds = Math.floor((await budget.left(unit)) / price + 1e-6);
  return Math.max(least, Math.min(most, holds));
}

/** Calls, and keeps what it cost by what came. */
export async function paid<T>(
  budget: Budget,
  most: number,
  call: () => Promise<T>,
  costOf: (answer: T) => number,
): Promise<{ readonly answer: T; readonly cost: Cost }> {
  await budget.take(usd(most));
  try {
    const answer = await call();
    const cost = usd(Math.min(most, costOf(answer)));
    if (cost.amount < most) await budget.giveBack(usd(most - cost.amount));
    return { answer, cost };
  } catch (error) {
    // A refusal costs nothing. What broke on the way may have been delivered, and stays counted.
    if (error instanceof SourceError && error.kind !== 'unavailable' && error.kind !== 'garbage') {
      await budget.giveBack(usd(most));
    }
    throw error;
  }
}
