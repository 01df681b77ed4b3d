/** Posts over time, one bar a month, stacked by class; a gap is hatched and no zero, and hatched behind its bar where a part is missing. */
import { counted } from '../../measure/words.ts';
import type { Bin, Picture } from '../report.ts';
import { box, colourOf, coordinate, label, svg } from './svg.ts';

type Timeline = Extract<Picture, { readonly kind: 'timeline' }>;

const size = { width: 900, height: 260, left: 60, right: 10, top: 14, bottom: 46 } as const;
/** Labels under the bars that find room beside each other. */
const mostLabels = 14;

export function drawTimeline({ title, series, bins }: Timeline): string {
  const highest = Math.max(1, ...bins.map(({ values }) => total(values)));
  const width = (size.width - size.left - size.right) / Math.max(1, bins.length);
  const bars = bins.map((bin, n) => drawBin(bin, series, { x: size.left + n * width, width, highest })).join('');
  const every = Math.ceil(bins.length / mostLabels);
  const labels = bins
    .map((bin, n) =>
      n % every === 0 ? label(size.left + (n + 0.5) * width, size.height - size.bottom + 16, bin.label, 'middle') : '',
    )
    .join('');
  const told = `${title}: ${counted(bins.length, 'bar')}, the highest ${words(highest)}; the table below has every number`;
  return svg(size.width, size.height, told, `${axis(highest)}${bars}${labels}${legend(series)}`);
}

function drawBin(
  { label: name, values, unread }: Bin,
  series: readonly string[],
  { x, width, highest }: { readonly x: number; readonly width: number; readonly highest: number },
): string {
  const inner = { x: x + width * 0.1, width: width * 0.8 };
  const gap = (what: string): string =>
    box({ ...inner, y: size.top, height: plotHeight() }, 'class="gap"', `${name}: gap, ${what} was read`);
  if (values === undefined) return gap('nothing');
  const behind = unread === undefined ? '' : gap(`not everything of ${unread.join(', ')}`);
  let below = 0;
  const bars = values
    .map((value, n) => {
      if (value === 0) return '';
      const height = (value / highest) * plotHeight();
      below += height;
      const y = size.top + plotHeight() - below;
      return box(
        { ...inner, y, height },
        `class="${lookOf(series[n], n)}"`,
        `${name}, ${series[n] ?? ''}: ${words(value)}`,
      );
    })
    .join('');
  return `${behind}${bars}`;
}

/** Authors in no registry are most of a set and no finding: they are grey. */
function lookOf(name: string | undefined, place: number): string {
  return name === 'unattributed' ? 'rest' : colourOf(place);
}

function axis(highest: number): string {
  return [0, 0.5, 1]
    .map((part) => {
      const y = size.top + plotHeight() * (1 - part);
      const line = `<line class="axis" x1="${size.left}" x2="${size.width - size.right}" y1="${coordinate(y)}" y2="${coordinate(y)}"/>`;
      return `${line}${label(size.left - 6, y + 4, words(Math.round(highest * part)), 'end')}`;
    })
    .join('');
}

function legend(series: readonly string[]): string {
  const width = (size.width - size.left - size.right) / Math.max(1, series.length);
  const y = size.height - 16;
  return series
    .map((name, n) => {
      const x = size.left + n * width;
      return `${box({ x, y: y - 9, width: 10, height: 10 }, `class="${lookOf(name, n)}"`, name)}${label(x + 14, y, name)}`;
    })
    .join('');
}

function plotHeight(): number {
  return size.height - size.top - size.bottom;
}

function total(values: readonly number[] | undefined): number {
  return (values ?? []).reduce((sum, value) => sum + value, 0);
}

function words(value: number): string {
  return value.toLocaleString('en-GB');
}
