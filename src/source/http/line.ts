/** One connection's life: it ends by the caller's signal, by its own alarm, or when closed; nothing is left behind. */

export interface Line {
  /** For `fetch`. */
  readonly signal: AbortSignal;
  /** The connection is closed unless `calm` comes within so many milliseconds. */
  alarm(ms: number): void;
  calm(): void;
  /** Whether the alarm closed it. */
  late(): boolean;
  close(): void;
}

export function openLine(signal: AbortSignal): Line {
  // AbortSignal.any would keep one small object for each request on a signal that lives for days.
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let late = false;
  const stop = (): void => end(signal.reason);
  signal.addEventListener('abort', stop, { once: true });

  function end(reason: unknown): void {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    controller.abort(reason);
  }

  return {
    signal: controller.signal,
    alarm(ms) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        late = true;
        end(new Error('too slow'));
      }, ms);
    },
    calm: () => clearTimeout(timer),
    late: () => late,
    close: () => end(new Error('closed')),
  };
}
