/**
 * Message → the same message within a platform's limits, cleaned of hostile characters. What does not fit is counted
 * in words ("… 3 lines more under Evidence"), never dropped in silence.
 */
import type { Button, Message } from '../message/message.ts';
import { cleanText, cutText } from './clean.ts';

export interface FitLimits {
  /** Characters of the first line. */
  readonly title: number;
  /** Characters of the lines under it. */
  readonly lead: number;
  /** Characters of one chunk of a section; a long section goes on in the next chunk. */
  readonly chunk: number;
  /** Chunks over all sections. */
  readonly chunks: number;
  readonly label: number;
  readonly footer: number;
  readonly buttons: number;
  readonly buttonLabel: number;
  readonly buttonLabelCost: (text: string) => number;
  readonly buttonValue: number;
  /** What a button takes of the total; 0 where buttons are not counted. */
  readonly buttonCost: (button: Button) => number;
  /** What all buttons together may take. */
  readonly buttonsTotal: number;
  /** Characters over everything. */
  readonly total: number;
  /** What a chunk costs beside its text. */
  readonly chunkOverhead: number;
  /** What the platform counts for a text. */
  readonly cost: (text: string) => number;
  /** The same button twice in a message is refused. */
  readonly uniqueValues: boolean;
}

export interface FittedSection {
  readonly label: string;
  readonly chunks: readonly (readonly string[])[];
}

export interface FittedMessage {
  readonly title: string;
  readonly lead: readonly string[];
  readonly sections: readonly FittedSection[];
  readonly buttons: readonly Button[];
  readonly footer: string;
}

export function fitMessage(message: Message, limits: FitLimits): FittedMessage {
  const { cost } = limits;
  const [title, titleRest] = splitTitle(cleanText(message.title), limits);
  const lead = fitLines([...titleRest, ...message.lead.map(cleanText)], limits.lead, '', limits);
  const { shown, hidden, spent: buttonsCost } = fitButtons(message.buttons, limits);
  const notShown = hidden === 0 ? [] : [`… ${counted(hidden, 'button')} not shown`];
  const footer = cutText([...message.footer, ...notShown].map(cleanText).join(' · '), limits.footer, cost);
  const spent = buttonsCost + cost(title) + linesCost(lead, cost) + cost(footer);
  const sections = message.sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ label, lines }) => ({ label: cutText(cleanText(label), limits.label, cost), lines: lines.map(cleanText) }));
  return { title, lead, sections: fitSections(sections, limits.total - spent, limits), buttons: shown, footer };
}

/** A title too long for its place goes on in the next line. */
function splitTitle(title: string, { title: room, cost }: FitLimits): readonly [string, readonly string[]] {
  const head = cutText(title, room, cost);
  if (head === title) return [title, []];
  const shown = head.replace(/ ?…$/u, '').length;
  return [head, [`… ${title.slice(shown).trimStart()}`]];
}

function fitButtons(
  buttons: readonly Button[],
  limits: FitLimits,
): { readonly shown: readonly Button[]; readonly hidden: number; readonly spent: number } {
  const values = new Set<string>();
  const shown: Button[] = [];
  let spent = 0;
  for (const button of buttons) {
    // A shortened value would be another command, so a button that does not fit is left out and counted.
    const fits =
      button.value.trim() !== '' && button.value.length <= limits.buttonValue && shown.length < limits.buttons;
    if (!fits || (limits.uniqueValues && values.has(button.value))) continue;
    const text = cutText(cleanText(button.label), limits.buttonLabel, limits.buttonLabelCost);
    const fitted = { ...button, label: text.trim() === '' ? button.action : text };
    if (spent + limits.buttonCost(fitted) > limits.buttonsTotal) continue;
    spent += limits.buttonCost(fitted);
    values.add(button.value);
    shown.push(fitted);
  }
  return { shown, hidden: buttons.length - shown.length, spent };
}

interface PlainSection {
  readonly label: string;
  readonly lines: readonly string[];
}

function fitSections(all: readonly PlainSection[], room: number, limits: FitLimits): readonly FittedSection[] {
  const sections = foldSections(all, room, limits);
  const needs = sections.map((section) => sectionCost(section, limits));
  const floors = sections.map((section) => smallestCost(section, limits));
  const rooms = shareOut(needs, floors, room);
  let chunksLeft = limits.chunks;
  return sections.map(({ label, lines }, i) => {
    const allowed = Math.max(1, chunksLeft - (sections.length - 1 - i));
    const chunks = fitChunks(lines, label, { room: rooms[i] ?? 0, chunks: allowed }, limits);
    chunksLeft -= chunks.length;
    return { label, chunks };
  });
}

/** When not even the labels fit, the last parts are named in one line. */
function foldSections(sections: readonly PlainSection[], room: number, limits: FitLimits): readonly PlainSection[] {
  const fits = (some: readonly PlainSection[]): boolean =>
    some.length <= limits.chunks && some.reduce((sum, section) => sum + smallestCost(section, limits), 0) <= room;
  if (fits(sections)) return sections;
  let kept = Math.min(sections.length, limits.chunks) - 1;
  while (kept > 0 && !fits([...sections.slice(0, kept), folded(sections, kept)])) kept -= 1;
  return [...sections.slice(0, kept), folded(sections, kept)];
}

