/** A stream's bytes as JSON items: one a line, blank lines are signs of life, and a broken line costs that line. */
import { SourceError } from '../source-error.ts';

export interface Lines {
  /** Empty when only a sign of life came. */
  readonly items: readonly unknown[];
  readonly broken: number;
}

/** No post with all its includes comes near this. */
const longestLine = 4_000_000;

/** What each piece of the stream completed. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Lines> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw new SourceError('garbage', 'X: a line of the stream does not end');
    yield parse(lines);
  }
}

function parse(lines: readonly string[]): Lines {
  const items: unknown[] = [];
  let broken = 0;
  for (const line of lines) {
    const text = line.trim();
    if (text === '') continue;
    try {
      items.push(JSON.parse(text));
    } catch {
      broken += 1;
    }
  }
  return { items, broken };
}
