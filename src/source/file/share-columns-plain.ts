/** Reads a file that is neither packed nor encoded as UTF-16 into one piece of memory again and again, without waiting. */
import { closeSync, openSync, readSync } from 'node:fs';
import { FileError } from './file-error.ts';
import { longestLine } from './lines.ts';

/** What came out of the file so far, as `openBytes` gives it. */
export interface PlainFront {
  /** The last of it, not taken yet. */
  readonly rest: Buffer;
  /** All of it. */
  readonly came: number;
}

/** At once: what fits into the cache of a core. */
const readBytes = 256 * 1024;
/** Fewer bytes of front do not tell whether the file is plain, and such a file is short. */
const fewest = 16 * 1024;
/** With a byte order mark of UTF-8, and without. */
const marks = [0, 3] as const;

/**
 * @param push takes whole lines and says how many bytes that was; at most `longestLine` is left over
 * @returns the rest that no line break ends; nothing when the file must be read as a stream
 */
export function readPlain(path: string, front: PlainFront, push: (bytes: Buffer) => number): Buffer | undefined {
  if (front.rest.length < fewest) return undefined;
  const file = openSync(path, 'r');
  try {
    const mark = marks.find((bytes) => isAt(file, bytes + front.came - front.rest.length, front.rest));
    return mark === undefined ? undefined : readBehind(path, file, mark + front.came, front.rest, push);
  } finally {
    closeSync(file);
  }
}

/** A packed file does not have in itself what comes out of it. */
function isAt(file: number, position: number, expected: Buffer): boolean {
  const found = Buffer.alloc(expected.length);
  return readSync(file, found, 0, found.length, position) === found.length && found.equals(expected);
}

function readBehind(path: string, file: number, from: number, front: Buffer, push: (bytes: Buffer) => number): Buffer {
  const room = Buffer.alloc(longestLine + readBytes);
  const rest = front.subarray(push(front));
  let kept = rest.copy(room);
  for (let position = from; ; ) {
    const read = readAt(path, file, room, kept, position);
    if (read === 0) return room.subarray(0, kept);
    position += read;
    const size = kept + read;
    const taken = push(room.subarray(0, size));
    room.copyWithin(0, taken, size);
    kept = size - taken;
  }
}

function readAt(path: string, file: number, room: Buffer, kept: number, position: number): number {
  try {
    return readSync(file, room, kept, Math.min(readBytes, room.length - kept), position);
  } catch (cause) {
    throw new FileError(`${path} cannot be read`, { cause });
  }
}
