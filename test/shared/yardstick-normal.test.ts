import { describe, expect, it } from 'vitest';
import { logBetaShare, logNormalUpper, normalQuantile } from '../yardsticks/normal.ts';
import { difference, isPresent, jsonOf, surveillance } from './surveillance-files.ts';

interface Tables {
  readonly special: {
    readonly qnorm: readonly [number, number][];
    readonly pnorm_upper_log: readonly [number, number][];
    readonly pbeta: readonly [number, number, number, number][];
  };
  readonly poisson_rate_ratio: readonly { y: number; e: number; Y: number; E: number; pUpper: number }[];
}

describe.skipIf(!isPresent)(`functions of the yardsticks against R (${surveillance}/distributions.json)`, () => {
  const tables = isPresent ? (jsonOf('distributions.json') as Tables) : undefined;

  it('gives quantiles and log tails of the normal distribution', () => {
    const { qnorm, pnorm_upper_log } = tables!.special;

    expect(Math.max(...qnorm.map(([p, z]) => difference(normalQuantile(p), z, 1)))).toBeLessThan(1e-9);
    expect(Math.max(...pnorm_upper_log.map(([z, p]) => difference(logNormalUpper(z), p)))).toBeLessThan(1e-9);
  });

  it('gives the incomplete beta function by the tail of a negative binomial', () => {
    const worst = tables!.special.pbeta.map(([x, a, b, p]) => difference(Math.exp(logBetaShare(x, a, b)), p));

    expect(Math.max(...worst)).toBeLessThan(1e-9);
  });

  it('gives the conditional test of two Poisson rates by the same', () => {
    const rows = tables!.poisson_rate_ratio.filter(({ y }) => y > 0);

    // P(Bin(y + Y, e / (e + E)) ≥ y) = I(y, Y + 1).
    const worst = rows.map(({ y, e, Y, E, pUpper }) =>
      difference(Math.exp(logBetaShare(e / (e + E), y, Y + 1)), pUpper),
    );

    expect(rows).toHaveLength(48);
    expect(Math.max(...worst)).toBeLessThan(1e-9);
  });
});
