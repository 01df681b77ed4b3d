/** Rules in which one family of evidence weighs nothing: what a family is worth shows when it is missing. */
import type { Rules } from '../../src/campaign/rules.ts';
import { familyOf } from '../../src/campaign/start-rules.ts';

export function withoutFamily(rules: Rules, family: string): Rules {
  const weights = Object.entries(rules.weights).map(
    ([name, weight]) => [name, familyOf(name) === family ? 0 : weight] as const,
  );
  return { ...rules, version: `${rules.version} without ${family}`, weights: Object.fromEntries(weights) };
}
