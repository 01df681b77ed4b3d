/**
 * Assessment → the account behind its score: every term, what the caps took away, and the sum. The score of an
 * assessment is computed from this, so that what is printed is what was decided by.
 */
import { type Assessment, type Family, families, type Indicator } from './campaign.ts';

export interface LedgerFamily {
  readonly family: Family;
  /** Known terms that weigh something, heaviest first. */
  readonly terms: readonly Indicator[];
  /** Sum of the terms, nats. */
  readonly raw: number;
  /** The sum after the cap of ± `familyCap`. */
  readonly capped: number;
}

export interface Ledger {
  /** Log-odds before anything is known. */
  readonly prior: number;
  /** Families that say something, in the order of `families`. */
  readonly families: readonly LedgerFamily[];
  /** What the limits over all families took away, at most 0: see `limitOf`. */
  readonly limited: number;
  /** prior + Σ capped + limited. */
  readonly logOdds: number;
  /** Logistic of `logOdds`. */
  readonly score: number;
  readonly calibrated?: number | undefined;
}

/** Indicators of one family depend on each other: together they weigh no more than this, in nats (detection design 2.4). */
export const familyCap = 2.5;
/** Families depend on each other, too: all that speak for a campaign weigh no more than so many at the cap. */
const mostFamilies = 3;
/** A single family never reaches further, whatever the prior. */
const mostByOneFamily = 0.2;

export function ledgerOf({
  prior,
  indicators,
  calibrated,
}: Pick<Assessment, 'prior' | 'indicators' | 'calibrated'>): Ledger {
  const start = logOddsOf(prior);
  const used = families.flatMap((family) => weighFamily(family, indicators));
  const limited = limitOf(start, used);
  const logOdds = used.reduce((sum, { capped }) => sum + capped, start) + limited;
  return { prior: start, families: used, limited, logOdds, score: logistic(logOdds), calibrated };
}

function weighFamily(family: Family, indicators: readonly Indicator[]): readonly LedgerFamily[] {
  const terms = indicators
    .filter((one) => one.family === family && one.known && one.weight !== 0)
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.name < b.name ? -1 : 1));
  if (terms.length === 0) return [];
  const raw = terms.reduce((sum, { weight }) => sum + weight, 0);
  return [{ family, terms, raw, capped: Math.max(-familyCap, Math.min(familyCap, raw)) }];
}

/**
 * What speaks for a campaign is cut to three families at the cap (+7.5 nats: from 2 % to 97 %), and the strongest family
 * to what reaches 20 % by itself and as much again as all others add: alone it never passes 20 %, and nothing jumps when
 * a second one begins to speak. What speaks against it is never cut here.
 */
function limitOf(start: number, used: readonly LedgerFamily[]): number {
  const speaking = used.map(({ capped }) => Math.max(0, capped));
  const sum = speaking.reduce((total, capped) => total + capped, 0);
  const others = sum - Math.max(0, ...speaking);
  const alone = Math.max(0, logOddsOf(mostByOneFamily) - start);
  return Math.min(0, mostFamilies * familyCap - sum, alone + 2 * others - sum);
}

export function logOddsOf(probability: number): number {
  return Math.log(probability / (1 - probability));
}

export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
