/**
 * F4, volume: written posts by month (day, hour) and class of author, and how each class changed from one span to the
 * next. A registry that grew would look like growth, so the change is that of accounts with a post in both spans.
 */
import type { Span } from '../../post/post.ts';
import type { PostTable } from '../table/post-table.ts';
import { type Bins, type BinUnit, binsOf, overlaps, uncovered } from './bins.ts';
import { type AuthorClass, authorClasses, type Classes, type ClassOptions, classesOf } from './classes.ts';
import { forRows, isRepost, isWritten, platformOf, postsBehind, type Rows } from './rows.ts';
import type { TracedCount } from './traced.ts';
import { compareBins, type VolumeChange } from './volume-change.ts';

export interface VolumeOptions extends ClassOptions {
  readonly rows?: Rows;
  readonly unit?: BinUnit | undefined;
  /**
   * What was asked for: bins that it cuts are not compared. Undefined means from the first to the last post, whose bins
   * count as whole.
   */
  readonly span?: Span | undefined;
  readonly gaps?: readonly VolumeGap[] | undefined;
}

/** When nothing of a platform could be collected. */
export interface VolumeGap extends Span {
  /** Undefined means of no platform at all. */
  readonly platform?: string | undefined;
}

export interface VolumeBin {
  readonly label: string;
  readonly from: Date;
  readonly to: Date;
  /** `whole`: nothing could be collected, and the counts are no zeros; `part`: some of it is missing. */
  readonly gap: 'none' | 'part' | 'whole';
  /** Platforms that a gap names and of which some or all is missing, in alphabetical order. */
  readonly unread: readonly string[];
  /** Whether the span asked for holds only a part of it. */
  readonly isCut: boolean;
  /** Written posts of each class in `Volume.classes`, in that order. */
  readonly written: readonly TracedCount[];
  readonly reposts: TracedCount;
  /** Against the bin before, for each class in `Volume.classes`. */
  readonly changes: readonly VolumeChange[];
  /** The same for the classes that speak for a state, together. */
  readonly change: VolumeChange;
}

export interface Volume {
  readonly registryVersion: string;
  /** The one asked for, or a longer one where that gave too many bins to read. */
  readonly unit: BinUnit;
  /** Classes with a written post, in the order of `authorClasses`. */
  readonly classes: readonly AuthorClass[];
  /** One after the other, empty ones too. */
  readonly bins: readonly VolumeBin[];
  readonly gaps: readonly VolumeGap[];
  /** Posts outside of the span asked for: not counted. */
  readonly outside: number;
}

export function measureVolume(table: PostTable, options: VolumeOptions = {}): Volume {
  const { rows, unit = 'month', span, gaps = [] } = options;
  const bounds = boundsOf(table, options);
  const base = { registryVersion: table.registryVersion, unit, gaps, outside: bounds.outside };
  if (!(bounds.first <= bounds.last)) return { ...base, classes: [], bins: [] };
  const bins = binsOf(unit, bounds.first, bounds.last);
  const classes = classesOf(table, options);
  const counts = countBins(table, rows, bins, classes, span);
  const present = authorClasses.filter((_, index) =>
    Array.from({ length: bins.size }).some((_, bin) => (counts.written[bin * authorClasses.length + index] ?? 0) > 0),
  );
  const isEmpty = (bin: number): boolean =>
    counts.reposts[bin] === 0 &&
    counts.written.subarray(bin * authorClasses.length, (bin + 1) * authorClasses.length).every((n) => n === 0);
  const states = binStates(bins, { span, gaps, platforms: platformsIn(table, rows), isEmpty });
  const isWhole = (bin: number): boolean => states[bin]?.isWhole ?? false;
  const question = { rows, bins, span, isWhole };
  const together = compareBins(table, {
    ...question,
    groups: 1,
    groupOf: (row) => (classes.isState(row) ? 0 : -1),
  });
  const byClass = compareBins(table, { ...question, groups: authorClasses.length, groupOf: classes.of });
  return {
    ...base,
    unit: bins.unit,
    classes: present,
    bins: states.map(({ gap, unread, isCut }, bin) => {
      const isIn = inBin(table, bins, bin, span);
      return {
        label: bins.label(bin),
        from: new Date(bins.start(bin)),
        to: new Date(bins.start(bin + 1)),
        gap,
        unread,
        isCut,
        written: present.map((name) => {
          const index = authorClasses.indexOf(name);
          const fits = (row: number): boolean => isIn(row) && isWritten(table, row) && classes.of(row) === index;
          return {
            n: counts.written[bin * authorClasses.length + index] ?? 0,
            behind: postsBehind(table, fits, rows),
          };
        }),
        reposts: {
          n: counts.reposts[bin] ?? 0,
          behind: postsBehind(table, (row) => isIn(row) && isRepost(table, row), rows),
        },
        changes: present.map((name) => byClass(authorClasses.indexOf(name), bin)),
        change: together(0, bin),
      };
    }),
  };
}

