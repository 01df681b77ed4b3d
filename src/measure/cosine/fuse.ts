/**
 * Networks of several traces as one: the union of their edges, each as strong as in the trace where it is strongest.
 * Accounts of different platforms meet here when a trace has joined them, as the same link does.
 */

import type { CosineEdges } from './cosine-edges.ts';
import { startsOf } from './feature-rows.ts';

export const traceNames = ['co-repost', 'co-link', 'tag-sequence', 'fast-repost', 'synchronised'] as const;
export type Trace = (typeof traceNames)[number];

export type TraceEdges = Pick<CosineEdges, 'accountIds' | 'a' | 'b' | 'cosine' | 'common'> & { readonly trace: Trace };

/** Edges ascend by a, then b. */
export interface Network {
  /** Ascending; each has an edge. */
  readonly accountIds: readonly string[];
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** The largest of the traces. */
  readonly cosine: Float64Array;
  /** Features in common, all traces together. */
  readonly common: Int32Array;
  /** Bit n: `traceNames[n]` has the edge. */
  readonly traces: Uint8Array;
}

export function fuseTraces(given: readonly TraceEdges[]): Network {
  const accountIds = accountsWithEdges(given);
  const numbers = new Map(accountIds.map((id, number) => [id, number]));
  const sizes = new Uint32Array(accountIds.length);
  const renumbered = given.map((edges) => {
    const numberOf = Int32Array.from(edges.accountIds, (id) => numbers.get(id) ?? -1);
    // Both lists of accounts ascend, so that a < b stays true.
    const a = edges.a.map((account) => numberOf[account] ?? 0);
    const b = edges.b.map((account) => numberOf[account] ?? 0);
    for (const account of a) sizes[account] = (sizes[account] ?? 0) + 1;
    return { ...edges, a, b };
  });
  return merged(accountIds, placedByFirst(renumbered, startsOf(sizes)));
}

function accountsWithEdges(given: readonly TraceEdges[]): readonly string[] {
  const ids = new Set<string>();
  for (const { accountIds, a, b } of given) {
    const seen = new Uint8Array(accountIds.length);
    for (const account of a) seen[account] = 1;
    for (const account of b) seen[account] = 1;
    for (const [account, id] of accountIds.entries()) if (seen[account] === 1) ids.add(id);
  }
  return [...ids].sort();
}

interface Placed {
  readonly starts: Uint32Array;
  readonly b: Int32Array;
  readonly cosine: Float64Array;
  readonly common: Int32Array;
  readonly trace: Uint8Array;
}

/** Edges of all traces, those of one first account beside each other. */
function placedByFirst(given: readonly TraceEdges[], starts: Uint32Array): Placed {
  const size = starts[starts.length - 1] ?? 0;
  const placed = {
    starts,
    b: new Int32Array(size),
    cosine: new Float64Array(size),
    common: new Int32Array(size),
    trace: new Uint8Array(size),
  };
  const next = starts.slice();
  for (const { a, b, cosine, common, trace } of given) {
    const bit = 1 << traceNames.indexOf(trace);
    for (let edge = 0; edge < a.length; edge++) {
      const first = a[edge] ?? 0;
      const place = next[first] ?? 0;
      next[first] = place + 1;
      placed.b[place] = b[edge] ?? 0;
      placed.cosine[place] = cosine[edge] ?? 0;
      placed.common[place] = common[edge] ?? 0;
      placed.trace[place] = bit;
    }
  }
  return placed;
}

function merged(accountIds: readonly string[], placed: Placed): Network {
  const size = placed.b.length;
  const a = new Int32Array(size);
  const b = new Int32Array(size);
  const cosine = new Float64Array(size);
  const common = new Int32Array(size);
  const traces = new Uint8Array(size);
  let end = 0;
  for (let first = 0; first < accountIds.length; first++) {
    const start = end;
    const stop = placed.starts[first + 1] ?? 0;
    const begin = placed.starts[first] ?? 0;
    const order = Array.from({ length: stop - begin }, (_, n) => begin + n);
    order.sort((x, y) => (placed.b[x] ?? 0) - (placed.b[y] ?? 0));
    for (const place of order) {
      const second = placed.b[place] ?? 0;
      if (end === start || b[end - 1] !== second) {
        a[end] = first;
        b[end] = second;
        end++;
      }
      const edge = end - 1;
      cosine[edge] = Math.max(cosine[edge] ?? 0, placed.cosine[place] ?? 0);
      common[edge] = (common[edge] ?? 0) + (placed.common[place] ?? 0);
      traces[edge] = (traces[edge] ?? 0) | (placed.trace[place] ?? 0);
    }
  }
  return {
    accountIds,
    a: a.slice(0, end),
    b: b.slice(0, end),
    cosine: cosine.slice(0, end),
    common: common.slice(0, end),
    traces: traces.slice(0, end),
  };
}
