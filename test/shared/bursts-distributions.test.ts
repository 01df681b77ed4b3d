import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { logUpperTail, quantile } from '../../src/detector/negative-binomial.ts';

const file = path.join(process.env['TOCSIN_SHARED'] ?? '../shared', 'data/surveillance/own/distributions.json');
const present = existsSync(file);

interface Tables {
  readonly negbin_upper: readonly { mu: number; phi: number; y: number; logUpper: number; logPmf: number }[];
  readonly quantiles: readonly { mu: number; phi: number; p: number; q: number }[];
  readonly gamma_poisson_predictive_upper: readonly { a: number; b: number; e: number; y: number; logUpper: number }[];
}

function relativeError(value: number, reference: number): number {
  return Math.abs(value - reference) / Math.max(Math.abs(reference), Number.MIN_VALUE);
}

describe.skipIf(!present)(`tails against R (${file})`, () => {
  const tables = present ? (JSON.parse(readFileSync(file, 'utf8')) as Tables) : undefined;

  it('gives the log upper tail of every negative binomial and Poisson row to 1e-9', () => {
    const rows = tables!.negbin_upper.filter((row) => row.y > 0);

    const worst = Math.max(
      ...rows.map((row) => relativeError(logUpperTail(row.y, row.mu, row.mu * row.phi), row.logUpper)),
    );

    expect(rows.length).toBeGreaterThan(100);
    expect(worst).toBeLessThan(1e-9);
  });

  it('gives the probability of every count as the step of the tail, where the tail does not hide it', () => {
    const rows = tables!.negbin_upper.filter(({ logUpper, logPmf }) => logPmf > logUpper - 7);

    const worst = Math.max(
      ...rows.map(({ mu, phi, y, logPmf }) => {
        const here = logUpperTail(y, mu, mu * phi);
        const step = here + Math.log(-Math.expm1(logUpperTail(y + 1, mu, mu * phi) - here));
        return relativeError(step, logPmf);
      }),
    );

    expect(rows.length).toBeGreaterThan(150);
    // Two tails that differ by a thousandth keep nine of their twelve digits.
    expect(worst).toBeLessThan(1e-8);
  });

  it('gives the predictive tail of a Gamma-Poisson level to 1e-9', () => {
    const rows = tables!.gamma_poisson_predictive_upper.filter((row) => row.y > 0);

    const worst = Math.max(
      ...rows.map(({ a, b, e, y, logUpper }) => {
        const mean = (a / b) * e;
        return relativeError(logUpperTail(y, mean, mean + (mean * mean) / a), logUpper);
      }),
    );

    expect(rows.length).toBeGreaterThan(100);
    expect(worst).toBeLessThan(1e-9);
  });

  it('gives every quantile', () => {
    const wrong = tables!.quantiles.filter((row) => quantile(row.p, row.mu, row.mu * row.phi) !== row.q);

    expect(wrong).toEqual([]);
  });
});
