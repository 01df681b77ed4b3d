/**
 * Scores with what people said → how often such scores were confirmed.
 *
 * Few labels bear one curve (Platt 1999, with the smoothed targets of Lin, Lin and Weng 2007, which keep it off 0 and 1);
 * from 200 on the labels draw their own (isotonic regression by pooling adjacent violators).
 */
import { fitLogistic } from './fit-logistic.ts';
import { logistic } from './ledger.ts';
import type { Calibration } from './rules.ts';

export interface Scored {
  readonly logOdds: number;
  readonly isCampaign: boolean;
  readonly weight: number;
}

/** Detection design 2.4. */
const isotonicFrom = 200;

export function calibrate(scored: readonly Scored[]): Calibration {
  const targets = smoothedTargets(scored);
  const smoothed = scored.map(({ logOdds, isCampaign, weight }) => ({
    logOdds,
    target: isCampaign ? targets.yes : targets.no,
    weight,
  }));
  return scored.length < isotonicFrom ? platt(smoothed) : isotonic(smoothed);
}

/** Linear between the points, flat outside them. */
export function calibratedAt({ points }: Calibration, logOdds: number): number {
  const after = points.findIndex((point) => point.logOdds >= logOdds);
  const right = points[after] ?? points.at(-1);
  const left = points[after - 1] ?? right;
  if (left === undefined || right === undefined) return logistic(logOdds);
  const width = right.logOdds - left.logOdds;
  if (!(width > 0) || logOdds >= right.logOdds) return right.probability;
  return left.probability + ((logOdds - left.logOdds) / width) * (right.probability - left.probability);
}

interface Smoothed {
  readonly logOdds: number;
  readonly target: number;
  readonly weight: number;
}

/** As if each side had been seen once more on the other: (n₊ + 1) / (n₊ + 2) and 1 / (n₋ + 2). */
function smoothedTargets(scored: readonly Scored[]): { readonly yes: number; readonly no: number } {
  const yes = scored.filter(({ isCampaign }) => isCampaign).length;
  const no = scored.length - yes;
  return { yes: (yes + 1) / (yes + 2), no: 1 / (no + 2) };
}

/** From the lowest score that rules can give to the highest, in steps where a line stands for the curve. */
const plattGrid = { from: -12, to: 12, step: 0.25 } as const;

/** Labels that lie apart by chance must not make a score twice as sure. */
const steepest = 2;

/** Never falling: more evidence cannot make a campaign less likely. */
function platt(rows: readonly Smoothed[]): Calibration {
  const sigma = Number.POSITIVE_INFINITY;
  const [intercept = 0, slope = 1] = fitLogistic(
    rows.map(({ logOdds, target, weight }) => ({ x: [1, logOdds], target, weight })),
    [
      { mean: 0, sigma, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY },
      { mean: 1, sigma, low: 0, high: steepest },
    ],
  );
  const steps = Math.round((plattGrid.to - plattGrid.from) / plattGrid.step);
  const points = Array.from({ length: steps + 1 }, (_, i) => {
    const logOdds = plattGrid.from + i * plattGrid.step;
    return { logOdds, probability: logistic(intercept + slope * logOdds) };
  });
  return { method: 'platt', points };
}

interface Block {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  /** Σ weight × target. */
  readonly sum: number;
}

function isotonic(rows: readonly Smoothed[]): Calibration {
  const blocks: Block[] = [];
  for (const { logOdds, target, weight } of rows.toSorted((a, b) => a.logOdds - b.logOdds)) {
    let block: Block = { from: logOdds, to: logOdds, weight, sum: weight * target };
    for (let last = blocks.at(-1); last !== undefined && mustJoin(last, block); last = blocks.at(-1)) {
      blocks.pop();
      block = { from: last.from, to: block.to, weight: last.weight + block.weight, sum: last.sum + block.sum };
    }
    blocks.push(block);
  }
  const points = blocks.flatMap(({ from, to, weight, sum }) =>
    [...new Set([from, to])].map((logOdds) => ({ logOdds, probability: sum / weight })),
  );
  return { method: 'isotonic', points };
}

/** Equal scores are one, and a later block must lie above an earlier one. */
function mustJoin(earlier: Block, later: Block): boolean {
  return earlier.to === later.from || earlier.sum / earlier.weight >= later.sum / later.weight;
}
