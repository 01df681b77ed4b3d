/** When a week's posts are made: 7 × 24 cells, the darker the more. */
import type { Picture } from '../report.ts';
import { box, coordinate, label, svg } from './svg.ts';

type Hours = Extract<Picture, { readonly kind: 'hours' }>;

const cell = { width: 32, height: 20 } as const;
const margin = { left: 44, top: 20 } as const;
const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export function drawHours({ title, counts }: Hours): string {
  const highest = Math.max(1, ...counts.map((hours) => Math.max(0, ...hours)));
  const cells = counts.map((hours, day) =>
    hours
      .map((value, hour) => {
        const place = { x: margin.left + hour * cell.width, y: margin.top + day * cell.height, ...inner };
        const words = `${days[day] ?? ''} ${String(hour).padStart(2, '0')}:00: ${value.toLocaleString('en-GB')}`;
        return box(place, `class="heat" fill-opacity="${coordinate(value / highest)}"`, words);
      })
      .join(''),
  );
  const rows = days.map((name, day) => label(margin.left - 6, margin.top + day * cell.height + 14, name, 'end'));
  const columns = Array.from({ length: 8 }, (_, n) =>
    label(margin.left + 3 * n * cell.width, margin.top - 6, `${String(3 * n).padStart(2, '0')}:00`),
  );
  const width = margin.left + 24 * cell.width;
  const told = `${title}: the darkest hour has ${highest.toLocaleString('en-GB')}; the table below has every number`;
  return svg(width, margin.top + 7 * cell.height, told, [...cells, ...rows, ...columns].join(''));
}

const inner = { width: cell.width - 1, height: cell.height - 1 } as const;
