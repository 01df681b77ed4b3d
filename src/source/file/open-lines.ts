/**
 * A file, packed or not, as a stream of numbered lines in constant memory; a file of JSON as one value a line. What is
 * wrong with it as a whole is thrown.
 */
import { FileError } from './file-error.ts';
import { firstCharacter, jsonTooLong, readJsonLines } from './json-lines.ts';
import { type Line, readLines, tooLong } from './lines.ts';
import { type OpenedBytes, openBytes } from './open-bytes.ts';

export interface OpenedLines extends Omit<OpenedBytes, 'bytes'> {
  /** Its first character opens a JSON object or list: each line is a value of its own. */
  readonly isJson: boolean;
  /** The first line that is not blank. */
  readonly first: { readonly line: number; readonly text: string };
  /** Lines read together with it, in front of `lines`: at least those that a format is told by. */
  readonly rest: readonly Line[];
  readonly lines: AsyncGenerator<readonly Line[]>;
}

/** Programs that write a preamble write some ten lines. */
export const linesToTell = 40;

export async function openLines(path: string): Promise<OpenedLines> {
  const file = await openBytes(path);
  try {
    const { isJson, bytes } = await peeked(file.bytes);
    const lines = isJson ? readJsonLines(bytes) : readLines(bytes);
    const head = await readHead(lines, isJson ? 1 : linesToTell);
    const [first, ...rest] = head;
    if (first === undefined) throw new FileError(`${path} ${file.damage() ?? 'is empty'}`);
    const { line, text } = first;
    if (text === undefined) {
      throw new FileError(
        isJson
          ? `${path}: its first value ${jsonTooLong}`
          : `${path}: its first line ${tooLong}, so it is no text file`,
      );
    }
    return {
      isJson,
      first: { line, text },
      rest,
      lines,
      totalBytes: file.totalBytes,
      bytesRead: () => file.bytesRead(),
      damage: () => file.damage(),
      async close() {
        await lines.return(undefined);
        await file.close();
      },
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Looks at the first character that is no blank, and gives all bytes back. */
async function peeked(
  bytes: AsyncGenerator<Buffer>,
): Promise<{ readonly isJson: boolean; readonly bytes: AsyncGenerator<Buffer> }> {
  const early: Buffer[] = [];
  let first: number | undefined;
  // A file of blanks only must not be gathered whole.
  for (let size = 0; first === undefined && size < 1024 * 1024; ) {
    const chunk = await bytes.next();
    if (chunk.done === true) break;
    early.push(chunk.value);
    size += chunk.value.length;
    first = firstCharacter(chunk.value);
  }
  return { isJson: first === 0x7b || first === 0x5b, bytes: joined(early, bytes) };
}

async function* joined(early: readonly Buffer[], rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* early;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** Lines from the first one with content on, at least `count` if there are so many. */
async function readHead(lines: AsyncGenerator<readonly Line[]>, count: number): Promise<readonly Line[]> {
  const head: Line[] = [];
  while (head.length < count) {
    const batch = await lines.next();
    if (batch.done === true) break;
    const from = head.length > 0 ? 0 : batch.value.findIndex(({ text }) => text === undefined || text.trim() !== '');
    if (from < 0) continue;
    for (let at = from; at < batch.value.length; at += 1) {
      const line = batch.value[at];
      if (line !== undefined) head.push(line);
    }
  }
  return head;
}