function isInside(span: Span | undefined, at: number): boolean {
  return span === undefined || (at >= span.from.getTime() && at < span.to.getTime());
}

/** The bin's ends are asked of the calendar once, not for each row. */
function inBin(table: PostTable, bins: Bins, bin: number, span: Span | undefined): (row: number) => boolean {
  const from = Math.max(bins.start(bin), span?.from.getTime() ?? Number.NEGATIVE_INFINITY);
  const to = Math.min(bins.start(bin + 1), span?.to.getTime() ?? Number.POSITIVE_INFINITY);
  return (row) => {
    const at = table.at[row] ?? Number.NaN;
    return at >= from && at < to;
  };
}

function boundsOf(
  table: PostTable,
  { rows, span }: VolumeOptions,
): { readonly first: number; readonly last: number; readonly outside: number } {
  let outside = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  forRows(table, rows, (row) => {
    const at = table.at[row] ?? 0;
    if (!isInside(span, at)) outside += 1;
    else {
      first = Math.min(first, at);
      last = Math.max(last, at);
    }
  });
  return span === undefined
    ? { first, last, outside }
    : { first: span.from.getTime(), last: span.to.getTime() - 1, outside };
}

function countBins(
  table: PostTable,
  rows: Rows,
  bins: Bins,
  classes: Classes,
  span: Span | undefined,
): { readonly written: Uint32Array; readonly reposts: Uint32Array } {
  const written = new Uint32Array(bins.size * authorClasses.length);
  const reposts = new Uint32Array(bins.size);
  forRows(table, rows, (row) => {
    const at = table.at[row] ?? 0;
    if (!isInside(span, at)) return;
    const bin = bins.of(at);
    const counts = isRepost(table, row) ? reposts : written;
    const cell = counts === reposts ? bin : bin * authorClasses.length + classes.of(row);
    counts[cell] = (counts[cell] ?? 0) + 1;
  });
  return { written, reposts };
}

interface BinState {
  readonly gap: VolumeBin['gap'];
  readonly unread: readonly string[];
  readonly isCut: boolean;
  readonly isWhole: boolean;
}

interface BinQuestion {
  readonly span: Span | undefined;
  readonly gaps: readonly VolumeGap[];
  /** Those of the set: where all of them are hidden, nothing was read. */
  readonly platforms: readonly string[];
  /** What was read in spite of a gap is counted, and shown. */
  readonly isEmpty: (bin: number) => boolean;
}

function binStates(bins: Bins, { span, gaps, platforms, isEmpty }: BinQuestion): readonly BinState[] {
  return Array.from({ length: bins.size }, (_, bin) => {
    const start = bins.start(bin);
    const end = bins.start(bin + 1);
    const isCut = span !== undefined && (span.from.getTime() > start || span.to.getTime() < end);
    const near = gaps.filter((gap) => overlaps(gap, start, end));
    const isHidden = (platform: string): boolean =>
      uncovered(
        near.filter((gap) => gap.platform === undefined || gap.platform === platform),
        start,
        end,
      ) === 0;
    const gap = near.length === 0 ? 'none' : isEmpty(bin) && platforms.every(isHidden) ? 'whole' : 'part';
    const unread = [...new Set(near.flatMap(({ platform }) => platform ?? []))].sort();
    return { gap, unread, isCut, isWhole: gap === 'none' && !isCut };
  });
}

/** Platforms with a post among the rows. */
function platformsIn(table: PostTable, rows: Rows): readonly string[] {
  const isIn = new Uint8Array(table.platforms.length);
  forRows(table, rows, (row) => {
    isIn[platformOf(table, row)] = 1;
  });
  return table.platforms.filter((_, platform) => isIn[platform] === 1);
}
