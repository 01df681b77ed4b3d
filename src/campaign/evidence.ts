/** Indicators as plain numbers, for JSON: each with its denominator and interval where it has them. */
import type { Assessment } from './campaign.ts';

export interface Evidence {
  readonly value: number | null;
  readonly n: number | null;
  readonly of: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** `null` everywhere for what is not known. */
export function evidenceRecord({ indicators }: Assessment): Readonly<Record<string, Evidence>> {
  return Object.fromEntries(
    indicators.map(({ name, known, share, value }) => {
      if (!known) return [name, { value: null, n: null, of: null, low: null, high: null }];
      if (share === undefined) return [name, { value: value ?? null, n: null, of: null, low: null, high: null }];
      return [name, { value: share.value, n: share.n, of: share.of, low: share.low, high: share.high }];
    }),
  );
}
