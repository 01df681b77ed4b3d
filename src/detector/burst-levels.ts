/**
 * The levels of all keys of a platform in one typed column, a stretch of it for each key: accounts an hour and posts an
 * hour, each with the levels of earlier days that the slow drip is compared with.
 */
import {
  type Expectation,
  expectWindow,
  hourlyLevel,
  type Level,
  type LevelSettings,
  learnWindow,
  newLevel,
} from './level.ts';

/** Changed in place. */
export interface LevelTable {
  values: Float64Array;
  /** Slots ever given, and those given back. */
  used: number;
  readonly free: number[];
}

export const accountSeries = 0;
export const postSeries = 1;
export type Series = typeof accountSeries | typeof postSeries;

/** The drip's window, and the least age of the level it is compared with: a burst of four days is no part of its usual. */
export const dripHours = 96;
/** Ends of days whose levels are kept: at the next one the oldest is as old as the window is long. */
const daysKept = 4;
/** The window of four days is taken in once a day, so that its lengths count in days. */
const dripLevel: LevelSettings = { ...hourlyLevel, windows: [daysKept], windowHalfLife: 14 };

const windows = hourlyLevel.windows.length;
const daysAt = 4 + 2 * windows;
const dripAt = daysAt + 2 * daysKept;
const perSeries = dripAt + 2;
const numbersPerKey = 2 * perSeries;

export function newLevelTable(): LevelTable {
  return { values: new Float64Array(64 * numbersPerKey), used: 0, free: [] };
}

/** A place for a new key, its levels as before anything is known. */
export function takeSlot(table: LevelTable): number {
  const slot = table.free.pop() ?? table.used++;
  makeRoom(table, slot);
  resetLevels(table, slot);
  return slot;
}

function makeRoom(table: LevelTable, slot: number): void {
  let { length } = table.values;
  while ((slot + 1) * numbersPerKey > length) length *= 2;
  if (length === table.values.length) return;
  const wider = new Float64Array(length);
  wider.set(table.values);
  table.values = wider;
}

export function giveSlotBack(table: LevelTable, slot: number): void {
  table.free.push(slot);
}

function resetLevels(table: LevelTable, slot: number): void {
  table.values.fill(0, slot * numbersPerKey, (slot + 1) * numbersPerKey);
  const level = newLevel(hourlyLevel);
  writeLevel(table, slot, accountSeries, level);
  writeLevel(table, slot, postSeries, level);
}

/** Levels of a key of which nothing is known but a rough mean: that, worth no more than the prior. */
export function startAtMean(table: LevelTable, slot: number, mean: number): void {
  const level = newLevel({ ...hourlyLevel, priorMean: mean });
  writeLevel(table, slot, accountSeries, level);
  writeLevel(table, slot, postSeries, level);
}

/** Fills `level`, which the caller uses again for every key. */
export function readLevel(table: LevelTable, slot: number, series: Series, level: Level): Level {
  const { values } = table;
  const at = slot * numbersPerKey + series * perSeries;
  level.a = values[at] ?? 0;
  level.b = values[at + 1] ?? 0;
  level.n = values[at + 2] ?? 0;
  level.q = values[at + 3] ?? 0;
  for (let i = 0; i < windows; i++) {
    level.windowN[i] = values[at + 4 + i] ?? 0;
    level.windowQ[i] = values[at + 4 + windows + i] ?? 0;
  }
  return level;
}

export function writeLevel(table: LevelTable, slot: number, series: Series, level: Level): void {
  const { values } = table;
  const at = slot * numbersPerKey + series * perSeries;
  values[at] = level.a;
  values[at + 1] = level.b;
  values[at + 2] = level.n;
  values[at + 3] = level.q;
  for (let i = 0; i < windows; i++) {
    values[at + 4 + i] = level.windowN[i] ?? 0;
    values[at + 4 + windows + i] = level.windowQ[i] ?? 0;
  }
}

/** Mean per hour at season 1. */
export function meanOf(table: LevelTable, slot: number, series: Series): number {
  const at = slot * numbersPerKey + series * perSeries;
  return (table.values[at] ?? 0) / (table.values[at + 1] ?? 1);
}

/** The level of four days ago with the drip's own dispersion; undefined while it has none. */
function dripLevelOf(table: LevelTable, slot: number, series: Series): Level | undefined {
  const { values } = table;
  const at = slot * numbersPerKey + series * perSeries;
  const a = values[at + daysAt] ?? 0;
  if (a === 0) return undefined;
  return {
    a,
    b: values[at + daysAt + 1] ?? 1,
    n: values[at + 2] ?? 0,
    q: values[at + 3] ?? 0,
    windowN: [values[at + dripAt] ?? 0],
    windowQ: [values[at + dripAt + 1] ?? 0],
  };
}

export function expectDrip(
  table: LevelTable,
  slot: number,
  series: Series,
  seasonSum: number,
  doubt: number,
): Expectation | undefined {
  const level = dripLevelOf(table, slot, series);
  return level === undefined ? undefined : expectWindow(level, 0, seasonSum, dripLevel, doubt);
}

/** The end of a learnt day: its four-day window against the level before it, then the day's level joins the kept ones. */
export function learnDay(table: LevelTable, slot: number, series: Series, count: number, seasonSum: number): void {
  const { values } = table;
  const at = slot * numbersPerKey + series * perSeries;
  const level = seasonSum > 0 ? dripLevelOf(table, slot, series) : undefined;
  if (level !== undefined) {
    learnWindow(level, 0, count, seasonSum, dripLevel);
    values[at + dripAt] = level.windowN[0] ?? 0;
    values[at + dripAt + 1] = level.windowQ[0] ?? 0;
  }
  values.copyWithin(at + daysAt, at + daysAt + 2, at + dripAt);
  values[at + dripAt - 2] = values[at] ?? 0;
  values[at + dripAt - 1] = values[at + 1] ?? 0;
}

/** After a long silence the level of now is the level of the days before. */
export function fillDays(table: LevelTable, slot: number): void {
  for (const series of [accountSeries, postSeries] as const) {
    const at = slot * numbersPerKey + series * perSeries;
    for (let day = 0; day < daysKept; day++) {
      table.values[at + daysAt + 2 * day] = table.values[at] ?? 0;
      table.values[at + daysAt + 2 * day + 1] = table.values[at + 1] ?? 0;
    }
  }
}

export function slotNumbers(table: LevelTable, slot: number): number[] {
  return Array.from(table.values.subarray(slot * numbersPerKey, (slot + 1) * numbersPerKey));
}

/** Puts a key back where it was: open hours know it by its slot. */
export function restoreSlot(table: LevelTable, slot: number, numbers: readonly number[]): void {
  makeRoom(table, slot);
  table.used = Math.max(table.used, slot + 1);
  for (let i = 0; i < numbersPerKey; i++) table.values[slot * numbersPerKey + i] = numbers[i] ?? 0;
}

/** After all keys are back: the slots of no key are free. */
export function freeSlotsBut(table: LevelTable, taken: ReadonlySet<number>): void {
  table.free.length = 0;
  for (let slot = 0; slot < table.used; slot++) if (!taken.has(slot)) table.free.push(slot);
}
