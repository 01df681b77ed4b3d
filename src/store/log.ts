/** The part of a logger that the store uses; pino's fits. Messages are constant, details are fields. */
export interface StoreLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

export const silentLog: StoreLog = { info: () => undefined, warn: () => undefined };
