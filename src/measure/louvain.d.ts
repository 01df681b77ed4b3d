/** The package's own types say `export default`, which for a CommonJS module of Node means another shape. */
declare module 'graphology-communities-louvain' {
  import type { UndirectedGraph } from 'graphology';

  interface Options {
    readonly getEdgeWeight: string;
    readonly rng: () => number;
  }

  interface Outcome {
    /** Community by node. */
    readonly communities: Readonly<Record<string, number>>;
    readonly modularity: number;
  }

  const louvain: { detailed(graph: UndirectedGraph, options: Options): Outcome };
  export default louvain;
}
