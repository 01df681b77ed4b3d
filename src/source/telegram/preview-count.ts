/** Counts as the preview rounds them. */
import { largestCount } from '../safe-value.ts';

const factors: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, B: 1e9 };

/** `1.2K` → 1200, `3 481` → 3481, `27.4K subscribers` → 27400; `undefined` for what is no count. */
export function roundedCount(text: string | undefined): number | undefined {
  const match = /^\s*(\d{1,3}(?:[\s,]\d{3})+|\d{1,10})(\.\d{1,3})?\s?([KMB]?)(?![\p{L}\d.])/u.exec(text ?? '');
  if (match === null) return undefined;
  const whole = (match[1] ?? '').replace(/\D/g, '');
  const count = Math.round(Number(`${whole}${match[2] ?? ''}`) * (factors[match[3] ?? ''] ?? 1));
  return Number.isFinite(count) && count <= largestCount ? count : undefined;
}
