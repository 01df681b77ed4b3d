/** Which network a file of Meta's threat research is about: its state and period, told by the file's own name or title. */
import { stateCode } from '../state-code.ts';

export interface MetaNetwork {
  /** States whose network it is; two when one report covers two networks. */
  readonly states: readonly string[];
  /** `Q1 2023`, `H1 2026`, `2022-09`. */
  readonly period?: string | undefined;
  /** Of several networks of one period and state. */
  readonly number?: string | undefined;
  /** Meta's name of the operation, where the file's name has one. */
  readonly operation?: string | undefined;
}

export function networkOf(title: string): MetaNetwork {
  const words = title.replace(/\.\w+$/, '').replace(/[_\s]+/g, ' ');
  return {
    states: statesIn(words),
    period: periodIn(words),
    number: /\bnetwork (\d{1,2})\b/i.exec(words)?.[1],
    operation: /\b(spamouflage|doppelg[aä]nger)\b/i.exec(words)?.[1],
  };
}

/** `Q4-1 2026 … H1 2026` names the month of publication first: the last period is that of the report. */
function periodIn(words: string): string | undefined {
  const periods = Array.from(words.matchAll(/\b([QH][1-4]) (20\d\d)\b/gi), ([, part = '', year = '']) =>
    `${part} ${year}`.toUpperCase(),
  );
  const month = /^(20\d\d) (0[1-9]|1[0-2])\b/.exec(words);
  return periods.at(-1) ?? (month === null ? undefined : `${month[1]}-${month[2]}`);
}

/** `China-based` says whose network it is, and other countries beside it are targets; else `from China and Russia`. */
function statesIn(words: string): readonly string[] {
  const based = Array.from(words.matchAll(/(\p{L}+)[- ]based\b/giu), ([, word = '']) => word);
  const from = /\bfrom ((?:\p{L}+ )*?\p{L}+)$/iu.exec(words)?.[1]?.split(/ and | /i) ?? [];
  const named = based.length > 0 ? based : from;
  return [...new Set(named.flatMap((word) => stateCode(word) ?? []))];
}
