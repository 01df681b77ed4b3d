/** The block-wise half of unbzip2-stream: its stream would decompress all it was given at once, however much that is. */
declare module 'unbzip2-stream/lib/bzip2.js' {
  const bzip2: {
    /** Reads a stream's header; answers its block size in units of 100,000 bytes. */
    header(bits: (count: number | null) => number): number;
    /** One block, byte by byte, and the checksum so far; `null` at the end of the stream. */
    decompress(
      bits: (count: number | null) => number,
      output: (byte: number) => void,
      buffer: Int32Array,
      bufferSize: number,
      checksum: number,
    ): number | null;
  };
  export = bzip2;
}

declare module 'unbzip2-stream/lib/bit_iterator.js' {
  function bitIterator(nextBuffer: () => Uint8Array): {
    (count: number | null): number;
    bytesRead: number;
  };
  export = bitIterator;
}
