/** One measured fact in words. */
import { shareText } from '../measure/words.ts';
import type { ExportFact } from './model.ts';

/** A share never stands without denominator and interval. */
export function factLine({ known, sentence, share, source }: ExportFact): string {
  if (!known) return `not known: ${sentence}`;
  // Many sentences hold their share in full already.
  const measured = share === undefined || sentence.includes('95 %') ? '' : ` [${shareText(share)}]`;
  return `${sentence}${measured}${source === undefined ? '' : ` · ${source}`}`;
}
