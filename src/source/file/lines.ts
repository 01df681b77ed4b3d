/**
 * Bytes in, numbered lines out, whatever the bytes are: broken UTF-8 becomes U+FFFD, and a line without an end is
 * reported as too long instead of being held in memory.
 */

export interface Line {
  /** 1-based. */
  readonly line: number;
  /** Without its line break; `undefined` when the line is longer than `longestLine`. */
  readonly text: string | undefined;
}

/** 1 MiB: thirty times the longest post any platform takes (Facebook, 63,206 characters), even in four-byte ones. */
export const longestLine = 1024 * 1024;
export const tooLong = 'is longer than 1 MiB';

const lineFeed = 10;

/** All lines, in as many batches as there are chunks. The last line needs no line break. */
export async function* readLines(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<readonly Line[]> {
  const splitter = createSplitter();
  for await (const chunk of chunks) {
    const lines = splitter.push(chunk);
    if (lines.length > 0) yield lines;
  }
  const rest = splitter.end();
  if (rest.length > 0) yield rest;
}

function createSplitter(): { push(chunk: Buffer): readonly Line[]; end(): readonly Line[] } {
  let next = 1;
  let carried: Buffer[] = [];
  let carriedBytes = 0;
  let skipping = false;

  function carry(rest: Buffer): void {
    carriedBytes += rest.length;
    skipping ||= carriedBytes > longestLine;
    if (skipping) carried = [];
    // A copy, so that a few carried bytes do not keep a whole chunk alive.
    else if (rest.length > 0) carried.push(Buffer.from(rest));
  }

  function numbered(text: string | undefined): Line {
    const line = next;
    next += 1;
    return { line, text: line === 1 && text !== undefined ? text.replace(/^\u{feff}/u, '') : text };
  }

  function takeCarried(end: Buffer): Line {
    const line =
      skipping || carriedBytes + end.length > longestLine
        ? numbered(undefined)
        : numbered(Buffer.concat([...carried, end]).toString('utf8'));
    carried = [];
    carriedBytes = 0;
    skipping = false;
    return line;
  }

  return {
    push(chunk) {
      const first = chunk.indexOf(lineFeed);
      if (first < 0) {
        carry(chunk);
        return [];
      }
      const lines = [takeCarried(chunk.subarray(0, first))];
      const last = chunk.lastIndexOf(lineFeed);
      const whole = last > first ? wholeLines(chunk.subarray(first + 1, last)) : [];
      for (const text of whole) lines.push(numbered(text));
      carry(chunk.subarray(last + 1));
      return lines;
    },
    end: () => (carriedBytes > 0 ? [takeCarried(Buffer.alloc(0))] : []),
  };
}

/** Decoding many lines at once is several times faster, and a line feed never is a part of another character. */
function wholeLines(bytes: Buffer): readonly (string | undefined)[] {
  if (bytes.length <= longestLine) return bytes.toString('utf8').split('\n');
  const lines: (string | undefined)[] = [];
  for (let start = 0; start <= bytes.length; ) {
    const found = bytes.indexOf(lineFeed, start);
    const end = found < 0 ? bytes.length : found;
    lines.push(end - start > longestLine ? undefined : bytes.toString('utf8', start, end));
    start = end + 1;
  }
  return lines;
}
