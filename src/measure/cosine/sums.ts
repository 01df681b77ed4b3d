/** Running products of one account with its partners. */
export interface Sums {
  readonly product: Float64Array;
  readonly common: Int32Array;
  /** The first `size` are accounts with something in common. */
  readonly partners: Int32Array;
  size: number;
  leaveOutBelow(minCommon: number, minCosine: number): void;
  clear(): void;
}
