/**
 * Examples → weights and prior: logistic regression on how strong each indicator was, around the start weights.
 *
 * A weight never changes its sign: an innocent explanation cannot come to speak for a campaign because of a few labels.
 * The caps are left out here, which keeps the problem convex; whether the result is better is measured with them.
 */
import type { Example } from './fit-examples.ts';
import { type Coefficient, fitLogistic, type LogisticRow } from './fit-logistic.ts';
import { logistic, logOddsOf } from './ledger.ts';
import type { Rules } from './rules.ts';

/** How far labels may easily move a weight, in nats (detection design 2.4). */
const sigma = 0.7;
/** Below this a prior would decide by itself. */
const lowestPrior = 0.001;

/** Weights that no example touches stay as they are, those of what was gone later among them. */
export function fitWeights(
  examples: readonly Example[],
  start: Pick<Rules, 'prior' | 'weights'>,
): Pick<Rules, 'prior' | 'weights'> {
  const names = namesIn(examples, start);
  const column = new Map(names.map((name, i) => [name, i + 1]));
  const [intercept, ...weights] = fitLogistic(
    examples.map((example) => rowOf(example, column)),
    [interceptOf(start), ...names.map((name) => coefficientOf(start.weights[name] ?? 0))],
  );
  const fitted = Object.fromEntries(names.map((name, i) => [name, weights[i] ?? 0]));
  return { prior: logistic(intercept ?? logOddsOf(start.prior)), weights: { ...start.weights, ...fitted } };
}

/** Weighed indicators that some example holds, by name, so that the order of examples does not matter. */
function namesIn(examples: readonly Example[], { weights }: Pick<Rules, 'weights'>): readonly string[] {
  const held = new Set(
    examples.flatMap(({ evidence }) => evidence.filter(({ strength }) => strength > 0).map(({ name }) => name)),
  );
  return Object.keys(weights)
    .filter((name) => held.has(name) && weights[name] !== 0)
    .toSorted();
}

function rowOf({ evidence, isCampaign, weight }: Example, column: ReadonlyMap<string, number>): LogisticRow {
  const x = [1, ...Array.from(column, () => 0)];
  for (const { name, strength } of evidence) {
    const place = column.get(name);
    if (place !== undefined) x[place] = Math.min(1, Math.max(0, strength));
  }
  return { x, target: isCampaign ? 1 : 0, weight };
}

/**
 * The prior only falls: most of what people judge was sent for its score, which says nothing of bursts at large, and from
 * a higher prior one family of evidence would reach further than it may. Calibration says how often scores hold.
 */
function interceptOf({ prior }: Pick<Rules, 'prior'>): Coefficient {
  const mean = logOddsOf(prior);
  return { mean, sigma, low: Math.min(mean, logOddsOf(lowestPrior)), high: mean };
}

function coefficientOf(mean: number): Coefficient {
  return mean > 0
    ? { mean, sigma, low: 0, high: Number.POSITIVE_INFINITY }
    : { mean, sigma, low: Number.NEGATIVE_INFINITY, high: 0 };
}
