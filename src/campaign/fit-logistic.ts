/**
 * Logistic regression with a Gaussian prior on each coefficient and bounds that none leaves.
 *
 * Minimises Σ c (ln(1 + e^η) − t η) + Σ ((w − m) / σ)² / 2 by Newton steps: the quadratic model is minimised inside the
 * bounds one coefficient after the other, then the step is halved until the loss falls (Armijo). The loss is convex, so
 * the same rows in any order end in the same minimum.
 */

export interface LogisticRow {
  /** One number per coefficient; the intercept's is 1. */
  readonly x: readonly number[];
  /** 0 or 1, or a smoothed target between them. */
  readonly target: number;
  /** So many observations this one stands for, > 0. */
  readonly weight: number;
}

export interface Coefficient {
  /** Where the search begins, and the mean of the prior. */
  readonly mean: number;
  /** Standard deviation of the prior; Infinity for none. */
  readonly sigma: number;
  readonly low: number;
  readonly high: number;
}

const mostSteps = 100;
const mostHalvings = 40;
/** A step that moves no coefficient further than this changes no digit that anybody sees. */
const smallest = 1e-10;
/** Near the minimum the loss differs by its own rounding only. */
const rounding = 1e-13;

/** Coefficients at the minimum, in the order given. */
export function fitLogistic(rows: readonly LogisticRow[], coefficients: readonly Coefficient[]): readonly number[] {
  const model = { ...packed(rows, coefficients.length), coefficients };
  let at = Float64Array.from(coefficients, ({ mean, low, high }) => clip(mean, low, high));
  let loss = lossAt(at, model);
  for (let step = 0; step < mostSteps; step += 1) {
    const { gradient, hessian } = slopesAt(at, model);
    const move = boundedStep(at, gradient, hessian, coefficients);
    if (move.every((by) => Math.abs(by) < smallest)) break;
    const next = halved(at, move, -dot(gradient, move), loss, model);
    if (next === undefined) break;
    at = next.at;
    loss = next.loss;
  }
  return [...at];
}

interface Packed {
  readonly rows: number;
  readonly columns: number;
  /** Row after row. */
  readonly x: Float64Array;
  readonly target: Float64Array;
  readonly weight: Float64Array;
}

interface Model extends Packed {
  readonly coefficients: readonly Coefficient[];
}

function packed(rows: readonly LogisticRow[], columns: number): Packed {
  const x = new Float64Array(rows.length * columns);
  for (const [i, row] of rows.entries()) {
    if (row.x.length !== columns) throw new RangeError(`row ${i} has ${row.x.length} numbers, not ${columns}`);
    x.set(row.x, i * columns);
  }
  return {
    rows: rows.length,
    columns,
    x,
    target: Float64Array.from(rows, ({ target }) => target),
    weight: Float64Array.from(rows, ({ weight }) => weight),
  };
}

function scoreOf(row: number, at: Float64Array, { x, columns }: Packed): number {
  let sum = 0;
  for (let j = 0; j < columns; j += 1) sum += (x[row * columns + j] ?? 0) * (at[j] ?? 0);
  return sum;
}

function lossAt(at: Float64Array, model: Model): number {
  const { rows, target, weight, coefficients } = model;
  let loss = 0;
  for (let i = 0; i < rows; i += 1) {
    const score = scoreOf(i, at, model);
    loss += (weight[i] ?? 0) * (softplus(score) - (target[i] ?? 0) * score);
  }
  for (const [j, { mean, sigma }] of coefficients.entries()) loss += (((at[j] ?? 0) - mean) / sigma) ** 2 / 2;
  return loss;
}

/** ln(1 + e^x) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function slopesAt(at: Float64Array, model: Model): { readonly gradient: Float64Array; readonly hessian: Float64Array } {
  const { rows, columns, x, target, weight, coefficients } = model;
  const gradient = new Float64Array(columns);
  const hessian = new Float64Array(columns * columns);
  for (let i = 0; i < rows; i += 1) {
    const p = 1 / (1 + Math.exp(-scoreOf(i, at, model)));
    const slope = (weight[i] ?? 0) * (p - (target[i] ?? 0));
    const bend = (weight[i] ?? 0) * p * (1 - p);
    for (let j = 0; j < columns; j += 1) {
      const xj = x[i * columns + j] ?? 0;
      if (xj === 0) continue;
      gradient[j] = (gradient[j] ?? 0) + slope * xj;
      for (let k = 0; k < columns; k += 1) {
        hessian[j * columns + k] = (hessian[j * columns + k] ?? 0) + bend * xj * (x[i * columns + k] ?? 0);
      }
    }
  }
  for (const [j, { mean, sigma }] of coefficients.entries()) {
    const precision = 1 / sigma ** 2;
    gradient[j] = (gradient[j] ?? 0) + ((at[j] ?? 0) - mean) * precision;
    hessian[j * columns + j] = (hessian[j * columns + j] ?? 0) + precision;
  }
  return { gradient, hessian };
}

const mostSweeps = 1_000;

/** The step to the minimum of the quadratic model inside the bounds, coefficient by coefficient until none moves. */
function boundedStep(
  at: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
  coefficients: readonly Coefficient[],
): Float64Array {
  const columns = coefficients.length;
  const step = new Float64Array(columns);
  // gradient of the quadratic model at the step so far
  const slope = Float64Array.from(gradient);
  for (let sweep = 0; sweep < mostSweeps; sweep += 1) {
    let moved = 0;
    for (const [j, { low, high }] of coefficients.entries()) {
      const bend = hessian[j * columns + j] ?? 0;
      if (bend <= 0) continue;
      const from = step[j] ?? 0;
      const here = at[j] ?? 0;
      const by = clip(here + from - (slope[j] ?? 0) / bend, low, high) - here - from;
      if (by === 0) continue;
      step[j] = from + by;
      moved = Math.max(moved, Math.abs(by));
      for (let k = 0; k < columns; k += 1) slope[k] = (slope[k] ?? 0) + by * (hessian[j * columns + k] ?? 0);
    }
    if (moved < 1e-12) break;
  }
  return step;
}

/** Armijo's constant as in Nocedal and Wright (2006), Numerical Optimization, algorithm 3.1. */
const share = 1e-4;

/** The longest of the step's halvings that lowers the loss as promised. */
function halved(
  at: Float64Array,
  move: Float64Array,
  promised: number,
  loss: number,
  model: Model,
): { readonly at: Float64Array<ArrayBuffer>; readonly loss: number } | undefined {
  let scale = 1;
  for (let halving = 0; halving < mostHalvings; halving += 1) {
    const next = Float64Array.from(at, (value, j) => value + scale * (move[j] ?? 0));
    const nextLoss = lossAt(next, model);
    if (nextLoss <= loss - share * scale * promised + rounding * loss) return { at: next, loss: nextLoss };
    scale /= 2;
  }
  return undefined;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j += 1) sum += (a[j] ?? 0) * (b[j] ?? 0);
  return sum;
}

function clip(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
