/** What both forms of `tocsin coordinate` do with a log: read it, tell what was refused, find the window. */
import { estimateWindow, type WindowEstimate } from '../measure/pair-window.ts';
import type { NumberedShares } from '../measure/share-log.ts';
import { count, counted } from '../measure/words.ts';
import { readShareTable, type ShareColumnNames, type ShareTable } from '../source/file/share-columns-file.ts';
import { say, UsageError } from './output.ts';

const refusalsShown = 10;

export async function readLog(file: string, columns: ShareColumnNames): Promise<ShareTable> {
  let refused = 0;
  const table = await readShareTable(file, columns, ({ line, reason }) => {
    if (++refused <= refusalsShown) say(`${file} line ${line}: ${reason}`);
  });
  if (refused > 0) say(`${file}: ${counted(refused, 'row')} refused`);
  for (const { column, missing } of table.layers) {
    if (missing > 0) say(`${file}: ${counted(missing, 'row')} without ${column}, left out of that column`);
  }
  return table;
}

/**
 * A table of posts by objects of several kinds repeats a post for each of its other objects; CooRTweet's own examples
 * make such rows unique first. A log of nothing but these columns is taken as it is, as CooRTweet takes it.
 */
export function dropsRepeats({ otherColumns, layers }: ShareTable, given: 'keep' | 'drop' | undefined): boolean {
  return given === undefined ? otherColumns > 0 || layers.length > 1 : given === 'drop';
}

/** Seconds, or `auto`: estimated from the log. */
export type GivenWindow = number | 'auto';

export interface FoundWindow {
  readonly seconds: number;
  /** How it came about; nothing for a window that was given. */
  readonly estimate?: WindowEstimate | undefined;
}

export function findWindow(given: GivenWindow, log: NumberedShares): FoundWindow {
  if (given !== 'auto') return { seconds: given };
  const estimate = estimateWindow(log);
  if (estimate === undefined)
    throw new UsageError('No object was shared twice, so no window can be estimated. Say it by --window.');
  return { seconds: estimate.seconds, estimate };
}

export function windowLine({ seconds, estimate }: FoundWindow): string {
  if (estimate === undefined) return `window: ${seconds} s, inclusive`;
  const { objects, quickObjects, quickestSeconds, medianSeconds } = estimate;
  const least = medianSeconds === 0 ? ', and 1 s is the least' : '';
  return `window: ${seconds} s, estimated: of ${counted(objects, 'object')} with two shares and more, the quickest tenth (${count(quickObjects)}) had the second share within ${rounded(quickestSeconds)} s; half of them had more than half of their shares within ${rounded(medianSeconds)} s${least}`;
}

/** Milliseconds are as exact as logs are. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
