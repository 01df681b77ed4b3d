/** Sorted times → the spans of one length in which most of them lie. */

/** Half-open range of places in the sorted times. */
export interface DenseSpan {
  readonly from: number;
  readonly to: number;
}

/** The half-open span of that length, begun by one of the times, that holds most of them; the earliest of equals. */
export function densestSpan(times: Float64Array, lengthMs: number): DenseSpan | undefined {
  return densestIn(times, lengthMs, [{ from: 0, to: times.length }]);
}

/** The densest span, then the densest of what it leaves over, and so on: no time is in two of them. */
export function densestSpans(times: Float64Array, lengthMs: number, most: number): readonly DenseSpan[] {
  const found: DenseSpan[] = [];
  let free: readonly DenseSpan[] = [{ from: 0, to: times.length }];
  while (found.length < most) {
    const best = densestIn(times, lengthMs, free);
    if (best === undefined) break;
    found.push(best);
    free = free.flatMap((span) => without(span, best));
  }
  return found;
}

function densestIn(times: Float64Array, lengthMs: number, spans: readonly DenseSpan[]): DenseSpan | undefined {
  let best: DenseSpan | undefined;
  for (const span of spans) {
    let to = span.from;
    for (let from = span.from; from < span.to; from++) {
      const first = times[from] ?? 0;
      while (to < span.to && (times[to] ?? 0) - first < lengthMs) to++;
      if (best === undefined || to - from > best.to - best.from) best = { from, to };
    }
  }
  return best;
}

function without(span: DenseSpan, taken: DenseSpan): readonly DenseSpan[] {
  if (taken.to <= span.from || taken.from >= span.to) return [span];
  return [
    { from: span.from, to: taken.from },
    { from: taken.to, to: span.to },
  ].filter(({ from, to }) => from < to);
}
