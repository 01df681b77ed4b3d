/** Pieces that every picture is made of. Numbers are rounded, so that the same data gives the same bytes. */
import { html } from '../render/safe.ts';

/** Colours by place, as classes of the page's style: light and dark have their own. */
const colours = 10;

export function colourOf(index: number): string {
  return `c${index % colours}`;
}

export function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function svg(width: number, height: number, title: string, inside: string): string {
  return `<svg viewBox="0 0 ${coordinate(width)} ${coordinate(height)}" role="img" aria-label="${html(title)}"><title>${html(title)}</title>${inside}</svg>`;
}

export function label(x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end' = 'start'): string {
  return `<text x="${coordinate(x)}" y="${coordinate(y)}" text-anchor="${anchor}">${html(words)}</text>`;
}

export function box(
  { x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  look: string,
  words: string,
): string {
  const size = `x="${coordinate(x)}" y="${coordinate(y)}" width="${coordinate(width)}" height="${coordinate(height)}"`;
  return `<rect ${size} ${look}><title>${html(words)}</title></rect>`;
}