function folded(sections: readonly PlainSection[], from: number): PlainSection {
  const rest = sections.slice(from);
  const names = rest.map(({ label }) => label).filter((label) => label !== '');
  const line = `… ${counted(rest.length, 'part')} more${names.length === 0 ? '' : `: ${names.join(', ')}`}`;
  return { label: '', lines: [cutText(line, foldedCharacters, (text) => text.length)] };
}

/** Enough to name a handful of parts. */
const foldedCharacters = 200;

function sectionCost({ label, lines }: PlainSection, { cost, chunk, chunkOverhead }: FitLimits): number {
  const text = linesCost(lines, cost);
  // Chunks are filled to more than half at worst, hence twice.
  return cost(label) + text + chunkOverhead * Math.ceil((2 * text) / chunk);
}

function smallestCost({ label, lines }: PlainSection, { cost, chunkOverhead }: FitLimits): number {
  const least = Math.min(linesCost(lines, cost), cost(moreLines(lines.length, label)) + 1);
  return cost(label) + least + chunkOverhead;
}

/** Small needs are met in full; what is left goes in equal parts to the large ones. */
function shareOut(needs: readonly number[], floors: readonly number[], total: number): readonly number[] {
  const rooms = [...floors];
  let left = total - floors.reduce((sum, floor) => sum + floor, 0);
  let open = needs.map((_, i) => i).filter((i) => (needs[i] ?? 0) > (rooms[i] ?? 0));
  while (left > 0 && open.length > 0) {
    const each = Math.max(1, Math.floor(left / open.length));
    for (const i of open) {
      const more = Math.min(each, (needs[i] ?? 0) - (rooms[i] ?? 0), left);
      rooms[i] = (rooms[i] ?? 0) + more;
      left -= more;
    }
    open = open.filter((i) => (needs[i] ?? 0) > (rooms[i] ?? 0));
  }
  return rooms;
}

/** As many lines as fit into the chunks allowed, the last one saying how many are missing. */
function fitChunks(
  lines: readonly string[],
  label: string,
  { room, chunks }: { readonly room: number; readonly chunks: number },
  limits: FitLimits,
): readonly (readonly string[])[] {
  const { cost } = limits;
  const textRoom = room - cost(label);
  const lineRoom = Math.min(limits.chunk, textRoom - limits.chunkOverhead) - cost(moreLines(lines.length, label)) - 2;
  const cut = lines.map((line) => cutText(line, Math.max(lineRoom, 1), cost));
  const whole = pack(lines, limits);
  if (whole !== undefined && whole.length <= chunks && chunksCost(whole, limits) <= textRoom) return whole;
  let [fits, tooMany] = [0, lines.length + 1];
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    const packed = pack(withMore(cut, middle, label), limits);
    const good = packed !== undefined && packed.length <= chunks && chunksCost(packed, limits) <= textRoom;
    if (good) fits = middle;
    else tooMany = middle;
  }
  return pack(withMore(cut, fits, label), limits) ?? [[cutText(moreLines(lines.length, label), limits.chunk, cost)]];
}

function withMore(lines: readonly string[], kept: number, label: string): readonly string[] {
  return kept >= lines.length ? lines : [...lines.slice(0, kept), moreLines(lines.length - kept, label)];
}

/** `undefined` when a line is longer than a chunk. */
function pack(lines: readonly string[], { chunk, cost }: FitLimits): readonly (readonly string[])[] | undefined {
  const chunks: string[][] = [];
  let room = 0;
  for (const line of lines) {
    const need = cost(line) + 1;
    if (need > chunk + 1) return undefined;
    const last = chunks.at(-1);
    if (last === undefined || need > room) {
      chunks.push([line]);
      room = chunk + 1 - need;
    } else {
      last.push(line);
      room -= need;
    }
  }
  return chunks;
}

function chunksCost(chunks: readonly (readonly string[])[], { cost, chunkOverhead }: FitLimits): number {
  return chunks.reduce((sum, lines) => sum + linesCost(lines, cost) + chunkOverhead, 0);
}

/** Lines of the lead: one chunk of its own. */
function fitLines(lines: readonly string[], room: number, label: string, limits: FitLimits): readonly string[] {
  if (lines.length === 0) return [];
  const own = { ...limits, chunk: room, chunkOverhead: 0 };
  return fitChunks(lines, label, { room: room + limits.cost(label), chunks: 1 }, own)[0] ?? [];
}

function linesCost(lines: readonly string[], cost: (text: string) => number): number {
  return lines.reduce((sum, line) => sum + cost(line) + 1, 0);
}

function moreLines(count: number, label: string): string {
  return `… ${counted(count, 'line')} more${label === '' ? '' : ` under ${label}`}`;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
