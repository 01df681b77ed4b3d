/** Columns that grow: a typed array doubled when it is full. */

type Numbers = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

export interface Column<Kind extends Numbers> {
  readonly length: number;
  push(value: number): void;
  get(index: number): number;
  set(index: number, value: number): void;
  /** What was pushed, without room to grow. The column may not be used afterwards. */
  done(): Kind;
}

const firstLength = 1 << 10;

export function createColumn<Kind extends Numbers>(make: (length: number) => Kind): Column<Kind> {
  let values = make(firstLength);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === values.length) {
        const more = make(2 * length);
        more.set(values);
        values = more;
      }
      values[length++] = value;
    },
    get: (index) => values[index] ?? Number.NaN,
    set(index, value) {
      values[index] = value;
    },
    done() {
      const exact = make(length);
      // One by one in bulk: `set` takes any typed array, `subarray` keeps the buffer of the larger one alive.
      exact.set(values.subarray(0, length));
      values = exact;
      return exact;
    },
  };
}

export const floats = (length: number): Float64Array => new Float64Array(length);
export const ints = (length: number): Int32Array => new Int32Array(length);
export const uints = (length: number): Uint32Array => new Uint32Array(length);
export const shorts = (length: number): Uint16Array => new Uint16Array(length);
export const bytes = (length: number): Uint8Array => new Uint8Array(length);
