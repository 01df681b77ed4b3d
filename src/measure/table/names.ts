/**
 * Texts by number: each distinct text once, in the order of first mention, in byte buffers outside the garbage
 * collector's sight. Millions of ids, links and texts cost their bytes and some twelve more each.
 */

export interface NameList {
  readonly size: number;
  /** @param index 0 … size - 1, else RangeError */
  at(index: number): string;
}

export interface Names extends NameList {
  /** Number of the text; a new one is added. */
  add(text: string): number;
  /** Number of the text, -1 when it was never added. */
  find(text: string): number;
}

const chunkBytes = 1 << 24;
const fewestSlots = 1 << 10;
/** A text takes at most three bytes a UTF-16 unit. */
const bytesPerUnit = 3;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function createNames(): Names {
  const chunks: Uint8Array[] = [new Uint8Array(fewestSlots)];
  let written = 0; // in the last chunk
  let chunk = 0;
  let size = 0;
  let starts = new Float64Array(fewestSlots); // chunk * chunkBytes + offset
  let lengths = new Uint32Array(fewestSlots);
  let hashes = new Uint32Array(fewestSlots);
  let slots = new Int32Array(2 * fewestSlots).fill(-1);
  let scratch = new Uint8Array(1 << 10);

  function encode(text: string): number {
    const most = text.length * bytesPerUnit;
    if (most > scratch.length) scratch = new Uint8Array(2 * most);
    return encoder.encodeInto(text, scratch).written;
  }

  /** Slot of the text in `scratch`, taken or free. */
  function slotOf(hash: number, length: number): number {
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = slots[slot] ?? -1;
      if (index < 0 || (hashes[index] === hash && lengths[index] === length && isAt(index, length))) return slot;
    }
  }

  function isAt(index: number, length: number): boolean {
    const start = starts[index] ?? 0;
    const bytes = chunks[Math.floor(start / chunkBytes)];
    const offset = start % chunkBytes;
    if (bytes === undefined) return false;
    for (let i = 0; i < length; i++) if (bytes[offset + i] !== scratch[i]) return false;
    return true;
  }

  function append(hash: number, length: number): number {
    if (size === starts.length) {
      starts = grown(starts, new Float64Array(2 * size));
      lengths = grown(lengths, new Uint32Array(2 * size));
      hashes = grown(hashes, new Uint32Array(2 * size));
    }
    const bytes = roomFor(length);
    bytes.set(scratch.subarray(0, length), written);
    starts[size] = chunk * chunkBytes + written;
    lengths[size] = length;
    hashes[size] = hash;
    written += length;
    return size++;
  }

  /** The first chunk grows until it is full; later ones are made whole. A text never lies on two. */
  function roomFor(length: number): Uint8Array {
    const bytes = chunks[chunk] ?? new Uint8Array(0);
    if (written + length <= bytes.length) return bytes;
    if (chunk === 0 && written + length <= chunkBytes) {
      const bigger = new Uint8Array(Math.min(chunkBytes, Math.max(2 * bytes.length, written + length)));
      bigger.set(bytes);
      chunks[0] = bigger;
      return bigger;
    }
    if (length > chunkBytes) throw new RangeError(`a text of ${length} bytes is too long to be kept`);
    const next = new Uint8Array(chunkBytes);
    chunk = chunks.push(next) - 1;
    written = 0;
    return next;
  }

  function rehash(): void {
    slots = new Int32Array(2 * slots.length).fill(-1);
    const mask = slots.length - 1;
    for (let index = 0; index < size; index++) {
      let slot = (hashes[index] ?? 0) & mask;
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      slots[slot] = index;
    }
  }

  return {
    get size() {
      return size;
    },
    at(index) {
      const length = lengths[index];
      if (!(index >= 0 && index < size) || length === undefined)
        throw new RangeError(`no text has the number ${index}`);
      const start = starts[index] ?? 0;
      const offset = start % chunkBytes;
      return decoder.decode(chunks[Math.floor(start / chunkBytes)]?.subarray(offset, offset + length));
    },
    add(text) {
      const length = encode(text);
      const hash = hashOf(scratch, length);
      const slot = slotOf(hash, length);
      const known = slots[slot] ?? -1;
      if (known >= 0) return known;
      const index = append(hash, length);
      slots[slot] = index;
      if (2 * size > slots.length) rehash();
      return index;
    },
    find(text) {
      const length = encode(text);
      return slots[slotOf(hashOf(scratch, length), length)] ?? -1;
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
