/** A list of whole numbers in a typed column that doubles when it is full. */

export interface Growing {
  /** Returns the place of the value. */
  push(value: number): number;
  get(at: number): number;
  set(at: number, value: number): void;
  size(): number;
}

export function createGrowing(): Growing {
  let values = new Int32Array(16);
  let size = 0;
  return {
    push(value) {
      if (size === values.length) {
        const wider = new Int32Array(values.length * 2);
        wider.set(values);
        values = wider;
      }
      values[size] = value;
      size += 1;
      return size - 1;
    },
    get: (at) => values[at] ?? 0,
    set(at, value) {
      values[at] = value;
    },
    size: () => size,
  };
}
