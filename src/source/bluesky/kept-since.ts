/**
 * How far back a server goes. Servers clamp a cursor that is too old without a word, and a stream whose first event is
 * late may as well be a quiet network. So the server is asked for everything since the oldest cursor there is: when its
 * first event is older than our place, it has kept that time, and the silence since is real; when it is not, what lies
 * between may have been there and is lost.
 */

import { everythingSince } from './address.ts';
import { openConnection } from './connection.ts';
import { firstTimeUs, readEvent } from './event.ts';

export interface KeptSinceQuestion {
  readonly host: string;
  readonly waitMs: number;
  readonly connectMs: number;
  readonly clock: () => Date;
  readonly signal: AbortSignal;
}

/** `time_us` of the oldest event the server gives; `undefined` when it gives none in time. */
export async function keptSinceUs({ host, waitMs, ...rest }: KeptSinceQuestion): Promise<number | undefined> {
  const limit = AbortSignal.any([rest.signal, AbortSignal.timeout(waitMs)]);
  const { url } = everythingSince(host, firstTimeUs);
  const connection = openConnection({ ...rest, url, signal: limit, idleMs: waitMs, quiet: false });
  try {
    for (;;) {
      const taken = await connection.take();
      if (taken.kind !== 'messages') return undefined;
      for (const text of taken.texts) {
        const event = readEvent(text);
        if (event !== undefined) return event.time_us;
      }
    }
  } finally {
    connection.close();
  }
}
