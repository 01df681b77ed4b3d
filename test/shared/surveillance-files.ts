/** The reference series and outputs of `data/surveillance/own`, as numbers. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';

export const surveillance = path.join(process.env['TOCSIN_SHARED'] ?? '../shared', 'data/surveillance/own');
export const isPresent = existsSync(surveillance);

export type Row = Readonly<Record<string, string>>;

export function rowsOf(file: string): readonly Row[] {
  return parse(readFileSync(path.join(surveillance, file)), { columns: true });
}

/** Series by name. */
export function seriesOf(file: string): ReadonlyMap<string, readonly number[]> {
  const rows = rowsOf(file);
  const names = Object.keys(rows[0] ?? {}).filter((name) => name !== 't');
  return new Map(names.map((name) => [name, rows.map((row) => Number(row[name]))]));
}

export function jsonOf(file: string): unknown {
  return JSON.parse(readFileSync(path.join(surveillance, file), 'utf8'));
}

/** Relative difference; numbers nearer to 0 than `floor` are compared as if they were as large as it. */
export function difference(value: number, reference: number, floor = Number.MIN_VALUE): number {
  if (value === reference || (Number.isNaN(value) && Number.isNaN(reference))) return 0;
  const off = Math.abs(value - reference) / Math.max(Math.abs(reference), floor);
  return Number.isNaN(off) ? Number.POSITIVE_INFINITY : off;
}
