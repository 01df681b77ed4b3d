/**
 * Bytes in, JSON values out as numbered text: one value a line (NDJSON), or the items of one list that is the whole
 * file. Nothing but the value at hand is held in memory.
 */
import type { Line } from './lines.ts';

/** An answer of X's archive search with 500 posts and all they refer to has some 5 MB. */
const longestJson = 64 * 1024 * 1024;
export const jsonTooLong = 'is longer than 64 MiB';

const lineFeed = 10;
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openers: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closers: ReadonlySet<number> = new Set([0x5d, 0x7d]);

export async function* readJsonLines(
  chunks: AsyncIterable<Buffer>,
  longest: number = longestJson,
): AsyncGenerator<readonly Line[]> {
  let cutter: Cutter | undefined;
  let blank: Buffer[] = [];
  for await (const chunk of chunks) {
    if (cutter === undefined) {
      const first = firstCharacter(chunk);
      blank.push(chunk);
      if (first === undefined) continue;
      cutter = first === 0x5b ? createItemCutter(longest) : createLineCutter(longest);
      for (const early of blank) {
        const lines = cutter.push(early);
        if (lines.length > 0) yield lines;
      }
      blank = [];
      continue;
    }
    const lines = cutter.push(chunk);
    if (lines.length > 0) yield lines;
  }
  const rest = cutter?.end() ?? [];
  if (rest.length > 0) yield rest;
}

interface Cutter {
  push(chunk: Buffer): readonly Line[];
  end(): readonly Line[];
}

/** The first byte that is no blank. */
export function firstCharacter(chunk: Buffer): number | undefined {
  return chunk.find((byte) => byte > 32);
}

interface Gathered {
  add(bytes: Buffer): void;
  /** What was gathered since the last call; `undefined` when it was too long. */
  take(): string | undefined;
  size(): number;
}

function createGathered(longest: number): Gathered {
  let pieces: Buffer[] = [];
  let size = 0;
  return {
    add(bytes) {
      size += bytes.length;
      if (size > longest) pieces = [];
      // A copy, so that a few bytes do not keep a whole chunk alive.
      else if (bytes.length > 0) pieces.push(Buffer.from(bytes));
    },
    take() {
      const text = size > longest ? undefined : Buffer.concat(pieces).toString('utf8');
      pieces = [];
      size = 0;
      return text;
    },
    size: () => size,
  };
}

function createLineCutter(longest: number): Cutter {
  const gathered = createGathered(longest);
  let line = 1;
  return {
    push(chunk) {
      const lines: Line[] = [];
      let start = 0;
      for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, start)) {
        gathered.add(chunk.subarray(start, at));
        lines.push({ line, text: gathered.take() });
        line += 1;
        start = at + 1;
      }
      gathered.add(chunk.subarray(start));
      return lines;
    },
    end: () => (gathered.size() > 0 ? [{ line, text: gathered.take() }] : []),
  };
}

/** The items of a list. What is broken inside an item costs that item, if its brackets and quotes are whole. */
function createItemCutter(longest: number): Cutter {
  const gathered = createGathered(longest);
  let line = 1;
  let itemLine = 1;
  let depth = 0;
  let inText = false;
  let escaped = false;
  let started = false;
  /** Bytes of the item at hand begin here; -1 between two items. */
  let start = -1;

  function step(byte: number): 'starts' | 'ends' | 'goes on' | 'between' {
    if (byte === lineFeed) line += 1;
    if (inText) {
      if (escaped) escaped = false;
      else if (byte === backslash) escaped = true;
      else if (byte === quote) inText = false;
      return 'goes on';
    }
    const between = !started;
    if (byte === quote) inText = true;
    else if (openers.has(byte)) depth += 1;
    else if (closers.has(byte)) {
      depth = Math.max(0, depth - 1);
      // The list itself is closed.
      if (depth === 0) return started ? 'ends' : 'between';
    } else if (byte === comma && depth === 1) return started ? 'ends' : 'between';
    if (!between) return 'goes on';
    // The bracket that opens the list is no item.
    return byte <= 32 || (depth === 1 && byte === 0x5b) ? 'between' : 'starts';
  }

  function finish(lines: Line[]): void {
    lines.push({ line: itemLine, text: gathered.take() });
    started = false;
    start = -1;
  }

  return {
    push(chunk) {
      const lines: Line[] = [];
      start = started ? 0 : -1;
      for (let at = 0; at < chunk.length; at += 1) {
        const what = step(chunk[at] ?? 0);
        if (what === 'starts') {
          started = true;
          start = at;
          itemLine = line;
        } else if (what === 'ends') {
          gathered.add(chunk.subarray(start, at));
          finish(lines);
        }
      }
      if (started) gathered.add(chunk.subarray(start));
      return lines;
    },
    end() {
      const lines: Line[] = [];
      if (started) finish(lines);
      return lines;
    },
  };
}
