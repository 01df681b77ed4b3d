/** JSON text parsed, with the lines of its parts; or the line at which it stops being JSON. */
import { jsonLines } from './json-lines.ts';

export type JsonRead =
  | {
      readonly value: unknown;
      /** 1-based line of a list's item by its path (`objects[3]`); of the text's start for a path that is none. */
      readonly lineOf: (path: string) => number;
    }
  | { readonly broken: { readonly line: number; readonly reason: string } };

export function readJson(text: string): JsonRead {
  const bare = text.replace(/^\uFEFF/, '');
  try {
    const value: unknown = JSON.parse(bare);
    // Lines are wanted for refusals only, and a text may be large: gone through when first asked for.
    let lines: ReadonlyMap<string, number> | undefined;
    return {
      value,
      lineOf: (path) => {
        lines ??= jsonLines(bare).items;
        return lines.get(path) ?? 1;
      },
    };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { line } = jsonLines(bare);
    return { broken: { line, reason: `not JSON from line ${line} on` } };
  }
}
