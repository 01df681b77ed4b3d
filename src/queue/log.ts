/** What the queue says of its own troubles; the process log fits as it is. */
export interface QueueLog {
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
}

/** A lost backend fails some ten calls a second in every worker; one line in half a minute tells as much. */
const quietMs = 30_000;

/** Logs the first of many like errors and says later how many were held back. */
export function createErrorLog(log: QueueLog | undefined, clock: () => number = Date.now): (error: unknown) => void {
  let nextAt = 0;
  let heldBack = 0;
  return (error) => {
    const now = clock();
    if (now < nextAt) {
      heldBack += 1;
      return;
    }
    log?.error({ err: error, heldBack }, 'queue backend failed');
    nextAt = now + quietMs;
    heldBack = 0;
  };
}
