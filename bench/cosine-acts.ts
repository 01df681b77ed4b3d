/** Invented acts of many accounts on objects of which few are popular: the same each time. */
import type { Acts } from '../src/measure/cosine/feature-rows.ts';
import type { Names } from '../src/measure/share-log.ts';

/** Five objects an account, object rank by an inverse power law with exponent 0.6 as in the coordination study. */
export function inventedActs(accounts: number, actsEach: number): Acts {
  const draw = createDraw(20_210_701);
  const objects = accounts * 5;
  const by = new Int32Array(accounts * actsEach);
  const on = new Int32Array(by.length);
  for (let act = 0; act < by.length; act++) {
    by[act] = Math.floor(act / actsEach);
    on[act] = Math.floor(objects * draw() ** (1 / 0.4));
  }
  return { accountIds: numbered('a', accounts), featureIds: numbered('f', objects), accounts: by, features: on };
}

function numbered(letter: string, length: number): Names {
  return { length, at: (index) => (index < length ? `${letter}${String(index).padStart(7, '0')}` : undefined) };
}

/** Mulberry32. */
function createDraw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
