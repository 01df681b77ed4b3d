/** The purse of a source or checker, as its calls are counted against it. */
import type { Budget, BudgetPlan } from '../src/source/source.ts';
import { SourceError } from '../src/source/source-error.ts';
import type { SourceStore } from '../src/store/store.ts';

/** Without a plan, or for a unit that it does not limit, nothing is counted. */
export function createBudget(plan: BudgetPlan | undefined, sources: SourceStore, clock: () => Date): Budget {
  const limitOf = (unit: string) => plan?.limits.find((limit) => limit.unit === unit);
  return {
    async take({ unit, amount }) {
      const limit = limitOf(unit);
      if (plan === undefined || limit === undefined) return;
      const { ok, until } = await sources.spend({ purse: plan.key, amount, ...limit }, clock());
      if (ok) return;
      throw new SourceError('budget', `the ${plan.key} budget is spent (${limitText(limit)})`, { until });
    },
    async giveBack({ unit, amount }) {
      const limit = limitOf(unit);
      if (plan === undefined || limit === undefined || amount <= 0) return;
      await sources.spend({ purse: plan.key, ...limit, amount: -amount }, clock());
    },
    async left(unit) {
      const limit = limitOf(unit);
      if (plan === undefined || limit === undefined) return Number.POSITIVE_INFINITY;
      const spent = await sources.spent({ purse: plan.key, ...limit, amount: 0 }, clock());
      return Math.min(leftOf(limit.day, spent.day), leftOf(limit.month, spent.month));
    },
  };
}

function leftOf(cap: number | undefined, used: number): number {
  return cap === undefined ? Number.POSITIVE_INFINITY : Math.max(0, cap - used);
}

function limitText({ unit, day, month }: BudgetPlan['limits'][number]): string {
  const parts = [
    ...(day === undefined ? [] : [`${day} ${unit} a day`]),
    ...(month === undefined ? [] : [`${month} ${unit} a month`]),
  ];
  return parts.join(', ');
}
