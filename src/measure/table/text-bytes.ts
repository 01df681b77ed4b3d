/** Texts as UTF-8 in large buffers, by number. The text in hand is taken first, then compared or appended. */

export interface TextBytes {
  readonly size: number;
  /** Encodes a text and holds it until the next; gives its hash, 32 bits. */
  take(text: string): number;
  /** Whether the text in hand, whose hash is given, is the one of that number. */
  isTaken(index: number, hash: number): boolean;
  /** Keeps the text in hand and gives it its number; RangeError beyond 16 MiB. */
  append(hash: number): number;
  hashAt(index: number): number;
  /** RangeError where there is none. */
  at(index: number): string;
}

const chunkBytes = 1 << 24;
const firstBytes = 1 << 10;
/** A UTF-16 unit takes at most three bytes. */
const bytesPerUnit = 3;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function createTextBytes(): TextBytes {
  const chunks = createChunks();
  let size = 0;
  let starts = new Float64Array(firstBytes);
  let lengths = new Uint32Array(firstBytes);
  let hashes = new Uint32Array(firstBytes);
  let scratch = new Uint8Array(firstBytes);
  let taken = 0;

  function growColumns(): void {
    starts = grown(starts, new Float64Array(2 * size));
    lengths = grown(lengths, new Uint32Array(2 * size));
    hashes = grown(hashes, new Uint32Array(2 * size));
  }

  return {
    get size() {
      return size;
    },
    take(text) {
      const most = text.length * bytesPerUnit;
      if (most > scratch.length) scratch = new Uint8Array(2 * most);
      taken = encoder.encodeInto(text, scratch).written;
      return hashOf(scratch, taken);
    },
    isTaken: (index, hash) =>
      hashes[index] === hash && lengths[index] === taken && chunks.holds(starts[index] ?? 0, scratch, taken),
    append(hash) {
      if (size === starts.length) growColumns();
      starts[size] = chunks.append(scratch, taken);
      lengths[size] = taken;
      hashes[size] = hash;
      return size++;
    },
    hashAt: (index) => hashes[index] ?? 0,
    at(index) {
      if (!(index >= 0 && index < size)) throw new RangeError(`no text has the number ${index}`);
      return decoder.decode(chunks.slice(starts[index] ?? 0, lengths[index] ?? 0));
    },
  };
}

interface Chunks {
  /** @returns chunk * chunkBytes + offset */
  append(bytes: Uint8Array, length: number): number;
  holds(start: number, bytes: Uint8Array, length: number): boolean;
  slice(start: number, length: number): Uint8Array;
}

/** The first chunk grows until it is full; later ones are made whole. A text never lies on two. */
function createChunks(): Chunks {
  const chunks: Uint8Array[] = [new Uint8Array(firstBytes)];
  let last = 0;
  let written = 0;

  function roomFor(length: number): Uint8Array {
    const bytes = chunks[last] ?? new Uint8Array(0);
    if (written + length <= bytes.length) return bytes;
    if (length > chunkBytes) throw new RangeError(`a text of ${length} bytes is too long to be kept`);
    if (last === 0 && written + length <= chunkBytes) {
      const bigger = new Uint8Array(Math.min(chunkBytes, Math.max(2 * bytes.length, written + length)));
      bigger.set(bytes);
      chunks[0] = bigger;
      return bigger;
    }
    const next = new Uint8Array(chunkBytes);
    last = chunks.push(next) - 1;
    written = 0;
    return next;
  }

  return {
    append(bytes, length) {
      roomFor(length).set(bytes.subarray(0, length), written);
      const start = last * chunkBytes + written;
      written += length;
      return start;
    },
    holds(start, bytes, length) {
      const chunk = chunks[Math.floor(start / chunkBytes)];
      const offset = start % chunkBytes;
      if (chunk === undefined) return false;
      for (let i = 0; i < length; i++) if (chunk[offset + i] !== bytes[i]) return false;
      return true;
    },
    slice(start, length) {
      const offset = start % chunkBytes;
      return chunks[Math.floor(start / chunkBytes)]?.subarray(offset, offset + length) ?? new Uint8Array(0);
    },
  };
}

/** FNV-1a, 32 bits, with a last mix (MurmurHash3's) so that the low bits depend on all of them. */
function hashOf(bytes: Uint8Array, length: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function grown<Column extends Float64Array | Uint32Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
