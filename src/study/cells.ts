/** Cells of a study's tables, made from what the measures give. */
import type { Share } from '../measure/share.ts';
import type { TracedCount, TracedShare } from '../measure/study/traced.ts';
import { isWithheld, shareOrWithheld, type Withheld } from '../measure/study/withheld.ts';
import type { Behind } from '../measure/table/post-table.ts';
import { dateText } from '../measure/words.ts';
import type { Cell } from './report.ts';

type Lazy = (() => Behind) | undefined;

export function text(value: string): Cell {
  return { kind: 'text', text: value };
}

/** A host or a link. */
export function link(value: string): Cell {
  return { kind: 'link', text: value };
}

export const unknown: Cell = { kind: 'unknown' };

export function number(value: number | undefined, behind?: Lazy, digits?: number): Cell {
  if (value === undefined || !Number.isFinite(value)) return unknown;
  return { kind: 'number', value, digits, behind };
}

export function counted({ n, behind }: TracedCount): Cell {
  return number(n, behind);
}

export function share(value: Share | Withheld | undefined, behind?: Lazy): Cell {
  if (value === undefined) return unknown;
  if (isWithheld(value)) return { kind: 'withheld', of: value.of, minN: value.minN };
  return { kind: 'share', share: value, behind };
}

export function traced({ share: value, behind }: TracedShare): Cell {
  return share(value, behind);
}

/** For measures that leave it to the reader to withhold. */
export function large(value: Share | Withheld, minN: number, behind?: Lazy): Cell {
  return share(shareOrWithheld(value.n, value.of, minN), behind);
}

/** `2021-03-25`. */
export function day(at: Date | number | undefined): Cell {
  const date = dateOf(at);
  return date === undefined ? unknown : text(dateText(date));
}

/** `2021-03-25 09:41`, UTC. */
export function minute(at: Date | number | undefined): Cell {
  const date = dateOf(at);
  return date === undefined ? unknown : text(date.toISOString().slice(0, 16).replace('T', ' '));
}

function dateOf(at: Date | number | undefined): Date | undefined {
  if (at === undefined) return undefined;
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
